use askama::Template;
use axum::extract::{Path, State};
use relais_casework::pages::{Told, label, region, told};
use relais_mechanism::Definition;
use relais_shell::{Answer, FileKind, Frame, SignedIn, Trouble, page};
use relais_trust::Actor;
use serde_json::{Value, json};

use super::{choose::reference, disclosures};
use crate::{
    queries::{PersonCopy, ReadCopy, Source},
    room::Referrals,
};

/// What is held about a person, to be printed and handed to her.
#[derive(Template)]
#[template(path = "referral/copy.html")]
struct CopyPage {
    frame: Frame,
    view: PersonCopy,
}

impl CopyPage {
    fn home(&self) -> String {
        format!("/dossiers/{}", self.view.disclosures.case)
    }

    fn definition(&self) -> &Definition {
        &self.view.disclosures.definition
    }

    fn identity(&self) -> Vec<Told> {
        let confided = &self.view.identity.confided;
        let mut all = told(self.definition(), &self.frame, "F1", confided);
        all.push(Told {
            label: self.frame.t("copy-region"),
            text: region(self.view.identity.case.facts.region.as_str(), self.frame.lang),
        });
        all
    }

    /// What the person said she needs, one after the other.
    fn needs(&self) -> Vec<Vec<Told>> {
        let one = |line: &relais_casework::queries::NeedLine| match &line.words {
            Some(words) => told(self.definition(), &self.frame, "F3", words),
            None => vec![Told {
                label: self.frame.t("copy-need"),
                text: self.list("need", line.known().as_str()),
            }],
        };
        self.view.needs.iter().map(one).collect()
    }

    fn plan(&self) -> Vec<Vec<Told>> {
        let Some(plan) = &self.view.plan else {
            return Vec::new();
        };
        let mut all = vec![told(self.definition(), &self.frame, "F8", &plan.words)];
        let lines = plan.lines.iter().filter_map(|line| line.words.as_ref());
        all.extend(lines.map(|words| told(self.definition(), &self.frame, "F8", words)));
        all.retain(|part| !part.is_empty());
        all
    }

    fn follow_ups(&self) -> Vec<(String, Vec<Told>)> {
        let one = |line: &relais_casework::queries::FollowUpLine| {
            let said = told(self.definition(), &self.frame, "F9", &line.words);
            (self.frame.date(line.record.on), said)
        };
        self.view.follow_ups.iter().map(one).collect()
    }

    fn sources(&self) -> Vec<String> {
        let one = |source: &Source| match source {
            Source::ToldAt(entry) => {
                let place = self.list("entry_point", entry);
                self.frame.t1("copy-source-told", "place", place)
            }
            Source::HandedOverBy(name) => {
                self.frame
                    .t1("copy-source-handed", "organisation", self.frame.l(name))
            }
        };
        self.view.sources.iter().map(one).collect()
    }

    /// For each purpose, whether the person agreed and to whom.
    fn consents(&self) -> Vec<Told> {
        let one = |consent: &crate::queries::CopiedConsent| {
            let until = self.frame.date(consent.expires);
            let state = match consent.in_force {
                true => self.frame.t1("copy-consent-until", "day", until),
                false => self.frame.t("copy-consent-ended"),
            };
            let names: Vec<&str> = consent.recipients.iter().map(|name| self.frame.l(name)).collect();
            Told {
                label: self.frame.l(&consent.purpose).to_owned(),
                text: match names.is_empty() {
                    true => state,
                    false => format!("{} — {state}", names.join(", ")),
                },
            }
        };
        self.view.consents.iter().map(one).collect()
    }

    /// Who received what, each time.
    fn received(&self) -> Vec<Told> {
        let one = |line: &crate::queries::Disclosure| Told {
            label: format!("{} — {}", self.frame.day(line.at), self.frame.l(&line.to)),
            text: disclosures::in_words(&self.frame, &line.what),
        };
        self.view.disclosures.lines.iter().map(one).collect()
    }

    fn list(&self, list: &str, code: &str) -> String {
        label(self.definition(), list, code, self.frame.lang)
    }
}

async fn look(room: &Referrals, actor: &Actor, case: &str, leaves: bool) -> Result<PersonCopy, Trouble> {
    let query = ReadCopy {
        definitions: room.definitions.clone(),
        case: reference(case)?,
        leaves,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// The copy on a page that prints.
pub async fn show(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, &case, false).await?;
    page(&CopyPage { frame, view })
}

/// The same for another service. It leaves the house, so who is at the keyboard proves it again.
pub(crate) async fn file_to_keep(room: &Referrals, actor: &Actor, case: &str) -> Result<Value, Trouble> {
    Ok(as_json(&look(room, actor, case, true).await?))
}

/// The download.
pub async fn file(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
) -> Answer {
    let value = file_to_keep(&room, &actor, &case).await?;
    let name = value["code"].as_str().unwrap_or("copie").to_owned();
    let bytes = serde_json::to_vec_pretty(&value).map_err(|e| Trouble::Fault(e.to_string()))?;
    kept(&format!("{name}.json"), bytes)
}

fn kept(name: &str, bytes: Vec<u8>) -> Answer {
    relais_shell::file(name, FileKind::Json, bytes)
}

fn words(record: &impl serde::Serialize) -> Value {
    serde_json::to_value(record).unwrap_or_default()
}

/// Codes as the mechanism's lists have them, fields as its forms name them.
fn as_json(view: &PersonCopy) -> Value {
    let case = &view.identity.case;
    json!({
        "format": "relais-person-copy-1",
        "code": case.code.to_string(),
        "organisation": view.owner,
        "identification": words(&view.identity.confided),
        "facts": words(&case.facts),
        "needs": view.needs.iter().map(|line| json!({ "need": line.known().as_str(), "words": words(&line.words) })).collect::<Vec<_>>(),
        "plan": view.plan.as_ref().map(|plan| json!({
            "words": words(&plan.words),
            "lines": plan.lines.iter().map(|line| words(&line.words)).collect::<Vec<_>>(),
        })),
        "follow_ups": view.follow_ups.iter().map(|line| json!({ "on": line.record.on, "words": words(&line.words) })).collect::<Vec<_>>(),
        "consents": view.consents.iter().map(|consent| json!({
            "purpose": consent.purpose, "recipients": consent.recipients,
            "in_force": consent.in_force, "expires": consent.expires,
        })).collect::<Vec<_>>(),
        "received": view.disclosures.lines.iter().map(|line| json!({ "at": line.at, "by": line.to })).collect::<Vec<_>>(),
    })
}
