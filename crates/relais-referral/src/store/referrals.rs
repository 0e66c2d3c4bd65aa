use relais_kernel::{Id, PublicRef, Timestamp};
use relais_mechanism::{Definition, ReferralStep, role_codes};
use relais_platform::{Corrupt, Failure, replace, stamp};
use relais_trust::{Protected, Scene, SharedWords};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::tables::referral as row;
use crate::{
    clocks::{deadline, next_due, whose_turn},
    packages::{PackageAccess, access},
    referral::{Decision, Note, Referral, Rules, StateKind},
};

/// A referral with what its row adds: the version to change it from, and the clear words of its case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralRow {
    pub referral: Referral,
    pub version: i64,
    /// The code of the case: what both sides call the person.
    pub case_code: String,
    /// The need as it may stand in clear.
    pub need_shown: String,
    pub region: Option<String>,
}

impl ReferralRow {
    /// What the guard has to know.
    pub fn protected(&self, definition: &Definition, now: Timestamp) -> Protected {
        let r = &self.referral;
        let reach = match access(r, now, &definition.deadlines, &definition.calendar) {
            PackageAccess::None => "none",
            PackageAccess::Decision => "decision",
            PackageAccess::Release => "release",
        };
        // What expired is the coordinator's to reroute, even when no rung of the ladder was reached before.
        let coordinated = r.escalation.is_some() || r.kind() == StateKind::Expired;
        let followers =
            coordinated.then(|| role_codes(definition.referral.workflow.who_may(ReferralStep::Reroute)));
        Protected::referral(r.id, r.from_org, r.to_org, reach)
            .within(r.mechanism)
            .followed_by(followers.unwrap_or_default())
    }

    /// The need did not get this service: another one can be looked for (domain §2.2).
    pub fn came_to_nothing(&self) -> bool {
        use crate::referral::{Closing, OutcomeKind::Not, ReferralState as State};
        matches!(
            self.referral.state,
            State::Declined { .. }
                | State::Expired { .. }
                | State::NotProvided { .. }
                | State::FeedbackGiven { outcome: Not, .. }
                | State::Closed {
                    how: Closing::Answered { outcome: Not, .. } | Closing::NeedUnmet,
                    ..
                }
        )
    }

    pub(crate) const fn words(&self) -> SharedWords {
        SharedWords {
            table: "referral",
            record: self.referral.id.uuid(),
            case: Some(self.referral.case),
        }
    }
}

pub(crate) fn read(row: &row::Model) -> Result<ReferralRow, Failure> {
    let referral = serde_json::from_str(&row.body).map_err(|_| Corrupt::at("referral", "body", row.id))?;
    Ok(ReferralRow {
        referral,
        version: row.version,
        case_code: row.case_code.clone(),
        need_shown: row.need_shown.clone(),
        region: row.region.clone(),
    })
}

/// # Errors
/// [`Failure::Missing`] when there is no such referral.
pub async fn referral_by_ref<C: ConnectionTrait>(
    rows: &C,
    public_ref: PublicRef,
) -> Result<ReferralRow, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::PublicRef.eq(public_ref.uuid()))
        .one(rows)
        .await?;
    read(&found.ok_or(Failure::Missing)?)
}

/// # Errors
/// [`Failure::Missing`] when there is no such referral.
pub async fn referral_of<C: ConnectionTrait>(
    rows: &C,
    id: Id<relais_kernel::Referral>,
) -> Result<ReferralRow, Failure> {
    read(
        &row::Entity::find_by_id(id.uuid())
            .one(rows)
            .await?
            .ok_or(Failure::Missing)?,
    )
}

/// The referrals of a case, newest first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn referrals_of_case<C: ConnectionTrait>(
    rows: &C,
    case: Id<relais_kernel::Case>,
) -> Result<Vec<ReferralRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .order_by_desc(row::Column::Id)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// What was sent to this organisation and is under way there.
pub(crate) async fn referrals_under_way_at<C: ConnectionTrait>(
    rows: &C,
    receiver: Id<relais_kernel::Organisation>,
) -> Result<Vec<ReferralRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::ToOrg.eq(receiver.uuid()))
        .filter(row::Column::IsOpen.eq(true))
        .order_by_asc(row::Column::Id)
        .all(rows)
        .await?;
    let all: Vec<ReferralRow> = found.iter().map(read).collect::<Result<_, _>>()?;
    Ok(all
        .into_iter()
        .filter(|row| row.referral.kind().is_underway())
        .collect())
}

