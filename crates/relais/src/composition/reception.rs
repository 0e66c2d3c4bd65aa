use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, PoisonError, RwLock},
};

use relais_kernel::{Id, Lang, Mechanism};
use relais_mechanism::{Definition, Definitions, Role, mechanisms};
use relais_platform::Failure;
use relais_shell::{Icon, NavItem, Reception, Texts, Viewer};
use relais_trust::{Actor, HouseRules, RoleCode, Trust, accounts::Presence};

/// The definitions in force, at hand for what every page shows without asking the database.
#[derive(Clone)]
pub struct Lobby {
    definitions: Definitions,
    held: Arc<RwLock<HashMap<Id<Mechanism>, Arc<Definition>>>>,
}

impl Lobby {
    pub fn new(definitions: Definitions) -> Self {
        Self {
            definitions,
            held: Arc::default(),
        }
    }

    /// Reads which definitions are in force now; the clock calls it, for a definition loaded at the console.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn refresh(&self, trust: &Trust) -> Result<(), Failure> {
        let rows = trust.database().reader();
        let mut fresh = HashMap::new();
        for mechanism in mechanisms(rows).await? {
            let definition = self
                .definitions
                .version(rows, mechanism.id, &mechanism.version)
                .await?;
            fresh.insert(mechanism.id, definition);
        }
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// The definition of a mechanism; of the first by code when none is named.
    pub fn definition(&self, mechanism: Option<Id<Mechanism>>) -> Option<Arc<Definition>> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        match mechanism {
            Some(id) => held.get(&id).cloned(),
            None => held.values().min_by(|a, b| a.code.cmp(&b.code)).cloned(),
        }
    }

    /// The first mechanism by code: that of an installation that is being set up.
    pub fn first(&self) -> Option<Id<Mechanism>> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.iter()
            .min_by(|(_, a), (_, b)| a.code.cmp(&b.code))
            .map(|(id, _)| *id)
    }

    /// What a signed-in person is shown around every page.
    pub fn reception(&self, texts: Texts) -> Box<Reception> {
        let lobby = self.clone();
        Box::new(move |presence, lang| Viewer {
            name: presence.name.clone(),
            organisation: presence.organisation.get(lang).to_owned(),
            roles: lobby.roles(presence, lang),
            nav: nav(&presence.actor, &texts, lang),
            travelling: presence.travelling,
        })
    }

    fn roles(&self, presence: &Presence, lang: Lang) -> Vec<String> {
        let definition = self.definition(presence.actor.mechanism);
        let word = |code: &RoleCode| {
            let name = definition
                .as_ref()
                .zip(code.0.parse::<Role>().ok())
                .and_then(|(definition, role)| definition.roles.name(role, lang).map(str::to_owned));
            name.unwrap_or_else(|| code.0.clone())
        };
        presence.actor.roles.iter().map(word).collect()
    }
}

/// A definition that was just loaded counts after the next reading; until one was read, nothing is given alone.
impl HouseRules for Lobby {
    fn given_alone(&self, mechanism: Id<Mechanism>) -> BTreeSet<RoleCode> {
        let definition = self.definition(Some(mechanism));
        let alone = definition.iter().flat_map(|definition| definition.given_alone());
        alone.map(|role| RoleCode(role.to_string())).collect()
    }

    fn cases_an_hour(&self, mechanism: Id<Mechanism>) -> Option<u32> {
        self.definition(Some(mechanism))?.cases_an_hour
    }
}

/// A place one can go to, and the roles that have something to do there; none means everyone.
struct Way {
    text: &'static str,
    href: &'static str,
    icon: Icon,
    roles: &'static [&'static str],
}

impl Way {
    fn is_open_to(&self, held: &BTreeSet<RoleCode>) -> bool {
        self.roles.is_empty() || held.iter().any(|role| self.roles.contains(&&*role.0))
    }
}

