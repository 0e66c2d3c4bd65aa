use askama::Template;
use axum::extract::{Path, State};
use relais_shell::{Answer, Frame, SignedIn, Tone, page};

use super::words::{birth_in_words, due_key, home, label, labels, of_age, reference, region, why_key};
use crate::{
    answer::Answer as Given,
    case::{Case, CaseState},
    code::Codes,
    consent::{ConsentState, ExceptionState},
    queries::{CasePage, CaseView, ConsentLine, ExceptionLine, Identity, MissionLine, ReadIdentity},
    room::{Beside, Casework, Standing},
};

#[derive(Template)]
#[template(path = "case/show.html")]
struct ShowPage {
    frame: Frame,
    view: CaseView,
    beside: Beside,
}

impl ShowPage {
    fn home(&self) -> String {
        home(&self.view.case)
    }

    fn state(&self) -> String {
        let code = self.view.case.state.code();
        let name = self
            .view
            .definition
            .case
            .workflow
            .state_name(code, self.frame.lang);
        name.unwrap_or(code).to_owned()
    }

    fn tone(&self) -> Tone {
        match &self.view.case.state {
            CaseState::Closed(_) | CaseState::Archived { .. } => Tone::Good,
            state if !state.is_open() => Tone::Quiet,
            _ if self
                .view
                .due
                .is_some_and(|due| !due.soft && self.frame.is_late(due.at)) =>
            {
                Tone::Late
            }
            _ => Tone::Wait,
        }
    }

    fn risk_tone(&self) -> Tone {
        match self.view.case.facts.risk {
            Some(crate::case::Risk::High) => Tone::Stop,
            Some(crate::case::Risk::Medium) => Tone::Late,
            _ => Tone::Quiet,
        }
    }

    fn due(&self) -> Option<String> {
        self.view
            .due
            .map(|due| format!("{} · {}", self.frame.t(due_key(due.what)), self.frame.due(due.at)))
    }

    fn of_age(&self) -> String {
        of_age(&self.frame, &self.view.to_ask_again)
    }

    fn list(&self, list: &str, code: &str) -> String {
        label(&self.view.definition, list, code, self.frame.lang)
    }

    fn lists<'a>(&self, list: &str, codes: impl IntoIterator<Item = &'a relais_directory::Code>) -> String {
        labels(&self.view.definition, list, codes, self.frame.lang)
    }

    fn sex(&self) -> String {
        match &self.view.case.facts.sex {
            Given::Given(sex) => self.list("sex", sex.code()),
            other => self.frame.t(why_key(other.code())),
        }
    }

    fn purpose(&self, line: &ConsentLine) -> String {
        let rules = &self.view.definition.consent.purposes;
        let found = rules.iter().find(|rule| rule.code == *line.consent.purpose());
        found.map_or_else(String::new, |rule| rule.name.get(self.frame.lang).to_owned())
    }

    fn categories(&self, line: &ConsentLine) -> String {
        let rules = &self.view.definition.consent.categories;
        let open: Vec<&str> = rules
            .iter()
            .filter(|rule| line.consent.categories().any(|c| *c == rule.code))
            .map(|rule| rule.name.get(self.frame.lang))
            .collect();
        open.join(", ")
    }

    fn names(&self, names: &[relais_kernel::Localised]) -> String {
        names
            .iter()
            .map(|name| name.get(self.frame.lang))
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn consent_state(&self, line: &ConsentLine) -> (Tone, String) {
        let (tone, key) = match line.consent.state() {
            ConsentState::Given | ConsentState::Amended { .. } if line.in_force => {
                (Tone::Good, "consent-in-force")
            }
            ConsentState::Given | ConsentState::Amended { .. } | ConsentState::Expired { .. } => {
                (Tone::Late, "consent-expired")
            }
            ConsentState::Refused => (Tone::Quiet, "consent-refused"),
            ConsentState::Withdrawn { .. } => (Tone::Stop, "consent-withdrawn"),
            ConsentState::Superseded { .. } => (Tone::Quiet, "consent-superseded"),
        };
        (tone, self.frame.t(key))
    }

    fn exception_state(&self, line: &ExceptionLine) -> (Tone, String) {
        let (tone, key) = match line.state {
            ExceptionState::Requested => (Tone::Wait, "consent-exception-requested"),
            ExceptionState::Authorised { .. } => (Tone::Late, "consent-exception-authorised"),
            ExceptionState::Declined { .. } => (Tone::Quiet, "consent-exception-declined"),
            ExceptionState::Reviewed { upheld: true, .. } => (Tone::Good, "consent-exception-upheld"),
            ExceptionState::Reviewed { .. } => (Tone::Stop, "consent-exception-overturned"),
        };
        (tone, self.frame.t(key))
    }

    fn order_state(&self, line: &ExceptionLine) -> Option<(Tone, String)> {
        line.order.map(|order| super::order::state(&self.frame, order))
    }

    fn opening_state(&self, opening: &crate::emergency::EmergencyOpening) -> (Tone, String) {
        super::emergency::state(&self.frame, opening)
    }

    fn mission(&self, line: &MissionLine) -> String {
        super::mission_orders::title(&self.frame, line)
    }

    fn mission_at(&self, line: &MissionLine) -> String {
        format!("{}/missions/{}", self.home(), line.public_ref)
    }

    fn mission_state(&self, line: &MissionLine) -> (Tone, String) {
        super::mission_orders::orderers_state(&self.frame, line)
    }

    fn mission_reason(&self, line: &MissionLine) -> Option<String> {
        super::mission_words::reason(&self.frame, line.mission.state)
    }

    fn mission_times(&self, line: &MissionLine) -> String {
        super::mission_words::times(&self.frame, line.mission.begins, line.mission.ends)
    }

    fn has_consent(&self) -> bool {
        self.view.consents.iter().any(|line| line.in_force)
    }

    fn region(&self) -> String {
        region(self.view.case.facts.region.as_str(), self.frame.lang)
    }
}

