use askama::Template;
use axum::extract::{Path, State};
use relais_shell::{Answer, Form, Frame, Submission, Trouble, Typed, Visitor, page, refused_page};
use relais_trust::{Actor, Door, Failure};

use super::show::{closed, is_closed, look, tried};
use crate::{
    pages::released::released,
    queries::{PartnerView, ReadByPin},
    room::Referrals,
};

#[derive(Template)]
#[template(path = "partner/identity.html")]
struct AskPage {
    frame: Frame,
    form: Form,
    view: PartnerView,
    home: String,
}

#[derive(Template)]
#[template(path = "partner/identified.html")]
struct ShownPage {
    frame: Frame,
    view: PartnerView,
    home: String,
    fields: Vec<(String, String)>,
}

impl AskPage {
    fn to(&self) -> String {
        format!("{}/identite", self.home)
    }
}

/// Asks for the PIN, once there is something that it opens.
pub async fn ask(State(room): State<Referrals>, Path(token): Path<String>, frame: Frame) -> Answer {
    let view = look(&room, &token).await?;
    if !view.released {
        return Err(Trouble::Missing);
    }
    page(&AskPage {
        form: frame.form(Typed::nothing()),
        home: format!("/r/{token}"),
        frame,
        view,
    })
}

/// Shows what was released. Nothing is kept for the next page: it is shown for the PIN, once.
pub async fn show(
    State(room): State<Referrals>,
    visitor: Visitor,
    Path(token): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let view = look(&room, &token).await?;
    if !view.released {
        return Err(Trouble::Missing);
    }
    let home = format!("/r/{token}");
    let pin = sent.typed.get("pin").to_owned();
    match tried(&room, visitor, &view, &pin).await {
        Ok(()) => {}
        Err(Failure::Refused(refusals)) if !is_closed(&refusals) => {
            return refused_page(&AskPage {
                form: frame.refused(sent.typed, refusals),
                home,
                frame,
                view,
            });
        }
        Err(Failure::Refused(_)) => return Err(closed()),
        Err(failure) => return Err(failure.into()),
    }
    let reader = Actor {
        organisation: Some(view.link.organisation),
        mechanism: Some(view.referral.mechanism),
        ..Actor::installation(Door::Link)
    };
    let query = ReadByPin {
        definitions: room.definitions.clone(),
        link: view.link.id,
        pin,
    };
    let opened = room.house.look(&reader, &query).await?;
    page(&ShownPage {
        fields: released(&frame, &opened.definition, &opened.fields),
        home,
        frame,
        view,
    })
}
