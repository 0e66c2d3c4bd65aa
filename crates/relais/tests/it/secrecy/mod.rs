//! What was confided is where it belongs, and nowhere else.

mod administrator;
mod consent;
mod counted;
mod disk;
mod journal;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use crate::story::{MARK, SURVIVOR, Story};
use crate::{
    console::{Folder, Server, ask, own_schema},
    visitor::Visitor,
};
use walk::outside;
pub use walk::walk;

/// Everybody of the demonstration who is neither of the case's house nor of the receiver's, and the driver of that house.
const OTHERS: [&str; 15] = [
    "accueil",
    "gestionnaire-centre",
    "gestionnaire-nord",
    "wouri",
    "betamba",
    "femmes",
    "racines",
    "soudure",
    "coordination",
    "annuaire",
    "donnees",
    "administration",
    "interprete",
    "chauffeur",
    "frontiere",
];

/// What tells who she is, or what she confided about her need.
const IDENTITY: [&str; 5] = [
    "zqxplantname",
    "zqxplantalias",
    "600000077",
    "zqxplantaddress",
    "zqxplantneednotes",
];

/// The demonstration on one of the engines, with what it logs.
struct Place {
    folder: Folder,
    database: String,
}

impl Place {
    fn embedded() -> Self {
        let folder = Folder::new();
        Self {
            database: folder.url(),
            folder,
        }
    }

    fn on_each_engine() -> Vec<Self> {
        [Some(Self::embedded()), Self::on_postgresql()]
            .into_iter()
            .flatten()
            .collect()
    }

    fn on_postgresql() -> Option<Self> {
        let database = own_schema()?;
        let folder = Folder::new();
        Some(Self { folder, database })
    }

    fn serve(&self) -> Server {
        self.start("demo")
    }

    fn start(&self, how: &str) -> Server {
        let words = ["serve", "--listen", "127.0.0.1:0", "--log", "debug", "--database"];
        let (demo, bare) = match how {
            "demo" => (Some("demo"), Some("--bare")),
            _ => (None, None),
        };
        let words = demo.into_iter().chain(words).chain([&*self.database]).chain(bare);
        let words: Vec<&str> = words.collect();
        Server::logging(self.folder.relais(&words), &self.folder.file("log"))
    }

    fn ask(&self, select: &str) -> String {
        ask(&self.database, select)
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.file("log")).unwrap()
    }
}

/// What everybody may see at this stage of the story.
struct Stage<'a> {
    server: &'a Server,
    /// The receiver may read what was released.
    released: bool,
}

impl Stage<'_> {
    /// The two houses that have to do with her.
    fn houses(&self, seeds: &mut BTreeSet<String>) {
        for who in ["gestionnaire", "superviseur", "envoi", "protection"] {
            let seen = self.walked(who, seeds);
            for (path, page) in &seen.marked {
                assert!(self.may_tell(path), "{who}: {} at {path}", around(page, MARK));
                let holder = who == "gestionnaire" && path.ends_with("/annexes");
                let survivor = page.to_lowercase().contains(SURVIVOR);
                assert!(!holder || survivor, "the holder reads the annexes");
                assert!(holder || !survivor, "{who}: {} at {path}", around(page, SURVIVOR));
            }
            // What reveals a survivor stands as "protection" for all who are not named on the annexes.
            let identity = seen.marked.iter().find(|(path, _)| path.ends_with("/identite"));
            let told = identity.is_some_and(|(_, page)| page.contains("Survivant(e) de VBG"));
            assert_eq!(told, who == "gestionnaire", "{who}");
        }
        for who in ["hopital", "soignant"] {
            let seen = self.walked(who, seeds);
            let named = seen.marked.values().any(|page| page.contains("Zqxplantname"));
            assert_eq!(
                named, self.released,
                "{who} knows the name after acceptance and not before"
            );
            for (path, page) in &seen.marked {
                let referral = ["/referencements/", "/api/v1/referrals/"];
                assert!(
                    referral.iter().any(|start| path.starts_with(start)),
                    "{who}: {path}"
                );
                let page = page.to_lowercase();
                let told = IDENTITY.iter().find(|word| page.contains(*word));
                assert!(
                    self.released || told.is_none(),
                    "{who}: {told:?} before the decision at {path}"
                );
                assert!(
                    !page.contains(SURVIVOR),
                    "{who}: {} at {path}",
                    around(&page, SURVIVOR)
                );
            }
        }
    }

    /// Everybody else.
    fn others(&self, seeds: &mut BTreeSet<String>) {
        for who in OTHERS {
            let mut seen = self.walked(who, seeds);
            if who == "chauffeur" {
                drives_and_knows_no_more(&seen.marked);
                seen.marked.clear();
            }
            assert!(seen.marked.is_empty(), "{who}: {:?}", seen.marked.keys());
            let exported = seen.addresses.iter().any(|address| address.contains(".csv"));
            assert!(
                exported || who != "coordination",
                "the coordination's files are read too"
            );
        }
    }

    fn walked(&self, who: &str, seeds: &mut BTreeSet<String>) -> walk::Seen {
        let mut visitor = Visitor::signed_in(self.server.address, who);
        let seen = walk(&mut visitor, who, seeds);
        seeds.extend(seen.addresses.iter().cloned());
        seen
    }

    /// The pages that one opens to read what was confided; all others know codes only.
    fn may_tell(&self, path: &str) -> bool {
        let confided = [
            "/identite",
            "/identification",
            "/besoins",
            "/annexes",
            "/plan",
            "/suivis",
            "/services",
            // What she is handed when she asks.
            "/copie",
            "/copie.json",
        ];
        // The same records as a program reads them.
        let referral = ["/referencements/", "/api/v1/referrals/"];
        referral.iter().any(|start| path.starts_with(start))
            || path.contains("/missions/")
            || confided.iter().any(|end| path.ends_with(end))
    }
}

