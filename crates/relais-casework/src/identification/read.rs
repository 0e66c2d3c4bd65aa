use jiff::civil::Date;
use relais_kernel::{Priority, Refusal, Refusals, Sex};

use super::{Birth, Confided, IdentificationForm};
use crate::{
    answer::Answer,
    case::{ClearFacts, Risk},
    code::{Code, Codes, FLAGS, GROUPS, PCode},
    form::Reader,
    sealed::SealedFields,
};

/// A person identified: what stands in clear, what is sealed, and what presses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identification {
    /// Without the risk, which screening records.
    pub facts: ClearFacts,
    pub confided: Confided,
    pub sealed: SealedFields,
    /// Given when the rapid screening was done with the identification.
    pub risk: Option<Risk>,
    /// The most pressing priority among the urgent signs seen.
    pub suggested: Option<Priority>,
}

impl IdentificationForm {
    /// Reads the form on a day of the mechanism's calendar.
    ///
    /// # Errors
    /// Everything that is wrong with it, each fault beside its field: `AnswerMissing`, `UnknownCode`,
    /// `AnswerAndReason`, `NotADate`, `NotANumber`, `StandsAlone`, `TooLong`, `UnknownArea`, `NameMissing`,
    /// `AnonymousWithName`, `BirthImpossible`, `AgeAndBirthDisagree`, `AreaElsewhere`, `ContactIncomplete`.
    pub fn read(&self, codes: &dyn Codes, today: Date) -> Result<Identification, Refusals> {
        let mut reader = Reader::new(codes);
        let birth = self.birth(&mut reader, today);
        let confided = self.confided(&mut reader, birth);
        let facts = self.facts(&mut reader, &confided, today);
        let risk = self.risk(&mut reader);
        let suggested = confided
            .urgent_signs
            .iter()
            .filter_map(|sign| codes.traits("urgent_sign", sign.as_str())?.priority)
            .min();
        let sealed = confided.seal(codes)?;
        let whole = facts.zip(risk).map(|(facts, risk)| Identification {
            facts,
            confided,
            sealed,
            risk: risk.given().copied(),
            suggested,
        });
        reader.finish(whole)
    }

    fn is_anonymous(&self) -> bool {
        self.anonymous.trim() == "yes"
    }

    fn birth(&self, reader: &mut Reader<'_>, today: Date) -> Option<Answer<Birth>> {
        let born = reader.date("dob", &self.dob);
        let years = reader
            .number("age", &self.age, 0, 120)
            .and_then(|age| u8::try_from(age).ok());
        let estimated = reader.decided("age_estimated", &self.age_estimated) == Some(true);
        if born.is_some_and(|born| Birth::On(born).age_on(today).is_none()) {
            reader.refuse("dob", birth_impossible());
        }
        if let (Some(born), Some(years)) = (born, years)
            && Birth::On(born)
                .age_on(today)
                .is_some_and(|age| age.abs_diff(years) > 1)
        {
            reader.refuse("age", age_and_birth_disagree());
        }
        let aged = years.map(|years| Birth::Aged {
            years,
            on: today,
            estimated,
        });
        let birth = reader.answer("age", born.map(Birth::On).or(aged), &self.age_why);
        if self.dob.trim().is_empty() {
            reader.required("age", birth)
        } else {
            birth
        }
    }

    fn confided(&self, reader: &mut Reader<'_>, dob: Option<Answer<Birth>>) -> Confided {
        let nationality = reader.several("country", "nationality", &self.nationality);
        let nationality = (!nationality.is_empty()).then_some(nationality);
        let nationality = reader.answer("nationality", nationality, &self.nationality_why);
        let confided = Confided {
            name: reader.line("name", &self.name),
            alias: reader.line("alias", &self.alias),
            dob,
            nationality: reader.required("nationality", nationality),
            languages: reader.several("language", "languages", &self.languages),
            interpreter: reader.yes_no("interpreter", &self.interpreter),
            entry_point: reader.code("entry_point", "entry_point", &self.entry_point),
            status: reader.code("status", "status", &self.status),
            movement: reader.line("movement", &self.movement),
            countries_of_route: reader.several("country", "countries_of_route", &self.countries_of_route),
            return_from: reader.code("country", "return_from", &self.return_from),
            return_date: reader.date("return_date", &self.return_date),
            household_size: reader.number("household_size", &self.household_size, 1, 99),
            urgent_signs: reader.several("urgent_sign", "urgent_signs", &self.urgent_signs),
            vulnerability_flags: reader.several(
                "vulnerability_flag",
                "vulnerability_flags",
                &self.vulnerability_flags,
            ),
            target_groups: reader.several("target_group", "target_groups", &self.target_groups),
            contact_channel: reader.code("contact_channel", "contact_channel", &self.contact_channel),
            contact_detail: reader.line("contact_detail", &self.contact_detail),
            contact_hours: reader.line("contact_hours", &self.contact_hours),
            may_leave_message: reader.yes_no("may_leave_message", &self.may_leave_message),
            address: reader.line("address", &self.address),
            place: reader.line("place", &self.place),
            immediate_action: reader.narrative("immediate_action", &self.immediate_action),
        };
        self.check_name(reader);
        check_contact(reader, &confided);
        confided
    }

