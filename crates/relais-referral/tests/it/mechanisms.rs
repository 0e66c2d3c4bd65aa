//! Two mechanisms side by side in one installation.

use relais_casework::{
    actions::{IdentifyPerson, RecordNeed, StepCase},
    case::Command as Step,
    need::NeedForm,
    queries::{CaseList, CasePage, CaseTasks, ReadIdentity, ReadNeeds, SearchPersons},
};
use relais_kernel::{Id, Lang, Mechanism, Priority, PublicRef};
use relais_mechanism::LoadDefinition;
use relais_platform::Failure;
use relais_referral::queries::Worklist;
use relais_trust::{Actor, Door, RoleCode, accounts::InviteUser};

use crate::country::{Country, NAME, person};

/// Somebody of the sender's own house, who works in another mechanism.
async fn colleague_in(country: &Country, mechanism: Id<Mechanism>) -> Actor {
    let trust = &country.test.trust;
    let invite = InviteUser {
        organisation: country.manager.organisation.unwrap(),
        mechanism,
        name: "Personne-Test".into(),
        login: "personne-test-ailleurs@demo.relais.invalid".into(),
        roles: ["R03", "R04", "R05", "R06", "R10"]
            .iter()
            .map(|r| RoleCode::from(*r))
            .collect(),
        lang: Lang::Fr,
    };
    let console = Actor::installation(Door::Console);
    let invited = trust.perform(&console, None, invite).await.unwrap();
    country.test.actor(invited.user).await
}

#[expect(clippy::needless_pass_by_value, reason = "what was tried is of no more use")]
fn missing<T: std::fmt::Debug>(result: Result<T, Failure>) {
    assert!(matches!(result, Err(Failure::Missing)), "{result:?}");
}

/// Nothing of this case opens, and no list or search names it.
async fn sees_nothing(country: &Country, actor: &Actor, case: PublicRef) {
    let trust = &country.test.trust;
    let definitions = country.definitions.clone();
    missing(
        trust
            .look(
                actor,
                &CasePage {
                    definitions: definitions.clone(),
                    case,
                },
            )
            .await,
    );
    missing(
        trust
            .look(
                actor,
                &ReadIdentity {
                    definitions: definitions.clone(),
                    case,
                },
            )
            .await,
    );
    missing(
        trust
            .look(
                actor,
                &ReadNeeds {
                    definitions: definitions.clone(),
                    case,
                },
            )
            .await,
    );
    let list = CaseList {
        definitions: definitions.clone(),
        mine: false,
    };
    let list = trust.look(actor, &list).await.unwrap();
    assert!(list.lines.iter().all(|line| line.public_ref != case));
    let tasks = CaseTasks {
        definitions: definitions.clone(),
        size: 60,
    };
    let tasks = trust.look(actor, &tasks).await.unwrap();
    let lists = [
        &tasks.to_move,
        &tasks.to_approve,
        &tasks.consents,
        &tasks.exceptions,
    ];
    assert!(
        lists.into_iter().flatten().all(|line| line.case != case),
        "{tasks:?}"
    );
    let search = SearchPersons {
        definitions,
        name: NAME.into(),
        birth_year: None,
    };
    let found = trust.look(actor, &search).await.unwrap();
    assert!(found.iter().all(|hit| hit.public_ref != case));
    let step = StepCase {
        desk: country.desk(),
        case,
        expected: None,
        command: Step::Register,
        words: String::new(),
    };
    missing(trust.perform(actor, None, step).await);
    let record = RecordNeed {
        desk: country.desk(),
        case,
        form: NeedForm::default(),
    };
    missing(trust.perform(actor, None, record).await);
}

#[tokio::test]
async fn b_29_two_mechanisms_side_by_side_do_not_see_each_others_cases() {
    for country in Country::on_each_engine().await {
        let trust = &country.test.trust;
        let (referral, _) = country.sent(Priority::Urgent).await;
        let regional = relais_mechanism::builtin("modele-regional").unwrap();
        let console = Actor::installation(Door::Console);
        let other = trust
            .perform(&console, None, LoadDefinition(regional))
            .await
            .unwrap();
        assert_ne!(other, country.test.mechanism);
        let colleague = colleague_in(&country, other).await;

        sees_nothing(&country, &colleague, country.case).await;
        missing(country.look(&colleague, referral).await);
        let lists = Worklist { size: 60, only: None };
        let lists = trust.look(&colleague, &lists).await.unwrap();
        assert!(lists.is_empty() && lists.waiting.lines.is_empty(), "{lists:?}");

        // Nor the other way round, though it is the same house.
        let identify = IdentifyPerson {
            desk: country.desk(),
            form: person(),
        };
        let theirs = trust.perform(&colleague, None, identify).await.unwrap();
        sees_nothing(&country, &country.manager, theirs).await;
        let own = CasePage {
            definitions: country.definitions.clone(),
            case: country.case,
        };
        assert!(trust.look(&country.manager, &own).await.is_ok());
    }
}
