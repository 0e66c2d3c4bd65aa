use askama::Template;
use axum::extract::{Path, State};
use relais_shell::{Answer, Frame, SignedIn, Tone, page};

use super::choose::reference;
use crate::{
    queries::{Disclosed, Disclosure, DisclosureList, ReadDisclosures, Why},
    room::Referrals,
};

/// Who received what about the person, in words that can be handed to her.
#[derive(Template)]
#[template(path = "referral/disclosures.html")]
struct DisclosuresPage {
    frame: Frame,
    view: DisclosureList,
}

impl DisclosuresPage {
    fn home(&self) -> String {
        format!("/dossiers/{}", self.view.case)
    }

    fn what(&self, line: &Disclosure) -> String {
        in_words(&self.frame, &line.what)
    }

    fn ground(&self, why: &Why) -> String {
        let Some(basis) = why.exception else {
            return self.frame.t("disclosure-consent");
        };
        let bases = &self.view.definition.consent.legal_bases;
        let rule = bases.iter().find(|rule| rule.code == basis.code());
        let name = rule.map_or(basis.code(), |rule| rule.name.get(self.frame.lang));
        self.frame.t1("disclosure-exception", "basis", name)
    }

    fn standing(&self, line: &Disclosure) -> (Tone, String) {
        let (tone, key) = match (line.open, &line.what) {
            (_, Disclosed::WholeCase) => (Tone::Info, "disclosure-has-it"),
            (true, _) => (Tone::Info, "disclosure-open"),
            (false, _) => (Tone::Quiet, "disclosure-ended"),
        };
        (tone, self.frame.t(key))
    }
}

/// What left, as it is told to the person.
pub(super) fn in_words(frame: &Frame, what: &Disclosed) -> String {
    match what {
        Disclosed::Minimum { contact: false } => frame.t("disclosure-minimum"),
        Disclosed::Minimum { contact: true } => frame.t("disclosure-minimum-contact"),
        Disclosed::WholeCase => frame.t("disclosure-whole"),
        Disclosed::InWriting { order: true } => frame.t("disclosure-written-order"),
        Disclosed::InWriting { order: false } => frame.t("disclosure-written-consent"),
        Disclosed::Categories(categories) if categories.is_empty() => frame.t("disclosure-nothing"),
        Disclosed::Categories(categories) => {
            let names: Vec<&str> = categories.iter().map(|name| frame.l(name)).collect();
            names.join(", ")
        }
    }
}

/// The list of one case.
pub async fn show(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
) -> Answer {
    let query = ReadDisclosures {
        definitions: room.definitions.clone(),
        case: reference(&case)?,
    };
    let view = room.house.look(&actor, &query).await?;
    page(&DisclosuresPage { frame, view })
}
