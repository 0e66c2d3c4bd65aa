//! Offers of firms with somebody proposed for them, and partnerships on their way: their pages are not empty when
//! somebody looks at them.

use jiff::{Timestamp, ToSpan, civil::Date};
use relais_directory::{
    OfferKind, PartnerKind, Partnership, Profile, Stage,
    actions::{
        BeginPartnership, CandidacyVerb, OfferForm, ProposeProfile, PutOffer, SettleCandidacy,
        StepPartnership,
    },
};
use relais_kernel::PublicRef;
use relais_platform::Failure;
use relais_trust::accounts::organisations;
use uuid::Uuid;

use super::{acts::Company, story::House};

/// Whose offer, of what, its title, what it asks for, on what conditions, where, and for how many.
type Words = (
    &'static str,
    OfferKind,
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    u32,
);

const OFFERS: [Words; 4] = [
    (
        "P25",
        OfferKind::Job,
        "Aides-maçons pour un chantier",
        "maçonnerie, coffrage, lecture de plan",
        "contrat de six mois, logés sur place",
        Some("CM009"),
        6,
    ),
    (
        "P20",
        OfferKind::Training,
        "Soudure, session de janvier",
        "savoir lire ; aucun diplôme",
        "neuf mois, repas de midi compris",
        Some("CM005"),
        12,
    ),
    (
        "P24",
        OfferKind::Internship,
        "Stages d’hôtellerie chez les membres",
        "accueil, cuisine, service en salle",
        "trois mois, indemnité de transport",
        None,
        8,
    ),
    (
        "P21",
        OfferKind::Purchase,
        "Achat de maïs aux groupements de retour",
        "culture du maïs, deux hectares au moins",
        "prix fixé avant la récolte",
        Some("CM004"),
        20,
    ),
];

/// With whom, of what kind, what they could give, how far it came and in what words, what is next, in how many days.
type Course = (
    &'static str,
    PartnerKind,
    &'static str,
    &'static [(Stage, &'static str)],
    &'static str,
    i64,
);

const PARTNERSHIPS: [Course; 3] = [
    (
        "Organisation d’employeurs (démo)",
        PartnerKind::Employers,
        "Stages et emplois chez les entreprises membres",
        &[
            (Stage::Agreement, "Accord-cadre signé pour deux ans"),
            (Stage::Offers, "Première offre de stages publiée"),
        ],
        "Réunir les entreprises du Littoral",
        21,
    ),
    (
        "Brasserie-démo du Centre",
        PartnerKind::Firm,
        "Emplois saisonniers, vingt par an",
        &[(Stage::Proposal, "Proposition envoyée à la direction")],
        "Rappeler la direction",
        -3,
    ),
    (
        "Agence-démo des Nations Unies",
        PartnerKind::UnAgency,
        "Kits d’installation pour artisans",
        &[],
        "Fixer une première rencontre",
        10,
    ),
];

/// # Errors
/// What a command refused, and [`Failure`] of the store.
pub async fn make(company: &Company, at: Timestamp) -> Result<(), Failure> {
    let today = company.definition.calendar.date_of(at);
    let mut made = Vec::new();
    for words in OFFERS {
        made.push(offer(company, at, today, words).await?);
    }
    propose(company, at, &made).await?;
    for course in PARTNERSHIPS {
        partnership(company, at, today, course).await?;
    }
    Ok(())
}

async fn offer(company: &Company, at: Timestamp, today: Date, words: Words) -> Result<PublicRef, Failure> {
    let (code, kind, title, skills, conditions, region, quota) = words;
    let organisations = organisations(company.trust.database().reader()).await?;
    let of = organisations
        .iter()
        .find(|one| one.code == code)
        .ok_or(Failure::Missing)?;
    let mut form = OfferForm::titled(title);
    form.offer.kind = kind;
    form.offer.skills = skills.to_owned();
    form.offer.conditions = conditions.to_owned();
    form.offer.region = region.and_then(|code| code.parse().ok());
    form.offer.quota = quota;
    form.offer.from = Some(today);
    form.offer.until = today.checked_add(120.days()).ok();
    form.offer.contact = "Bureau du personnel (démo)".to_owned();
    let put = PutOffer {
        definitions: company.desk.definitions.clone(),
        offer: None,
        of: Some(of.public_ref),
        form,
    };
    company.give(at, company.cast.directory()?, put).await
}

/// One is placed, one waits, one was turned down.
async fn propose(company: &Company, at: Timestamp, offers: &[PublicRef]) -> Result<(), Failure> {
    let told = [
        (
            0,
            House::Littoral,
            "Maçon, quatre ans de chantier",
            Some(CandidacyVerb::Place),
        ),
        (1, House::Littoral, "Un an d’atelier, sait lire un plan", None),
        (
            2,
            House::Centre,
            "Cuisine de collectivité, deux ans",
            Some(CandidacyVerb::Refuse(relais_directory::Turned::Distance)),
        ),
    ];
    let definitions = &company.desk.definitions;
    for (number, house, skills, verb) in told {
        let offer = *offers.get(number).ok_or(Failure::Missing)?;
        let proposed = ProposeProfile {
            definitions: definitions.clone(),
            offer,
            profile: Profile {
                skills: skills.to_owned(),
                ..Profile::default()
            },
        };
        let candidacy = company.give(at, company.cast.manager(house)?, proposed).await?;
        let Some(verb) = verb else { continue };
        let settled = SettleCandidacy {
            definitions: definitions.clone(),
            offer,
            candidacy,
            verb,
        };
        company.give(at, company.cast.directory()?, settled).await?;
    }
    Ok(())
}

async fn partnership(company: &Company, at: Timestamp, today: Date, course: Course) -> Result<(), Failure> {
    let (partner, kind, aim, steps, next, days) = course;
    let due = today.checked_add(days.days()).ok();
    let begun = BeginPartnership {
        definitions: company.desk.definitions.clone(),
        partnership: Partnership {
            public_ref: PublicRef::from_uuid(Uuid::nil()),
            partner: partner.to_owned(),
            kind,
            aim: aim.to_owned(),
            contact: "Secrétariat (démo)".to_owned(),
            stage: Stage::Contact,
            next: next.to_owned(),
            due,
            steps: Vec::new(),
        },
    };
    let leader = company.cast.directory()?;
    let partnership = company.give(at, leader, begun).await?;
    for (stage, words) in steps {
        let step = StepPartnership {
            definitions: company.desk.definitions.clone(),
            partnership,
            expected: None,
            stage: *stage,
            words: (*words).to_owned(),
            next: next.to_owned(),
            due,
        };
        company.give(at, leader, step).await?;
    }
    Ok(())
}
