use askama::Template;
use axum::extract::State;
use relais_kernel::{Refusal, ShortCode};
use relais_shell::{Answer, Form, Frame, Submission, Typed, Visitor, go, page, refused_page};
use relais_trust::{Actor, Door};

use crate::{actions::FindByCode, answer::AnswerLink, room::Referrals, store::links};

#[derive(Template)]
#[template(path = "partner/code.html")]
struct CodePage {
    frame: Frame,
    form: Form,
}

/// Asks for the eight characters of a message.
pub async fn ask(frame: Frame) -> Answer {
    page(&CodePage {
        form: frame.form(Typed::nothing()),
        frame,
    })
}

/// Leads to the referral of a code; a wrong one is counted.
pub async fn find(State(room): State<Referrals>, visitor: Visitor, frame: Frame, sent: Submission) -> Answer {
    let trust = room.house.trust();
    let refusal = match sent.typed.get("code").parse::<ShortCode>() {
        Err(_) => not_a_code(),
        Ok(code) => {
            let find = FindByCode {
                code,
                source: trust.visitor(&format!("answer {}", visitor.0)),
            };
            let found = room
                .house
                .perform(&Actor::installation(Door::Link), None, find)
                .await?;
            match found {
                Some(link) => return Ok(go(&format!("/r/{}", links::token(trust, link)))),
                None => AnswerLink::closed(),
            }
        }
    };
    refused_page(&CodePage {
        form: frame.refused(sent.typed, refusal.at("code").into()),
        frame,
    })
}

fn not_a_code() -> Refusal {
    Refusal::new(
        "NotACode",
        "Un code a huit signes, comme K7M2-P9QX.",
        "A code has eight characters, such as K7M2-P9QX.",
    )
}
