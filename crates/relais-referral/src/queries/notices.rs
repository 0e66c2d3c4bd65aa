use std::collections::HashMap;

use relais_casework::room::{HolderWay, HolderWord, ToldHolder};
use relais_directory::store::service_of;
use relais_kernel::{Date, Id, Localised, Organisation, PublicRef, ShortCode, Timestamp};
use relais_mechanism::{CaseStep, Definition, Definitions, ReferralStep, Role, role_codes};
use relais_platform::Failure;
use relais_trust::{Actor, Deed, Protected, Query, RoleCode, Sight, accounts::organisation_names};
use sea_orm::ConnectionTrait;

use crate::{
    notice::{Confirmer, NoticeState, was_given},
    referral::AnswerVia,
    room::roles_for,
    store::{
        links,
        notices::{NoticeRow, Whose, notice_by_ref, notices_in},
        referrals_of_case,
    },
};

/// How many a list shows.
const MOST: u64 = 100;

/// One holder in a list: no code and no word of the case, which is no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeLine {
    pub public_ref: PublicRef,
    /// Who had the case, and told the holder.
    pub owner: Localised,
    pub told: ToldHolder,
}

/// The notices that concern the reader: their organisation as a holder, as the owner of what was erased, or all of the
/// mechanism for its protection officer.
pub struct ListNotices {
    pub definitions: Definitions,
}

/// The lists of one reader.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoticeLists {
    /// The reader's organisation has to confirm.
    pub to_confirm: Vec<NoticeLine>,
    /// Others have to; late ones first.
    pub awaited: Vec<NoticeLine>,
    pub confirmed: Vec<NoticeLine>,
}

impl NoticeLists {
    pub fn is_empty(&self) -> bool {
        self.to_confirm.is_empty() && self.awaited.is_empty() && self.confirmed.is_empty()
    }
}

impl Query for ListNotices {
    type View = NoticeLists;

    async fn look(&self, sight: &Sight<'_>) -> Result<NoticeLists, Failure> {
        let Some(reader) = Reader::of(sight, &self.definitions).await? else {
            return Ok(NoticeLists::default());
        };
        let mut lists = NoticeLists::default();
        if reader.holds {
            let mine = Whose::Holder(reader.organisation);
            lists.to_confirm = reader.lines(sight, mine, true).await?;
            lists.confirmed = reader.lines(sight, mine, false).await?;
        }
        if let Some(whose) = reader.follows {
            lists.awaited = reader.lines(sight, whose, true).await?;
            for line in reader.lines(sight, whose, false).await? {
                if !lists.confirmed.contains(&line) {
                    lists.confirmed.push(line);
                }
            }
        }
        Ok(lists)
    }
}

/// What waits for the reader: to be confirmed by their organisation, or late at another.
pub struct NoticeTasks {
    pub definitions: Definitions,
    pub size: u64,
}

/// The tasks, the first due before the others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoticeDuties {
    pub to_confirm: Vec<NoticeLine>,
    pub late: Vec<NoticeLine>,
}

impl NoticeDuties {
    pub fn is_empty(&self) -> bool {
        self.to_confirm.is_empty() && self.late.is_empty()
    }
}

impl Query for NoticeTasks {
    type View = NoticeDuties;

    async fn look(&self, sight: &Sight<'_>) -> Result<NoticeDuties, Failure> {
        let Some(mut reader) = Reader::of(sight, &self.definitions).await? else {
            return Ok(NoticeDuties::default());
        };
        reader.most = self.size;
        let mut duties = NoticeDuties::default();
        if reader.holds {
            let mine = Whose::Holder(reader.organisation);
            duties.to_confirm = reader.lines(sight, mine, true).await?;
        }
        if let Some(whose) = reader.follows {
            duties.late = reader.lines(sight, whose, true).await?;
            duties.late.retain(|line| line.told.late);
        }
        Ok(duties)
    }
}

/// One notice, for those whom it concerns.
pub struct ReadNotice {
    pub definitions: Definitions,
    pub notice: PublicRef,
}

/// Its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeView {
    pub line: NoticeLine,
    pub today: Date,
    /// The day on which the holder was told: no call was before.
    pub told_on: Date,
    pub may_confirm: bool,
    /// May write down what the holder said by telephone.
    pub may_note: bool,
    /// By what the holder finds what it has to erase; for who may confirm alone, and only until then.
    pub received: Vec<Received>,
}

/// One referral as its receiver knows it: the code of its message, the service, the day. The code follows from the link
/// that the holder was sent and stands nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    pub code: ShortCode,
    pub service: Localised,
    pub sent_at: Option<Timestamp>,
}

/// What a holder received by referrals of the case, as it calls them.
async fn received(sight: &Sight<'_>, row: &NoticeRow) -> Result<Vec<Received>, Failure> {
    let mut all = Vec::new();
    for held in referrals_of_case(sight.rows(), row.notice.case).await? {
        let r = &held.referral;
        if r.to_org != row.notice.holder || !was_given(r) {
            continue;
        }
        let sent = links::links_of(sight.rows(), r.id).await?;
        let Some(first) = sent.iter().rev().find(|held| !held.link.slip) else {
            continue;
        };
        all.push(Received {
            code: links::code(sight.trust(), first.link.id),
            service: service_of(sight.rows(), r.service).await?.service.name,
            sent_at: r.milestones.sent_at,
        });
    }
    Ok(all)
}

impl Query for ReadNotice {
    type View = NoticeView;

