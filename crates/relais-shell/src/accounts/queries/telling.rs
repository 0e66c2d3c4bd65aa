use std::collections::{BTreeMap, BTreeSet};

use relais_kernel::{Id, Localised, Organisation, Timestamp, User};
use relais_trust::{
    Door, Failure, Sight,
    accounts::{account_names, organisations},
    journal::{Body, Line},
};

/// One line of the journal with the names behind its ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Told {
    pub at: Timestamp,
    pub act: String,
    pub who: Who,
    pub door: Door,
    /// Kind of record that it concerns, for instance `referral`.
    pub subject: Option<String>,
    /// The organisation towards which it was done.
    pub towards: Option<Localised>,
    pub purpose: Option<String>,
    /// The command that was refused, and why: codes.
    pub refused: Option<(String, String)>,
    pub line: Line,
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Who {
    /// Of a person with an account; nothing for partners without one, the clock and the console.
    pub name: Option<String>,
    pub organisation: Option<Localised>,
}

/// Who acted: whoever signs in is nobody before, and named as what the act concerns.
fn doer(body: &Body) -> Option<Id<User>> {
    let by_door = || {
        let (kind, id) = body.subject.as_ref()?;
        let entering = ["SignedIn", "InvitationAccepted"].contains(&body.act.as_str());
        (entering && kind == "user").then_some(*id)
    };
    body.user.or_else(by_door).map(Id::from_uuid)
}

/// Looks the names up, once for all lines.
pub(super) async fn tell(sight: &Sight<'_>, lines: Vec<Line>) -> Result<Vec<Told>, Failure> {
    let users: BTreeSet<Id<User>> = lines.iter().filter_map(|line| doer(&line.body)).collect();
    let names = account_names(sight.rows(), users).await?;
    let bodies: BTreeMap<Id<Organisation>, Localised> = organisations(sight.rows())
        .await?
        .into_iter()
        .map(|face| (face.id, face.name))
        .collect();
    let body = |id: uuid::Uuid| bodies.get(&Id::from_uuid(id)).cloned();
    let told = lines.into_iter().map(|line| {
        let fact = |name: &str| line.body.facts.get(name);
        let towards = ["to", "organisation"]
            .into_iter()
            .filter_map(fact)
            .find_map(|id| body(id.parse().ok()?));
        let subject = line.body.subject.as_ref();
        Told {
            at: line.at,
            act: line.body.act.clone(),
            who: Who {
                name: doer(&line.body).and_then(|id| names.get(&id).cloned()),
                organisation: line.body.organisation.and_then(body),
            },
            door: line.body.door,
            towards: towards.or_else(|| {
                let (_, id) = subject.filter(|(kind, _)| kind == "organisation")?;
                body(*id)
            }),
            subject: subject.map(|(kind, _)| kind.clone()),
            purpose: line.body.purpose.clone(),
            refused: fact("command").cloned().zip(fact("code").cloned()),
            line,
        }
    });
    Ok(told.collect())
}
