use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use jiff::civil::Date;
use relais_casework::{consent::LegalBasis, enquiry::Ground, store::case_by_ref};
use relais_kernel::{Id, Localised, Organisation, PublicRef, Timestamp};
use relais_mechanism::{CaseStep, Definition, Definitions, ReferralStep, role_codes};
use relais_platform::Failure;
use relais_trust::{
    Deed, PackageKind, Permit, Protected, Query, Sight, accounts,
    journal::{CaseAccesses, Line},
};

use crate::{
    packages::{PackageAccess, access, carries_contact},
    referral::Referral,
    room::{roles_for, ruling},
    sending::Lawful,
    store::referrals_of_case,
};

/// More than any case has; what is beyond is said, not dropped in silence.
const MOST: u64 = 500;
const RELEASED: &str = "PackageReleased";
const MOVED: &str = "OwnershipMoved";
const TOLD: &str = "EnquiryTold";
const READ: &str = "PackageRead";
const TOLD_READ: &str = "EnquiryRead";

/// Who received what about a person, for herself: every entry of the journal by which something of her case left the
/// organisation that has it (security requirement 25).
pub struct ReadDisclosures {
    pub definitions: Definitions,
    pub case: PublicRef,
}

/// What the page shows, newest first.
#[derive(Debug, Clone)]
pub struct DisclosureList {
    pub case: PublicRef,
    pub case_code: String,
    pub definition: Arc<Definition>,
    pub lines: Vec<Disclosure>,
    /// There are older ones.
    pub more: bool,
}

/// One time that something left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosure {
    pub at: Timestamp,
    pub to: Localised,
    pub what: Disclosed,
    pub why: Option<Why>,
    /// When somebody of the receiver first opened it.
    pub opened: Option<Timestamp>,
    /// The receiver can still open it.
    pub open: bool,
    pub referral: Option<PublicRef>,
}

/// What left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disclosed {
    /// What one needs to decide, without a name; in an emergency with the contact.
    Minimum { contact: bool },
    /// These categories of data.
    Categories(Vec<Localised>),
    /// The case itself went over to another organisation.
    WholeCase,
    /// What the person's organisation answered to a body behind the firewall, on a legal order or with her consent.
    InWriting { order: bool },
}

/// For what, and on what ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    pub purpose: Localised,
    /// A lawful exception; otherwise the person consented.
    pub exception: Option<LegalBasis>,
}

impl Query for ReadDisclosures {
    type View = DisclosureList;

    async fn look(&self, sight: &Sight<'_>) -> Result<DisclosureList, Failure> {
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let definition = self.definitions.current(sight.rows(), mechanism).await?;
        let row = case_by_ref(sight.rows(), self.case).await?;
        let permit = may_read(sight, &definition, &row.protected())?;
        let case = row.case.id;
        let left = CaseAccesses::of_acts(sight, &permit, case, &[RELEASED, MOVED, TOLD], MOST).await?;
        let read = CaseAccesses::of_acts(sight, &permit, case, &[READ, TOLD_READ], MOST).await?;
        let sent = referrals_of_case(sight.rows(), case).await?;
        let sent: HashMap<_, _> = sent
            .into_iter()
            .map(|row| (row.referral.id.uuid(), row.referral))
            .collect();
        let receivers: BTreeSet<Id<Organisation>> = left.lines.iter().filter_map(receiver).collect();
        let names = accounts::organisation_names(sight.rows(), &receivers).await?;
        let mut lines = Vec::new();
        for line in &left.lines {
            let Some(to) = receiver(line) else { continue };
            let referral = line.body.subject.as_ref().and_then(|(_, id)| sent.get(id));
            let name = names
                .get(&to)
                .cloned()
                .unwrap_or_else(|| Localised::new("—", "—"));
            let told = match referral {
                Some(referral) => {
                    self.of_referral(sight, (line, to, name), referral, &read.lines)
                        .await?
                }
                None if line.body.act == TOLD => answered(
                    line,
                    (to, name),
                    &read.lines,
                    definition.calendar.date_of(sight.now()),
                ),
                None => whole(line, name),
            };
            lines.push(told);
        }
        Ok(DisclosureList {
            case: row.case.public_ref,
            case_code: row.case.code.to_string(),
            definition,
            lines,
            more: left.more,
        })
    }
}

