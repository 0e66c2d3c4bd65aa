use std::collections::BTreeSet;

use relais_casework::{actions::TakeConsent, consent::ConsentForm};
use relais_kernel::PublicRef;
use relais_referral::actions::transfer::{HandoverForm, RequestTransfer, RevokeTransfer};
use relais_results::queries::{Home, HomeView};
use relais_trust::{Actor, accounts::organisations};

use crate::{
    pages::Seat,
    world::{NAME, World, member},
};

async fn home(world: &World, actor: &Actor) -> HomeView {
    let query = Home {
        definitions: world.definitions.clone(),
        size: 50,
        only: None,
    };
    world.test.trust.look(actor, &query).await.unwrap()
}

/// Asks an organisation to take a new case over, with the person's consent.
async fn ask(world: &World, to: PublicRef) -> PublicRef {
    let case = world.case().await;
    world.need(case, "mental_health", "U").await;
    let explained = world.definition.consent.explained.iter();
    let form = ConsentForm {
        purpose: "transfer".into(),
        answer: "given".into(),
        recipients: vec![to.to_string()],
        data_categories: ["identity", "need_service", "protection"]
            .map(str::to_owned)
            .into(),
        given_by: "self".into(),
        assent: "not_applicable".into(),
        mode: "signature".into(),
        language: "fra".into(),
        explained: explained.map(|e| e.code.clone()).collect(),
        starts: "2026-03-02".into(),
        expires: "2026-05-20".into(),
        proof: "yes".into(),
        copy_given: "yes".into(),
        ..ConsentForm::default()
    };
    let desk = world.desk.clone();
    let consent = TakeConsent { desk, case, form };
    let trust = &world.test.trust;
    assert!(trust.perform(&world.worker, None, consent).await.unwrap().given);
    let request = RequestTransfer {
        definitions: world.definitions.clone(),
        case,
        to,
        form: HandoverForm {
            reason: "Motif-Test".into(),
            summary: "Résumé-Test".into(),
            handover: "Passation-Test".into(),
        },
        listed: BTreeSet::new(),
    };
    trust.perform(&world.worker, None, request).await.unwrap()
}

#[tokio::test]
async fn a_transfer_waits_on_arrival_for_who_answers_it_and_for_who_asked_until_it_ends() {
    for world in World::on_each_engine().await {
        let (organisation, other) = (
            world.test.organisation("P04").await,
            world.test.organisation("P05").await,
        );
        let taker = member(&world.test, world.mechanism, organisation, &["R05", "R07"]).await;
        member(&world.test, world.mechanism, organisation, &["R03", "R04"]).await;
        let stranger = member(&world.test, world.mechanism, other, &["R05", "R07"]).await;
        let rows = world.test.trust.database().reader();
        let all = organisations(rows).await.unwrap();
        let to = all.iter().find(|o| o.id == organisation).unwrap().public_ref;
        assert!(home(&world, &taker).await.is_empty());
        let transfer = ask(&world, to).await;

        let waits = home(&world, &taker).await;
        assert_eq!(waits.transfers.to_answer.len(), 1);
        assert_eq!(waits.transfers.to_answer[0].public_ref, transfer);
        assert!(home(&world, &stranger).await.is_empty());
        let asked = home(&world, &world.worker).await.transfers;
        assert_eq!((asked.to_answer.len(), asked.asked.len()), (0, 1));

        let address = format!("/transferts/{transfer}");
        for (actor, heading) in [
            (&taker, "Dossiers qu’on vous propose de reprendre"),
            (&world.worker, "Transferts en attente de réponse"),
        ] {
            let seat = Seat::at(&world.test, &world.definitions, actor);
            let (_, page) = seat.get("/").await;
            assert!(page.contains(heading) && page.contains(&address), "{page}");
            assert!(!page.contains('⟦') && !page.contains(NAME), "{page}");
            assert!(!page.contains("Motif-Test"), "the words stand on its page alone");
            let (_, json) = seat.get("/api/v1/results/worklist").await;
            assert!(json.contains(&transfer.to_string()), "{json}");
        }

        let revoke = RevokeTransfer {
            definitions: world.definitions.clone(),
            transfer,
        };
        world
            .test
            .trust
            .perform(&world.worker, None, revoke)
            .await
            .unwrap();
        assert!(home(&world, &taker).await.is_empty());
        assert!(home(&world, &world.worker).await.transfers.is_empty());
    }
}
