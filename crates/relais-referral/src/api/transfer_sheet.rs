use axum::{
    Json,
    extract::{Path, State},
};
use relais_kernel::Localised;
use relais_shell::{SignedIn, Trouble};
use serde::Serialize;
use utoipa::ToSchema;

use super::reference;
use crate::{
    queries::{
        AlongLine, PendingTransfers, TransferLine, TransferMinimum, TransferPage, TransferRights,
        TransferView,
    },
    room::Referrals,
    store::transfers::{CaseSummary, TransferWords},
    transfer::TransferState,
};

/// A transfer, as far as this reader may see it now.
#[derive(Serialize, ToSchema)]
pub struct TransferSheet {
    pub id: String,
    pub case_code: String,
    /// The id of the case, for its owner.
    pub case: Option<String>,
    /// `requested`, `accepted`, `rejected`, `revoked` or `expired`.
    pub state: String,
    /// For which side the reader acts: `sender` or `receiver`.
    pub side: String,
    #[schema(value_type = Object)]
    pub from: Localised,
    #[schema(value_type = Object)]
    pub to: Localised,
    /// Until when an answer is awaited.
    pub due_at: Option<String>,
    pub ended_at: Option<String>,
    /// Why it was rejected, by its code.
    pub rejected_for: Option<String>,
    pub words: Option<TransferSaid>,
    /// What is needed to decide, for the organisation that was asked.
    pub person: Option<TransferPerson>,
    /// The referrals that go along while an answer is awaited.
    pub along: Vec<ReferralAlong>,
    /// What the former owner keeps for some time.
    pub summary: Option<SummaryKept>,
    /// What can be done now: `acceptance`, `rejection`, `revocation`.
    pub may: Vec<&'static str>,
    /// Who may become the case manager.
    pub managers: Vec<ManagerBrief>,
}

/// What each side wrote for the other.
#[derive(Serialize, ToSchema)]
pub struct TransferSaid {
    pub reason: String,
    pub summary: String,
    pub handover: String,
    pub rejection: String,
}

/// What is needed to decide, and nothing that says who the person is.
#[derive(Serialize, ToSchema)]
pub struct TransferPerson {
    pub age_band: Option<String>,
    pub sex: Option<String>,
    /// P-code of the region, never nearer.
    pub region: String,
    /// The open needs, or what stands in clear for them when they are reserved.
    pub needs: Vec<String>,
}

/// A referral that goes along with a case.
#[derive(Serialize, ToSchema)]
pub struct ReferralAlong {
    /// The need, or what stands in clear for it when it is reserved.
    pub need: String,
    #[schema(value_type = Object)]
    pub to: Localised,
    pub state: String,
}

/// The case as it stood on acceptance: codes and states.
#[derive(Serialize, ToSchema)]
pub struct SummaryKept {
    pub needs: Vec<KeptLine>,
    pub referrals: Vec<KeptLine>,
}

/// A need with its status, or with the state of its referral.
#[derive(Serialize, ToSchema)]
pub struct KeptLine {
    pub need: String,
    pub state: String,
}

/// Somebody of the organisation that was asked.
#[derive(Serialize, ToSchema)]
pub struct ManagerBrief {
    pub id: String,
    pub name: String,
}

/// A transfer in a list: a code, never a name.
#[derive(Serialize, ToSchema)]
pub struct TransferBrief {
    pub id: String,
    pub case_code: String,
    /// The organisation on the other side.
    #[schema(value_type = Object)]
    pub other: Localised,
    pub state: String,
    pub due_at: Option<String>,
}

/// The transfers that concern the reader.
#[derive(Serialize, ToSchema)]
pub struct TransfersListed {
    /// Asked of the own organisation, which has to answer.
    pub to_answer: Vec<TransferBrief>,
    /// Asked by the own organisation.
    pub asked: Vec<TransferBrief>,
    /// Both ways, answered or taken back.
    pub ended: Vec<TransferBrief>,
}

impl From<TransferWords> for TransferSaid {
    fn from(words: TransferWords) -> Self {
        Self {
            reason: words.reason,
            summary: words.summary,
            handover: words.handover,
            rejection: words.rejection,
        }
    }
}

