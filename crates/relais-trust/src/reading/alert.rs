use relais_kernel::{Id, Mechanism, Organisation, PublicRef, Refusal, Timestamp, User};
use relais_platform::{Corrupt, Failure, stamp, table};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};

use super::HOUR;
use crate::{Actor, Command, Deed, Note, Permit, Protected, RoleCode, Scene, Sight, Trust, journal::append};

table!(row, "reading_alert", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub public_ref: Uuid,
    pub mechanism_id: Uuid,
    pub account_id: Uuid,
    pub organisation_id: Uuid,
    pub at: i64,
    pub cases: i32,
    pub seen_by: Option<Uuid>,
    pub seen: Option<i64>,
});

/// More than a page shows.
const MOST: u64 = 100;

/// Somebody opened more different cases within an hour than is usual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingAlert {
    pub public_ref: PublicRef,
    pub user: Id<User>,
    pub organisation: Id<Organisation>,
    /// When it became too many.
    pub at: Timestamp,
    /// How many there were, those that were then refused included.
    pub cases: u32,
    /// The protection officer who looked into it, and when.
    pub seen: Option<(Id<User>, Timestamp)>,
}

fn read(held: &row::Model) -> Result<ReadingAlert, Failure> {
    let instant = |column, at| stamp::from_column(at, "reading_alert", column, held.id);
    let seen = match (held.seen_by, held.seen) {
        (Some(by), Some(at)) => Some((Id::from_uuid(by), instant("seen", at)?)),
        (None, None) => None,
        _ => return Err(Corrupt::at("reading_alert", "seen", held.id).into()),
    };
    Ok(ReadingAlert {
        public_ref: PublicRef::from_uuid(held.public_ref),
        user: Id::from_uuid(held.account_id),
        organisation: Id::from_uuid(held.organisation_id),
        at: instant("at", held.at)?,
        cases: u32::try_from(held.cases).map_err(|_| Corrupt::at("reading_alert", "cases", held.id))?,
        seen,
    })
}

/// Tells the protection officer, once for each burst: what comes within the hour belongs to the same one.
pub(crate) async fn raise(
    rows: &DatabaseTransaction,
    (trust, actor): (&Trust, &Actor),
    now: Timestamp,
    cases: usize,
) -> Result<(), Failure> {
    let (Some(user), Some(organisation), Some(mechanism)) = (actor.user, actor.organisation, actor.mechanism)
    else {
        return Ok(());
    };
    let then = now.checked_sub(HOUR).map_err(|e| Failure::Fault(e.to_string()))?;
    let cases = i32::try_from(cases).unwrap_or(i32::MAX);
    let held = row::Entity::find()
        .filter(row::Column::AccountId.eq(user.uuid()))
        .filter(row::Column::At.gt(stamp::to_column(then)))
        .one(rows)
        .await?;
    if let Some(held) = held {
        if held.cases < cases {
            let mut model: row::ActiveModel = held.into();
            model.cases = Set(cases);
            row::Entity::update(model).exec(rows).await?;
        }
        return Ok(());
    }
    let id = Id::<ReadingAlert>::new(now, trust.chance());
    let model = row::ActiveModel {
        id: Set(id.uuid()),
        public_ref: Set(PublicRef::new(trust.chance()).uuid()),
        mechanism_id: Set(mechanism.uuid()),
        account_id: Set(user.uuid()),
        organisation_id: Set(organisation.uuid()),
        at: Set(stamp::to_column(now)),
        cases: Set(cases),
        seen_by: Set(None),
        seen: Set(None),
    };
    row::Entity::insert(model).exec_without_returning(rows).await?;
    let note = Note::new("UnusualReading")
        .on("user", user.uuid())
        .fact("alert", id)
        .fact("cases", cases);
    append(rows, (trust, actor), now, vec![note]).await
}

/// Whoever watches over the data in this mechanism.
fn officer(
    mechanism: Option<Id<Mechanism>>,
    ask: impl FnOnce(Deed, &[RoleCode], &Protected) -> Result<Permit, Failure>,
) -> Result<Id<Mechanism>, Failure> {
    let mechanism = mechanism.ok_or(Failure::Missing)?;
    let whole = Protected::mechanism(mechanism);
    ask(Deed::ReadJournal, &[RoleCode::from("R15")], &whole)?;
    Ok(mechanism)
}

impl Sight<'_> {
    /// The alerts of the mechanism, those that nobody looked into first, then the newest.
    ///
    /// # Errors
    /// [`Failure::Missing`] for everybody but the protection officer.
    pub async fn reading_alerts(&self) -> Result<Vec<ReadingAlert>, Failure> {
        let asked = |deed, roles: &[RoleCode], record: &Protected| self.permit(deed, roles, record);
        alerts(self.rows(), officer(self.actor().mechanism, asked)?, false).await
    }

    /// Only those that nobody looked into; none for who does not watch over the data.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn open_reading_alerts(&self) -> Result<Vec<ReadingAlert>, Failure> {
        let guard = self.trust().guard();
        let asked =
            |deed, roles: &[RoleCode], record: &Protected| guard.permit(self.actor(), deed, roles, record);
        match officer(self.actor().mechanism, asked) {
            Ok(mechanism) => alerts(self.rows(), mechanism, true).await,
            Err(Failure::Missing) => Ok(Vec::new()),
            Err(failure) => Err(failure),
        }
    }
}

async fn alerts<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    only_open: bool,
) -> Result<Vec<ReadingAlert>, Failure> {
    let mut find = row::Entity::find().filter(row::Column::MechanismId.eq(mechanism.uuid()));
    if only_open {
        find = find.filter(row::Column::Seen.is_null());
    }
    let held = find.order_by_desc(row::Column::At).limit(MOST).all(rows).await?;
    let mut all: Vec<_> = held.iter().map(read).collect::<Result<_, _>>()?;
    all.sort_by_key(|alert| alert.seen.is_some());
    Ok(all)
}

/// The protection officer looked into it. What they found goes its own ways: a talk, a breach, the end of an access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeeReadingAlert {
    pub alert: PublicRef,
}

impl Command for SeeReadingAlert {
    type Outcome = ();
    const NAME: &'static str = "SeeReadingAlert";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let asked = |deed, roles: &[RoleCode], record: &Protected| scene.permit(deed, roles, record);
        let mechanism = officer(scene.actor().mechanism, asked)?;
        let by = scene.actor().user.ok_or(Failure::Missing)?;
        let held = row::Entity::find()
            .filter(row::Column::PublicRef.eq(self.alert.uuid()))
            .filter(row::Column::MechanismId.eq(mechanism.uuid()))
            .one(scene.rows())
            .await?
            .ok_or(Failure::Missing)?;
        if held.account_id == by.uuid() {
            return Err(own().into());
        }
        if held.seen.is_some() {
            return Ok(());
        }
        let note = Note::new("UnusualReadingSeen")
            .on("user", held.account_id)
            .fact("alert", held.id);
        let mut model: row::ActiveModel = held.into();
        model.seen_by = Set(Some(by.uuid()));
        model.seen = Set(Some(stamp::to_column(scene.now())));
        row::Entity::update(model).exec(scene.rows()).await?;
        scene.note(note);
        Ok(())
    }
}

fn own() -> Refusal {
    Refusal::new(
        "ReadingAlertOwn",
        "Cette alerte parle de vos propres lectures : une autre personne déléguée à la protection des données l’examine.",
        "This alert is about your own readings: another data-protection officer looks into it.",
    )
}
