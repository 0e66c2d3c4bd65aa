use std::collections::BTreeMap;

use relais_geography::folded;
use relais_kernel::{Id, Localised, PublicRef};

use super::{
    ImportSetting,
    reader::RowReader,
    report::{Planned, change},
    sheet::Column,
    spellings,
};
use crate::{Code, Mapping, Organisation, OrganisationKind};

/// The organisations that the sheet has named so far, by their codes.
pub(super) type Named = BTreeMap<Code, Planned<Organisation>>;

type Names<'r> = (Option<&'r str>, Option<&'r str>);

/// The organisation of a row: one named above, one of the directory, or a new one. `None` when something is wrong.
pub(super) fn organisation(
    reader: &mut RowReader<'_>,
    setting: &ImportSetting<'_>,
    named: &Named,
) -> Option<Planned<Organisation>> {
    let code = reader.read(Column::Key, spellings::A_KEY, |text| text.parse::<Code>().ok());
    let code = reader.required(Column::Key, code)?;
    let kind = reader.read(Column::Type, spellings::A_TYPE, |text| setting.words.kind(text));
    let name = (
        reader.text(Column::Organisation),
        reader.text(Column::OrganisationEn),
    );
    if let Some(above) = named.get(&code) {
        agrees(reader, above, kind.as_ref(), name);
        return Some(above.clone());
    }
    let known = setting.known.organisation(&code);
    let mut record = match known {
        Some(known) => known.clone(),
        None => new(reader, setting, code, kind.as_ref(), name)?,
    };
    record.kind = kind.unwrap_or(record.kind);
    rename(&mut record.name, name);
    if known.is_none() {
        filled_in_both(reader, Column::OrganisationEn, &mut record.name);
        tell_namesake(reader, &record, setting, named);
    }
    record.acronym = reader.text(Column::Acronym).map(str::to_owned).or(record.acronym);
    record.mandate = reader.text(Column::Mandate).map(str::to_owned).or(record.mandate);
    record.psea_code = reader.yes_no(Column::PseaCode).or(record.psea_code);
    record.data_measures = reader.yes_no(Column::DataMeasures).or(record.data_measures);
    charted(reader, &mut record.mapping);
    let change = change(known, &record);
    Some(Planned {
        row: reader.row,
        record,
        change,
    })
}

/// Takes what the mapping asks that is filled in.
fn charted(reader: &mut RowReader<'_>, said: &mut Mapping) {
    let funder = reader.text(Column::Funder).map(str::to_owned);
    let workshop = reader.text(Column::Workshop).map(str::to_owned);
    let agreement = reader.choice(Column::Agreement, spellings::AGREEMENTS);
    let validation = reader.choice(Column::Validation, spellings::VALIDATIONS);
    said.funder = funder.or(said.funder.take());
    said.funded_until = reader.date(Column::FundedUntil).or(said.funded_until);
    said.agreement = agreement.or(said.agreement);
    said.validation = validation.or(said.validation);
    said.workshop = workshop.or(said.workshop.take());
}

/// One key means one organisation through the whole sheet.
fn agrees(
    reader: &mut RowReader<'_>,
    above: &Planned<Organisation>,
    kind: Option<&OrganisationKind>,
    name: Names<'_>,
) {
    let (record, row) = (&above.record, above.row);
    let same = |text: Option<&str>, name: &str| text.is_none_or(|text| folded(text) == folded(name));
    let same_kind = kind.is_none_or(|kind| *kind == record.kind);
    if !(same_kind && same(name.0, &record.name.fr) && same(name.1, &record.name.en)) {
        let code = &record.code;
        let fr = format!("La clé {code} désigne à la ligne {row} une organisation d’un autre nom ou type.");
        let en = format!("On row {row} the key {code} means an organisation of another name or type.");
        reader.refuse(Column::Key, "OrganisationContradicts", fr, en);
    }
}

/// Its keys are provisional until it is written.
fn new(
    reader: &mut RowReader<'_>,
    setting: &ImportSetting<'_>,
    code: Code,
    kind: Option<&OrganisationKind>,
    name: Names<'_>,
) -> Option<Organisation> {
    let kind = reader.required(Column::Type, kind);
    reader.required(Column::Organisation, name.0.or(name.1));
    let (id, public_ref) = (
        Id::new(setting.now, setting.chance),
        PublicRef::new(setting.chance),
    );
    Some(Organisation::new(
        id,
        public_ref,
        code,
        Localised::new("", ""),
        kind?.clone(),
    ))
}

/// Takes the names that are given, and leaves those that are not.
pub(super) fn rename(name: &mut Localised, given: Names<'_>) {
    if let Some(fr) = given.0 {
        fr.clone_into(&mut name.fr);
    }
    if let Some(en) = given.1 {
        en.clone_into(&mut name.en);
    }
}

/// A name in one language stands in the other too, and this is told.
pub(super) fn filled_in_both(reader: &mut RowReader<'_>, column: Column, name: &mut Localised) {
    let (fr, en) = match (name.fr.is_empty(), name.en.is_empty()) {
        (false, true) => {
            name.en.clone_from(&name.fr);
            (
                "L’anglais manque : le français est repris.",
                "The English is missing: the French stands in for it.",
            )
        }
        (true, false) => {
            name.fr.clone_from(&name.en);
            (
                "Le français manque : l’anglais est repris.",
                "The French is missing: the English stands in for it.",
            )
        }
        _ => return,
    };
    reader.note(column, "OneLanguage", fr, en);
}

/// Two organisations of one name may be two, or one that was entered twice: a person looks.
fn tell_namesake(
    reader: &mut RowReader<'_>,
    record: &Organisation,
    setting: &ImportSetting<'_>,
    named: &Named,
) {
    let name = folded(&record.name.fr);
    let known = setting
        .known
        .organisations()
        .chain(named.values().map(|planned| &planned.record));
    let mut others = known.filter(|o| o.code != record.code && folded(&o.name.fr) == name);
    if let Some(other) = others.next() {
        let fr = format!(
            "L’organisation {} porte déjà ce nom : vérifiez qu’il s’agit d’une autre.",
            other.code
        );
        let en = format!(
            "Organisation {} already has this name: check that this is another one.",
            other.code
        );
        reader.note(Column::Organisation, "SameName", fr, en);
    }
}
