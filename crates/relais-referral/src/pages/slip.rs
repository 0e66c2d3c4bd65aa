use askama::Template;
use axum::extract::{Path, RawQuery, State};
use relais_kernel::{Lang, PublicRef};
use relais_publish::{Languages, pdf};
use relais_shell::{
    Answer, Choice, FileKind, Form, Frame, Reached, SignedIn, Submission, Trouble, Typed, file, go, page,
    press, refused_page,
};
use relais_trust::{Actor, Failure};

use super::{choose::reference, paper};
use crate::{
    actions::OpenSlip,
    queries::{AskSlip, PrintSlip, SlipChoice},
    room::Referrals,
    store::links,
};

#[derive(Template)]
#[template(path = "referral/slip.html")]
struct AskPage {
    frame: Frame,
    form: Form,
    home: String,
    view: SlipChoice,
}

impl AskPage {
    fn here(&self) -> String {
        format!("{}/fiche", self.home)
    }

    fn languages(&self) -> Vec<Choice> {
        let all = ["fr", "en", "both"];
        all.map(|code| Choice::new(code, self.frame.t(&format!("slip-in-{code}"))))
            .into()
    }
}

/// The PIN is shown here and nowhere else, once.
#[derive(Template)]
#[template(path = "referral/slip_ready.html")]
struct ReadyPage {
    frame: Frame,
    home: String,
    case_code: String,
    pin: String,
    /// Where the sheet itself is.
    sheet: String,
}

/// In which languages the sheet speaks; unknown codes are refused.
fn languages(typed: &Typed, first: Lang) -> Option<Languages> {
    match typed.get("lang") {
        "both" => Some(Languages::Both(first)),
        code => code.parse().ok().map(Languages::One),
    }
}

fn place(referral: PublicRef) -> String {
    format!("/referencements/{referral}")
}

async fn choice(room: &Referrals, actor: &Actor, referral: PublicRef) -> Result<SlipChoice, Failure> {
    let query = AskSlip {
        definitions: room.definitions.clone(),
        referral,
    };
    room.house.look(actor, &query).await
}

/// What the slip should be like.
pub async fn ask(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(referral): Path<String>,
    frame: Frame,
) -> Answer {
    let referral = reference(&referral)?;
    let view = choice(&room, &actor, referral).await?;
    if !view.under_way {
        return Ok(go(&place(referral)));
    }
    page(&AskPage {
        view,
        form: frame.form(Typed::nothing().with("lang", frame.lang)),
        home: place(referral),
        frame,
    })
}

/// Opens the slip's link, and shows its PIN once.
pub async fn make(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(referral): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let referral = reference(&referral)?;
    let view = choice(&room, &actor, referral).await?;
    let mut read = sent.typed.read();
    read.words("lang");
    if let Err(refusals) = read.done() {
        return refused_page(&AskPage {
            form: frame.refused(sent.typed, refusals),
            home: place(referral),
            view,
            frame,
        });
    }
    languages(&sent.typed, frame.lang).ok_or(Trouble::Unreadable)?;
    let named = sent.typed.is_ticked("show_name") && view.may_show_name;
    let open = OpenSlip {
        definitions: room.definitions.clone(),
        referral,
    };
    let link = room.house.perform(&actor, Some(&sent.once), open).await?;
    let name = if named { "&show_name=yes" } else { "" };
    page(&ReadyPage {
        pin: links::pin(room.house.trust(), link),
        sheet: format!(
            "{}/fiche.pdf?lang={}{name}",
            place(referral),
            sent.typed.get("lang")
        ),
        home: place(referral),
        case_code: view.case_code,
        frame,
    })
}

/// The sheet, as PDF. It changes nothing; that it was printed is in the journal first. Without a slip it leads to
/// where one is made.
pub async fn print(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Reached(here): Reached,
    Path(referral): Path<String>,
    RawQuery(asked): RawQuery,
    frame: Frame,
) -> Answer {
    let asked = Typed::parse(asked.unwrap_or_default().as_bytes())?;
    let referral = reference(&referral)?;
    let query = PrintSlip {
        definitions: room.definitions.clone(),
        referral,
        show_name: asked.is_ticked("show_name"),
    };
    let Some(sheet) = room.house.look(&actor, &query).await? else {
        return Ok(go(&format!("{}/fiche", place(referral))));
    };
    let languages = languages(&asked, frame.lang).ok_or(Trouble::Missing)?;
    let slip = paper::slip(&frame, room.house.trust(), &here, &sheet, languages);
    let name = slip.file_name();
    let made = press(move || pdf(&slip.document())).await?;
    let made = made.map_err(|why| Trouble::Fault(format!("slip: {why}")))?;
    file(&name, FileKind::Pdf, made.bytes)
}
