//! What might lead around a second person.

use std::{collections::BTreeSet, sync::Arc};

use jiff::SignedDuration;
use relais_kernel::{Id, Mechanism, Organisation};
use relais_trust::{
    Failure, HouseRules, RoleCode,
    accounts::{Administer, ChangeRoles, EndAccess, InviteAgain, entity::organisation},
    testing::TestTrust,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

use super::{code_of, codes, confirm, held, invitation, invite, living, own, settled, told};

/// Makes an organisation a firewall body.
struct Wall(Id<Organisation>);
impl relais_platform::UnitOfWork for Wall {
    type Output = ();
    async fn run(&self, rows: &sea_orm::DatabaseTransaction) -> Result<(), Failure> {
        let found = organisation::Entity::find_by_id(self.0.uuid()).one(rows).await?;
        let mut model: organisation::ActiveModel = found.ok_or(Failure::Missing)?.into();
        model.firewall = Set(true);
        model.update(rows).await?;
        Ok(())
    }
}

#[tokio::test]
async fn sec_6_people_behind_the_firewall_vouch_for_nobody() {
    for test in TestTrust::on_each_engine(&[]).await {
        let (ministry, police) = (test.organisation("P00").await, test.organisation("P30").await);
        let admin = living(&test, ministry, &["R18"]).await;
        let coordinator = living(&test, ministry, &["R10"]).await;
        living(&test, police, &["R03"]).await;
        test.trust.database().write(Wall(police)).await.unwrap();
        let person = invite(&test, &admin, police, &["R03"]).await;
        let names = own(&test, person).await.witnesses;
        assert_eq!(names.len(), 1);
        assert_eq!(code_of(confirm(&test, &coordinator, person).await), "done");
    }
}

/// The mechanism says that figures and reports are given alone.
struct Figures;

impl HouseRules for Figures {
    fn given_alone(&self, _: Id<Mechanism>) -> BTreeSet<RoleCode> {
        BTreeSet::from([RoleCode::from("R14")])
    }

    fn cases_an_hour(&self, _: Id<Mechanism>) -> Option<u32> {
        None
    }
}

#[tokio::test]
async fn sec_6_a_new_role_waits_and_those_held_before_or_given_alone_do_not() {
    for test in TestTrust::on_each_engine(&[]).await {
        test.trust.follow(Arc::new(Figures));
        let house = test.organisation("P01").await;
        let admin = living(&test, house, &["R18"]).await;
        let colleague = living(&test, house, &["R05"]).await;
        let user = living(&test, house, &["R06"]).await.user.unwrap();
        test.clock.advance(SignedDuration::from_secs(1));
        let change = |roles: &[&str]| {
            Administer(ChangeRoles {
                user,
                roles: codes(roles),
            })
        };
        let give = |roles| test.trust.perform(&admin, None, change(roles));
        give(&["R04", "R06", "R14"]).await.unwrap();
        assert_eq!(
            held(&test, user).await,
            codes(&["R06", "R14"]).into_iter().collect()
        );
        // The same choice again leaves it as it is; another takes it back.
        give(&["R04", "R06", "R14"]).await.unwrap();
        assert_eq!(
            (
                told(&test, "AppointmentMade").await,
                told(&test, "AppointmentWithdrawn").await
            ),
            (1, 0)
        );
        give(&["R06", "R07"]).await.unwrap();
        assert_eq!(
            (
                told(&test, "AppointmentMade").await,
                told(&test, "AppointmentWithdrawn").await
            ),
            (2, 1)
        );
        assert_eq!(code_of(confirm(&test, &colleague, user).await), "done");
        assert_eq!(
            held(&test, user).await,
            codes(&["R06", "R07"]).into_iter().collect()
        );
        give(&["R07"]).await.unwrap();
        assert_eq!(held(&test, user).await, codes(&["R07"]).into_iter().collect());
    }
}

#[tokio::test]
async fn sec_6_an_account_that_is_brought_back_waits_for_a_second_person_again() {
    for test in TestTrust::on_each_engine(&[]).await {
        let house = test.organisation("P01").await;
        let admin = living(&test, house, &["R18"]).await;
        let colleague = living(&test, house, &["R05"]).await;
        let user = living(&test, house, &["R04"]).await.user.unwrap();
        test.clock.advance(SignedDuration::from_secs(1));
        test.trust
            .perform(&admin, None, Administer(EndAccess { user }))
            .await
            .unwrap();
        test.trust
            .perform(&admin, None, Administer(InviteAgain { user }))
            .await
            .unwrap();
        settled(&test, user).await;
        assert!(held(&test, user).await.is_empty());
        assert_eq!(code_of(confirm(&test, &colleague, user).await), "done");
        assert_eq!(held(&test, user).await.len(), 1);
        // For a forgotten password alone nothing changes: the second factor guards the account.
        test.trust
            .perform(&admin, None, Administer(InviteAgain { user }))
            .await
            .unwrap();
        assert_eq!(held(&test, user).await.len(), 1);
    }
}

#[tokio::test]
async fn sec_6_a_new_link_for_an_account_without_second_factor_takes_its_roles_until_they_are_confirmed() {
    for test in TestTrust::empty_on_each_engine(&[]).await {
        let house = test.organisation("P01").await;
        let admin = living(&test, house, &["R18"]).await;
        living(&test, house, &["R05"]).await;
        let user = test.person(house, &["R04", "R06"]).await.user.unwrap();
        test.clock.advance(SignedDuration::from_secs(1));
        test.trust
            .perform(&admin, None, Administer(InviteAgain { user }))
            .await
            .unwrap();
        assert_eq!(told(&test, "AppointmentMade").await, 1);
        let all = relais_trust::accounts::accounts_of(test.trust.database().reader(), Some(house));
        let all = all.await.unwrap();
        let face = all.iter().find(|face| face.id == user).unwrap();
        assert_eq!((face.roles.len(), face.waiting.len()), (0, 2));
    }
}

#[tokio::test]
async fn sec_6_a_supervisor_touches_nobody_for_whom_a_role_above_daily_work_waits() {
    for test in TestTrust::on_each_engine(&[]).await {
        let house = test.organisation("P01").await;
        let admin = living(&test, house, &["R18"]).await;
        let supervisor = living(&test, house, &["R05"]).await;
        let user = invite(&test, &admin, house, &["R15"]).await;
        let again = Administer(InviteAgain { user });
        let answered = test.trust.perform(&supervisor, None, again).await.map(|_| ());
        assert_eq!(code_of(answered), "AdministratorOnly");
    }
}

#[tokio::test]
async fn sec_7_nobody_is_made_protection_officer_and_administrator_at_once() {
    for test in TestTrust::on_each_engine(&[]).await {
        let house = test.organisation("P01").await;
        let admin = living(&test, house, &["R18"]).await;
        for other in ["R04", "R05", "R18"] {
            let wish = Administer(invitation(&test, house, &["R15", other]));
            let answered = test.trust.perform(&admin, None, wish).await.map(|_| ());
            assert_eq!(code_of(answered), "RolesApart", "{other}");
        }
        // Who held both before holds both still, until somebody changes it.
        let both = living(&test, house, &["R15", "R18"]).await;
        assert_eq!(both.roles.len(), 2);
        let change = Administer(ChangeRoles {
            user: both.user.unwrap(),
            roles: codes(&["R15", "R18", "R14"]),
        });
        assert_eq!(
            code_of(test.trust.perform(&admin, None, change).await),
            "RolesApart"
        );
    }
}