    /// A name or an alias, or nothing at all by the person's wish: never a name behind "anonymous".
    fn check_name(&self, reader: &mut Reader<'_>) {
        let named = !self.name.trim().is_empty();
        if self.is_anonymous() && named {
            reader.refuse("name", anonymous_with_name());
        } else if !self.is_anonymous() && !named && self.alias.trim().is_empty() {
            reader.refuse("name", name_missing());
        }
    }

    fn facts(&self, reader: &mut Reader<'_>, confided: &Confided, today: Date) -> Option<ClearFacts> {
        let codes = reader.codes();
        let sex = self.sex(reader);
        let area = self.area(reader);
        let entry_point = reader.required("entry_point", confided.entry_point.clone());
        let status = reader.required("status", confided.status.clone());
        let signs = (!confided.urgent_signs.is_empty()).then_some(&confided.urgent_signs);
        let signs = reader.required("urgent_signs", signs);
        let rights = reader.decided("rights_explained", &self.rights_explained);
        let rights_explained = reader.required("rights_explained", rights);
        let special_needs = reader.several("special_need", "special_needs", &self.special_needs);
        let none = |sign: &Code| {
            codes
                .traits("urgent_sign", sign.as_str())
                .is_some_and(|t| t.alone)
        };
        let ((region, department), _, _) = (area?, entry_point?, status?);
        Some(ClearFacts {
            age_band: confided.birth().and_then(|birth| birth.band_on(today)),
            sex: sex?,
            region,
            department,
            risk: None,
            urgent: !signs?.iter().all(none),
            flags: codes.neutral_all(FLAGS, &confided.vulnerability_flags),
            target_groups: codes.neutral_all(GROUPS, &confided.target_groups),
            special_needs,
            anonymous: self.is_anonymous(),
            rights_explained: rights_explained?,
        })
    }

    fn sex(&self, reader: &mut Reader<'_>) -> Option<Answer<Sex>> {
        let sex = reader.known("sex", &self.sex, |text| {
            text.parse::<Sex>()
                .ok()
                .map(Answer::Given)
                .or_else(|| Answer::without(text))
        });
        reader.required("sex", sex)
    }

    fn area(&self, reader: &mut Reader<'_>) -> Option<(PCode, Option<PCode>)> {
        let region = reader.area("region", &self.region);
        let region = reader.required("region", region);
        let department = reader.area("department", &self.department);
        if let (Some(region), Some(department)) = (&region, &department)
            && !region.holds(department)
        {
            reader.refuse("department", area_elsewhere());
        }
        Some((region?, department))
    }

    fn risk(&self, reader: &mut Reader<'_>) -> Option<Answer<Risk>> {
        let risk = reader.known("risk_level", &self.risk_level, |text| {
            Risk::of(text)
                .map(Answer::Given)
                .or((text == "not_asked").then_some(Answer::NotAsked))
        });
        reader.required("risk_level", risk)
    }
}

/// A channel that reaches the person needs the detail, and whether a message may be left: not knowing it can
/// put the person in danger.
fn check_contact(reader: &mut Reader<'_>, confided: &Confided) {
    let Some(channel) = &confided.contact_channel else {
        if confided.contact_detail.is_some() {
            reader.refuse("contact_channel", contact_incomplete());
        }
        return;
    };
    if ["none", "in_person"].contains(&channel.as_str()) {
        return;
    }
    if confided.contact_detail.is_none() {
        reader.refuse("contact_detail", contact_incomplete());
    }
    if confided.may_leave_message.is_none() {
        reader.refuse("may_leave_message", contact_incomplete());
    }
}

fn name_missing() -> Refusal {
    Refusal::new(
        "NameMissing",
        "Notez un nom ou un nom d’usage, ou cochez « anonyme » si la personne le souhaite.",
        "Enter a name or an alias, or tick “anonymous” if the person wishes.",
    )
}

fn anonymous_with_name() -> Refusal {
    Refusal::new(
        "AnonymousWithName",
        "Vous avez coché « anonyme » : effacez le nom, ou décochez la case.",
        "You ticked “anonymous”: remove the name, or untick the box.",
    )
}

fn birth_impossible() -> Refusal {
    Refusal::new(
        "BirthImpossible",
        "Cette date de naissance n’est pas possible.",
        "This date of birth is not possible.",
    )
}

fn age_and_birth_disagree() -> Refusal {
    Refusal::new(
        "AgeAndBirthDisagree",
        "L’âge ne correspond pas à la date de naissance.",
        "The age does not match the date of birth.",
    )
}

fn area_elsewhere() -> Refusal {
    Refusal::new(
        "AreaElsewhere",
        "Ce département n’est pas dans la région choisie.",
        "This department is not in the region chosen.",
    )
}

fn contact_incomplete() -> Refusal {
    Refusal::new(
        "ContactIncomplete",
        "Pour joindre la personne sans danger, il faut le moyen, les coordonnées et si un message peut être laissé.",
        "To reach the person safely, the channel, the details and whether a message may be left are needed.",
    )
}
