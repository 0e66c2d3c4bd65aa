//! What a stolen account or session read (security requirement 87).

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use relais_kernel::{Case, Id, Organisation};
use relais_platform::Failure;
use relais_trust::{
    Actor, Command, Deed, Drawer, KeyClass, Note, Protected, Query, RoleCode, Scene, SessionMark, Sight,
    breach::{Exposed, OpenIncident, Window, exposures, incidents_of},
    testing::TestTrust,
};

const fn drawer(case: Id<Case>, table: &'static str) -> Drawer {
    Drawer {
        table,
        case,
        record: case.uuid(),
        class: KeyClass::Record,
    }
}

/// A case with a name and, under another record, a need.
struct Write(Id<Case>, Id<Organisation>);

impl Command for Write {
    type Outcome = ();
    const NAME: &'static str = "Write";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        scene.make_case_keys(self.0, self.1).await?;
        let fields = BTreeMap::from([("name".to_owned(), "Personne-Test".to_owned())]);
        scene.seal(drawer(self.0, "case_file"), self.1, &fields).await
    }
}

struct Read(Id<Case>, Id<Organisation>);

impl Query for Read {
    type View = ();

    async fn look(&self, sight: &Sight<'_>) -> Result<(), Failure> {
        let case = Protected::case(self.0, self.1, [], []);
        let permit = sight.permit(Deed::ReadIdentity, &[RoleCode::from("R04")], &case)?;
        sight.unseal(&permit, drawer(self.0, "case_file")).await?;
        sight.note(Note::new("CaseRead").on("case", self.0.uuid()).case(self.0));
        Ok(())
    }
}

fn in_session(actor: &Actor, test: &TestTrust, number: u128) -> Actor {
    let session = Some(SessionMark {
        id: uuid::Uuid::from_u128(number),
        proved_at: test.trust.now(),
        strong: true,
    });
    Actor {
        session,
        ..actor.clone()
    }
}

#[tokio::test]
async fn sec_87_seven_cases_read_in_one_session_are_listed_exactly_with_what_was_opened() {
    for test in TestTrust::on_each_engine(&[]).await {
        let house = test.organisation("P01").await;
        let worker = test.person(house, &["R04"]).await;
        let other = test.person(house, &["R04"]).await;
        let cases: Vec<Id<Case>> = (0..12)
            .map(|_| Id::new(test.trust.now(), test.trust.chance()))
            .collect();
        for case in &cases {
            test.trust
                .perform(&worker, None, Write(*case, house))
                .await
                .unwrap();
        }
        let start = test.trust.now();
        let stolen = in_session(&worker, &test, 7);
        let read = async |actor: &Actor, case: Id<Case>| {
            test.clock.advance(SignedDuration::from_secs(1));
            test.trust.look(actor, &Read(case, house)).await.unwrap();
        };
        // The same person in her own session, somebody else, and the thief, in turn.
        for (n, case) in cases.iter().enumerate() {
            match n {
                0..7 => read(&stolen, *case).await,
                7..9 => read(&in_session(&worker, &test, 8), *case).await,
                _ => read(&other, *case).await,
            }
        }
        read(&other, cases[0]).await;
        let end = test.trust.now() + SignedDuration::from_secs(1);
        let rows = test.trust.database().reader();
        let window = Window {
            user: None,
            session: Some(uuid::Uuid::from_u128(7)),
            from: start,
            until: end,
        };
        let found = exposures(rows, &window, Some(test.mechanism)).await.unwrap();
        let listed: Vec<_> = found.iter().map(|exposure| exposure.case).collect();
        assert_eq!(listed, cases[..7]);
        for exposure in &found {
            assert_eq!(
                exposure.kinds,
                BTreeSet::from([Exposed::Clear, Exposed::Identity])
            );
            assert_eq!(exposure.readers, BTreeSet::from([worker.user.unwrap()]));
        }
        let of_account = Window {
            user: worker.user,
            session: None,
            ..window
        };
        assert_eq!(exposures(rows, &of_account, None).await.unwrap().len(), 9);
        let of_all = Window {
            session: None,
            ..window
        };
        assert_eq!(exposures(rows, &of_all, None).await.unwrap().len(), 12);
        let before = Window {
            until: start,
            ..of_all
        };
        assert!(exposures(rows, &before, None).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn sec_87_only_the_protection_officer_opens_an_incident_and_its_clock_runs_72_hours() {
    for test in TestTrust::on_each_engine(&[]).await {
        let house = test.organisation("P01").await;
        let worker = test.person(house, &["R04", "R05", "R18"]).await;
        let officer = test.person(house, &["R15"]).await;
        let open = OpenIncident {
            mechanism: test.mechanism,
            window: Window {
                user: worker.user,
                session: None,
                from: test.trust.now(),
                until: test.trust.now(),
            },
            known: test.trust.now(),
        };
        let tried = test.trust.perform(&worker, None, open.clone()).await;
        assert!(matches!(tried, Err(Failure::Missing)));
        test.trust.perform(&officer, None, open).await.unwrap();
        let rows = test.trust.database().reader();
        let [held] = incidents_of(rows, test.mechanism)
            .await
            .unwrap()
            .try_into()
            .unwrap();
        assert_eq!(
            held.incident.due(),
            test.trust.now() + SignedDuration::from_hours(72)
        );
    }
}
