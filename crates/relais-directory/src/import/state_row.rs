use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{ImportSetting, reader::RowReader, sheet::Column};
use crate::{Assurance, Capacity, CapacityState, Entry, Service};

/// The day of verification makes a new entry active; without it the entry stays a draft. An entry that the directory
/// has keeps its state: a sheet does not lift a suspension.
pub(super) fn entry(reader: &mut RowReader<'_>, setting: &ImportSetting<'_>, service: &mut Service) {
    let read = reader.date(Column::AssuredOn);
    let Some(on) = read else {
        if service.entry == Entry::Draft && reader.text(Column::AssuredOn).is_none() {
            reader.note(
                Column::AssuredOn,
                "NotVerified",
                "Sans date de vérification, la fiche reste un brouillon et n’est proposée à personne.",
                "Without a date of verification the entry stays a draft and is proposed to nobody.",
            );
        }
        return;
    };
    if on > setting.today {
        reader.refuse(
            Column::AssuredOn,
            "DateAhead",
            "La date de vérification est à venir.",
            "The date of verification lies ahead.",
        );
        return;
    }
    if service.assured_on().is_some_and(|known| known >= on) {
        return;
    }
    let assurance = Assurance { on, by: None };
    let was_draft = service.entry == Entry::Draft;
    let verified = service.entry.clone().verify(assurance);
    let entry = if was_draft {
        verified.and_then(|entry| entry.activate(on))
    } else {
        verified
    };
    match entry {
        Ok(entry) => service.entry = entry,
        Err(refusal) => reader.refuse(
            Column::AssuredOn,
            "EntryDefunct",
            refusal.sentence.fr,
            refusal.sentence.en,
        ),
    }
}

/// What the sheet says of the capacity counts as said on the day of verification: what a provider said since, or
/// acceptances have taken since, is not undone by an older sheet. The agreed places per month always count.
pub(super) fn capacity(reader: &mut RowReader<'_>, setting: &ImportSetting<'_>, service: &mut Service) {
    const STATES: &[(CapacityState, &[&str])] = &[
        (CapacityState::Open, &["ouvert", "open", "ouverte"]),
        (CapacityState::Limited, &["limité", "limited", "limitée"]),
        (CapacityState::Full, &["complet", "full", "complète"]),
        (CapacityState::Closed, &["fermé", "closed", "fermée"]),
    ];
    let monthly = reader.number(Column::Monthly, 100_000);
    let available = reader.number(Column::Available, 100_000);
    let state = reader.choice(Column::State, STATES);
    let next_date = reader.date(Column::NextDate);
    if let (Some(CapacityState::Full), Some(places @ 1..)) = (state, available) {
        let fr = format!("L’état est « complet » mais {places} places sont disponibles.");
        let en = format!("The state is \"full\" but {places} places are available.");
        reader.refuse(Column::State, "CapacityContradicts", fr, en);
        return;
    }
    let said_at = service.assured_on().map_or(setting.now, noon).min(setting.now);
    let known = service.capacity.take();
    let kept_monthly = monthly.or(known.as_ref().and_then(|c| c.monthly));
    let said = Capacity::declared(kept_monthly, available, state, said_at);
    service.capacity = match (known, said) {
        (Some(known), Some(said)) if said.as_of > known.as_of => Some(Capacity {
            unit: known.unit,
            waiting_days: known.waiting_days,
            next_date,
            ..said
        }),
        (Some(known), said) => {
            if said.is_some_and(|said| (said.available_now, said.state) != (known.available_now, known.state))
            {
                reader.note(
                    Column::Available,
                    "CapacityIsNewer",
                    "L’annuaire a une capacité plus récente que la feuille : elle est gardée.",
                    "The directory has a more recent capacity than the sheet: it is kept.",
                );
            }
            Some(Capacity {
                monthly: kept_monthly,
                ..known
            })
        }
        (None, Some(said)) => Some(Capacity { next_date, ..said }),
        (None, None) => monthly_alone(monthly, said_at),
    };
}

/// The places of a month say nothing of the places left: the state stays open and the number unknown.
fn monthly_alone(monthly: Option<u32>, said_at: Timestamp) -> Option<Capacity> {
    Capacity::declared(Some(monthly?), None, Some(CapacityState::Open), said_at)
}

fn noon(day: Date) -> Timestamp {
    day.at(12, 0, 0, 0)
        .to_zoned(TimeZone::UTC)
        .map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}
