use std::collections::HashMap;

use relais_casework::mission::MissionKind;
use relais_kernel::{Id, Mechanism, Organisation};
use relais_platform::Failure;
use relais_trust::{
    Actor, Door, RoleCode, Trust,
    accounts::{AccountFace, accounts_of, organisations},
};

use super::story::House;
use crate::demo::people::PEOPLE;

/// The demo accounts as people who act.
pub struct Cast {
    by_name: HashMap<&'static str, Actor>,
    /// Who answers for an organisation that has an account.
    answering: HashMap<Id<Organisation>, Actor>,
}

impl Cast {
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn read(trust: &Trust, mechanism: Id<Mechanism>) -> Result<Self, Failure> {
        let accounts = accounts_of(trust.database().reader(), None).await?;
        let organisations = organisations(trust.database().reader()).await?;
        let mut cast = Self {
            by_name: HashMap::new(),
            answering: HashMap::new(),
        };
        for person in PEOPLE {
            let login = person.login();
            let Some(account) = accounts.iter().find(|account| account.login == login) else {
                continue;
            };
            let behind = organisations
                .iter()
                .any(|o| o.id == account.organisation && o.firewall);
            let actor = Actor {
                firewall: behind,
                ..actor(account, mechanism)
            };
            if actor.has("R07") {
                cast.answering.insert(account.organisation, actor.clone());
            }
            cast.by_name.insert(person.name, actor);
        }
        Ok(cast)
    }

    fn named(&self, name: &str) -> Result<&Actor, Failure> {
        self.by_name.get(name).ok_or(Failure::Missing)
    }

    pub fn manager(&self, house: House) -> Result<&Actor, Failure> {
        self.named(match house {
            House::Littoral => "gestionnaire",
            House::Centre => "gestionnaire-centre",
            House::North => "gestionnaire-nord",
        })
    }

    pub fn supervisor(&self, house: House) -> Result<&Actor, Failure> {
        self.named(match house {
            House::Littoral => "superviseur",
            House::Centre => "superviseur-centre",
            House::North => "superviseur-nord",
        })
    }

    /// Who sends for the house.
    pub fn sender(&self, house: House) -> Result<&Actor, Failure> {
        self.named(match house {
            House::Littoral => "envoi",
            House::Centre => "superviseur-centre",
            House::North => "gestionnaire-nord",
        })
    }

    pub fn coordinator(&self) -> Result<&Actor, Failure> {
        self.named("coordination")
    }

    /// Who keeps the directory.
    pub fn directory(&self) -> Result<&Actor, Failure> {
        self.named("annuaire")
    }

    /// Who hands people over and sees no more of them.
    pub fn border(&self) -> Result<&Actor, Failure> {
        self.named("frontiere")
    }

    /// Who is asked to take a case over.
    pub fn taker(&self) -> Result<&Actor, Failure> {
        self.named("betamba")
    }

    /// Who is asked for a mission.
    pub fn on_mission(&self, kind: MissionKind) -> Result<&Actor, Failure> {
        self.named(match kind {
            MissionKind::Interpreter => "interprete",
            MissionKind::Driver => "chauffeur",
        })
    }

    /// Who answers for an organisation in the application; others answer by their link.
    pub fn answers_for(&self, organisation: Id<Organisation>) -> Option<&Actor> {
        self.answering.get(&organisation)
    }
}

fn actor(account: &AccountFace, mechanism: Id<Mechanism>) -> Actor {
    Actor {
        door: Door::Session,
        user: Some(account.id),
        organisation: Some(account.organisation),
        mechanism: Some(mechanism),
        roles: account
            .roles
            .iter()
            .cloned()
            .collect::<std::collections::BTreeSet<RoleCode>>(),
        firewall: false,
        lang: account.lang,
        session: None,
    }
}