impl ReadDisclosures {
    async fn of_referral(
        &self,
        sight: &Sight<'_>,
        (line, to, name): (&Line, Id<Organisation>, Localised),
        referral: &Referral,
        read: &[Line],
    ) -> Result<Disclosure, Failure> {
        let definition = ruling(sight.rows(), &self.definitions, referral).await?;
        let kind = line.body.facts.get("package").map(String::as_str);
        let released = kind == Some(PackageKind::Release.code());
        let reach = access(referral, sight.now(), &definition.deadlines, &definition.calendar);
        let same = |other: &&Line| {
            other.body.subject == line.body.subject
                && other.body.organisation == Some(to.uuid())
                && other.body.facts.get("package").map(String::as_str) == kind
        };
        Ok(Disclosure {
            at: line.at,
            to: name,
            what: what(referral, &definition, released),
            why: why(referral, &definition),
            opened: read.iter().filter(same).map(|line| line.at).min(),
            open: match released {
                true => reach == PackageAccess::Release,
                false => reach != PackageAccess::None,
            },
            referral: Some(referral.public_ref),
        })
    }
}

/// Those who work on the case, approve it or refer for the organisation that has it, and those who see who read it.
fn may_read(sight: &Sight<'_>, definition: &Definition, case: &Protected) -> Result<Permit, Failure> {
    let mut roles = roles_for(definition, ReferralStep::Draft);
    for step in [CaseStep::EditIdentification, CaseStep::ApproveAssessment] {
        roles.extend(role_codes(definition.case.workflow.who_may(step)));
    }
    if sight.may(Deed::ReadCase, &roles, case) {
        return sight.permit(Deed::ReadCase, &roles, case);
    }
    let review = role_codes(definition.case.workflow.who_may(CaseStep::ReviewAccess));
    sight.permit(Deed::ReadAccesses, &review, case)
}

fn receiver(line: &Line) -> Option<Id<Organisation>> {
    line.body.facts.get("to")?.parse().ok().map(Id::from_uuid)
}

fn whole(line: &Line, to: Localised) -> Disclosure {
    Disclosure {
        at: line.at,
        to,
        what: Disclosed::WholeCase,
        why: None,
        opened: None,
        open: true,
        referral: None,
    }
}

/// What a body behind the firewall was told on its request (DP-15).
fn answered(
    line: &Line,
    (to, name): (Id<Organisation>, Localised),
    read: &[Line],
    today: Date,
) -> Disclosure {
    let fact = |name: &str| line.body.facts.get(name).map(String::as_str);
    let until: Option<Date> = fact("until").and_then(|day| day.parse().ok());
    let same =
        |other: &&Line| other.body.subject == line.body.subject && other.body.organisation == Some(to.uuid());
    Disclosure {
        at: line.at,
        to: name,
        what: Disclosed::InWriting {
            order: fact("ground") == Some(Ground::Order.code()),
        },
        why: None,
        opened: read
            .iter()
            .filter(same)
            .map(|line| line.at)
            .filter(|at| *at >= line.at)
            .min(),
        open: until.is_some_and(|until| today <= until),
        referral: None,
    }
}

fn what(referral: &Referral, definition: &Definition, released: bool) -> Disclosed {
    let Some(clearance) = referral.clearance.as_ref() else {
        return Disclosed::Minimum { contact: false };
    };
    if !released {
        return Disclosed::Minimum {
            contact: carries_contact(referral.priority, clearance),
        };
    }
    let known = definition.consent.categories.iter();
    let open = known.filter(|rule| clearance.categories().contains(&rule.code));
    Disclosed::Categories(open.map(|rule| rule.name.clone()).collect())
}

fn why(referral: &Referral, definition: &Definition) -> Option<Why> {
    let rule = definition
        .consent
        .purposes
        .iter()
        .find(|rule| rule.code == referral.purpose)?;
    Some(Why {
        purpose: rule.name.clone(),
        exception: match referral.clearance.as_ref()?.lawful() {
            Lawful::Consent { .. } => None,
            Lawful::Exception { basis, .. } => Some(*basis),
        },
    })
}