impl From<TransferMinimum> for TransferPerson {
    fn from(minimum: TransferMinimum) -> Self {
        Self {
            age_band: minimum.facts.age_band.map(|band| band.code().to_owned()),
            sex: minimum.facts.sex.given().map(|sex| sex.code().to_owned()),
            region: minimum.facts.region.as_str().to_owned(),
            needs: minimum.needs.into_iter().map(|(need, _)| need).collect(),
        }
    }
}

impl From<AlongLine> for ReferralAlong {
    fn from(line: AlongLine) -> Self {
        Self {
            need: line.need,
            to: line.to,
            state: line.state.code().to_owned(),
        }
    }
}

impl From<CaseSummary> for SummaryKept {
    fn from(kept: CaseSummary) -> Self {
        let needs = kept.needs.into_iter();
        let referrals = kept.referrals.into_iter();
        Self {
            needs: needs.map(|(need, state)| KeptLine { need, state }).collect(),
            referrals: referrals
                .map(|(need, _, state)| KeptLine {
                    need,
                    state: state.code().to_owned(),
                })
                .collect(),
        }
    }
}

impl From<TransferLine> for TransferBrief {
    fn from(line: TransferLine) -> Self {
        Self {
            id: line.public_ref.to_string(),
            case_code: line.case_code,
            other: line.other,
            state: line.state.code().to_owned(),
            due_at: line.due.map(|at| at.to_string()),
        }
    }
}

fn may(rights: &TransferRights) -> Vec<&'static str> {
    let all = [
        ("acceptance", rights.accept),
        ("rejection", rights.reject),
        ("revocation", rights.revoke),
    ];
    all.into_iter()
        .filter_map(|(step, open)| open.then_some(step))
        .collect()
}

impl From<TransferView> for TransferSheet {
    fn from(view: TransferView) -> Self {
        let transfer = &view.row.transfer;
        Self {
            id: transfer.public_ref.to_string(),
            case_code: view.row.about.case_code.clone(),
            case: view.may.case.map(|case| case.to_string()),
            state: transfer.state.kind().code().to_owned(),
            side: view.side.code().to_owned(),
            due_at: transfer.state.due().map(|at| at.to_string()),
            ended_at: transfer.state.ended().map(|at| at.to_string()),
            rejected_for: match transfer.state {
                TransferState::Rejected { reason, .. } => Some(reason.code().to_owned()),
                _ => None,
            },
            may: may(&view.may),
            managers: view
                .may
                .managers
                .into_iter()
                .map(|(id, name)| ManagerBrief {
                    id: id.to_string(),
                    name,
                })
                .collect(),
            from: view.from,
            to: view.to,
            words: view.words.map(Into::into),
            person: view.minimum.map(Into::into),
            along: view.along.into_iter().map(Into::into).collect(),
            summary: view.summary.map(Into::into),
        }
    }
}

/// The transfers that concern the reader, the most pressing to answer first.
#[utoipa::path(get, path = "/api/v1/transfers", tag = "transfers", responses((status = 200, body = TransfersListed)))]
pub(super) async fn list(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
) -> Result<Json<TransfersListed>, Trouble> {
    let query = PendingTransfers {
        definitions: room.definitions.clone(),
    };
    let lists = room.house.look(&actor, &query).await?;
    let briefs = |lines: Vec<TransferLine>| lines.into_iter().map(Into::into).collect();
    Ok(Json(TransfersListed {
        to_answer: briefs(lists.to_answer),
        asked: briefs(lists.asked),
        ended: briefs(lists.ended),
    }))
}

/// A transfer, for the organisation that asks and the one that is asked.
#[utoipa::path(get, path = "/api/v1/transfers/{transfer}", tag = "transfers", params(("transfer" = String, Path)),
    responses((status = 200, body = TransferSheet)))]
pub(super) async fn show(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(transfer): Path<String>,
) -> Result<Json<TransferSheet>, Trouble> {
    let query = TransferPage {
        definitions: room.definitions.clone(),
        transfer: reference(&transfer)?,
    };
    Ok(Json(room.house.look(&actor, &query).await?.into()))
}
