use std::collections::BTreeSet;

use relais_kernel::{Id, Localised, PublicRef};
use sha1::{Digest, Sha1};
use uuid::Uuid;

use super::{
    ImportSetting,
    organisation_row::{filled_in_both, rename},
    place_row,
    reader::RowReader,
    sheet::Column,
    spellings, state_row, values,
};
use crate::{
    Channel, Contact, Eligibility, Entry, List, Organisation, Place, Service, ServiceId, Spot, Visibility,
};

/// The service of a row, on top of what the directory has of it. An empty cell leaves what is there.
pub(super) fn service(
    reader: &mut RowReader<'_>,
    setting: &ImportSetting<'_>,
    organisation: Option<&Organisation>,
) -> Option<Service> {
    let name = reader.text(Column::Service).or(reader.text(Column::ServiceEn));
    reader.required(Column::Service, name);
    let public_ref = organisation.and_then(|o| service_ref(reader, setting, o));
    let known = public_ref.and_then(|r| setting.known.service(r));
    if known
        .zip(organisation)
        .is_some_and(|(known, organisation)| known.organisation != organisation.id)
    {
        let fr = "Ce service est celui d’une autre organisation dans l’annuaire.";
        let en = "This service is another organisation's in the directory.";
        reader.refuse(Column::ServiceKey, "ServiceOfAnother", fr, en);
    }
    let mut service = match known {
        Some(known) => known.clone(),
        None => new(setting, organisation, public_ref),
    };
    offer(reader, setting, &mut service, known.is_none());
    eligibility(reader, setting, &mut service.eligibility);
    access(reader, setting, &mut service);
    contact(reader, setting, &mut service.contact);
    place_row::place(reader, setting, &mut service, known.is_none());
    let said_on = state_row::entry(reader, setting, &mut service);
    state_row::capacity(reader, setting, said_on, &mut service);
    (reader.problems.is_empty() && organisation.is_some() && public_ref.is_some()).then_some(service)
}

/// Its name, and what it is for.
fn offer(reader: &mut RowReader<'_>, setting: &ImportSetting<'_>, service: &mut Service, is_new: bool) {
    let name = (reader.text(Column::Service), reader.text(Column::ServiceEn));
    rename(&mut service.name, name);
    filled_in_both(reader, Column::ServiceEn, &mut service.name);
    let needs = reader
        .codes(Column::Needs, List::Need, setting.words)
        .filter(|needs| !needs.is_empty());
    let dimension = reader.code(Column::Dimension, List::Dimension, setting.words);
    if is_new {
        reader.required(Column::Needs, needs.as_ref());
        reader.required(Column::Dimension, dimension.as_ref());
    }
    replace(&mut service.needs, needs);
    replace(&mut service.dimension, dimension);
}

/// A service with nothing in it yet but its keys.
fn new(
    setting: &ImportSetting<'_>,
    organisation: Option<&Organisation>,
    public_ref: Option<PublicRef>,
) -> Service {
    let id = ServiceId::new(setting.now, setting.chance);
    Service {
        id,
        public_ref: public_ref.unwrap_or(PublicRef::from_uuid(id.uuid())),
        organisation: organisation.map_or(Id::from_uuid(Uuid::nil()), |o| o.id),
        name: Localised::new("", ""),
        needs: BTreeSet::new(),
        dimension: crate::Code::placeholder(),
        eligibility: Eligibility::default(),
        access: None,
        fee: None,
        wait_days: None,
        languages: BTreeSet::new(),
        interpreter: None,
        remote: None,
        hours: None,
        emergency: None,
        place: Place {
            id: Id::new(setting.now, setting.chance),
            spot: Spot::default(),
            address: None,
        },
        coverage: BTreeSet::new(),
        visibility: Visibility::HiddenAddress,
        contact: Contact::default(),
        capacity: None,
        entry: Entry::Draft,
    }
}

/// The reference under which a sheet's service is known again: its own UUID when it has one, else one made of the
/// source, the organisation and the service's key or French name (decisions §17; RFC 9562, version 5).
fn service_ref(
    reader: &RowReader<'_>,
    setting: &ImportSetting<'_>,
    organisation: &Organisation,
) -> Option<PublicRef> {
    let key = reader.text(Column::ServiceKey);
    if let Some(Ok(uuid)) = key.map(str::parse::<Uuid>) {
        return Some(PublicRef::from_uuid(uuid));
    }
    let key = key
        .or(reader.text(Column::Service))
        .or(reader.text(Column::ServiceEn))?;
    let name = [
        setting.source,
        "service",
        organisation.code.as_str(),
        &relais_geography::folded(key),
    ]
    .join("\u{1f}");
    let mut hash = Sha1::new();
    hash.update(super::NAMESPACE.as_bytes());
    hash.update(name.as_bytes());
    let mut first = [0; 16];
    first.copy_from_slice(&hash.finalize()[..16]);
    Some(PublicRef::from_uuid(
        uuid::Builder::from_sha1_bytes(first).into_uuid(),
    ))
}

