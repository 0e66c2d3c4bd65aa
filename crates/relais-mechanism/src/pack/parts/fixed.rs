use crate::pack::{
    known::Known,
    node::{Entry, Node},
};

/// Lists whose codes are the program's own, because something follows from each of them: a state, a clock, a
/// sentence of a refusal. A pack gives them their words and may retire some; it can neither add nor drop one.
const FIXED: [(&str, &[&str]); 23] = [
    ("priority", &["E", "U", "N"]),
    ("sex", &["female", "male", "other"]),
    ("age_band", &["0-4", "5-11", "12-17", "18-24", "25-59", "60+"]),
    ("answer", &["not_asked", "yes", "no", "unknown", "refused"]),
    ("risk", &["high", "medium", "low"]),
    ("severity", &["0", "1", "2", "3", "4"]),
    (
        "need_status",
        &[
            "open",
            "referred",
            "met",
            "partly_met",
            "unmet_no_service",
            "refused",
        ],
    ),
    (
        "consent_mode",
        &["signature", "thumbprint", "oral_witness", "remote"],
    ),
    (
        "given_by",
        &["self", "caregiver", "guardian", "authority", "best_interests"],
    ),
    ("assent", &["given", "refused", "not_applicable"]),
    ("withdrawal_scope", &["all", "purpose", "recipient"]),
    ("delivered_via", &["app", "email", "phone", "in_person", "paper"]),
    (
        "decision",
        &["accepted", "waitlisted", "info_requested", "declined"],
    ),
    (
        "decline_reason",
        &[
            "not_eligible",
            "no_capacity",
            "out_of_area",
            "service_stopped",
            "duplicate",
            "incomplete",
            "unsafe",
            "person_refused",
            "other",
        ],
    ),
    ("outcome", &["fully", "partly", "not"]),
    (
        "not_provided_reason",
        &[
            "no_show",
            "refused",
            "ineligible",
            "no_capacity",
            "moved",
            "unsafe",
            "other",
        ],
    ),
    ("next_step", &["none", "continues", "new_referral"]),
    (
        "transfer_reject_reason",
        &[
            "not_our_mandate",
            "no_capacity",
            "out_of_area",
            "conflict_of_interest",
            "incomplete",
            "person_refused",
            "other",
        ],
    ),
    ("service_state", &["open", "limited", "full", "closed"]),
    ("service_access", &["walk_in", "appointment", "referral_only"]),
    ("service_sex", &["all", "women", "men", "women_and_children"]),
    ("service_channel", &["app", "mail", "sms", "phone"]),
    ("visibility", &["public", "members", "hidden"]),
];

/// The fixed lists are there, with the program's codes and no others.
pub fn fixed_lists(lists: &Node, known: &Known<'_>) {
    for (list, codes) in FIXED {
        match lists.get(list) {
            None => known.missing_list(list, &lists.spot),
            Some(found) => has_exactly(found.get("items").unwrap_or(found), codes, known),
        }
    }
}

fn has_exactly(items: &Node, codes: &[&str], known: &Known<'_>) {
    for code in codes.iter().filter(|code| items.get(code).is_none()) {
        known.missing_code(code, &items.spot);
    }
    for Entry { key, spot, .. } in items
        .entries()
        .iter()
        .filter(|entry| !codes.contains(&entry.key.as_str()))
    {
        known.report.say(
            spot,
            "FixedList",
            format!("Le programme ne connaît pas « {key} » : les codes de cette liste sont fixes, seuls leurs noms changent."),
            format!("The program does not know \"{key}\": the codes of this list are fixed, only their names change."),
        );
    }
}
