use relais_kernel::Refusal;

use super::{Referral, Verb};

impl Referral {
    /// The verb has no place in the present state.
    pub(super) fn out_of_place(&self, verb: Verb) -> Refusal {
        let sentence = verb.out_of_place(self.kind());
        self.refuse(verb, "NotPossibleInThisState", &sentence.fr, &sentence.en)
    }

    /// "Other" as a reason says nothing by itself.
    pub(super) fn reason_in_words_missing(&self, verb: Verb) -> Refusal {
        self.refuse(
            verb,
            "ReasonInWordsMissing",
            "Pour « autre », dites le motif en quelques mots.",
            "For “other”, give the reason in a few words.",
        )
        .at("note")
    }

    /// The verb would have its place, but a guard holds it.
    pub(super) fn refuse(&self, verb: Verb, code: &str, fr: &str, en: &str) -> Refusal {
        Refusal::new(code, fr, en).during(self.kind().code(), verb.code())
    }
}
