use http::StatusCode;
use jiff::SignedDuration;
use relais_casework::{
    actions::{TakeConsent, WithdrawConsent, WithdrawalScope, WriteAnnex},
    annex::AnnexForm,
    case::Case,
    consent::ConsentForm,
    queries::{CaseList, CasePage, ReadAnnexes, ReadIdentity, SearchPersons},
    store::case_by_ref,
};
use relais_kernel::{Id, Organisation, Priority, PublicRef};
use relais_platform::Failure;
use relais_referral::{
    actions::{
        recall,
        transfer::{AcceptTransfer, RejectTransfer, expire_transfers},
    },
    queries::{Disclosed, PendingTransfers, ReadDisclosures, TransferPage, TransferView, Worklist},
    referral::{Command, ContactPlan, Side, StateKind, Terms},
    store::transfers::transfer_by_ref,
    transfer::{RejectReason, TransferKind},
};
use relais_trust::{
    Actor,
    accounts::{accounts_of, organisations},
};

use crate::{
    seat::Seat,
    world::{NAME, World, member},
};

/// An organisation that may take cases over under the pack's sharing agreements, and its people.
pub struct Taker {
    pub organisation: Id<Organisation>,
    pub public_ref: PublicRef,
    pub supervisor: Actor,
    manager: Actor,
}

impl Taker {
    pub async fn of(world: &World, code: &str) -> Self {
        let organisation = world.test.organisation(code).await;
        let all = organisations(world.test.trust.database().reader()).await.unwrap();
        Self {
            organisation,
            public_ref: all.iter().find(|o| o.id == organisation).unwrap().public_ref,
            supervisor: member(&world.test, world.mechanism, organisation, &["R05", "R07"]).await,
            manager: member(&world.test, world.mechanism, organisation, &["R03", "R04"]).await,
        }
    }

    /// The account of the manager, as forms name it.
    pub async fn account(&self, world: &World) -> PublicRef {
        let all = accounts_of(world.test.trust.database().reader(), Some(self.organisation))
            .await
            .unwrap();
        all.iter()
            .find(|a| Some(a.id) == self.manager.user)
            .unwrap()
            .public_ref
    }
}

pub async fn consent(world: &World, case: PublicRef, to: &[&Taker], categories: &[&str]) {
    let form = ConsentForm {
        purpose: "transfer".into(),
        answer: "given".into(),
        recipients: to.iter().map(|t| t.public_ref.to_string()).collect(),
        data_categories: categories.iter().map(|c| (*c).to_owned()).collect(),
        given_by: "self".into(),
        assent: "not_applicable".into(),
        mode: "signature".into(),
        language: "fra".into(),
        explained: world
            .definition
            .consent
            .explained
            .iter()
            .map(|e| e.code.clone())
            .collect(),
        starts: "2026-03-02".into(),
        expires: "2026-05-20".into(),
        proof: "yes".into(),
        copy_given: "yes".into(),
        ..ConsentForm::default()
    };
    let command = TakeConsent {
        desk: world.desk.clone(),
        case,
        form,
    };
    assert!(
        world
            .test
            .trust
            .perform(&world.worker, None, command)
            .await
            .unwrap()
            .given
    );
}

async fn case_of(world: &World, case: PublicRef) -> Case {
    case_by_ref(world.test.trust.database().reader(), case)
        .await
        .unwrap()
        .case
}

async fn look(world: &World, actor: &Actor, transfer: PublicRef) -> Result<TransferView, Failure> {
    let query = TransferPage {
        definitions: world.definitions.clone(),
        transfer,
    };
    world.test.trust.look(actor, &query).await
}

async fn reads(world: &World, actor: &Actor, case: PublicRef) -> bool {
    let definitions = world.definitions.clone();
    let page = CasePage {
        definitions: definitions.clone(),
        case,
    };
    let identity = ReadIdentity { definitions, case };
    let seen = world.test.trust.look(actor, &page).await.is_ok();
    let read = world.test.trust.look(actor, &identity).await;
    assert_eq!(seen, read.is_ok(), "page and identity go together");
    read.is_ok_and(|identity| identity.confided.name.as_deref() == Some(NAME))
}

