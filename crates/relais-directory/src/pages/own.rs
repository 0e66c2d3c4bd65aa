use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::{PublicRef, ShortCode};
use relais_shell::{Answer, Frame, SignedIn, Submission, Tone, Trouble, page, refused_page};
use relais_trust::{Actor, Failure};

use super::words;
use crate::{
    CapacityUpdate, FirstTap,
    actions::{ChangeCapacity, RenewServiceCode},
    queries::{OwnServiceList, OwnServices, ServiceFace},
    room::Directory,
};

#[derive(Template)]
#[template(path = "directory/own.html")]
struct OwnPage {
    frame: Frame,
    view: OwnServiceList,
}

impl OwnPage {
    fn standing(&self, face: &ServiceFace) -> (Tone, String) {
        words::standing(&self.frame, face)
    }

    fn freshness(&self, face: &ServiceFace) -> (Tone, String) {
        words::freshness(&self.frame, face)
    }

    fn first(&self, tap: &FirstTap) -> String {
        tap.label().get(self.frame.lang).to_owned()
    }

    fn second(&self, update: &CapacityUpdate) -> String {
        update.label(self.view.today).get(self.frame.lang).to_owned()
    }

    /// What can be sent, and what it says.
    fn messages(&self, code: &ShortCode) -> Vec<(String, String)> {
        let said = |key: &str| self.frame.t1(key, "code", code.to_string());
        [
            ("places-sms-free", "places-sms-free-means"),
            ("places-sms-full", "places-sms-full-means"),
            ("places-sms-closed", "places-sms-closed-means"),
        ]
        .map(|(message, meaning)| (said(message), self.frame.t(meaning)))
        .into()
    }

    /// A first tap that says all.
    fn says_all(&self, tap: &FirstTap) -> bool {
        matches!(tap, FirstTap::Unchanged | FirstTap::Closed)
    }
}

/// The services of the reader's organisation.
pub async fn show(State(room): State<Directory>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let view = look(&room, &actor).await?;
    page(&OwnPage { frame, view })
}

/// Takes the second tap, or a number typed instead.
pub async fn change(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(service): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let update = match sent.typed.some("update") {
        Some(update) => update.parse(),
        None => sent
            .typed
            .get("places")
            .trim()
            .parse()
            .map(CapacityUpdate::Places)
            .map_err(|_| crate::NotAnUpdate),
    };
    let command = ChangeCapacity {
        definitions: room.definitions.clone(),
        service: words::reference(&service)?,
        expected: sent
            .typed
            .some("version")
            .and_then(|version| version.parse().ok()),
        update: update.map_err(|_| Trouble::Unreadable)?,
    };
    let (service, wanted) = (command.service, command.update);
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(_) => Ok(frame.done("directory-places-changed", "/annuaire/mes-services")),
        Err(Failure::Stale { .. }) => overtaken(&room, &actor, frame, service, &wanted).await,
        Err(failure) => Err(failure.into()),
    }
}

/// A new code for text messages.
pub async fn renew_code(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(service): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let command = RenewServiceCode {
        definitions: room.definitions.clone(),
        service: words::reference(&service)?,
    };
    room.house.perform(&actor, Some(&sent.once), command).await?;
    Ok(frame.done("places-code-renewed", "/annuaire/mes-services"))
}

/// The services again after somebody else answered for one of them: what stands there now, and what was answered.
async fn overtaken(
    room: &Directory,
    actor: &Actor,
    frame: Frame,
    service: PublicRef,
    wanted: &CapacityUpdate,
) -> Answer {
    let view = look(room, actor).await?;
    let own = view.services.iter().find(|own| own.face.public_ref == service);
    let face = &own.ok_or(Trouble::Missing)?.face;
    let wanted = wanted.label(view.today);
    let args = [
        ("service", frame.l(&face.name).into()),
        ("state", words::standing(&frame, face).1.into()),
        ("wanted", frame.l(&wanted).into()),
    ];
    let said = frame
        .shell()
        .texts()
        .say(frame.lang, "directory-places-overtaken", &args);
    let frame = frame.noting(Tone::Late, said);
    refused_page(&OwnPage { frame, view })
}

async fn look(room: &Directory, actor: &Actor) -> Result<OwnServiceList, Failure> {
    let query = OwnServices {
        definitions: room.definitions.clone(),
    };
    room.house.look(actor, &query).await
}
