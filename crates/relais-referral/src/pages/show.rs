use askama::Template;
use axum::extract::{Path, State};
use relais_casework::store::case_by_ref;
use relais_kernel::{Localised, PublicRef, Timestamp};
use relais_mechanism::{ReferralStep, Step};
use relais_shell::{Answer, Frame, SignedIn, Tone, Trouble, page};
use relais_trust::{Deed, accounts};

use super::choose::reference;
use crate::{
    packages::{FieldSet, Minimum},
    queries::{LinkedReferral, PackageView, ReferralPage, ReferralView},
    referral::{Decision, Note, ReferralState, StateKind, Told, Verb},
    room::{Referrals, roles_for},
    store::{ReferralRow, referrals_of_case},
};

#[derive(Template)]
#[template(path = "referral/show.html")]
struct ShowPage {
    frame: Frame,
    view: ReferralView,
}

pub(crate) fn tone(kind: StateKind) -> Tone {
    match kind {
        StateKind::Draft | StateKind::Ready | StateKind::Cancelled | StateKind::Withdrawn => Tone::Quiet,
        StateKind::Sent | StateKind::Acknowledged | StateKind::InfoRequested | StateKind::Waitlisted => {
            Tone::Wait
        }
        StateKind::Accepted | StateKind::InService | StateKind::Provided | StateKind::PartlyProvided => {
            Tone::Good
        }
        StateKind::FeedbackGiven | StateKind::Closed => Tone::Good,
        StateKind::NoShow | StateKind::NotProvided | StateKind::Expired => Tone::Late,
        StateKind::Declined => Tone::Stop,
    }
}

impl ShowPage {
    fn home(&self) -> String {
        format!("/referencements/{}", self.view.row.referral.public_ref)
    }

    fn tone(&self) -> Tone {
        tone(self.view.row.referral.kind())
    }

    fn state(&self) -> String {
        self.view
            .row
            .referral
            .kind()
            .label()
            .get(self.frame.lang)
            .to_owned()
    }

    fn about(&self, note: &Note) -> String {
        note.about.label().get(self.frame.lang).to_owned()
    }

    fn verb(&self, verb: &Verb) -> String {
        let name = self
            .view
            .definition
            .referral
            .workflow
            .step_name(verb.step(), self.frame.lang);
        name.unwrap_or(verb.step().code()).to_owned()
    }

    /// An emergency's answer that nobody has confirmed in writing yet.
    fn is_unwritten(&self, told: &Told) -> bool {
        told.written_at.is_none() && self.view.row.referral.priority == relais_kernel::Priority::Emergency
    }

    fn priority(&self) -> String {
        let letter = self.view.row.referral.priority.letter();
        self.label("priority", letter)
    }

    fn label(&self, list: &str, code: &str) -> String {
        self.view
            .definition
            .label(list, code, self.frame.lang)
            .map_or_else(|_| code.to_owned(), str::to_owned)
    }

    fn owed(&self) -> Option<String> {
        self.view.deadline.map(|d| {
            format!(
                "{} : {}",
                d.awaited.label().get(self.frame.lang),
                self.frame.due(d.due)
            )
        })
    }

    fn region(&self, code: &str) -> String {
        let found = relais_geography::Gazetteer::embedded().region(code);
        found.map_or_else(|| code.to_owned(), |r| r.name.get(self.frame.lang).to_owned())
    }

    fn minimum(&self) -> Option<&Minimum> {
        match &self.view.package {
            PackageView::Nothing => None,
            PackageView::Decision(package) => Some(&package.minimum),
            PackageView::Release(package) => Some(&package.minimum),
        }
    }

    fn fields(&self) -> Option<&FieldSet> {
        match &self.view.package {
            PackageView::Nothing => None,
            PackageView::Decision(package) => Some(&package.contact),
            PackageView::Release(package) => Some(&package.fields),
        }
    }

    /// The released fields with their names; codes of lists are put into words.
    fn released(&self) -> Vec<(String, String)> {
        let fields = self
            .fields()
            .map(|set| set.0.iter().collect::<Vec<_>>())
            .unwrap_or_default();
        fields
            .into_iter()
            .filter_map(|(key, field)| {
                let (form, name) = key.split_once('.')?;
                let rule = self.view.definition.fields.get(form, name)?;
                let text = self.words(rule.list.as_deref(), field.value.reveal());
                (!text.is_empty()).then(|| (rule.name.get(self.frame.lang).to_owned(), text))
            })
            .collect()
    }

