use std::collections::BTreeMap;

use relais_kernel::{Case, Id, Organisation, Referral};
use relais_platform::Failure;
use relais_trust::{
    Actor, Command, Deed, Drawer, KeyClass, PackageDraft, PackageKind, Protected, Query, RoleCode, Scene,
    SharedWords, Sight, testing::TestTrust,
};
use sea_orm::{ConnectionTrait, Statement};

/// A case with a name, a package that was released, and words that two organisations share.
#[derive(Clone, Copy)]
struct Story {
    case: Id<Case>,
    referral: Id<Referral>,
    from: Id<Organisation>,
    to: Id<Organisation>,
}

impl Story {
    fn drawer(&self) -> Drawer {
        Drawer {
            table: "case_file",
            case: self.case,
            record: self.case.uuid(),
            class: KeyClass::Record,
        }
    }

    fn words(&self) -> SharedWords {
        SharedWords {
            table: "referral",
            record: self.referral.uuid(),
            case: Some(self.case),
        }
    }
}

struct Write(Story);

impl Command for Write {
    type Outcome = ();
    const NAME: &'static str = "Write";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let Story {
            case,
            referral,
            from,
            to,
        } = self.0;
        scene.make_case_keys(case, from).await?;
        let fields = BTreeMap::from([("name".to_owned(), "Personne-Test Un".to_owned())]);
        scene.seal(self.0.drawer(), from, &fields).await?;
        scene.index_person(case, &["Personne-Test Un"], None).await?;
        let draft = PackageDraft {
            referral,
            case,
            kind: PackageKind::Release,
            sender: from,
            purpose: "referral".into(),
            consents: vec![],
            expires: scene.now(),
            content: serde_json::json!({ "need": "housing" }),
        };
        scene.make_package(draft).await?;
        scene
            .release_package(referral, PackageKind::Release, to, None)
            .await?;
        scene.share_words(self.0.words(), &[from, to], "Mot-Test").await?;
        // Written over: the words are still those of one case.
        scene.share_words(self.0.words(), &[from, to], "Mot-Test 2").await
    }
}

struct Destroy(Id<Case>);

impl Command for Destroy {
    type Outcome = ();
    const NAME: &'static str = "Destroy";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        scene.destroy_case(self.0, "request").await
    }
}

/// What this reader can still open.
struct Opened(Story);

impl Query for Opened {
    type View = (usize, Option<String>, bool);

    async fn look(&self, sight: &Sight<'_>) -> Result<Self::View, Failure> {
        let role = [RoleCode::from("R04")];
        let case = Protected::case(self.0.case, self.0.from, [], []);
        let fields = match sight.permit(Deed::ReadIdentity, &role, &case) {
            Ok(permit) => sight.unseal(&permit, self.0.drawer()).await?.len(),
            Err(_) => 0,
        };
        let referral = Protected::referral(self.0.referral, self.0.from, self.0.to, "release");
        let package = match sight.permit(Deed::ReadReleasePackage, &role, &referral) {
            Ok(permit) => sight
                .open_package(&permit, self.0.referral, PackageKind::Release)
                .await
                .is_ok(),
            Err(_) => false,
        };
        Ok((fields, sight.shared_words(self.0.words()).await?, package))
    }
}

async fn rows(test: &TestTrust, table: &str) -> i64 {
    let database = test.trust.database().reader();
    let select = format!("SELECT COUNT(*) AS n FROM {table}");
    let select = Statement::from_string(database.get_database_backend(), select);
    database
        .query_one_raw(select)
        .await
        .unwrap()
        .unwrap()
        .try_get("", "n")
        .unwrap()
}

#[tokio::test]
async fn sec_44_destroying_a_case_takes_its_keys_packages_and_shared_words_and_nobody_elses() {
    for test in TestTrust::on_each_engine(&[]).await {
        let (from, to) = (test.organisation("P01").await, test.organisation("P02").await);
        let sender: Actor = test.person(from, &["R04"]).await;
        let receiver: Actor = test.person(to, &["R04"]).await;
        let story = || Story {
            case: Id::new(test.trust.now(), test.trust.chance()),
            referral: Id::new(test.trust.now(), test.trust.chance()),
            from,
            to,
        };
        let (gone, kept) = (story(), story());
        for story in [gone, kept] {
            test.trust.perform(&sender, None, Write(story)).await.unwrap();
        }
        let look = async |actor, story| test.trust.look(actor, &Opened(story)).await.unwrap();
        let words = Some("Mot-Test 2".to_owned());
        assert_eq!(look(&sender, gone).await, (1, words.clone(), false));
        assert_eq!(look(&receiver, gone).await, (0, words.clone(), true));

        let tables = [
            "keystore_grant",
            "keystore_package",
            "sealed_field",
            "sealed_copy",
            "person_token",
        ];
        let mut before = Vec::new();
        for table in tables {
            before.push(rows(&test, table).await);
        }
        test.trust
            .perform(&sender, None, Destroy(gone.case))
            .await
            .unwrap();
        assert_eq!(look(&sender, gone).await, (0, None, false));
        assert_eq!(look(&receiver, gone).await, (0, None, false));
        assert_eq!(look(&sender, kept).await, (1, words.clone(), false));
        assert_eq!(look(&receiver, kept).await, (0, words, true));
        for (table, before) in tables.iter().zip(before) {
            assert_eq!(rows(&test, table).await * 2, before, "{table}");
        }
        let stones = relais_trust::tombstones(test.trust.database().reader())
            .await
            .unwrap();
        let told: Vec<_> = stones
            .iter()
            .map(|stone| (stone.case, stone.basis.as_str()))
            .collect();
        assert_eq!(told, [(gone.case, "request")]);
    }
}

#[tokio::test]
async fn sec_38_the_journal_verifies_seven_years_after_a_case_was_destroyed() {
    for test in TestTrust::on_each_engine(&[]).await {
        let folder = test.folder.join("keys");
        std::fs::create_dir_all(&folder).unwrap();
        let folder = relais_trust::KeyFolder::at(folder);
        test.trust.begin_marks(&folder).await.unwrap();
        let (from, to) = (test.organisation("P01").await, test.organisation("P02").await);
        let sender: Actor = test.person(from, &["R04"]).await;
        let story = Story {
            case: Id::new(test.trust.now(), test.trust.chance()),
            referral: Id::new(test.trust.now(), test.trust.chance()),
            from,
            to,
        };
        test.trust.perform(&sender, None, Write(story)).await.unwrap();
        let kept = test.trust.sign_checkpoint().await.unwrap().unwrap();
        test.trust
            .perform(&sender, None, Destroy(story.case))
            .await
            .unwrap();
        test.clock.advance(jiff::SignedDuration::from_hours(24 * 366 * 7));
        let start = test.trust.start_key(&folder).await.unwrap();
        let key = test.trust.journal_public();
        let rows = test.trust.database().reader();
        let found = relais_trust::journal::verify(rows, key, &[kept], Some(&start))
            .await
            .unwrap();
        let relais_trust::journal::JournalCheck::Sound(sound) = found else {
            panic!("{found:?}")
        };
        assert_eq!(sound.marked, sound.size);
    }
}
