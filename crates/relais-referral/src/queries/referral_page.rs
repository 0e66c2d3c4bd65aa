use std::sync::Arc;

use relais_directory::store::service_of;
use relais_kernel::Localised;
use relais_kernel::PublicRef;
use relais_mechanism::{Definition, Definitions, ReferralStep, Role, role_codes};
use relais_platform::{Corrupt, Failure};
use relais_trust::{Deed, Note as JournalNote, PackageKind, Query, Sight, accounts};
use sea_orm::ConnectionTrait;

use super::{
    outside::identity_may_leave,
    shelter::{Shelter, shelter},
};
use crate::{
    clocks::{Deadline, deadline},
    packages::{DecisionPackage, ReleasePackage},
    referral::{Note, Rules, Side, StateKind, Verb},
    room::{roles_following, roles_for, ruling},
    store::{ReferralRow, referral_by_ref, referrals_of_case},
};

/// The page of a referral, for its sender, its receiver, or the coordinator once it was escalated.
pub struct ReferralPage {
    pub definitions: Definitions,
    pub referral: PublicRef,
}

/// What of the packages this reader may see now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackageView {
    Nothing,
    Decision(Box<DecisionPackage>),
    Release(Box<ReleasePackage>),
}

/// What this reader may do now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rights {
    pub side: Side,
    pub verbs: Vec<Verb>,
    pub send: bool,
    /// What the receiver may have said by telephone.
    pub told: Vec<Verb>,
    /// Another service can be looked for.
    pub redirect: bool,
    /// A slip can be printed: it is under way, and the reader may send.
    pub slip: bool,
    /// The partner could see who the person is: the PIN for it can be told.
    pub pin: bool,
    /// The reader's own case: a link to it makes sense.
    pub case: Option<PublicRef>,
}

/// Another referral of the same need that this one follows, or that follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedReferral {
    pub public_ref: PublicRef,
    pub to: Localised,
    pub state: StateKind,
}

/// The page.
#[derive(Debug, Clone)]
pub struct ReferralView {
    pub row: ReferralRow,
    pub definition: Arc<Definition>,
    pub from: Localised,
    pub to: Localised,
    pub service: Localised,
    /// Where a hidden service is, once it has accepted.
    pub shelter: Option<Shelter>,
    pub need: Localised,
    pub deadline: Option<Deadline>,
    pub package: PackageView,
    pub notes: Vec<Note>,
    /// For the sender alone: a receiver does not learn who was asked before, nor who after.
    pub follows: Option<LinkedReferral>,
    pub followed_by: Vec<LinkedReferral>,
    pub rights: Rights,
}

impl Query for ReferralPage {
    type View = ReferralView;

    async fn look(&self, sight: &Sight<'_>) -> Result<ReferralView, Failure> {
        let row = referral_by_ref(sight.rows(), self.referral).await?;
        let definition = ruling(sight.rows(), &self.definitions, &row.referral).await?;
        let side = self.side(sight, &row, &definition)?;
        let rules = Rules::from(&*definition);
        let package = self.package(sight, &row, side, &definition).await?;
        let notes = match side {
            Side::Coordinator => Vec::new(),
            _ => words(sight, &row).await?,
        };
        let shelter = shelter(sight, &row, side).await?;
        let read = JournalNote::new("ReferralRead")
            .on("referral", row.referral.id.uuid())
            .case(row.referral.case);
        sight.note(match &shelter {
            Some(_) => read.fact("whereabouts", "shown"),
            None => read,
        });
        let names = accounts::organisations(sight.rows()).await?;
        let name = |id| {
            names
                .iter()
                .find(|o| o.id == id)
                .map_or_else(|| Localised::new("—", "—"), |o| o.name.clone())
        };
        let need = definition.item("need", &row.need_shown);
        let around = match side {
            Side::Sender => referrals_of_case(sight.rows(), row.referral.case).await?,
            _ => Vec::new(),
        };
        let linked = |other: &ReferralRow| LinkedReferral {
            public_ref: other.referral.public_ref,
            to: name(other.referral.to_org),
            state: other.referral.kind(),
        };
        let follows = around
            .iter()
            .find(|o| Some(o.referral.id) == row.referral.redirected_from);
        let followed_by = around
            .iter()
            .filter(|o| o.referral.redirected_from == Some(row.referral.id));
        Ok(ReferralView {
            from: name(row.referral.from_org),
            to: name(row.referral.to_org),
            service: service_name(sight.rows(), &row).await?,
            shelter,
            need: need.map_or_else(
                |_| Localised::new(&row.need_shown, &row.need_shown),
                |item| item.label.clone(),
            ),
            deadline: deadline(&row.referral, &rules),
            rights: self.rights(sight, &row, side, &definition).await?,
            package,
            notes,
            follows: follows.map(linked),
            followed_by: followed_by.map(linked).collect(),
            row,
            definition,
        })
    }
}

