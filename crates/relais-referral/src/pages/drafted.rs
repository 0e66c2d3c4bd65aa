use askama::Template;
use relais_kernel::{Localised, PublicRef};
use relais_shell::{Answer, Frame, Tone, page};
use relais_trust::Actor;

use crate::{
    actions::Drafted,
    queries::{NameServices, ServiceName},
    room::Referrals,
};

/// What became of each service that was chosen.
#[derive(Template)]
#[template(path = "referral/drafted.html")]
struct DraftedPage {
    frame: Frame,
    case: PublicRef,
    need: PublicRef,
    lines: Vec<(ServiceName, Drafted)>,
}

impl DraftedPage {
    fn made(&self) -> usize {
        self.lines
            .iter()
            .filter(|(_, drafted)| drafted.outcome.is_ok())
            .count()
    }

    fn reasons<'a>(&self, drafted: &'a Drafted) -> Vec<&'a Localised> {
        let refused = drafted.outcome.as_ref().err();
        refused
            .iter()
            .flat_map(|all| &all.0)
            .map(|refusal| &refusal.sentence)
            .collect()
    }
}

/// Shown in answer to the form: sent again, it tells the same.
pub(super) async fn show(
    room: &Referrals,
    actor: &Actor,
    frame: Frame,
    (case, need): (PublicRef, PublicRef),
    drafted: Vec<Drafted>,
) -> Answer {
    let services = drafted.iter().map(|drafted| drafted.service).collect();
    let names = room.house.look(actor, &NameServices { services }).await?;
    let lines = names.into_iter().zip(drafted).collect();
    page(&DraftedPage {
        frame,
        case,
        need,
        lines,
    })
}