async fn finds(world: &World, actor: &Actor) -> usize {
    let search = SearchPersons {
        definitions: world.definitions.clone(),
        name: NAME.into(),
        birth_year: None,
    };
    world
        .test
        .trust
        .look(actor, &search)
        .await
        .map_or(0, |found| found.len())
}

/// What the case of these tests holds.
pub const HELD: [&str; 3] = ["identity", "need_service", "protection"];
const WORDS: &str = "reason=Motif-Test&summary=R%C3%A9sum%C3%A9-Test&handover=Passation-Test";

/// Asks through the page, and answers where the transfer is.
pub async fn ask(world: &World, case: PublicRef, to: &Taker) -> PublicRef {
    let seat = Seat::of(world, &world.worker);
    let path = format!("/dossiers/{case}/transfert");
    let page = seat.get(&path).await.page;
    let open: Vec<&str> = page
        .split("name=\"open\" value=\"")
        .skip(1)
        .map(|p| p.split('"').next().unwrap())
        .collect();
    let open: String = open.iter().map(|r| format!("&open={r}")).collect();
    let (first, second) = seat
        .send_twice(&path, &path, &format!("to={}&{WORDS}{open}", to.public_ref))
        .await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.page);
    assert_eq!(first.to, second.to, "sent twice, asked once");
    first.to.rsplit('/').next().unwrap().parse().unwrap()
}