/// How many referrals of a case are under way.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn open_referrals_of<C: ConnectionTrait>(
    rows: &C,
    case: Id<relais_kernel::Case>,
) -> Result<usize, Failure> {
    let count = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .filter(row::Column::IsOpen.eq(true))
        .filter(row::Column::SentAt.is_not_null())
        .count(rows)
        .await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// Referrals with a clock that is due, oldest first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn due_referrals<C: ConnectionTrait>(
    rows: &C,
    now: Timestamp,
    limit: u64,
) -> Result<Vec<Id<relais_kernel::Referral>>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::NextDue.lte(stamp::to_column(now)))
        .order_by_asc(row::Column::NextDue)
        .limit(limit)
        .all(rows)
        .await?;
    Ok(found.into_iter().map(|row| Id::from_uuid(row.id)).collect())
}

/// The sent referrals of a case whose clearance rests on a consent (DP-07).
///
/// # Errors
/// [`Failure`] of the store.
pub async fn resting_on<C: ConnectionTrait>(
    rows: &C,
    case: Id<relais_kernel::Case>,
    consent: Id<relais_kernel::Consent>,
) -> Result<Vec<ReferralRow>, Failure> {
    let all = referrals_of_case(rows, case).await?;
    let rests = |r: &ReferralRow| r.referral.clearance.as_ref().is_some_and(|c| c.rests_on(consent));
    Ok(all.into_iter().filter(rests).collect())
}

/// Puts a new referral into the book.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn add_referral(scene: &Scene<'_>, new: &ReferralRow, rules: &Rules<'_>) -> Result<(), Failure> {
    row::Entity::insert(model(new, rules, 1)?)
        .exec_without_returning(scene.rows())
        .await?;
    Ok(())
}

/// Saves a changed referral over the version it was made from. Its words are sealed, a copy for each side.
///
/// # Errors
/// [`Failure::Stale`] when somebody else changed it meanwhile.
pub async fn save_referral(
    scene: &Scene<'_>,
    changed: &ReferralRow,
    rules: &Rules<'_>,
) -> Result<(), Failure> {
    let mut bare = changed.clone();
    let notes: Vec<Note> = std::mem::take(&mut bare.referral.notes);
    let place = changed.words();
    if !notes.is_empty() {
        let text = serde_json::to_string(&notes).map_err(|e| Failure::Fault(e.to_string()))?;
        let sides = [changed.referral.from_org, changed.referral.to_org];
        scene.share_words(place, &sides, &text).await?;
    }
    let model = model(&bare, rules, changed.version + 1)?;
    replace(
        scene.rows(),
        (row::Column::Id, changed.referral.id.uuid()),
        (row::Column::Version, changed.version),
        model,
    )
    .await
}

fn model(of: &ReferralRow, rules: &Rules<'_>, version: i64) -> Result<row::ActiveModel, Failure> {
    let (r, m) = (&of.referral, &of.referral.milestones);
    let (decision, reason) = match m.decision {
        Some(Decision::Accepted) => (Some("accepted"), None),
        Some(Decision::Declined(reason)) => (Some("declined"), Some(reason.code())),
        None => (None, None),
    };
    let at = |moment: Option<Timestamp>| Set(moment.map(stamp::to_column));
    Ok(row::ActiveModel {
        id: Set(r.id.uuid()),
        public_ref: Set(r.public_ref.uuid()),
        mechanism_id: Set(r.mechanism.uuid()),
        case_id: Set(r.case.uuid()),
        need_id: Set(r.need.uuid()),
        service_id: Set(r.service.uuid()),
        from_org: Set(r.from_org.uuid()),
        to_org: Set(r.to_org.uuid()),
        region: Set(of.region.clone()),
        case_code: Set(of.case_code.clone()),
        need_shown: Set(of.need_shown.clone()),
        priority: Set(r.priority.letter().to_owned()),
        state: Set(r.kind().code().to_owned()),
        is_open: Set(r.kind().is_open()),
        turn: Set(whose_turn(r).code().to_owned()),
        escalation: Set(r.escalation.map(|e| format!("{:?}", e.level))),
        sent_at: at(m.sent_at),
        acknowledged_at: at(m.acknowledged_at),
        acknowledge_due: at(m.acknowledge_due),
        decided_at: at(m.decided_at),
        decision: Set(decision.map(str::to_owned)),
        decline_reason: Set(reason.map(str::to_owned)),
        contacted_at: at(m.first_contact_at),
        feedback_at: at(m.feedback_at),
        next_due: at(next_due(r, rules)),
        deadline_at: at(deadline(r, rules).map(|d| d.due)),
        expired: Set(m.expired_at.is_some()),
        removed: Set(m.removed_at.is_some()),
        version: Set(version),
        body: Set(serde_json::to_string(r).map_err(|e| Failure::Fault(e.to_string()))?),
    })
}
