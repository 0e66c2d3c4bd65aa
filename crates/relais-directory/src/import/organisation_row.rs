use std::collections::BTreeMap;

use relais_geography::folded;
use relais_kernel::{Id, Localised, PublicRef};

use super::{
    ImportSetting,
    reader::RowReader,
    report::{Change, Planned, change},
    sheet::Column,
};
use crate::{Code, Organisation};

/// The organisations that the sheet has named so far, by their codes.
pub(super) type Named = BTreeMap<Code, Planned<Organisation>>;

/// The organisation of a row: one named above, one of the directory, or a new one. `None` when something is wrong.
pub(super) fn organisation(
    reader: &mut RowReader<'_>,
    setting: &ImportSetting<'_>,
    named: &Named,
) -> Option<Planned<Organisation>> {
    let expected = (
        "une clé de lettres et de chiffres, comme P06",
        "a key of letters and digits, such as P06",
    );
    let code = reader.read(Column::Key, expected, |text| text.parse::<Code>().ok());
    let code = reader.required(Column::Key, code)?;
    let expected = (
        "ce type n’est pas dans la liste du mécanisme",
        "this type is not in the mechanism's list",
    );
    let kind = reader.read(Column::Type, expected, |text| setting.words.kind(text));
    let name = (
        reader.text(Column::Organisation),
        reader.text(Column::OrganisationEn),
    );
    if let Some(above) = named.get(&code) {
        let same_kind = kind.is_none_or(|kind| kind == above.record.kind);
        let same = |text: Option<&str>, name: &str| text.is_none_or(|text| folded(text) == folded(name));
        if !(same_kind && same(name.0, &above.record.name.fr) && same(name.1, &above.record.name.en)) {
            let row = above.row;
            let fr =
                format!("La clé {code} désigne à la ligne {row} une organisation d’un autre nom ou type.");
            let en = format!("On row {row} the key {code} means an organisation of another name or type.");
            reader.refuse(Column::Key, "OrganisationContradicts", fr, en);
        }
        return Some(above.clone());
    }
    let known = setting.known.organisation(&code);
    let mut record = match known {
        Some(known) => Organisation {
            kind: kind.unwrap_or_else(|| known.kind.clone()),
            ..known.clone()
        },
        None => {
            let kind = reader.required(Column::Type, kind);
            reader.required(Column::Organisation, name.0.or(name.1));
            let public_ref = PublicRef::new(setting.chance);
            Organisation::new(
                Id::new(setting.now, setting.chance),
                public_ref,
                code,
                Localised::new("", ""),
                kind?,
            )
        }
    };
    rename(&mut record.name, name);
    if known.is_none() {
        filled_in_both(reader, Column::OrganisationEn, &mut record.name);
        tell_namesake(reader, &record, setting, named);
    }
    record.acronym = reader.text(Column::Acronym).map(str::to_owned).or(record.acronym);
    record.mandate = reader.text(Column::Mandate).map(str::to_owned).or(record.mandate);
    record.psea_code = reader.yes_no(Column::PseaCode).or(record.psea_code);
    record.data_measures = reader.yes_no(Column::DataMeasures).or(record.data_measures);
    let change = known.map_or(Change::Created, |known| change(Some(known), &record));
    Some(Planned {
        row: reader.row,
        record,
        change,
    })
}

/// Takes the names that are given, and leaves those that are not.
pub(super) fn rename(name: &mut Localised, given: (Option<&str>, Option<&str>)) {
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
