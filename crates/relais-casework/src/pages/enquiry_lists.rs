use askama::Template;
use axum::extract::State;
use relais_kernel::PublicRef;
use relais_shell::{
    Answer, Choice, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page,
};
use relais_trust::{Actor, Failure};

use super::enquiry::{basis_key, reading, state};
use crate::{
    actions::{AskForData, EnquiryForm},
    enquiry::EnquiryBasis,
    queries::{AskingView, EnquiryAsking, EnquiryLine, EnquiryList, ListEnquiries, OwnEnquiry},
    room::Casework,
};

#[derive(Template)]
#[template(path = "enquiry/own.html")]
struct OwnListPage {
    frame: Frame,
    lines: Vec<OwnEnquiry>,
}

impl OwnListPage {
    fn state(&self, line: &OwnEnquiry) -> (Tone, String) {
        reading(&self.frame, line)
    }

    fn to(&self, line: &OwnEnquiry) -> String {
        format!("/requetes/{}", line.public_ref)
    }

    fn due(&self, line: &OwnEnquiry) -> String {
        self.frame.t1("enquiry-due", "day", self.frame.date(line.due))
    }
}

#[derive(Template)]
#[template(path = "enquiry/list.html")]
struct ListPage {
    frame: Frame,
    open: Vec<EnquiryLine>,
    ended: Vec<EnquiryLine>,
}

impl ListPage {
    fn state(&self, line: &EnquiryLine) -> (Tone, String) {
        state(&self.frame, line)
    }

    fn to(&self, line: &EnquiryLine) -> String {
        format!("/requetes/{}", line.public_ref)
    }

    fn due(&self, line: &EnquiryLine) -> String {
        self.frame
            .t1("enquiry-due-inside", "day", self.frame.date(line.enquiry.due))
    }

    fn title(&self, line: &EnquiryLine) -> String {
        let from = self.frame.l(&line.from).to_owned();
        self.frame.t1("enquiry-of", "organisation", from)
    }

    fn asked(&self, line: &EnquiryLine) -> String {
        let to = self.frame.l(&line.to).to_owned();
        self.frame.t1("enquiry-asked-of", "organisation", to)
    }
}

/// The requests of the reader's own body, or those that wait for an answer.
pub async fn list(State(room): State<Casework>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let query = ListEnquiries {
        definitions: room.desk.definitions.clone(),
    };
    match room.house.look(&actor, &query).await? {
        EnquiryList::Own(lines) => page(&OwnListPage { frame, lines }),
        EnquiryList::Asked { open, ended } => page(&ListPage { frame, open, ended }),
    }
}

#[derive(Template)]
#[template(path = "enquiry/new.html")]
struct NewPage {
    frame: Frame,
    form: Form,
    view: AskingView,
}

impl NewPage {
    fn organisations(&self) -> Vec<Choice> {
        let choice = |(id, name): &(PublicRef, _)| Choice::new(id.to_string(), self.frame.l(name));
        self.view.organisations.iter().map(choice).collect()
    }

    fn bases(&self) -> Vec<Choice> {
        let choice = |basis: &EnquiryBasis| Choice::new(basis.code(), self.frame.t(basis_key(*basis)));
        EnquiryBasis::ALL.iter().map(choice).collect()
    }

    fn due(&self) -> String {
        self.frame
            .t1("enquiry-new-rule", "day", self.frame.date(self.view.due))
    }
}

async fn asking(room: &Casework, actor: &Actor) -> Result<AskingView, Trouble> {
    let query = EnquiryAsking {
        definitions: room.desk.definitions.clone(),
    };
    Ok(room.house.look(actor, &query).await?)
}

/// The form of a request.
pub async fn new(State(room): State<Casework>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let view = asking(&room, &actor).await?;
    let form = frame.form(Typed::nothing());
    page(&NewPage { frame, form, view })
}

/// Asks.
pub async fn ask(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let form: EnquiryForm = sent.typed.to()?;
    let command = AskForData {
        desk: room.desk.clone(),
        form,
    };
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(enquiry) => Ok(frame.done("enquiry-sent", &format!("/requetes/{enquiry}"))),
        Err(Failure::Refused(refusals)) => {
            let view = asking(&room, &actor).await?;
            let form = frame.refused(sent.typed, refusals);
            refused_page(&NewPage { frame, form, view })
        }
        Err(failure) => Err(failure.into()),
    }
}
