//! Nobody invents a colleague: roles that open cases, or give rights, count once a second person knows who holds them.

mod around;
mod confirming;

use std::collections::BTreeSet;

use jiff::SignedDuration;
use relais_kernel::{Id, Lang, Organisation, User};
use relais_trust::{
    Actor, Failure, Query, RoleCode, SessionMark, Sight,
    accounts::{
        Administer, AppointmentFace, Asked, ConfirmAppointment, InviteUser, Invited, entity::account,
    },
    testing::TestTrust,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

relais_platform::table!(journal, "journal_entry", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    pub act: String,
});

pub(super) fn codes(roles: &[&str]) -> Vec<RoleCode> {
    roles.iter().map(|role| RoleCode::from(*role)).collect()
}

pub(super) fn proved(test: &TestTrust, actor: Actor) -> Actor {
    let session = Some(SessionMark {
        id: uuid::Uuid::nil(),
        proved_at: test.trust.now(),
        strong: true,
    });
    Actor { session, ..actor }
}

/// Somebody who signs in: with a password, and a second factor where one is asked for.
pub(super) async fn living(test: &TestTrust, organisation: Id<Organisation>, roles: &[&str]) -> Actor {
    let person = test.person(organisation, roles).await;
    settled(test, person.user.unwrap()).await;
    proved(test, test.actor(person.user.unwrap()).await)
}

/// As after the invitation: written straight into the row, as what is asked for here is not the password.
pub(super) async fn settled(test: &TestTrust, user: Id<User>) {
    struct Settle(Id<User>);
    impl relais_platform::UnitOfWork for Settle {
        type Output = ();
        async fn run(&self, rows: &sea_orm::DatabaseTransaction) -> Result<(), Failure> {
            let found = account::Entity::find_by_id(self.0.uuid()).one(rows).await?;
            let mut model: account::ActiveModel = found.ok_or(Failure::Missing)?.into();
            model.password = Set(Some("no hash".into()));
            model.totp_confirmed = Set(true);
            model.update(rows).await?;
            Ok(())
        }
    }
    test.trust.database().write(Settle(user)).await.unwrap();
}

pub(super) fn invitation(test: &TestTrust, organisation: Id<Organisation>, roles: &[&str]) -> InviteUser {
    InviteUser {
        organisation,
        mechanism: test.mechanism,
        name: "Personne-Test 7".into(),
        login: format!(
            "personne-{}@demo.relais.invalid",
            test.trust.chance().below(u64::MAX)
        ),
        roles: codes(roles),
        lang: Lang::Fr,
    }
}

pub(super) async fn invite(test: &TestTrust, by: &Actor, into: Id<Organisation>, roles: &[&str]) -> Id<User> {
    test.clock.advance(SignedDuration::from_secs(1));
    let wish = Administer(invitation(test, into, roles));
    let invited: Invited = test.trust.perform(by, None, wish).await.unwrap();
    settled(test, invited.user).await;
    invited.user
}

/// What the person sees of their own roles, with the code.
pub(super) struct Own;

impl Query for Own {
    type View = Option<AppointmentFace>;
    async fn look(&self, sight: &Sight<'_>) -> Result<Self::View, Failure> {
        sight.own_appointment().await
    }
}

pub(super) struct Given(pub(super) Asked);

impl Query for Given {
    type View = Vec<AppointmentFace>;
    async fn look(&self, sight: &Sight<'_>) -> Result<Self::View, Failure> {
        sight.appointments(self.0).await
    }
}

pub(super) async fn own(test: &TestTrust, user: Id<User>) -> AppointmentFace {
    let actor = test.actor(user).await;
    test.trust.look(&actor, &Own).await.unwrap().unwrap()
}

pub(super) async fn confirm(test: &TestTrust, by: &Actor, user: Id<User>) -> Result<(), Failure> {
    let face = own(test, user).await;
    let command = ConfirmAppointment {
        appointment: face.appointment.public_ref,
        code: face.code.unwrap().to_string(),
    };
    test.trust.perform(by, None, command).await
}

pub(super) fn code_of(answered: Result<(), Failure>) -> String {
    match answered {
        Ok(()) => "done".into(),
        Err(Failure::Refused(refusals)) => refusals.0[0].code.clone(),
        Err(Failure::Missing) => "Missing".into(),
        Err(Failure::ProveAgain) => "ProveAgain".into(),
        Err(other) => panic!("{other:?}"),
    }
}

pub(super) async fn held(test: &TestTrust, user: Id<User>) -> BTreeSet<RoleCode> {
    test.actor(user).await.roles
}

pub(super) async fn told(test: &TestTrust, act: &str) -> u64 {
    let rows = test.trust.database().reader();
    let found = journal::Entity::find().filter(journal::Column::Act.eq(act));
    found.count(rows).await.unwrap()
}
