use askama::Template;
use axum::extract::{Path, State};
use relais_geography::Gazetteer;
use relais_kernel::{AnswerLink as LinkKind, Id, Refusal, Refusals, Timestamp};
use relais_shell::{
    Answer, Choice, Form, Frame, Submission, Tone, Trouble, Typed, Visitor, page, refused_page,
};
use relais_trust::{Actor, Door, Failure};

use super::{acts::Act, erased::erased, wish::wish};
use crate::{
    actions::{AnswerReferral, PinTried, TryPin},
    answer::AnswerLink,
    queries::{PartnerPage, PartnerView},
    referral::{
        AnswerVia, ContactPlan, DeclineReason, Next, NotReason, OutcomeKind, ReferralState, Side, StateKind,
    },
    room::Referrals,
    store::links,
};

#[derive(Template)]
#[template(path = "partner/show.html")]
struct ShowPage {
    frame: Frame,
    view: PartnerView,
    home: String,
    acts: Vec<Act>,
}

#[derive(Template)]
#[template(path = "partner/act.html")]
struct ActPage {
    frame: Frame,
    form: Form,
    view: PartnerView,
    home: String,
    act: Act,
}

impl ShowPage {
    /// What the sender waits for from this partner, and until when.
    fn owed(&self) -> Option<String> {
        let owed = self.view.deadline.filter(|owed| owed.owed_by == Side::Receiver)?;
        let what = owed.awaited.label().get(self.frame.lang).to_owned();
        let when = format!("{} ({})", self.frame.moment(owed.due), self.frame.due(owed.due));
        Some(self.frame.t2("partner-due", "what", what, "when", when))
    }

    fn state(&self) -> String {
        let label = self.view.referral.kind().label();
        label.get(self.frame.lang).to_owned()
    }

    fn tone(&self) -> Tone {
        match self.view.referral.kind() {
            StateKind::Declined | StateKind::Expired | StateKind::Withdrawn | StateKind::Cancelled => {
                Tone::Stop
            }
            StateKind::Accepted | StateKind::InService | StateKind::FeedbackGiven => Tone::Good,
            _ => Tone::Wait,
        }
    }

    fn label(&self, list: &str, code: &str) -> String {
        let found = self.view.definition.label(list, code, self.frame.lang);
        found.map_or_else(|_| code.to_owned(), str::to_owned)
    }

    fn region(&self, code: &str) -> String {
        let found = Gazetteer::embedded().region(code);
        found.map_or_else(|| code.to_owned(), |r| r.name.get(self.frame.lang).to_owned())
    }

    fn plan(&self) -> Option<(&'static str, Timestamp)> {
        match self.view.referral.state {
            ReferralState::Accepted { plan, .. } => Some(match plan {
                ContactPlan::Appointment { at } => ("partner-appointment", at),
                ContactPlan::ContactBy { by } => ("partner-contact-by", by),
            }),
            _ => None,
        }
    }

    fn recall(&self) -> bool {
        self.acts.contains(&Act::Recall)
    }

    fn to(&self, act: &Act) -> String {
        format!("{}/{}", self.home, act.slug())
    }

    /// A slip asks for the PIN before anything is done.
    fn direct(&self, act: &Act) -> bool {
        act.is_plain() && !self.view.link.slip
    }
}

impl ActPage {
    /// A case that is no more has no code that anybody knows.
    fn title(&self) -> String {
        match self.view.erasure {
            Some(_) => self.frame.t("partner-erased"),
            None => self
                .frame
                .t1("partner-title", "code", self.view.case_code.clone()),
        }
    }

    fn to(&self) -> String {
        format!("{}/{}", self.home, self.act.slug())
    }

    fn lang(&self) -> relais_kernel::Lang {
        self.frame.lang
    }

    fn reasons(&self) -> Vec<(&'static str, String)> {
        let all = DeclineReason::ALL.iter();
        all.map(|r| (r.code(), r.label().get(self.lang()).to_owned()))
            .collect()
    }

    /// The outcomes to choose from; none when it was noted already.
    fn outcomes(&self) -> Vec<(&'static str, String)> {
        match self.view.referral.kind() {
            StateKind::Provided | StateKind::PartlyProvided | StateKind::NotProvided => Vec::new(),
            _ => {
                let all = OutcomeKind::ALL.iter();
                all.map(|o| (o.code(), o.label().get(self.lang()).to_owned()))
                    .collect()
            }
        }
    }

    fn not_reasons(&self) -> Vec<Choice> {
        let all = NotReason::ALL.iter();
        all.map(|r| Choice::new(r.code(), r.label().get(self.lang())))
            .collect()
    }