/// Whoever drives her knows from where to where, and neither who she is nor anything of her case (DP-40).
fn drives_and_knows_no_more(marked: &BTreeMap<String, String>) {
    assert!(!marked.is_empty(), "a driver reads where to go");
    for (path, page) in marked {
        let mission = ["/missions/", "/api/v1/missions/"];
        assert!(mission.iter().any(|start| path.starts_with(start)), "{path}");
        let told = page
            .to_lowercase()
            .replace("zqxplantmeeting", "")
            .replace("zqxplantdestination", "");
        assert!(!told.contains(MARK), "{path}: {}", around(&told, MARK));
    }
}

/// The planted word with what stands before and after it.
fn around(page: &str, mark: &str) -> String {
    let page = page.to_lowercase();
    let at = page.find(mark).unwrap_or_default();
    let from = page.floor_char_boundary(at.saturating_sub(160));
    page[from..page.ceil_char_boundary(at + 40)].to_owned()
}

/// Who looks for her by name elsewhere finds nobody.
fn nobody_finds_her(server: &Server, story: &Story) {
    for who in ["gestionnaire-centre", "gestionnaire-nord", "betamba"] {
        let mut visitor = Visitor::signed_in(server.address, who);
        let asked = [("name", "Zqxplantname Quintalou"), ("birth_year", "")];
        let shown = visitor.fill("/dossiers/recherche", "/dossiers/recherche", &asked);
        let page = outside(&shown, who, "/dossiers/recherche");
        assert!(!page.contains(&story.case), "{who} found her");
    }
}

fn nothing_shows(place: &Place) {
    let server = place.serve();
    let mut story = Story::begin(server.address);
    let mut seeds = BTreeSet::new();
    let stage = |released| Stage {
        server: &server,
        released,
    };
    story.send();
    seeds.extend(story.addresses());
    stage(false).houses(&mut seeds);
    story.accept();
    story.end();
    stage(true).houses(&mut seeds);
    stage(true).others(&mut seeds);
    nobody_finds_her(&server, &story);
    assert_eq!(server.terminate(), 0);
    let log = place.log();
    assert!(log.contains("ready"), "the log was read");
    assert!(!log.to_lowercase().contains(MARK), "{}", around(&log, MARK));
}

#[test]
fn sec_94_dp_12_dp_13_what_was_confided_stands_on_no_page_of_anybody_else() {
    nothing_shows(&Place::embedded());
}

#[test]
fn sec_94_dp_12_dp_13_nor_on_postgresql() {
    if let Some(place) = Place::on_postgresql() {
        nothing_shows(&place);
    }
}