/// Persona 2: rejected by one organisation, then accepted by another.
#[tokio::test]
async fn a_case_moves_when_somebody_accepts_it_and_stays_when_somebody_rejects_it() {
    for world in World::on_each_engine().await {
        let (first, second) = (Taker::of(&world, "P04").await, Taker::of(&world, "P05").await);
        let case = world.case().await;
        let need = world.need(case, "mental_health", "U").await;
        world.consent(case).await;
        let referral = world.draft(case, need, world.service, Priority::Urgent).await;
        world.send(referral).await;
        let contact = ContactPlan::ContactBy {
            by: "2026-03-03T09:00:00Z".parse().unwrap(),
        };
        let yes = Command::Accept {
            plan: contact,
            terms: Terms::default(),
            note: None,
        };
        world.step(&world.answerer, referral, Side::Receiver, yes).await;
        consent(&world, case, &[&first, &second], &HELD).await;
        let owner = case_of(&world, case).await.owner;

        // Asked of the first, which sees the minimum and no name.
        let transfer = ask(&world, case, &first).await;
        assert_eq!(
            case_of(&world, case).await.owner,
            owner,
            "nothing moves before acceptance"
        );
        let page = Seat::of(&world, &first.supervisor)
            .get(&format!("/transferts/{transfer}"))
            .await
            .page;
        assert!(page.contains("Passation-Test") && page.contains("Motif-Test"));
        assert!(!page.contains(NAME) && !page.contains("Quintalou"));
        assert!(!reads(&world, &first.supervisor, case).await && !reads(&world, &first.manager, case).await);
        let lists = PendingTransfers {
            definitions: world.definitions.clone(),
        };
        let trust = &world.test.trust;
        assert_eq!(
            trust
                .look(&first.supervisor, &lists)
                .await
                .unwrap()
                .to_answer
                .len(),
            1
        );
        assert_eq!(trust.look(&world.worker, &lists).await.unwrap().asked.len(), 1);
        assert!(trust.look(&second.supervisor, &lists).await.unwrap().is_empty());
        assert!(
            Seat::of(&world, &first.supervisor)
                .get("/transferts")
                .await
                .page
                .contains(&transfer.to_string())
        );
        assert!(matches!(
            look(&world, &second.supervisor, transfer).await,
            Err(Failure::Missing)
        ));

        // Rejected, with its reason; the owner is unchanged and reads why.
        let seat = Seat::of(&world, &first.supervisor);
        let (page, reject) = (
            format!("/transferts/{transfer}"),
            format!("/transferts/{transfer}/refuser"),
        );
        let bare = seat.send(&page, &reject, "reason=other&note=").await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "other needs words");
        let no = seat
            .send(&page, &reject, "reason=no_capacity&note=Complet-Test")
            .await;
        assert_eq!(no.status, StatusCode::SEE_OTHER, "{}", no.page);
        let kept = case_of(&world, case).await;
        assert_eq!((kept.owner, kept.transfer), (owner, None));
        let told = Seat::of(&world, &world.worker).get(&page).await.page;
        assert!(told.contains("capacité épuisée") && told.contains("Complet-Test"));
        let after = look(&world, &first.supervisor, transfer).await.unwrap();
        assert!(
            after.words.is_none() && after.minimum.is_none(),
            "nothing after a rejection"
        );

        // Accepted by the second: case, keys, referral and tasks are its own.
        let transfer = ask(&world, case, &second).await;
        let seat = Seat::of(&world, &second.supervisor);
        let (page, accept) = (
            format!("/transferts/{transfer}"),
            format!("/transferts/{transfer}/accepter"),
        );
        let yes = format!("manager={}", second.account(&world).await);
        let (once, twice) = seat.send_twice(&page, &accept, &yes).await;
        assert_eq!(
            (once.status, twice.status),
            (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER),
            "{}",
            once.page
        );
        // Who received what tells that the whole case went over, to those who have it now (SEC-25).
        let told = ReadDisclosures {
            definitions: world.definitions.clone(),
            case,
        };
        let told = world.test.trust.look(&second.supervisor, &told).await.unwrap();
        assert_eq!(told.lines[0].what, Disclosed::WholeCase);
        assert_eq!(told.lines[0].to.fr, name_of(&world, second.organisation).await);
        assert!(told.lines.len() > 1, "what left before stays told");
        let moved = case_of(&world, case).await;
        assert_eq!(
            (moved.owner, moved.manager),
            (second.organisation, second.manager.user)
        );
        assert!(reads(&world, &second.manager, case).await && reads(&world, &second.supervisor, case).await);
        assert!(
            !reads(&world, &world.worker, case).await,
            "the former owner reads no more than the summary"
        );
        assert_eq!(
            (
                finds(&world, &second.manager).await,
                finds(&world, &world.worker).await
            ),
            (1, 0)
        );
        let open = CaseList {
            definitions: world.definitions.clone(),
            mine: false,
        };
        assert_eq!(trust.look(&second.manager, &open).await.unwrap().lines.len(), 1);
        assert!(trust.look(&world.worker, &open).await.unwrap().lines.is_empty());
        let row = world.row(referral).await.referral;
        assert_eq!(
            (row.from_org, row.to_org, row.kind()),
            (second.organisation, world.receiver, StateKind::Accepted)
        );
        let work = Worklist { size: 60, only: None };
        assert_eq!(
            trust
                .look(&second.manager, &work)
                .await
                .unwrap()
                .waiting
                .lines
                .len(),
            1
        );
        assert!(
            trust
                .look(&world.worker, &work)
                .await
                .unwrap()
                .waiting
                .lines
                .is_empty()
        );
        // The receiver notices nothing.
        world
            .step(&world.answerer, referral, Side::Receiver, Command::RecordContact)
            .await;

        // The summary, for thirty days.
        let kept = look(&world, &world.worker, transfer).await.unwrap();
        assert!(
            kept.words.is_some()
                && kept
                    .summary
                    .is_some_and(|s| s.needs.len() == 1 && s.referrals.len() == 1)
        );
        world.test.clock.advance(SignedDuration::from_hours(24 * 30));
        let gone = look(&world, &world.worker, transfer).await.unwrap();
        assert!(gone.words.is_none() && gone.summary.is_none());
    }
}

