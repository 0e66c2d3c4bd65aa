use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use relais_kernel::{PublicRef, Refusals};
use relais_mechanism::Definition;
use relais_shell::{Answer, Choice, Form, Frame, SignedIn, Submission, Trouble, Typed, page, refused_page};
use relais_trust::{Actor, Failure};

use super::{
    overtaken,
    words::{choices, reasons, reference, regions, with_reasons, yes_no},
};
use crate::{
    actions::{CorrectIdentification, IdentifyPerson},
    answer::Answer as Given,
    identification::{Birth, IdentificationForm},
    queries::{Identity, MayBegin, ReadIdentity},
    room::{Casework, Standing},
};

#[derive(Template)]
#[template(path = "case/identify.html")]
struct IdentifyPage {
    frame: Frame,
    form: Form,
    /// Where the form goes.
    to: String,
    back: String,
    code: Option<String>,
    /// The reader is not shown what is reserved for those named on the annexes.
    reserved: bool,
    lists: Lists,
}

/// The lists of form F1 in the reader's language.
pub(super) struct Lists {
    pub sex: Vec<Choice>,
    pub regions: Vec<Choice>,
    pub entry_point: Vec<Choice>,
    pub status: Vec<Choice>,
    pub urgent: Vec<Choice>,
    flags: Vec<Choice>,
    groups: Vec<Choice>,
    special: Vec<Choice>,
    languages: Vec<Choice>,
    countries: Vec<Choice>,
    channels: Vec<Choice>,
    risk: Vec<Choice>,
    reasons: Vec<Choice>,
    pub yes_no: Vec<Choice>,
}

impl Lists {
    pub fn of(definition: &Definition, frame: &Frame) -> Self {
        let list = |name: &str| choices(definition, name, frame.lang);
        let mut risk = list("risk");
        risk.push(Choice::new("not_asked", frame.t("case-risk-later")));
        Self {
            sex: with_reasons(definition, "sex", frame),
            regions: regions(definition, frame.lang),
            entry_point: list("entry_point"),
            status: list("status"),
            urgent: list("urgent_sign"),
            flags: list("vulnerability_flag"),
            groups: list("target_group"),
            special: list("special_need"),
            languages: list("language"),
            countries: list("country"),
            channels: list("contact_channel"),
            risk,
            reasons: reasons(frame),
            yes_no: yes_no(frame),
        }
    }
}

pub(super) async fn definition(
    room: &Casework,
    actor: &Actor,
    frame: &Frame,
) -> Result<Arc<Definition>, Failure> {
    let rows = room.house.trust().database().reader();
    Ok(Standing::of(rows, actor, &room.desk.definitions, frame.now)
        .await?
        .definition)
}

fn blank(frame: Frame, form: Form, definition: &Definition) -> IdentifyPage {
    let lists = Lists::of(definition, &frame);
    let (to, back) = ("/dossiers/nouveau".to_owned(), "/dossiers".to_owned());
    IdentifyPage {
        frame,
        form,
        to,
        back,
        code: None,
        reserved: false,
        lists,
    }
}

/// An empty form: the person may stay anonymous.
pub async fn new(State(room): State<Casework>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    begins(&room, &actor).await?;
    let definition = definition(&room, &actor, &frame).await?;
    page(&blank(frame.clone(), frame.form(Typed::nothing()), &definition))
}

async fn begins(room: &Casework, actor: &Actor) -> Result<(), Trouble> {
    let may = MayBegin::identify(room.desk.definitions.clone());
    Ok(room.house.look(actor, &may).await?)
}

/// The form after the search, with the name that was typed there.
pub async fn go_on(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    begins(&room, &actor).await?;
    let definition = definition(&room, &actor, &frame).await?;
    let known = Typed::nothing().with("name", sent.typed.get("name"));
    page(&blank(frame.clone(), frame.form(known), &definition))
}

/// Opens the case.
pub async fn create(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let form = form_of(&sent.typed)?;
    let command = IdentifyPerson {
        desk: room.desk.clone(),
        form,
    };
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(case) => Ok(frame.done("case-identified", &format!("/dossiers/{case}"))),
        Err(Failure::Refused(refusals)) => {
            let definition = definition(&room, &actor, &frame).await?;
            refused(sent.typed, refusals, &frame, &definition, None)
        }
        Err(failure) => Err(failure.into()),
    }
}

fn refused(
    typed: Typed,
    refusals: Refusals,
    frame: &Frame,
    definition: &Definition,
    place: Option<(String, String, Option<String>)>,
) -> Answer {
    let mut shown = blank(frame.clone(), frame.refused(typed, refusals), definition);
    if let Some((to, back, code)) = place {
        (shown.to, shown.back, shown.code) = (to, back, code);
    }
    refused_page(&shown)
}

/// The form again with what was taken down, for a correction.
pub async fn edit(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
) -> Answer {
    let identity = read(&room, &actor, reference(&case)?).await?;
    let definition = definition(&room, &actor, &frame).await?;
    let form = frame.form(known(&identity));
    page(&correction(frame, form, &definition, &identity))
}