impl ReferralPage {
    /// For whom the reader acts; nobody else learns that the referral exists.
    fn side(&self, sight: &Sight<'_>, row: &ReferralRow, definition: &Definition) -> Result<Side, Failure> {
        let protected = row.protected(definition, sight.now());
        let actor = sight.actor();
        let sender = role_codes([Role::CASE_MANAGER, Role::SUPERVISOR, Role::SENDING_FOCAL_POINT]);
        let receiver = role_codes([
            Role::RECEIVING_FOCAL_POINT,
            Role::SERVICE_WORKER,
            Role::SUPERVISOR,
        ]);
        let coordinator = roles_for(definition, ReferralStep::Reroute);
        if actor.organisation == Some(row.referral.from_org)
            && sight.may(Deed::ReadReferral, &sender, &protected)
        {
            Ok(Side::Sender)
        } else if row.referral.milestones.sent_at.is_some()
            && actor.organisation == Some(row.referral.to_org)
            && sight.may(Deed::ReadReferral, &receiver, &protected)
        {
            Ok(Side::Receiver)
        } else if sight.may(Deed::FollowReferral, &coordinator, &protected) {
            Ok(Side::Coordinator)
        } else {
            Err(Failure::Missing)
        }
    }

    async fn package(
        &self,
        sight: &Sight<'_>,
        row: &ReferralRow,
        side: Side,
        definition: &Definition,
    ) -> Result<PackageView, Failure> {
        if side != Side::Receiver {
            return Ok(PackageView::Nothing);
        }
        let protected = row.protected(definition, sight.now());
        let readers = role_codes([
            Role::RECEIVING_FOCAL_POINT,
            Role::SERVICE_WORKER,
            Role::SUPERVISOR,
        ]);
        let id = row.referral.id;
        let unreadable = || Corrupt::at("package", "content", id);
        if let Ok(permit) = sight.permit(Deed::ReadReleasePackage, &readers, &protected) {
            let opened = sight.open_package(&permit, id, PackageKind::Release).await?;
            let content = serde_json::from_value(opened.content).map_err(|_| unreadable())?;
            return Ok(PackageView::Release(Box::new(content)));
        }
        if let Ok(permit) = sight.permit(Deed::ReadDecisionPackage, &readers, &protected) {
            let opened = sight.open_package(&permit, id, PackageKind::Decision).await?;
            let content = serde_json::from_value(opened.content).map_err(|_| unreadable())?;
            return Ok(PackageView::Decision(Box::new(content)));
        }
        Ok(PackageView::Nothing)
    }

    async fn rights(
        &self,
        sight: &Sight<'_>,
        row: &ReferralRow,
        side: Side,
        definition: &Definition,
    ) -> Result<Rights, Failure> {
        let protected = row.protected(definition, sight.now());
        let deed = match side {
            Side::Sender => Deed::ChangeSentReferral,
            Side::Receiver => Deed::AnswerReferral,
            Side::Coordinator | Side::Clockwork => Deed::FollowReferral,
        };
        let roles = match side {
            Side::Coordinator => roles_following,
            _ => roles_for,
        };
        let may = |verb: Verb| sight.may(deed, &roles(definition, verb.step()), &protected);
        let here = row.referral.kind().code();
        let possible = |verb: Verb| {
            let rule = definition.referral.workflow.steps.get(&verb.step());
            rule.is_some_and(|rule| rule.from.is_empty() || rule.from.iter().any(|from| from == here))
        };
        let verbs = Verb::ALL
            .iter()
            .copied()
            .filter(|verb| verb.sides().contains(&side) && !matches!(verb, Verb::Send | Verb::Redirect))
            // What was said in writing needs no confirmation.
            .filter(|verb| *verb != Verb::ConfirmInWriting || row.referral.unwritten_since().is_some())
            .filter(|verb| possible(*verb) && may(*verb))
            .collect();
        let underway = row.referral.kind().is_underway();
        let writes = side == Side::Sender && underway && may(Verb::Send);
        let told = Verb::ALL
            .iter()
            .copied()
            .filter(|verb| writes && verb.sides() == [Side::Receiver] && possible(*verb))
            .collect();
        let send = side == Side::Sender && row.referral.milestones.sent_at.is_none() && may(Verb::Send);
        let slip = writes;
        let service = service_of(sight.rows(), row.referral.service).await?.service;
        let pin = slip && identity_may_leave(sight.rows(), sight.now(), row, &service, definition).await?;
        let case = match side {
            Side::Sender => Some(
                relais_casework::store::case_of(sight.rows(), row.referral.case)
                    .await?
                    .case
                    .public_ref,
            ),
            _ => None,
        };
        Ok(Rights {
            side,
            redirect: row.came_to_nothing()
                && matches!(side, Side::Sender | Side::Coordinator)
                && may(Verb::Redirect),
            verbs,
            told,
            send,
            slip,
            pin,
            case,
        })
    }
}

async fn words(sight: &Sight<'_>, row: &ReferralRow) -> Result<Vec<Note>, Failure> {
    let held = sight.shared_words(row.words()).await?;
    held.map_or_else(
        || Ok(Vec::new()),
        |text| {
            serde_json::from_str(&text)
                .map_err(|_| Corrupt::at("sealed_copy", "value", row.referral.id).into())
        },
    )
}

async fn service_name<C: ConnectionTrait>(rows: &C, row: &ReferralRow) -> Result<Localised, Failure> {
    Ok(service_of(rows, row.referral.service).await?.service.name)
}