/// The page of a case.
pub async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
) -> Answer {
    let query = CasePage {
        definitions: room.desk.definitions.clone(),
        case: reference(&case)?,
    };
    let view = room.house.look(&actor, &query).await?;
    let rows = room.house.trust().database().reader();
    let beside = room.desk.referrals.beside(rows, view.case.id).await?;
    page(&ShowPage { frame, view, beside })
}

#[derive(Template)]
#[template(path = "case/identity.html")]
struct IdentityPage {
    frame: Frame,
    view: Identity,
    definition: std::sync::Arc<relais_mechanism::Definition>,
}

impl IdentityPage {
    fn case(&self) -> &Case {
        &self.view.case
    }

    fn birth(&self) -> String {
        let dob = self.view.confided.dob.as_ref();
        birth_in_words(&self.frame, dob.unwrap_or(&Given::NotAsked))
    }

    fn nationality(&self) -> String {
        match &self.view.confided.nationality {
            Some(Given::Given(all)) => labels(&self.definition, "country", all, self.frame.lang),
            Some(other) => self.frame.t(why_key(other.code())),
            None => self.frame.t("case-not-asked"),
        }
    }

    fn list(&self, list: &str, code: Option<&relais_directory::Code>) -> String {
        code.map_or_else(String::new, |code| {
            label(&self.definition, list, code.as_str(), self.frame.lang)
        })
    }

    fn lists<'a>(&self, list: &str, codes: impl IntoIterator<Item = &'a relais_directory::Code>) -> String {
        labels(&self.definition, list, codes, self.frame.lang)
    }

    /// The situation; who is not named on the annexes reads of some that protection is needed, and no more.
    fn situation(&self) -> Option<String> {
        let status = self.view.confided.status.as_ref()?;
        let told = match self.view.whole {
            true => status.clone(),
            false => self.definition.shown("status", status).0,
        };
        Some(self.list("status", Some(&told)))
    }

    fn words<'a>(&self, words: Option<&'a String>) -> &'a str {
        words.map_or("", String::as_str)
    }
}

/// What identifies the person, opened and journalled.
pub async fn identity(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
) -> Answer {
    let query = ReadIdentity {
        definitions: room.desk.definitions.clone(),
        case: reference(&case)?,
    };
    let view = room.house.look(&actor, &query).await?;
    let rows = room.house.trust().database().reader();
    let definition = Standing::of(rows, &actor, &room.desk.definitions, frame.now)
        .await?
        .definition;
    page(&IdentityPage {
        frame,
        view,
        definition,
    })
}