    async fn look(&self, sight: &Sight<'_>) -> Result<NoticeView, Failure> {
        let row = notice_by_ref(sight.rows(), self.notice).await?;
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let definition = self
            .definitions
            .current(sight.rows(), row.notice.mechanism)
            .await?;
        let protected = row.protected();
        let confirms = roles_for(&definition, ReferralStep::ConfirmRecall);
        let notes = roles_for(&definition, ReferralStep::Send);
        let may_confirm = sight.may(Deed::AnswerReferral, &confirms, &protected);
        let may_note = sight.may(Deed::ChangeSentReferral, &notes, &protected);
        let owner = sight.actor().organisation == Some(row.notice.owner);
        let reads = owner && sight.may(Deed::ReadReferral, &followers(&definition), &protected);
        if !(may_confirm || may_note || reads) {
            let officers = role_codes([Role::DATA_PROTECTION_OFFICER]);
            sight.permit(Deed::FollowRequests, &officers, &Protected::mechanism(mechanism))?;
            if mechanism != row.notice.mechanism {
                return Err(Failure::Missing);
            }
        }
        let awaited = row.notice.is_awaited();
        let received = match awaited && may_confirm {
            true => received(sight, &row).await?,
            false => Vec::new(),
        };
        Ok(NoticeView {
            received,
            today: definition.calendar.date_of(sight.now()),
            told_on: definition.calendar.date_of(row.notice.told_at),
            may_confirm: awaited && may_confirm,
            may_note: awaited && may_note,
            line: lines(sight.rows(), &definition, vec![row], sight.now())
                .await?
                .pop()
                .ok_or(Failure::Missing)?,
        })
    }
}

/// Who of the owner follows what became of an erasure: those who record and answer requests, and those who send.
fn followers(definition: &Definition) -> Vec<RoleCode> {
    let mut all = roles_for(definition, ReferralStep::Send);
    for step in [CaseStep::RecordRequest, CaseStep::DecideRequest] {
        all.extend(role_codes(definition.case.workflow.who_may(step)));
    }
    all
}

/// What the reader has to do with notices.
struct Reader {
    mechanism: Id<relais_kernel::Mechanism>,
    organisation: Id<Organisation>,
    definition: std::sync::Arc<Definition>,
    holds: bool,
    follows: Option<Whose>,
    most: u64,
}

impl Reader {
    /// Nobody behind the firewall: they confirm by the link of the message.
    async fn of(sight: &Sight<'_>, definitions: &Definitions) -> Result<Option<Self>, Failure> {
        let actor: &Actor = sight.actor();
        let (Some(mechanism), Some(organisation), false) =
            (actor.mechanism, actor.organisation, actor.firewall)
        else {
            return Ok(None);
        };
        let definition = definitions.current(sight.rows(), mechanism).await?;
        let follows = if actor.has(&Role::DATA_PROTECTION_OFFICER.to_string()) {
            Some(Whose::Everybody)
        } else {
            let follows = actor.has_any(&followers(&definition));
            follows.then_some(Whose::Owner(organisation))
        };
        Ok(Some(Self {
            mechanism,
            organisation,
            holds: actor.has_any(&roles_for(&definition, ReferralStep::ConfirmRecall)),
            follows,
            definition,
            most: MOST,
        }))
    }

    async fn lines(
        &self,
        sight: &Sight<'_>,
        whose: Whose,
        awaited: bool,
    ) -> Result<Vec<NoticeLine>, Failure> {
        let found = notices_in(sight.rows(), (self.mechanism, whose), awaited, self.most).await?;
        lines(sight.rows(), &self.definition, found, sight.now()).await
    }
}

/// Notices with the names of who is concerned.
pub(crate) async fn lines<C: ConnectionTrait>(
    rows: &C,
    definition: &Definition,
    found: Vec<NoticeRow>,
    now: Timestamp,
) -> Result<Vec<NoticeLine>, Failure> {
    let sides = found.iter().flat_map(|row| [row.notice.owner, row.notice.holder]);
    let names = organisation_names(rows, &sides.collect()).await?;
    let line = |row: NoticeRow| NoticeLine {
        public_ref: row.public_ref,
        owner: named(&names, row.notice.owner),
        told: told(&row, &names, definition, now),
    };
    Ok(found.into_iter().map(line).collect())
}

fn named(names: &HashMap<Id<Organisation>, Localised>, of: Id<Organisation>) -> Localised {
    let name = names.get(&of).cloned();
    name.unwrap_or_else(|| Localised::new("—", "—"))
}

fn told(
    row: &NoticeRow,
    names: &HashMap<Id<Organisation>, Localised>,
    definition: &Definition,
    now: Timestamp,
) -> ToldHolder {
    let role = |role: Role| {
        let rule = definition.roles.0.get(&role);
        rule.map_or_else(
            || Localised::new(role.to_string(), role.to_string()),
            |rule| rule.name.clone(),
        )
    };
    let notice = &row.notice;
    let word = match &notice.state {
        NoticeState::Awaited => None,
        NoticeState::Confirmed { at, by } => Some(HolderWord {
            at: *at,
            way: match by {
                Confirmer::Member { role: by, .. } => HolderWay::Member { role: role(*by) },
                Confirmer::Partner { via, .. } => match via {
                    AnswerVia::Link => HolderWay::Link,
                    AnswerVia::Sms => HolderWay::Sms,
                    AnswerVia::Slip => HolderWay::Slip,
                },
                Confirmer::Telephone { role: by, on, .. } => HolderWay::Telephone {
                    on: *on,
                    role: role(*by),
                    organisation: named(names, notice.owner),
                },
            },
        }),
    };
    ToldHolder {
        href: format!("/effacements/{}", row.public_ref),
        holder: named(names, notice.holder),
        told_at: notice.told_at,
        due: notice.due,
        late: notice.is_late(now),
        word,
    }
}