/// Saves the correction over the version it was made from.
pub async fn correct(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let case = reference(&case)?;
    let form = form_of(&sent.typed)?;
    let expected = sent
        .typed
        .get("version")
        .parse()
        .map_err(|_| Trouble::Unreadable)?;
    let command = CorrectIdentification {
        desk: room.desk.clone(),
        case,
        expected,
        form,
    };
    let home = format!("/dossiers/{case}");
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(_) => Ok::<Response, Trouble>(frame.done("case-corrected", &home)),
        Err(Failure::Refused(refusals)) => {
            let definition = definition(&room, &actor, &frame).await?;
            let place = (format!("{home}/identification"), home, None);
            refused(sent.typed, refusals, &frame, &definition, Some(place))
        }
        Err(Failure::Stale { .. }) => {
            let identity = read(&room, &actor, case).await?;
            let definition = definition(&room, &actor, &frame).await?;
            let form = overtaken::identification(&frame, &definition, sent.typed, &identity);
            refused_page(&correction(frame, form, &definition, &identity))
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn read(room: &Casework, actor: &Actor, case: PublicRef) -> Result<Identity, Failure> {
    let query = ReadIdentity {
        definitions: room.desk.definitions.clone(),
        case,
    };
    room.house.look(actor, &query).await
}

fn correction(frame: Frame, form: Form, definition: &Definition, identity: &Identity) -> IdentifyPage {
    let mut shown = blank(frame, form, definition);
    shown.back = format!("/dossiers/{}", identity.case.public_ref);
    shown.to = format!("{}/identification", shown.back);
    shown.code = Some(identity.case.code.to_string());
    shown.reserved = !identity.whole;
    shown
}

/// Form F1 with what was taken down.
pub(crate) fn known(identity: &Identity) -> Typed {
    let (facts, told) = (&identity.case.facts, &identity.confided);
    let typed = Typed::nothing()
        .with("version", identity.case.version)
        .with_some("anonymous", facts.anonymous.then_some("yes"))
        .with_some("name", told.name.as_deref())
        .with_some("alias", told.alias.as_deref())
        .with(
            "sex",
            facts.sex.given().map_or(facts.sex.code(), |sex| sex.code()),
        )
        .with_all("languages", told.languages.iter().map(|c| c.as_str()))
        .with_all(
            "countries_of_route",
            told.countries_of_route.iter().map(|c| c.as_str()),
        )
        .with_all("urgent_signs", told.urgent_signs.iter().map(|c| c.as_str()))
        .with_all(
            "vulnerability_flags",
            told.vulnerability_flags.iter().map(|c| c.as_str()),
        )
        .with_all("target_groups", told.target_groups.iter().map(|c| c.as_str()))
        .with_all("special_needs", facts.special_needs.iter().map(|c| c.as_str()))
        .with_some("status", told.status.as_ref().map(|c| c.as_str()))
        .with_some("movement", told.movement.as_deref())
        .with_some("return_from", told.return_from.as_ref().map(|c| c.as_str()))
        .with_some("return_date", told.return_date)
        .with_some("household_size", told.household_size)
        .with_some(
            "contact_channel",
            told.contact_channel.as_ref().map(|c| c.as_str()),
        )
        .with_some("contact_detail", told.contact_detail.as_deref())
        .with_some("contact_hours", told.contact_hours.as_deref())
        .with_some(
            "may_leave_message",
            told.may_leave_message.as_ref().map(yes_or_why),
        )
        .with_some("interpreter", told.interpreter.as_ref().map(yes_or_why))
        .with_some("address", told.address.as_deref())
        .with("region", facts.region.as_str())
        .with_some("department", facts.department.as_ref().map(|d| d.as_str()))
        .with_some("place", told.place.as_deref())
        .with_some("entry_point", told.entry_point.as_ref().map(|c| c.as_str()))
        .with("risk_level", facts.risk.map_or("not_asked", |risk| risk.code()))
        .with_some("immediate_action", told.immediate_action.as_deref())
        .with(
            "rights_explained",
            if facts.rights_explained { "yes" } else { "no" },
        );
    with_nationality(with_birth(typed, identity), identity)
}

fn with_birth(typed: Typed, identity: &Identity) -> Typed {
    match &identity.confided.dob {
        Some(Given::Given(Birth::On(day))) => typed.with("dob", day),
        Some(Given::Given(Birth::Aged { years, estimated, .. })) => typed
            .with("age", years)
            .with_some("age_estimated", estimated.then_some("yes")),
        Some(other) => typed.with("age_why", other.code()),
        None => typed,
    }
}

/// The page asks for one nationality first and for others beside it.
pub(super) const OTHERS: &str = "other_nationalities";

/// Form F1 as the page sends it.
fn form_of(typed: &Typed) -> Result<IdentificationForm, Trouble> {
    let mut form: IdentificationForm = typed.to()?;
    form.nationality.retain(|code| !code.is_empty());
    form.nationality.extend(typed.all(OTHERS).map(str::to_owned));
    Ok(form)
}

fn with_nationality(typed: Typed, identity: &Identity) -> Typed {
    match &identity.confided.nationality {
        Some(Given::Given(all)) => {
            let mut all = all.iter().map(|code| code.as_str());
            let typed = typed.with_some("nationality", all.next());
            typed.with_all(OTHERS, all)
        }
        Some(other) => typed.with("nationality_why", other.code()),
        None => typed,
    }
}

fn yes_or_why(answer: &Given<bool>) -> &'static str {
    match answer {
        Given::Given(true) => "yes",
        Given::Given(false) => "no",
        other => other.code(),
    }
}
