use std::collections::{BTreeMap, BTreeSet};

use crate::{
    AssessmentDeadlines, CaseDeadlines, CaseSteps, PREVIOUS, ReferralLimits, ReferralSteps, Role, StateName,
    Step, StepRule, Workflow,
    pack::{
        Spot,
        known::Known,
        node::{Entry, Node},
        reader::{Fields, ROLE, SPAN, all, coded_text, list, number, unknown_key},
    },
};

/// `case.toml`.
pub fn case(node: &Node, known: &Known<'_>) -> Option<CaseSteps> {
    let fields = Fields::of(node, known.report)?;
    let workflow = workflow(&fields, known);
    let deadlines = fields
        .required("deadlines")
        .and_then(|node| case_deadlines(node, known));
    fields.finish();
    Some(CaseSteps {
        workflow: workflow?,
        deadlines: deadlines?,
    })
}

/// `referral.toml`.
pub fn referral(node: &Node, known: &Known<'_>) -> Option<ReferralSteps> {
    let fields = Fields::of(node, known.report)?;
    let own = workflow(&fields, known);
    let limits = fields.required("limits").and_then(|node| limits(node, known));
    let transfer = fields.required("transfer").and_then(|node| {
        let fields = Fields::of(node, known.report)?;
        let transfer = workflow(&fields, known);
        fields.finish();
        transfer
    });
    fields.finish();
    Some(ReferralSteps {
        workflow: own?,
        transfer: transfer?,
        limits: limits?,
    })
}

fn limits(node: &Node, known: &Known<'_>) -> Option<ReferralLimits> {
    let fields = Fields::of(node, known.report)?;
    let [rebookings, requests, reviews] =
        ["rebookings", "information_requests", "missed_waitlist_reviews"].map(|key| fields.number(key));
    fields.finish();
    Some(ReferralLimits {
        rebookings: rebookings?,
        information_requests: requests?,
        missed_waitlist_reviews: reviews?,
    })
}

/// The `states` and `steps` of a table.
fn workflow<S: Step>(fields: &Fields<'_>, known: &Known<'_>) -> Option<Workflow<S>> {
    let (states_node, steps_node) = (fields.required("states"), fields.required("steps"));
    let states = all(states_node?.entries().iter().map(|entry| state(entry, known)));
    let codes: BTreeSet<_> = states_node?
        .entries()
        .iter()
        .map(|entry| entry.key.as_str())
        .collect();
    let steps = all(steps_node?
        .entries()
        .iter()
        .map(|entry| step::<S>(entry, &codes, known)));
    let steps: BTreeMap<_, _> = steps?.into_iter().collect();
    let missing: Vec<_> = S::ALL.iter().filter(|step| !steps.contains_key(step)).collect();
    for step in &missing {
        let code = step.code();
        known.report.say(
            &steps_node?.spot,
            "MissingStep",
            format!("Il manque l’étape « {code} », que le programme connaît."),
            format!("The step \"{code}\", which the program knows, is missing."),
        );
    }
    missing.is_empty().then_some(Workflow {
        states: states?,
        steps,
    })
}

fn state(entry: &Entry, known: &Known<'_>) -> Option<StateName> {
    let code = known.code_form(&entry.key, &entry.spot);
    let fields = Fields::of(&entry.node, known.report)?;
    let (name, terminal) = (fields.own_label(), fields.flag("terminal"));
    fields.finish();
    Some(StateName {
        code: code?,
        name: name?,
        terminal: terminal?,
    })
}

fn step<S: Step>(entry: &Entry, states: &BTreeSet<&str>, known: &Known<'_>) -> Option<(S, StepRule)> {
    let Some(step) = S::of(&entry.key) else {
        unknown_key(entry, known.report);
        return None;
    };
    let fields = Fields::of(&entry.node, known.report)?;
    let (name, guard) = (fields.localised("name"), fields.optional_localised("guard"));
    let by_clock = fields.flag("clock");
    let roles = fields
        .texts("roles")
        .and_then(|texts| all(texts.into_iter().map(|(text, spot)| role(&text, spot, known))));
    let [from, to] = ["from", "to"].map(|key| {
        let named = fields.texts(key)?.into_iter();
        all(named.map(|(state, spot)| known_state(state, spot, states, key == "to", known)))
    });
    fields.finish();
    let (roles, by_clock) = (roles?, by_clock?);
    if roles.is_empty() && !by_clock {
        known.report.say(
            &entry.spot,
            "NobodyMay",
            "Personne ne peut faire cette étape : il faut « roles » ou « clock = true ».",
            "Nobody may do this step: it needs \"roles\" or \"clock = true\".",
        );
    }
    let roles = roles.into_iter().collect();
    Some((
        step,
        StepRule {
            name: name?,
            roles,
            by_clock,
            from: from?,
            to: to?,
            guard: guard?,
        },
    ))
}

fn role(text: &str, spot: &Spot, known: &Known<'_>) -> Option<Role> {
    let role = coded_text(text, spot, ROLE, known.report)?;
    known.role(text, spot).then_some(role)
}

fn known_state(
    state: String,
    spot: &Spot,
    states: &BTreeSet<&str>,
    is_target: bool,
    known: &Known<'_>,
) -> Option<String> {
    if states.contains(state.as_str()) || (is_target && state == PREVIOUS) {
        return Some(state);
    }
    known.report.say(
        spot,
        "UnknownState",
        format!("L’état « {state} » n’est pas défini."),
        format!("The state \"{state}\" is not defined."),
    );
    None
}

fn case_deadlines(node: &Node, known: &Known<'_>) -> Option<CaseDeadlines> {
    let fields = Fields::of(node, known.report)?;
    let [
        screen,
        over,
        exception,
        recall,
        summary,
        transfer,
        request,
        enquiry,
        mission,
    ] = [
        "screen",
        "lost_contact_over",
        "exception_review",
        "recall_confirmation",
        "summary_after_transfer",
        "transfer_expire",
        "rights_request",
        "enquiry",
        "mission_kept",
    ]
    .map(|key| fields.coded(key, SPAN));
    let months = fields.required("follow_up_months").and_then(|node| {
        all(list(node, known.report)?
            .iter()
            .map(|item| number(item, known.report)))
    });
    let (attempts, minutes) = (
        fields.number("lost_contact_attempts"),
        fields.number("break_glass_minutes"),
    );
    let assessment = fields.required("assessment").and_then(|node| {
        Fields::of(node, known.report)?;
        all(node.entries().iter().map(|entry| assessment(entry, known)))
    });
    fields.finish();
    Some(CaseDeadlines {
        screen: screen?,
        assessment: assessment?.into_iter().collect(),
        follow_up_months: months?,
        lost_contact_attempts: attempts?,
        lost_contact_over: over?,
        exception_review: exception?,
        recall_confirmation: recall?,
        summary_after_transfer: summary?,
        transfer_expire: transfer?,
        break_glass_minutes: minutes?,
        rights_request: request?,
        enquiry: enquiry?,
        mission_kept: mission?,
    })
}

fn assessment(entry: &Entry, known: &Known<'_>) -> Option<(String, AssessmentDeadlines)> {
    let is_risk = known.code("risk", &entry.key, &entry.spot);
    let fields = Fields::of(&entry.node, known.report)?;
    let [start, complete] = ["start", "complete"].map(|key| fields.coded(key, SPAN));
    fields.finish();
    is_risk.then_some((
        entry.key.clone(),
        AssessmentDeadlines {
            start: start?,
            complete: complete?,
        },
    ))
}