#[tokio::test]
async fn nothing_is_asked_without_consent_words_and_the_referrals_as_they_are() {
    for world in World::on_each_engine().await {
        let taker = Taker::of(&world, "P05").await;
        let case = world.case().await;
        let seat = Seat::of(&world, &world.worker);
        let path = format!("/dossiers/{case}/transfert");
        let bare = seat
            .send(
                &path,
                &path,
                &format!("to={}&reason=&summary=Mot-Test&handover=", taker.public_ref),
            )
            .await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        for sentence in [
            "n’a pas consenti",
            "Dites pourquoi",
            "note de passation",
            "Mot-Test",
        ] {
            assert!(bare.page.contains(sentence), "{sentence}: {}", bare.page);
        }
        // Consent to the name alone does not open what else the case holds.
        consent(&world, case, &[&taker], &["identity"]).await;
        let half = seat
            .send(&path, &path, &format!("to={}&{WORDS}", taker.public_ref))
            .await;
        assert!(
            half.page.contains("Il manque l’accord de la personne pour : "),
            "{}",
            half.page
        );
        consent(&world, case, &[&taker], &HELD).await;
        let need = world.need(case, "mental_health", "U").await;
        world.consent(case).await;
        let referral = world.draft(case, need, world.service, Priority::Urgent).await;
        world.send(referral).await;
        let unlisted = seat
            .send(&path, &path, &format!("to={}&{WORDS}", taker.public_ref))
            .await;
        assert!(unlisted.page.contains("ne correspond plus"), "{}", unlisted.page);
        let transfer = ask(&world, case, &taker).await;
        let again = seat.get(&path).await.page;
        assert!(again.contains("attend déjà sa réponse") && again.contains(&transfer.to_string()));
    }
}

#[tokio::test]
async fn a_pending_transfer_freezes_closure_until_it_is_taken_back_or_expires() {
    for world in World::on_each_engine().await {
        let taker = Taker::of(&world, "P05").await;
        let case = world.case().await;
        consent(&world, case, &[&taker], &HELD).await;
        let transfer = ask(&world, case, &taker).await;
        let page = Seat::of(&world, &world.worker)
            .get(&format!("/dossiers/{case}"))
            .await
            .page;
        assert!(page.contains("attend sa réponse") && page.contains(&format!("/transferts/{transfer}")));
        let seat = Seat::of(&world, &world.worker);
        let home = format!("/transferts/{transfer}");
        let back = seat.send(&home, &format!("{home}/reprendre"), "").await;
        assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.page);
        assert_eq!(case_of(&world, case).await.transfer, None);

        let transfer = ask(&world, case, &taker).await;
        let trust = &world.test.trust;
        assert_eq!(
            expire_transfers(trust, &world.definitions, 9).await.unwrap().done,
            0,
            "still in time"
        );
        world.test.clock.advance(SignedDuration::from_hours(24 * 7));
        let round = expire_transfers(trust, &world.definitions, 9).await.unwrap();
        assert_eq!((round.done, round.failed.len()), (1, 0));
        assert_eq!(
            expire_transfers(trust, &world.definitions, 9).await.unwrap().done,
            0
        );
        let rows = trust.database().reader();
        assert_eq!(
            transfer_by_ref(rows, transfer)
                .await
                .unwrap()
                .transfer
                .state
                .kind(),
            TransferKind::Expired
        );
        let kept = case_of(&world, case).await;
        assert!(kept.transfer.is_none() && Some(kept.owner) == world.worker.organisation);
        let late = AcceptTransfer {
            definitions: world.definitions.clone(),
            transfer,
            manager: taker.account(&world).await,
        };
        let Err(Failure::Refused(refusals)) = trust.perform(&taker.supervisor, None, late).await else {
            panic!("accepted after its time")
        };
        assert_eq!(refusals.0[0].code, "NotPossibleInThisState");
    }
}

#[tokio::test]
async fn dp_07_a_withdrawn_consent_takes_the_request_back() {
    for world in World::on_each_engine().await {
        world
            .test
            .trust
            .listen(recall::listener(world.definitions.clone()));
        let taker = Taker::of(&world, "P05").await;
        let case = world.case().await;
        consent(&world, case, &[&taker], &HELD).await;
        let transfer = ask(&world, case, &taker).await;
        let withdraw = WithdrawConsent {
            desk: world.desk.clone(),
            case,
            scope: WithdrawalScope::All,
        };
        world
            .test
            .trust
            .perform(&world.worker, None, withdraw)
            .await
            .unwrap();
        let rows = world.test.trust.database().reader();
        let row = transfer_by_ref(rows, transfer).await.unwrap();
        assert_eq!(row.transfer.state.kind(), TransferKind::Revoked);
        assert_eq!(case_of(&world, case).await.transfer, None);
        assert!(
            look(&world, &taker.supervisor, transfer)
                .await
                .unwrap()
                .words
                .is_none()
        );
    }
}

