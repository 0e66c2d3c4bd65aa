use std::collections::{BTreeMap, BTreeSet};

use relais_kernel::{Date, Localised, Refusal, Span};
use serde::{Deserialize, Serialize};

use super::{DataCategory, OrganisationKey, Purpose};

/// What a mechanism says of its processing of personal data: the register (GDPR article 30), how long data are kept,
/// and the impact assessments without which nothing flows (DP-39).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Processing {
    /// Categories of data subjects.
    pub subjects: Localised,
    /// Technical and organisational measures, in general words.
    pub measures: Localised,
    /// The data-protection officer's desk: a function and an address, never a person.
    pub officer: Localised,
    /// Categories of data that the law protects more (GDPR article 9, Law 2024/017).
    pub special: BTreeSet<DataCategory>,
    /// How long before the end of a case's time it is listed.
    pub warn: Span,
    pub purposes: BTreeMap<Purpose, PurposeProcessing>,
    pub assessments: Vec<Assessment>,
}

/// What is done with data for one purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurposeProcessing {
    pub basis: LawfulBasis,
    /// Needed where a category of the purpose is a special one (requirement 89).
    pub special_basis: Option<SpecialBasis>,
    pub categories: BTreeSet<DataCategory>,
    /// Categories of recipients.
    pub recipients: Localised,
    /// To other countries, with the safeguards; nothing when data stay in the country.
    pub transfers: Option<Localised>,
    /// How long a case that served this purpose is kept after it ended (DP-26).
    pub keep: Span,
}

/// GDPR article 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LawfulBasis {
    Consent,
    LegalObligation,
    VitalInterests,
    PublicTask,
    LegitimateInterests,
}

impl LawfulBasis {
    pub fn name(self) -> Localised {
        match self {
            Self::Consent => Localised::new("consentement", "consent"),
            Self::LegalObligation => Localised::new("obligation légale", "legal obligation"),
            Self::VitalInterests => Localised::new("intérêts vitaux", "vital interests"),
            Self::PublicTask => Localised::new("mission d’intérêt public", "task in the public interest"),
            Self::LegitimateInterests => Localised::new("intérêts légitimes", "legitimate interests"),
        }
    }
}

/// GDPR article 9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpecialBasis {
    ExplicitConsent,
    SocialProtection,
    VitalInterests,
    LegalClaims,
    PublicInterest,
    HealthCare,
    Research,
}

impl SpecialBasis {
    pub fn name(self) -> Localised {
        match self {
            Self::ExplicitConsent => Localised::new("consentement explicite", "explicit consent"),
            Self::SocialProtection => Localised::new("protection sociale", "social protection"),
            Self::VitalInterests => Localised::new("intérêts vitaux", "vital interests"),
            Self::LegalClaims => Localised::new("droits en justice", "legal claims"),
            Self::PublicInterest => Localised::new("intérêt public important", "substantial public interest"),
            Self::HealthCare => Localised::new("soins et santé", "health care"),
            Self::Research => Localised::new(
                "archives, recherche, statistiques",
                "archives, research, statistics",
            ),
        }
    }
}

/// An impact assessment: what it covers, by whose office it was made, when, under which reference, with which result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// As it is filed.
    pub reference: String,
    /// The body that made it, never a person.
    pub by: Localised,
    pub on: Date,
    pub result: AssessmentResult,
    pub purposes: BTreeSet<Purpose>,
    pub organisations: BTreeSet<OrganisationKey>,
}

/// What an assessment came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssessmentResult {
    Accepted,
    /// With the measures that it names.
    AcceptedWithMeasures,
    Refused,
}

impl AssessmentResult {
    pub const fn allows(self) -> bool {
        matches!(self, Self::Accepted | Self::AcceptedWithMeasures)
    }

    pub fn name(self) -> Localised {
        match self {
            Self::Accepted => Localised::new("favorable", "accepted"),
            Self::AcceptedWithMeasures => Localised::new("favorable avec mesures", "accepted with measures"),
            Self::Refused => Localised::new("défavorable", "refused"),
        }
    }
}

impl Processing {
    /// Whether data may go to an organisation for a purpose: both were looked at in an impact assessment that is not of
    /// a day still to come, and the last one did not refuse (DP-39).
    ///
    /// # Errors
    /// `AssessmentMissing`, `AssessmentRefused`.
    pub fn may_receive(
        &self,
        organisation: &OrganisationKey,
        purpose: &Purpose,
        on: Date,
    ) -> Result<(), Refusal> {
        let last = |covers: &dyn Fn(&Assessment) -> bool| {
            let known = self.assessments.iter().filter(|it| it.on <= on && covers(it));
            known.max_by_key(|it| it.on).map(|it| it.result)
        };
        let of_organisation = last(&|it: &Assessment| it.organisations.contains(organisation));
        let of_purpose = last(&|it: &Assessment| it.purposes.contains(purpose));
        match (of_organisation, of_purpose) {
            (Some(one), Some(other)) if one.allows() && other.allows() => Ok(()),
            (Some(_), Some(_)) => Err(Refusal::new(
                "AssessmentRefused",
                "L’analyse d’impact est défavorable à ce partage : rien ne peut être envoyé.",
                "The impact assessment came out against this sharing: nothing can be sent.",
            )),
            (None, _) => Err(Refusal::new(
                "AssessmentMissing",
                "Aucune analyse d’impact n’a encore été faite pour cette structure : elle ne peut rien recevoir avant.",
                "No impact assessment was made for this organisation yet: it can receive nothing before.",
            )),
            (_, None) => Err(Refusal::new(
                "AssessmentMissing",
                "Aucune analyse d’impact n’a encore été faite pour cette finalité : rien ne peut être envoyé avant.",
                "No impact assessment was made for this purpose yet: nothing can be sent before.",
            )),
        }
    }

    /// The last day on which a case that ended on `ended` may be kept: the longest time of the purposes it served.
    pub fn keep_until<'a>(&self, ended: Date, purposes: impl IntoIterator<Item = &'a Purpose>) -> Date {
        let days = |purpose: &Purpose| self.purposes.get(purpose).map(|rule| days(rule.keep));
        let longest = purposes.into_iter().filter_map(days).max();
        let kept = longest.unwrap_or(days_of(self, &Purpose::CASE_MANAGEMENT));
        after(ended, kept)
    }

    /// The day from which a case whose time ends on `until` is listed.
    pub fn warn_on(&self, until: Date) -> Date {
        until
            .checked_sub(relais_kernel::jiff::Span::new().days(i64::from(days(self.warn))))
            .unwrap_or(until)
    }
}

/// Where a mechanism says nothing (DP-26).
const TWO_YEARS: u32 = 730;

fn days_of(processing: &Processing, purpose: &Purpose) -> u32 {
    let rule = processing.purposes.get(purpose);
    rule.map_or(TWO_YEARS, |rule| days(rule.keep))
}

const fn days(span: Span) -> u32 {
    match span {
        Span::Days(days) | Span::WorkingDays(days) => days,
        Span::Hours(hours) => hours.div_ceil(24),
    }
}

fn after(day: Date, days: u32) -> Date {
    day.checked_add(relais_kernel::jiff::Span::new().days(i64::from(days)))
        .unwrap_or(Date::MAX)
}
