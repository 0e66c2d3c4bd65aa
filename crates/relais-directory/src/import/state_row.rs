use jiff::{Timestamp, civil::Date, tz::TimeZone};

use relais_kernel::Refusal;

use super::{ImportSetting, reader::RowReader, sheet::Column, spellings};
use crate::{Assurance, Capacity, CapacityState, Entry, Service};

/// The day of verification makes a new entry active; without it the entry stays a draft. An entry that the directory
/// has keeps its state: a sheet does not lift a suspension. Returns the day on which the sheet speaks.
pub(super) fn entry(
    reader: &mut RowReader<'_>,
    setting: &ImportSetting<'_>,
    service: &mut Service,
) -> Option<Date> {
    let Some(on) = reader.date(Column::AssuredOn) else {
        if service.entry == Entry::Draft && reader.text(Column::AssuredOn).is_none() {
            let fr = "Sans date de vérification, la fiche reste un brouillon et n’est proposée à personne.";
            let en = "Without a date of verification the entry stays a draft and is proposed to nobody.";
            reader.note(Column::AssuredOn, "NotVerified", fr, en);
        }
        return None;
    };
    if on > setting.today {
        let fr = "La date de vérification est à venir.";
        reader.refuse(
            Column::AssuredOn,
            "DateAhead",
            fr,
            "The date of verification lies ahead.",
        );
    } else if service.assured_on().is_none_or(|known| known < on) {
        match verified(&service.entry, on) {
            Ok(entry) => service.entry = entry,
            Err(why) => reader.refuse(
                Column::AssuredOn,
                "EntryDefunct",
                why.sentence.fr,
                why.sentence.en,
            ),
        }
    }
    Some(on)
}

/// A draft that was verified is what the sheet publishes; every other entry stays what it is.
fn verified(entry: &Entry, on: Date) -> Result<Entry, Refusal> {
    let verified = entry.clone().verify(Assurance { on, by: None })?;
    if *entry == Entry::Draft {
        verified.activate(on)
    } else {
        Ok(verified)
    }
}

/// What the sheet says of the capacity counts as said on the day of its verification: what a provider said since, or
/// acceptances have taken since, is not undone by an older sheet, nor by one that does not say its day. The agreed
/// places per month always count.
pub(super) fn capacity(
    reader: &mut RowReader<'_>,
    setting: &ImportSetting<'_>,
    said_on: Option<Date>,
    service: &mut Service,
) {
    let monthly = reader.number(Column::Monthly, 100_000);
    let available = reader.number(Column::Available, 100_000);
    let state = reader.choice(Column::State, spellings::STATES);
    let next_date = reader.date(Column::NextDate);
    if let (Some(CapacityState::Full), Some(places @ 1..)) = (state, available) {
        let fr = format!("L’état est « complet » mais {places} places sont disponibles.");
        let en = format!("The state is \"full\" but {places} places are available.");
        reader.refuse(Column::State, "CapacityContradicts", fr, en);
        return;
    }
    let Some(known) = service.capacity.take() else {
        let said_at = said_on.map_or(setting.now, noon).min(setting.now);
        let said = Capacity::declared(monthly, available, state, said_at);
        let said = said.map(|said| Capacity { next_date, ..said });
        service.capacity = said.or_else(|| monthly_alone(monthly, said_at));
        return;
    };
    let monthly = monthly.or(known.monthly);
    let said_at = said_on.map_or(Timestamp::MIN, noon).min(setting.now);
    let said = Capacity::declared(monthly, available, state, said_at);
    let said = said.map(|said| Capacity {
        unit: known.unit,
        waiting_days: known.waiting_days,
        next_date,
        ..said
    });
    let known = Capacity { monthly, ..known };
    // A sheet that says the same on the same day is the one that the directory wrote itself.
    let same = said.as_ref().is_some_and(|said| {
        (said.available_now, said.state, said.next_date)
            == (known.available_now, known.state, known.next_date)
    });
    service.capacity = Some(match same && said_on <= service.assured_on() {
        true => known,
        false => fresher(reader, known, said),
    });
}

fn fresher(reader: &mut RowReader<'_>, known: Capacity, said: Option<Capacity>) -> Capacity {
    match said {
        Some(said) if said.as_of > known.as_of => said,
        Some(said) if (said.available_now, said.state) != (known.available_now, known.state) => {
            let fr = "L’annuaire a une capacité plus récente que la feuille : elle est gardée.";
            let en = "The directory has a more recent capacity than the sheet: it is kept.";
            reader.note(Column::Available, "CapacityIsNewer", fr, en);
            known
        }
        _ => known,
    }
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
