//! The forms of a case again, after somebody else changed it while they were open.

use relais_mechanism::Definition;
use relais_shell::{Form, Frame, Typed};

use super::{
    annex,
    fields::{in_words, title},
    identify::{OTHERS, known},
    plan::{LINE, MOST, WORDS, known_line, known_words, rows},
};
use crate::{
    case::Case,
    queries::{AnnexView, Identity, LineView, PlanView},
};

/// The fields of form F1 in the order of its page, with their labels there.
const IDENTIFICATION: [(&str, &str); 32] = [
    ("urgent_signs", "case-urgent"),
    ("risk_level", "case-risk"),
    ("immediate_action", "case-immediate"),
    ("name", "case-name"),
    ("anonymous", "case-anonymous"),
    ("sex", "case-sex"),
    ("age", "case-age"),
    ("nationality", "case-nationality"),
    ("alias", "case-alias"),
    ("dob", "case-dob"),
    ("age_estimated", "case-age-estimated"),
    ("age_why", "case-age-why"),
    ("other_nationalities", "case-other-nationalities"),
    ("nationality_why", "case-nationality-why"),
    ("languages", "case-languages"),
    ("interpreter", "case-interpreter"),
    ("entry_point", "case-entry"),
    ("region", "case-region"),
    ("status", "case-status"),
    ("place", "case-place"),
    ("countries_of_route", "journey-countries"),
    ("return_from", "case-return-from"),
    ("return_date", "case-return-date"),
    ("movement", "case-movement"),
    ("household_size", "case-household"),
    ("contact_channel", "case-channel"),
    ("contact_detail", "case-channel-detail"),
    ("contact_hours", "case-channel-hours"),
    ("may_leave_message", "case-message"),
    ("vulnerability_flags", "case-flags"),
    ("special_needs", "case-special"),
    ("target_groups", "case-groups"),
];

/// What happened: the step at which the case is now.
pub fn said(definition: &Definition, case: &Case, frame: &Frame) -> String {
    let code = case.state.code();
    let state = definition.case.workflow.state_name(code, frame.lang);
    frame.t1("case-overtaken", "state", state.unwrap_or(code))
}

/// Form F1 over what somebody else took down.
pub fn identification(frame: &Frame, definition: &Definition, typed: Typed, now: &Identity) -> Form {
    let rights = ("rights_explained", "case-rights");
    let fields = IDENTIFICATION.into_iter().chain([rights]);
    let fields = fields.map(|(name, label)| (name.to_owned(), frame.t(label)));
    let words = |field: &str, value: &str| {
        let field = if field == OTHERS { "nationality" } else { field };
        in_words(definition, frame, "F1", field, value)
    };
    let said = said(definition, &now.case, frame);
    frame.overtaken(typed, &known(now), said, fields, words)
}

/// Form F4 over what another of those named on it wrote. A decision sent from the same page tells no field: it has none
/// of them.
pub fn annexes(frame: &Frame, typed: Typed, now: &AnnexView) -> Form {
    let definition = &now.definition;
    let fields = annex::CHILD.iter().chain(&annex::GBV).chain(&annex::TRAFFICKING);
    let sent = typed.get("victim").is_empty();
    let fields = fields.filter(|_| sent).map(|name| {
        let label = title(definition, "F4", name).get(frame.lang).to_owned();
        ((*name).to_owned(), label)
    });
    let words = |field: &str, value: &str| in_words(definition, frame, "F4", field, value);
    let said = frame.t("annex-overtaken");
    frame.overtaken(typed, &annex::known(now), said, fields, words)
}

/// Form F8 over what somebody else wrote: each line stands beside the one of its number, and a line that was added
/// meanwhile is on the form too, so that sending it again takes nothing away.
pub fn plan(frame: &Frame, typed: Typed, view: &PlanView) -> Form {
    let definition = &view.definition;
    let draft = view.draft();
    let lines = draft.map_or(&[][..], |draft| &draft.lines);
    let (typed, places) = placed(typed, view, lines);
    let version = draft.map_or(0, |draft| draft.plan.version);
    let current = Typed::nothing().with("version", version);
    let current = draft.map_or(current.clone(), |draft| known_words(&draft.words, current));
    let current = places.into_iter().fold(current, |current, (row, line)| {
        known_line(view, current, row, line)
    });
    let words = WORDS.map(|name| {
        let label = title(definition, "F8", name).get(frame.lang).to_owned();
        (name.to_owned(), label)
    });
    let rows = (0..rows(&typed)).flat_map(|row| LINE.map(|field| line_field(frame, definition, row, field)));
    let fields: Vec<_> = words.into_iter().chain(rows).collect();
    let in_words = |field: &str, value: &str| plan_words(view, frame, field, value);
    let said = said(definition, &view.case, frame);
    frame.overtaken(typed, &current, said, fields, in_words)
}

fn line_field(frame: &Frame, definition: &Definition, row: usize, field: &str) -> (String, String) {
    let label = title(definition, "F8", field);
    let line = frame.t1("plan-line", "n", row + 1);
    (
        format!("lines[{row}].{field}"),
        format!("{line}, {}", label.get(frame.lang)),
    )
}

/// The rows of the form and the lines of the record, number by number.
fn placed<'v>(typed: Typed, view: &PlanView, lines: &'v [LineView]) -> (Typed, Vec<(usize, &'v LineView)>) {
    let number_at = |row: usize| format!("lines[{row}].number");
    let mut typed = typed;
    let mut places = Vec::new();
    for row in 0..rows(&typed) {
        let number: Option<u16> = typed.get(&number_at(row)).trim().parse().ok();
        let line = lines.iter().find(|line| Some(line.line.number) == number);
        match line {
            Some(line) => places.push((row, line)),
            // Taken out by the other: what was typed is a new line if it is sent again.
            None => typed = typed.replacing(&number_at(row), ""),
        }
    }
    let mut next = rows(&typed);
    for line in lines {
        let shown = places.iter().any(|(_, l)| l.line.number == line.line.number);
        if !shown && next < MOST {
            typed = known_line(view, typed, next, line);
            places.push((next, line));
            next += 1;
        }
    }
    (typed, places)
}

fn plan_words(view: &PlanView, frame: &Frame, field: &str, value: &str) -> String {
    let field = field.rsplit('.').next().unwrap_or(field);
    let funder = || view.funders.iter().find(|(key, ..)| key.to_string() == value);
    let person = || {
        view.people
            .iter()
            .find(|(p, _)| p.public_ref.to_string() == value)
    };
    let found = match field {
        "line_funder" => funder().map(|(_, _, name)| name.get(frame.lang).to_owned()),
        "line_responsible" => person().map(|(person, _)| person.name.clone()),
        _ => Some(in_words(&view.definition, frame, "F8", field, value)),
    };
    found.unwrap_or_else(|| "—".to_owned())
}
