use std::collections::HashSet;

use relais_kernel::{Id, Lang, Mechanism};
use relais_trust::{
    Actor, Door, RoleCode, Trust,
    accounts::{InviteUser, Undertaking, accounts_of, organisation_by_code},
};

use super::PASSWORD;
use crate::stop::Stop;

/// Somebody of the demonstration.
pub struct Person {
    pub name: &'static str,
    pub organisation: &'static str,
    pub roles: &'static [&'static str],
    pub fr: &'static str,
    pub en: &'static str,
}

impl Person {
    pub fn login(&self) -> String {
        format!("{}@demo.relais.invalid", self.name)
    }
}

const fn person(
    name: &'static str,
    organisation: &'static str,
    roles: &'static [&'static str],
    fr: &'static str,
    en: &'static str,
) -> Person {
    Person {
        name,
        organisation,
        roles,
        fr,
        en,
    }
}

/// One for each role of the main job at least, and a receiving desk wherever the personas are sent
/// (domain §8.1).
pub const PEOPLE: &[Person] = &[
    person(
        "accueil",
        "P01",
        &["R03"],
        "Agent d’accueil, aéroport de Yaoundé",
        "Reception agent, Yaoundé airport",
    ),
    person(
        "gestionnaire",
        "S02",
        &["R04"],
        "Gestionnaire de cas, Passerelle Littoral",
        "Case manager, Passerelle Littoral",
    ),
    person(
        "superviseur",
        "S02",
        &["R05"],
        "Superviseur, Passerelle Littoral",
        "Supervisor, Passerelle Littoral",
    ),
    person(
        "envoi",
        "S02",
        &["R06"],
        "Point focal émetteur, Passerelle Littoral",
        "Sending focal point, Passerelle Littoral",
    ),
    person(
        "protection",
        "S02",
        &["R09"],
        "Protection de l’enfance, Passerelle Littoral",
        "Child protection, Passerelle Littoral",
    ),
    person(
        "gestionnaire-centre",
        "S03",
        &["R04"],
        "Gestionnaire de cas, Accueil Centre",
        "Case manager, Accueil Centre",
    ),
    person(
        "superviseur-centre",
        "S03",
        &["R05", "R06"],
        "Superviseur et point focal émetteur, Accueil Centre",
        "Supervisor and sending focal point, Accueil Centre",
    ),
    person(
        "superviseur-nord",
        "S04",
        &["R05"],
        "Superviseur, Sahel Solidarité",
        "Supervisor, Sahel Solidarité",
    ),
    person(
        "gestionnaire-nord",
        "S04",
        &["R04", "R06"],
        "Gestionnaire de cas, Sahel Solidarité",
        "Case manager, Sahel Solidarité",
    ),
    person(
        "wouri",
        "P04",
        &["R07", "R08"],
        "Point focal récepteur, Centre social Wouri",
        "Receiving focal point, Wouri social centre",
    ),
    person(
        "betamba",
        "P05",
        &["R04", "R05", "R07"],
        "Responsable, Maison Bétamba-démo",
        "Head, Bétamba demo home",
    ),
    person(
        "hopital",
        "P06",
        &["R07"],
        "Point focal récepteur, Hôpital de district Nord",
        "Receiving focal point, Nord district hospital",
    ),
    person(
        "soignant",
        "P06",
        &["R08"],
        "Prestataire, Hôpital de district Nord",
        "Service worker, Nord district hospital",
    ),
    person(
        "femmes",
        "P10",
        &["R07", "R08"],
        "Point focal récepteur, Femmes Debout",
        "Receiving focal point, Femmes Debout",
    ),
    person(
        "racines",
        "P13",
        &["R07", "R08"],
        "Point focal récepteur, Racines",
        "Receiving focal point, Racines",
    ),
    person(
        "soudure",
        "P20",
        &["R07", "R08"],
        "Point focal récepteur, CFP Soudure & Métal",
        "Receiving focal point, Soudure & Métal",
    ),
    person(
        "coordination",
        "S01",
        &["R10"],
        "Coordination nationale",
        "National coordination",
    ),
    person(
        "annuaire",
        "S01",
        &["R13"],
        "Gestionnaire de l’annuaire",
        "Directory manager",
    ),
    person(
        "donnees",
        "S01",
        &["R15"],
        "Protection des données",
        "Data protection",
    ),
    person(
        "administration",
        "S01",
        &["R18"],
        "Administration",
        "Administration",
    ),
    person(
        "interprete",
        "S04",
        &["R24"],
        "Interprète, Sahel Solidarité : missions seulement",
        "Interpreter, Sahel Solidarité: missions only",
    ),
    person(
        "chauffeur",
        "S02",
        &["R25"],
        "Chauffeur, Passerelle Littoral : missions seulement",
        "Driver, Passerelle Littoral: missions only",
    ),
    person(
        "frontiere",
        "S05",
        &["R03"],
        "Police aux frontières : remise seulement",
        "Border police: hands over only",
    ),
];

/// # Errors
/// When an organisation of the list is missing.
pub async fn add(trust: &Trust, mechanism: Id<Mechanism>) -> Result<(), Stop> {
    let rows = trust.database().reader();
    let held = accounts_of(rows, None).await?;
    let known: HashSet<String> = held.into_iter().map(|account| account.login).collect();
    for person in PEOPLE {
        if known.contains(&person.login()) {
            continue;
        }
        let organisation = organisation_by_code(rows, person.organisation).await?.id;
        let invite = InviteUser {
            organisation,
            mechanism,
            name: format!("{} (démo)", person.fr.split(',').next().unwrap_or(person.fr)),
            login: person.login(),
            roles: person.roles.iter().map(|role| RoleCode::from(*role)).collect(),
            lang: Lang::Fr,
        };
        let invited = trust
            .perform(&Actor::installation(Door::Console), None, invite)
            .await?;
        let path = trust.invitation_path(&invited);
        let token = path.rsplit('/').next().unwrap_or_default();
        trust
            .accept_invitation(token, None, PASSWORD.to_owned(), Undertaking::Given)
            .await?;
    }
    Ok(())
}
