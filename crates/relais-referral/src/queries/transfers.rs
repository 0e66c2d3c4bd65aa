use relais_kernel::{Id, Localised, Organisation, PublicRef, Timestamp};
use relais_mechanism::{Definitions, TransferStep};
use relais_platform::Failure;
use relais_trust::{Query, Sight, accounts};

use crate::{
    actions::transfer::roles_for,
    store::transfers::{TransferRow, transfers_with},
    transfer::TransferKind,
};

/// The transfers that concern the reader: those asked of their organisation, which await an answer, and those it
/// asked for.
pub struct PendingTransfers {
    pub definitions: Definitions,
}

/// One transfer in a list: the code of the case, never a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferLine {
    pub public_ref: PublicRef,
    pub case_code: String,
    /// The organisation on the other side.
    pub other: Localised,
    pub state: TransferKind,
    /// Until when an answer is awaited; `None` when it was given.
    pub due: Option<Timestamp>,
}

/// The lists of one reader.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TransferLists {
    pub to_answer: Vec<TransferLine>,
    pub asked: Vec<TransferLine>,
    /// Both ways, answered or taken back.
    pub ended: Vec<TransferLine>,
}

impl TransferLists {
    pub fn is_empty(&self) -> bool {
        self.to_answer.is_empty() && self.asked.is_empty() && self.ended.is_empty()
    }
}

/// How many transfers are looked through.
const PAGE: u64 = 60;

impl Query for PendingTransfers {
    type View = TransferLists;

    async fn look(&self, sight: &Sight<'_>) -> Result<TransferLists, Failure> {
        let actor = sight.actor();
        let organisation = actor.organisation.ok_or(Failure::Missing)?;
        let mut lists = TransferLists::default();
        if actor.firewall {
            return Ok(lists);
        }
        let mechanism = actor.mechanism.ok_or(Failure::Missing)?;
        let definition = self.definitions.current(sight.rows(), mechanism).await?;
        let answers = actor.has_any(&roles_for(&definition, TransferStep::Accept));
        let asks = actor.has_any(&roles_for(&definition, TransferStep::Request));
        let names = accounts::organisations(sight.rows()).await?;
        for row in transfers_with(sight.rows(), organisation, PAGE).await? {
            let incoming = row.transfer.to_org == organisation;
            let line = line(&row, organisation, &names);
            match (incoming, row.transfer.state.kind()) {
                (true, TransferKind::Requested) if answers => lists.to_answer.push(line),
                (false, TransferKind::Requested) if asks => lists.asked.push(line),
                (_, TransferKind::Requested | TransferKind::Draft) => {}
                _ if answers || asks => lists.ended.push(line),
                _ => {}
            }
        }
        lists.to_answer.sort_by_key(|line| line.due);
        Ok(lists)
    }
}

fn line(row: &TransferRow, reader: Id<Organisation>, names: &[accounts::OrganisationFace]) -> TransferLine {
    let t = &row.transfer;
    let other = if t.to_org == reader { t.from_org } else { t.to_org };
    let name = names.iter().find(|o| o.id == other);
    TransferLine {
        public_ref: t.public_ref,
        case_code: row.about.case_code.clone(),
        other: name.map_or_else(|| Localised::new("—", "—"), |o| o.name.clone()),
        state: t.state.kind(),
        due: t.state.due(),
    }
}
