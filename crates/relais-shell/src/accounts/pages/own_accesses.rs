use askama::Template;
use axum::extract::{Query, State};
use relais_kernel::Id;
use serde::Deserialize;

use super::{
    super::{
        Accounts, CaseFace,
        queries::{OwnAccessesView, ReadOwnAccesses, Told},
    },
    telling::{details, said, tone, who},
};
use crate::{Answer, Form, Frame, SignedIn, Tone, Typed, page};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// `miens`: only the cases that the reader manages.
    #[serde(default)]
    dossiers: String,
    /// `autres`: only what other organisations opened.
    #[serde(default)]
    par: String,
    #[serde(default)]
    suite: String,
}

#[derive(Template)]
#[template(path = "journal/own.html")]
struct OwnPage {
    frame: Frame,
    view: OwnAccessesView,
    mine: bool,
    others: bool,
    /// Of the export.
    period: Form,
}

/// One way of narrowing the list.
struct Choice {
    text: &'static str,
    href: &'static str,
    chosen: bool,
}

impl OwnPage {
    fn said(&self, line: &Told) -> String {
        said(&self.frame, line)
    }

    fn who(&self, line: &Told) -> String {
        who(&self.frame, line)
    }

    fn details(&self, line: &Told) -> Vec<String> {
        details(&self.frame, line)
    }

    fn tone(&self, line: &Told) -> Tone {
        tone(line)
    }

    fn case(&self, line: &Told) -> Option<&CaseFace> {
        self.view.cases.get(&Id::from_uuid(line.line.body.case?))
    }

    fn choices(&self) -> [Choice; 4] {
        let choice = |text, href, mine, others| Choice {
            text,
            href,
            chosen: (self.mine, self.others) == (mine, others),
        };
        [
            choice("journal-own-all", "?", false, false),
            choice("journal-own-all-others", "?par=autres", false, true),
            choice("journal-own-mine", "?dossiers=miens", true, false),
            choice(
                "journal-own-mine-others",
                "?dossiers=miens&par=autres",
                true,
                true,
            ),
        ]
    }

    /// The query of the next page, but for where it begins.
    fn kept(&self) -> &'static str {
        match (self.mine, self.others) {
            (false, false) => "",
            (false, true) => "par=autres&",
            (true, false) => "dossiers=miens&",
            (true, true) => "dossiers=miens&par=autres&",
        }
    }
}

/// Who opened the cases that the reader's organisation has.
pub(super) async fn show(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
    frame: Frame,
) -> Answer {
    let (mine, others) = (asked.dossiers == "miens", asked.par == "autres");
    let read = ReadOwnAccesses {
        door: &*room.cases,
        mine,
        others,
        after: Some(asked.suite).filter(|after| !after.is_empty()),
    };
    let view = room.house.look(&actor, &read).await?;
    page(&OwnPage {
        period: frame.form(Typed::nothing()),
        frame,
        view,
        mine,
        others,
    })
}