/// In the order of the day's work.
const WAYS: &[Way] = &[
    Way {
        text: "program-nav-home",
        href: "/",
        icon: Icon("home"),
        roles: &[],
    },
    Way {
        text: "program-nav-cases",
        href: "/dossiers",
        icon: Icon("folder"),
        roles: &["R03", "R04", "R05", "R09"],
    },
    Way {
        text: "program-nav-missions",
        href: "/missions",
        icon: Icon("list-check"),
        roles: &["R24", "R25"],
    },
    Way {
        text: "program-nav-directory",
        href: "/annuaire",
        icon: Icon("address-book"),
        roles: &[],
    },
    Way {
        text: "program-nav-results",
        href: "/resultats",
        icon: Icon("chart-bar"),
        roles: &["R05", "R06", "R07", "R10", "R14"],
    },
    Way {
        text: "program-nav-messages",
        href: "/envois",
        icon: Icon("mail"),
        roles: &["R05", "R06", "R10", "R18"],
    },
    Way {
        text: "program-nav-people",
        href: "/administration/personnes",
        icon: Icon("users"),
        roles: &["R05", "R18"],
    },
    Way {
        text: "program-nav-appointments",
        href: "/nominations",
        icon: Icon("user-plus"),
        roles: &["R04", "R05", "R10", "R15", "R18"],
    },
    Way {
        text: "program-nav-organisations",
        href: "/administration/structures",
        icon: Icon("building-community"),
        roles: &["R18"],
    },
    Way {
        text: "program-nav-requests",
        href: "/demandes",
        icon: Icon("shield"),
        roles: &["R05", "R15"],
    },
    Way {
        text: "program-nav-retention",
        href: "/conservation",
        icon: Icon("folder"),
        roles: &["R15"],
    },
    Way {
        text: "program-nav-register",
        href: "/registre",
        icon: Icon("list-check"),
        roles: &["R15"],
    },
    Way {
        text: "program-nav-orders",
        href: "/ordres",
        icon: Icon("list-check"),
        roles: &["R15"],
    },
    Way {
        text: "program-nav-reports",
        href: "/signalements",
        icon: Icon("mail-opened"),
        roles: &["R05", "R10", "R16"],
    },
    Way {
        text: "program-nav-enquiries",
        href: "/requetes",
        icon: Icon("mail"),
        roles: &["R04", "R05", "R06", "R15"],
    },
    Way {
        text: "program-nav-openings",
        href: "/ouvertures",
        icon: Icon("alert-triangle"),
        roles: &["R04", "R05", "R15"],
    },
    Way {
        text: "program-nav-readings",
        href: "/lectures",
        icon: Icon("alert-triangle"),
        roles: &["R15"],
    },
    Way {
        text: "program-nav-breaches",
        href: "/violations",
        icon: Icon("lock"),
        roles: &["R15"],
    },
    Way {
        text: "program-nav-journal",
        href: "/journal",
        icon: Icon("history"),
        roles: &["R15"],
    },
    Way {
        text: "program-nav-accesses",
        href: "/journal/nos-dossiers",
        icon: Icon("history"),
        roles: &["R15"],
    },
];

/// All that is open to bodies behind the firewall: they hand over, and ask in writing (decisions §15).
const BEHIND: &[Way] = &[
    Way {
        text: "program-nav-hand-over",
        href: "/remises/nouvelle",
        icon: Icon("send"),
        roles: &["R03", "R04"],
    },
    Way {
        text: "program-nav-enquiries",
        href: "/requetes",
        icon: Icon("mail"),
        roles: &["R03", "R04", "R05"],
    },
];

fn nav(actor: &Actor, texts: &Texts, lang: Lang) -> Vec<NavItem> {
    let item = |way: &Way| NavItem::new(texts.say(lang, way.text, &[]), way.href, way.icon);
    // Whose roles do not count now finds nothing behind the other lines.
    if actor.roles.is_empty() {
        return WAYS[..1].iter().map(item).collect();
    }
    let ways: &[Way] = if actor.firewall { BEHIND } else { WAYS };
    ways.iter()
        .filter(|way| way.is_open_to(&actor.roles))
        .map(item)
        .collect()
}