    /// Sealed texts are JSON: what people read of them.
    fn words(&self, list: Option<&str>, text: &str) -> String {
        let value = serde_json::from_str(text).unwrap_or(serde_json::Value::String(text.to_owned()));
        self.plain(list, &value)
    }

    fn plain(&self, list: Option<&str>, value: &serde_json::Value) -> String {
        match value {
            serde_json::Value::String(text) => {
                list.map_or_else(|| text.clone(), |list| self.label(list, text))
            }
            serde_json::Value::Bool(yes) => self.frame.t(if *yes { "shell-yes" } else { "shell-no" }),
            serde_json::Value::Number(number) => number.to_string(),
            serde_json::Value::Array(all) => all
                .iter()
                .map(|v| self.plain(list, v))
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            serde_json::Value::Object(map) => map
                .values()
                .map(|v| self.plain(list, v))
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            serde_json::Value::Null => String::new(),
        }
    }

    fn moments(&self) -> Vec<(String, Timestamp)> {
        let mut all: Vec<(String, Timestamp)> = self
            .view
            .row
            .referral
            .milestones
            .moments()
            .into_iter()
            .filter_map(|(name, at)| at.map(|at| (self.frame.t(&format!("referral-moment-{name}")), at)))
            .collect();
        all.sort_by_key(|(_, at)| std::cmp::Reverse(*at));
        all
    }

    /// Why it was declined, also when it has been closed since.
    fn declined(&self) -> Option<String> {
        match self.view.row.referral.milestones.decision {
            Some(Decision::Declined(reason)) => Some(reason.label().get(self.frame.lang).to_owned()),
            _ => None,
        }
    }

    fn state_of(&self, other: &LinkedReferral) -> String {
        other.state.label().get(self.frame.lang).to_owned()
    }

    fn appointment(&self) -> Option<Timestamp> {
        match self.view.row.referral.state {
            ReferralState::Accepted { plan, .. } => Some(plan.at()),
            _ => None,
        }
    }
}

/// The page of a referral.
pub async fn show(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(referral): Path<String>,
    frame: Frame,
) -> Answer {
    let query = ReferralPage {
        definitions: room.definitions.clone(),
        referral: reference(&referral)?,
    };
    let view = room.house.look(&actor, &query).await?;
    page(&ShowPage { frame, view })
}

#[derive(Template)]
#[template(path = "referral/of_case.html")]
struct OfCasePage {
    frame: Frame,
    case: PublicRef,
    case_code: String,
    lines: Vec<(ReferralRow, Localised, String)>,
}

impl OfCasePage {
    fn tone(&self, row: &ReferralRow) -> Tone {
        tone(row.referral.kind())
    }

    fn state(&self, row: &ReferralRow) -> String {
        row.referral.kind().label().get(self.frame.lang).to_owned()
    }
}

/// The referrals of a case, for its owner.
pub async fn of_case(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
) -> Answer {
    let rows = room.house.trust().database().reader();
    let row = case_by_ref(rows, reference(&case)?).await?;
    let definition = super::choose::definition(&room, &actor).await?;
    let roles = roles_for(&definition, ReferralStep::Draft);
    room.house
        .trust()
        .guard()
        .permit(&actor, Deed::PrepareReferral, &roles, &row.protected())
        .map_err(Trouble::from)?;
    let organisations = accounts::organisations(rows).await?;
    let lines = referrals_of_case(rows, row.case.id).await?.into_iter().map(|r| {
        let to = organisations.iter().find(|o| o.id == r.referral.to_org);
        let to = to.map_or_else(|| Localised::new("—", "—"), |o| o.name.clone());
        let need = definition
            .label("need", &r.need_shown, frame.lang)
            .unwrap_or(&r.need_shown)
            .to_owned();
        (r, to, need)
    });
    let lines = lines.collect();
    page(&OfCasePage {
        frame,
        case: row.case.public_ref,
        case_code: row.case.code.to_string(),
        lines,
    })
}
