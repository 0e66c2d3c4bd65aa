use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::{Localised, PublicRef, Refusals, Timestamp};
use relais_mechanism::Step;
use relais_shell::{Answer, Form, Frame, SignedIn, Tone, Typed, page, refused_page};

use super::{choose::reference, messages::MessagesPart, released::released};
use crate::{
    packages::{FieldSet, Minimum},
    queries::{
        CaseReferralLine, CaseReferrals, LinkedReferral, PackageView, ReferralMessages, ReferralPage,
        ReferralView,
    },
    referral::{Decision, Note, ReferralState, StateKind, Told, Verb},
    room::Referrals,
    store::ReferralRow,
};

/// What the minimum to decide tells already.
const IN_THE_MINIMUM: [&str; 4] = ["F1.age_band", "F1.sex", "F1.region", "F1.special_needs"];

#[derive(Template)]
#[template(path = "referral/show.html")]
struct ShowPage {
    frame: Frame,
    /// What held a sending, if one was tried.
    form: Form,
    view: ReferralView,
    messages: Option<MessagesPart>,
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

    /// The step that most readers come for.
    fn is_main(&self, verb: &Verb) -> bool {
        const MAIN: [Verb; 8] = [
            Verb::ConfirmRecall,
            Verb::Accept,
            Verb::AnswerInformation,
            Verb::RecordOutcome,
            Verb::StartService,
            Verb::GiveFeedback,
            Verb::ReadFeedback,
            Verb::Close,
        ];
        let verbs = &self.view.rights.verbs;
        MAIN.iter().find(|main| verbs.contains(main)) == Some(verb)
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
            let what = self.frame.l(&d.awaited.label()).to_owned();
            self.frame
                .t2("referral-owed", "what", what, "when", self.frame.due(d.due))
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

    /// The released fields with their names, without what stands above them as the minimum; codes of lists are put
    /// into words.
    fn released(&self) -> Vec<(String, String)> {
        let fields = self.fields();
        fields.map_or_else(Vec::new, |set| {
            let told = |key: &String| IN_THE_MINIMUM.contains(&key.as_str());
            let more = set.0.iter().filter(|(key, _)| !told(key));
            let more = FieldSet(more.map(|(key, field)| (key.clone(), field.clone())).collect());
            released(&self.frame, &self.view.definition, &more)
        })
    }

    fn tell(&self) -> String {
        format!("{}/pin", self.home())
    }

    fn moments(&self) -> Vec<(String, Timestamp)> {
        let mut all: Vec<(String, Timestamp)> = self
            .view
            .row
            .referral
            .milestones
            .moments()
            .into_iter()
            // What was due is no step that was taken.
            .filter(|(name, _)| *name != "acknowledge_due")
            .filter_map(|(name, at)| at.map(|at| (self.frame.t(&format!("referral-moment-{name}")), at)))
            .collect();
        // The last on top; what was done at one instant stays in the order of the work.
        all.reverse();
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
    let said = ReferralMessages {
        definitions: query.definitions,
        referral: query.referral,
    };
    let said = room.house.look(&actor, &said).await?;
    let form = frame.form(Typed::nothing());
    page(&ShowPage {
        messages: said.map(|said| MessagesPart::of(&frame, &said)),
        frame,
        form,
        view,
    })
}

/// The page again, with everything that held the sending; nothing has left yet, so no message is told.
pub(super) fn held(frame: Frame, typed: Typed, refusals: Refusals, view: ReferralView) -> Answer {
    let form = frame.refused(typed, refusals);
    refused_page(&ShowPage {
        frame,
        form,
        view,
        messages: None,
    })
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
    let query = CaseReferrals {
        definitions: room.definitions.clone(),
        case: reference(&case)?,
    };
    let view = room.house.look(&actor, &query).await?;
    let lines = view.lines.into_iter().map(|CaseReferralLine { row, to }| {
        let need = view.definition.label("need", &row.need_shown, frame.lang);
        let need = need.unwrap_or(&row.need_shown).to_owned();
        (row, to, need)
    });
    let lines = lines.collect();
    page(&OfCasePage {
        frame,
        case: view.case,
        case_code: view.case_code,
        lines,
    })
}