#[tokio::test]
async fn dp_12_annexes_go_along_as_far_as_consent_opens_them_and_lose_their_holders() {
    for world in World::on_each_engine().await {
        let taker = Taker::of(&world, "P05").await;
        let case = world.case().await;
        let form = AnnexForm {
            child_wishes: "Souhait-Test".into(),
            gbv_notes: "Note-Test 7".into(),
            ..AnnexForm::default()
        };
        let write = WriteAnnex {
            desk: world.desk.clone(),
            case,
            expected: 0,
            form,
        };
        world
            .test
            .trust
            .perform(&world.worker, None, write)
            .await
            .unwrap();
        consent(
            &world,
            case,
            &[&taker],
            &["identity", "need_service", "protection"],
        )
        .await;
        let transfer = ask(&world, case, &taker).await;
        let accept = AcceptTransfer {
            definitions: world.definitions.clone(),
            transfer,
            manager: taker.account(&world).await,
        };
        world
            .test
            .trust
            .perform(&taker.supervisor, None, accept)
            .await
            .unwrap();
        let read = ReadAnnexes {
            definitions: world.definitions.clone(),
            case,
        };
        for nobody in [&world.worker, &taker.supervisor] {
            assert!(matches!(
                world.test.trust.look(nobody, &read).await,
                Err(Failure::Missing)
            ));
        }
        let opened = world.test.trust.look(&taker.manager, &read).await.unwrap();
        let text = format!(
            "{:?}",
            opened
                .annexes
                .seal()
                .unwrap()
                .0
                .iter()
                .map(|f| f.text.clone())
                .collect::<Vec<_>>()
        );
        assert!(text.contains("Souhait-Test"), "what was consented to went along");
        assert!(!text.contains("Note-Test 7"), "what was not stayed behind");
    }
}

#[tokio::test]
async fn only_the_organisation_that_was_asked_answers() {
    for world in World::on_each_engine().await {
        let taker = Taker::of(&world, "P05").await;
        let stranger = Taker::of(&world, "P04").await;
        let case = world.case().await;
        consent(&world, case, &[&taker], &HELD).await;
        let transfer = ask(&world, case, &taker).await;
        let reject = || RejectTransfer {
            definitions: world.definitions.clone(),
            transfer,
            reason: RejectReason::NoCapacity,
            note: None,
        };
        for other in [
            &world.worker,
            &stranger.supervisor,
            &taker.manager,
            &world.coordinator,
        ] {
            assert!(matches!(
                world.test.trust.perform(other, None, reject()).await,
                Err(Failure::Missing)
            ));
        }
        // Who answers referrals of the organisation that gives the case away has no part in it, nor has a manager who is asked nothing.
        let giver = world.worker.organisation.unwrap();
        let desk = member(&world.test, world.mechanism, giver, &["R07", "R08"]).await;
        assert!(look(&world, &world.worker, transfer).await.is_ok());
        assert!(look(&world, &taker.supervisor, transfer).await.is_ok());
        for other in [&desk, &stranger.supervisor, &taker.manager, &world.coordinator] {
            assert!(matches!(
                look(&world, other, transfer).await,
                Err(Failure::Missing)
            ));
        }
        let foreign = AcceptTransfer {
            definitions: world.definitions.clone(),
            transfer,
            manager: stranger.account(&world).await,
        };
        let Err(Failure::Refused(refusals)) =
            world.test.trust.perform(&taker.supervisor, None, foreign).await
        else {
            panic!("somebody else's case manager")
        };
        assert_eq!(refusals.0[0].code, "UnknownManager");

        let accept = AcceptTransfer {
            definitions: world.definitions.clone(),
            transfer,
            manager: taker.account(&world).await,
        };
        world
            .test
            .trust
            .perform(&taker.supervisor, None, accept)
            .await
            .unwrap();
        assert!(look(&world, &taker.manager, transfer).await.is_ok());
        assert!(look(&world, &desk, transfer).await.is_err());
    }
}

async fn name_of(world: &World, organisation: Id<Organisation>) -> String {
    let all = organisations(world.test.trust.database().reader()).await.unwrap();
    all.into_iter().find(|o| o.id == organisation).unwrap().name.fr
}
