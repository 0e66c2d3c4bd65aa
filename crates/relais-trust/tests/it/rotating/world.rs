//! Two organisations that have something under every key: cases, grants, packages, words and search tokens.

use std::collections::{BTreeMap, BTreeSet};

use relais_kernel::{Case, Id, Mechanism, Organisation, Referral};
use relais_platform::{Failure, UnitOfWork};
use relais_trust::{
    Actor, Command, Deed, Drawer, HouseRules, KeyClass, PackageDraft, PackageKind, Protected, Query,
    RoleCode, Scene, SharedWords, Sight, Trust, testing::TestTrust,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

const ROLES: [&str; 1] = ["R04"];

fn roles() -> Vec<RoleCode> {
    ROLES.iter().map(|r| RoleCode::from(*r)).collect()
}

/// Somebody of an organisation.
#[derive(Clone)]
pub struct Worker {
    pub organisation: Id<Organisation>,
    pub actor: Actor,
}

pub async fn worker(test: &TestTrust, code: &str) -> Worker {
    let organisation = test.organisation(code).await;
    Worker {
        organisation,
        actor: test.person(organisation, &ROLES).await,
    }
}

/// A house in which nobody is asked who opens many cases within an hour.
pub struct Unhurried;

impl HouseRules for Unhurried {
    fn given_alone(&self, _: Id<Mechanism>) -> BTreeSet<RoleCode> {
        BTreeSet::new()
    }

    fn cases_an_hour(&self, _: Id<Mechanism>) -> Option<u32> {
        Some(u32::MAX)
    }
}

/// A name that nobody else has, made of syllables.
pub fn name(number: usize) -> String {
    const SYLLABLES: [&str; 10] = ["ba", "ko", "li", "mu", "re", "si", "ta", "vo", "du", "fi"];
    let syllable = |place: usize| SYLLABLES[number / 10_usize.pow(u32::try_from(place).unwrap()) % 10];
    (0..4).map(syllable).collect()
}

fn drawer(case: Id<Case>) -> Drawer {
    Drawer {
        table: "case_file",
        case,
        record: case.uuid(),
        class: KeyClass::Record,
    }
}

/// One case of `from` with everything that both have under their keys.
#[derive(Clone, Copy)]
pub struct Thing {
    pub number: usize,
    pub case: Id<Case>,
    pub referral: Id<Referral>,
    pub from: Id<Organisation>,
    pub to: Id<Organisation>,
}

impl Thing {
    fn words(&self) -> SharedWords {
        SharedWords {
            table: "message",
            record: self.referral.uuid(),
            case: Some(self.case),
        }
    }

    fn content(&self) -> serde_json::Value {
        serde_json::json!({ "need": name(self.number) })
    }
}

struct Make(Thing);

impl Command for Make {
    type Outcome = ();
    const NAME: &'static str = "Make";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let Thing {
            number,
            case,
            referral,
            from,
            to,
        } = self.0;
        let text = name(number);
        scene.make_case_keys(case, from).await?;
        let fields = BTreeMap::from([("name".to_owned(), text.clone())]);
        scene.seal(drawer(case), from, &fields).await?;
        scene.index_person(case, &[&text], Some(1990)).await?;
        scene.grant_case(case, KeyClass::Record, from, to, None).await?;
        let draft = PackageDraft {
            referral,
            case,
            kind: PackageKind::Release,
            sender: from,
            purpose: "referral".into(),
            consents: vec![],
            expires: scene.now(),
            content: self.0.content(),
        };
        scene.make_package(draft).await?;
        scene
            .release_package(referral, PackageKind::Release, to, None)
            .await?;
        scene.share_words(self.0.words(), &[from, to], &text).await
    }
}

/// Makes the thing of this number, from one organisation towards the other.
pub async fn make(trust: &Trust, from: &Worker, to: &Worker, number: usize) -> Thing {
    try_make(trust, from, to, number).await.unwrap()
}

pub async fn try_make(trust: &Trust, from: &Worker, to: &Worker, number: usize) -> Result<Thing, Failure> {
    let thing = Thing {
        number,
        case: Id::new(trust.now(), trust.chance()),
        referral: Id::new(trust.now(), trust.chance()),
        from: from.organisation,
        to: to.organisation,
    };
    trust.perform(&from.actor, None, Make(thing)).await?;
    Ok(thing)
}

/// What one of both sees of a thing.
struct See(Thing);

impl Query for See {
    type View = [String; 3];

    async fn look(&self, sight: &Sight<'_>) -> Result<[String; 3], Failure> {
        let Thing {
            case,
            referral,
            from,
            to,
            ..
        } = self.0;
        let reader = sight.actor().organisation.ok_or(Failure::Missing)?;
        let protected = Protected::case(case, reader, [], sight.actor().user);
        let permit = sight.permit(Deed::ReadIdentity, &roles(), &protected)?;
        let opened = sight.unseal(&permit, drawer(case)).await?;
        let protected = Protected::referral(referral, from, to, "release");
        let deed = if reader == from {
            Deed::ChangeSentReferral
        } else {
            Deed::ReadReleasePackage
        };
        let permit = sight.permit(deed, &roles(), &protected)?;
        let package = sight
            .open_package(&permit, referral, PackageKind::Release)
            .await?;
        let words = sight.shared_words(self.0.words()).await?;
        Ok([
            opened.get("name").cloned().unwrap_or_default(),
            package.content["need"].as_str().unwrap_or_default().to_owned(),
            words.unwrap_or_default(),
        ])
    }
}

struct Search(String);

impl Query for Search {
    type View = Vec<Id<Case>>;

    async fn look(&self, sight: &Sight<'_>) -> Result<Self::View, Failure> {
        sight.candidates(&self.0, 20).await
    }
}

/// Everything of a thing opens for both, and its owner finds it by the name.
pub async fn whole(trust: &Trust, (from, to): (&Worker, &Worker), thing: Thing) -> Result<(), String> {
    let text = name(thing.number);
    for worker in [from, to] {
        let seen = trust.look(&worker.actor, &See(thing)).await;
        let seen = seen.map_err(|failure| format!("{text}: {failure:?}"))?;
        if seen.iter().any(|held| *held != text) {
            return Err(format!("{text}: {seen:?}"));
        }
    }
    let found = trust.look(&from.actor, &Search(text.clone())).await;
    match found {
        Ok(found) if found.contains(&thing.case) => Ok(()),
        other => Err(format!("{text} is not found: {other:?}")),
    }
}

/// What somebody with the database in hand writes.
pub struct Tamper(pub String);

impl UnitOfWork for Tamper {
    type Output = ();

    async fn run(&self, rows: &DatabaseTransaction) -> Result<(), Failure> {
        for statement in self.0.split(';').filter(|text| !text.trim().is_empty()) {
            rows.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

pub async fn tamper(trust: &Trust, sql: &str) {
    trust.database().write(Tamper(sql.to_owned())).await.unwrap();
}