fn replace<T>(field: &mut T, read: Option<T>) {
    if let Some(value) = read {
        *field = value;
    }
}

fn eligibility(reader: &mut RowReader<'_>, setting: &ImportSetting<'_>, wanted: &mut Eligibility) {
    replace(&mut wanted.admits, reader.choice(Column::Sex, spellings::ADMITS));
    let age =
        |reader: &mut RowReader<'_>, column| reader.number(column, 120).and_then(|n| u8::try_from(n).ok());
    wanted.min_age = age(reader, Column::MinAge).or(wanted.min_age);
    wanted.max_age = age(reader, Column::MaxAge).or(wanted.max_age);
    ages_agree(reader, wanted);
    replace(
        &mut wanted.target_groups,
        reader.codes(Column::Groups, List::TargetGroup, setting.words),
    );
    wanted.foreigners = reader.yes_no(Column::Foreigners).or(wanted.foreigners);
    wanted.irregular_status = reader.yes_no(Column::IrregularStatus).or(wanted.irregular_status);
    replace(
        &mut wanted.required_documents,
        reader.codes(Column::Documents, List::Document, setting.words),
    );
    conditions(reader, wanted);
}

fn ages_agree(reader: &mut RowReader<'_>, wanted: &Eligibility) {
    if let (Some(min), Some(max)) = (wanted.min_age, wanted.max_age)
        && min > max
    {
        let fr = format!("L’âge minimum ({min}) dépasse l’âge maximum ({max}).");
        let en = format!("The minimum age ({min}) exceeds the maximum age ({max}).");
        reader.refuse(Column::MinAge, "AgesContradict", fr, en);
    }
}

fn conditions(reader: &mut RowReader<'_>, wanted: &mut Eligibility) {
    let given = (reader.text(Column::Conditions), reader.text(Column::ConditionsEn));
    if given.0.or(given.1).is_some() {
        let mut conditions = wanted.conditions.clone().unwrap_or(Localised::new("", ""));
        rename(&mut conditions, given);
        filled_in_both(reader, Column::ConditionsEn, &mut conditions);
        wanted.conditions = Some(conditions);
    }
}

fn access(reader: &mut RowReader<'_>, setting: &ImportSetting<'_>, service: &mut Service) {
    service.access = reader
        .choice(Column::Access, spellings::ACCESS)
        .or(service.access);
    let fee = reader.read(Column::Fee, spellings::AN_AMOUNT, |text| {
        values::fee(text, setting.currency)
    });
    service.fee = fee.or(service.fee.take());
    let wait = reader
        .number(Column::WaitDays, 3650)
        .and_then(|n| u16::try_from(n).ok());
    service.wait_days = wait.or(service.wait_days);
    replace(
        &mut service.languages,
        reader.codes(Column::Languages, List::Language, setting.words),
    );
    service.interpreter = reader.yes_no(Column::Interpreter).or(service.interpreter);
    service.remote = reader.yes_no(Column::Remote).or(service.remote);
    service.emergency = reader.yes_no(Column::Emergency).or(service.emergency);
    service.hours = reader
        .read(Column::Hours, spellings::HOURS, super::hours::opening)
        .or(service.hours.take());
}

fn contact(reader: &mut RowReader<'_>, setting: &ImportSetting<'_>, contact: &mut Contact) {
    let phone = reader.read(Column::Phone, spellings::A_NUMBER, |text| {
        values::phone(text, setting.dialling)
    });
    contact.phone = phone.or(contact.phone.take());
    contact.email = reader
        .read(Column::Email, spellings::AN_ADDRESS, values::email)
        .or(contact.email.take());
    contact.channel = reader
        .choice(Column::Channel, spellings::CHANNELS)
        .or(contact.channel);
    let missing = match contact.channel {
        Some(Channel::Mail) => contact.email.is_none(),
        Some(Channel::Sms | Channel::Phone) => contact.phone.is_none(),
        Some(Channel::App) | None => false,
    };
    if missing {
        reader.note(
            Column::Channel,
            "ChannelWithoutAddress",
            "Le canal préféré n’a pas d’adresse : le prestataire ne pourra pas être prévenu ainsi.",
            "The preferred channel has no address: the provider cannot be told that way.",
        );
    }
}