    fn nexts(&self) -> Vec<Choice> {
        let all = Next::ALL.iter();
        all.map(|n| Choice::new(n.code(), n.label().get(self.lang())))
            .collect()
    }
}

/// What the partner sees and can do.
pub async fn show(State(room): State<Referrals>, Path(token): Path<String>, frame: Frame) -> Answer {
    let view = look(&room, &token).await?;
    if let Some(notice) = view.erasure.clone() {
        let code = links::code(room.house.trust(), view.link.id).to_string();
        return erased(frame, view, notice, (format!("/r/{token}"), code));
    }
    let contacted = view.referral.milestones.first_contact_at.is_some();
    page(&ShowPage {
        acts: Act::possible(&view.referral.state, contacted),
        home: format!("/r/{token}"),
        frame,
        view,
    })
}

/// What an act asks before it is done.
pub async fn ask(
    State(room): State<Referrals>,
    Path((token, act)): Path<(String, String)>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &token).await?;
    let act = possible(&view, &act)?;
    page(&ActPage {
        form: frame.form(Typed::nothing().with("next", Next::None.code())),
        home: format!("/r/{token}"),
        frame,
        view,
        act,
    })
}

/// Does it.
pub async fn take(
    State(room): State<Referrals>,
    visitor: Visitor,
    Path((token, act)): Path<(String, String)>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let view = look(&room, &token).await?;
    let act = possible(&view, &act)?;
    match answer(&room, visitor, &view, act, &sent).await {
        Ok(_) => Ok(frame.done("partner-done", &format!("/r/{token}"))),
        Err(Failure::Refused(refusals)) if is_closed(&refusals) => Err(Trouble::Refused(refusals)),
        Err(Failure::Refused(refusals)) => refused_page(&ActPage {
            form: frame.refused(sent.typed, refusals),
            home: format!("/r/{token}"),
            frame,
            view,
            act,
        }),
        Err(failure) => Err(failure.into()),
    }
}

/// An act of the address; of an erased case nothing is left to say but that it is erased here too.
fn possible(view: &PartnerView, slug: &str) -> Result<Act, Trouble> {
    let act = Act::of(slug).ok_or(Trouble::Missing)?;
    if view.erasure.is_some() && act != Act::Recall {
        return Err(closed());
    }
    Ok(act)
}

async fn answer(
    room: &Referrals,
    visitor: Visitor,
    view: &PartnerView,
    act: Act,
    sent: &Submission,
) -> Result<StateKind, Failure> {
    let actor = Actor::installation(Door::Link);
    let wish = wish(&sent.typed, act, view)?;
    let pin = sent.typed.some("pin").map(str::to_owned);
    if let Some(pin) = pin.as_deref().filter(|_| view.link.slip) {
        tried(room, visitor, view, pin).await?;
    }
    let command = AnswerReferral {
        definitions: room.definitions.clone(),
        link: view.link.id,
        via: AnswerVia::Link,
        pin,
        wish,
    };
    room.house.perform(&actor, Some(&sent.once), command).await
}

/// Tries a PIN; a wrong one is counted, over the link and over all codes.
pub(super) async fn tried(
    room: &Referrals,
    visitor: Visitor,
    view: &PartnerView,
    pin: &str,
) -> Result<(), Failure> {
    let tried = TryPin {
        link: view.link.id,
        pin: pin.to_owned(),
        source: room.house.trust().visitor(&format!("answer {}", visitor.0)),
    };
    let actor = Actor::installation(Door::Link);
    match room.house.perform(&actor, None, tried).await? {
        PinTried::Right => Ok(()),
        PinTried::Wrong { left } => Err(wrong_pin(left).into()),
        PinTried::Closed => Err(AnswerLink::closed().into()),
    }
}

pub(super) fn is_closed(refusals: &Refusals) -> bool {
    refusals.0.iter().any(|r| r.code == AnswerLink::closed().code)
}

pub(super) async fn look(room: &Referrals, token: &str) -> Result<PartnerView, Trouble> {
    let trust = room.house.trust();
    let link: Id<LinkKind> = links::read_token(trust, token).ok_or_else(closed)?;
    let query = PartnerPage {
        definitions: room.definitions.clone(),
        link,
    };
    Ok(room.house.look(&Actor::installation(Door::Link), &query).await?)
}

pub(super) fn closed() -> Trouble {
    Trouble::Refused(AnswerLink::closed().into())
}

fn wrong_pin(left: u8) -> Refusal {
    Refusal::new(
        "WrongPin",
        format!("Ce code PIN n’est pas le bon. Essais restants : {left}."),
        format!("This PIN is not the right one. Tries left: {left}."),
    )
    .at("pin")
}
