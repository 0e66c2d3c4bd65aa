use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::Localised;
use relais_shell::{Answer, Frame, SignedIn, Tone, page};

use super::words::{home, label, labels, reference};
use crate::{
    journey::Mark,
    queries::{JourneyView, Moment, ReadJourney},
    room::{Beside, BesideLine, Casework},
};

#[derive(Template)]
#[template(path = "case/journey.html")]
struct JourneyPage {
    frame: Frame,
    view: JourneyView,
    beside: Beside,
}

impl JourneyPage {
    fn home(&self) -> String {
        home(&self.view.case)
    }

    fn countries(&self) -> String {
        labels(
            &self.view.definition,
            "country",
            &self.view.road.countries,
            self.frame.lang,
        )
    }

    fn from(&self) -> Option<String> {
        let from = self.view.road.from.as_ref()?;
        Some(label(
            &self.view.definition,
            "country",
            from.as_str(),
            self.frame.lang,
        ))
    }

    fn back_on(&self) -> Option<String> {
        self.view.road.on.map(|day| self.frame.date(day))
    }

    fn status(&self) -> Option<String> {
        let status = self.view.road.status.as_ref()?;
        let lang = self.frame.lang;
        Some(label(&self.view.definition, "status", status.as_str(), lang))
    }

    fn tone(&self, moment: &Moment) -> Tone {
        match moment.what.mark {
            Mark::Step => Tone::Info,
            Mark::Good => Tone::Good,
            Mark::Wait => Tone::Wait,
            Mark::Stop => Tone::Stop,
        }
    }

    fn said(&self, moment: &Moment) -> String {
        self.frame.t1(moment.what.text, "n", moment.times)
    }

    /// The referral that a moment belongs to, for those who may see referrals.
    fn referral(&self, moment: &Moment) -> Option<&BesideLine> {
        let id = moment.referral.filter(|_| self.view.may_refer)?;
        self.beside.referrals.iter().find(|line| line.id == id)
    }

    fn need(&self, line: &BesideLine) -> String {
        label(&self.view.definition, "need", &line.need, self.frame.lang)
    }

    /// By whom, to whom, for what.
    fn details(&self, moment: &Moment) -> String {
        let name = |named: &Localised| self.frame.l(named).to_owned();
        let purpose = moment.purpose.as_deref().and_then(|purpose| {
            let rules = &self.view.definition.consent.purposes;
            let rule = rules.iter().find(|rule| rule.code.as_str() == purpose);
            rule.map(|rule| name(&rule.name))
        });
        let all = [
            moment.by.as_ref().map(name),
            moment.to.as_ref().map(name),
            purpose,
        ];
        all.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// The person's way, from before the return to today.
pub async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
) -> Answer {
    let query = ReadJourney {
        definitions: room.desk.definitions.clone(),
        case: reference(&case)?,
    };
    let view = room.house.look(&actor, &query).await?;
    let rows = room.house.trust().database().reader();
    let beside = room.desk.referrals.beside(rows, view.case.id).await?;
    page(&JourneyPage { frame, view, beside })
}
