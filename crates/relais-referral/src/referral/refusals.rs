use relais_kernel::Refusal;

use super::{Referral, Verb};

impl Referral {
    /// The verb has no place in the present state.
    pub(super) fn out_of_place(&self, verb: Verb) -> Refusal {
        let sentence = verb.out_of_place(self.kind());
        self.refuse(verb, "NotPossibleInThisState", &sentence.fr, &sentence.en)
    }

    /// The verb would have its place, but a guard holds it.
    pub(super) fn refuse(&self, verb: Verb, code: &str, fr: &str, en: &str) -> Refusal {
        Refusal::new(code, fr, en).during(self.kind().code(), verb.code())
    }
}
