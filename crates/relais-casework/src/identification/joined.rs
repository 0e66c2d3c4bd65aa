use std::collections::BTreeSet;

use relais_kernel::Refusal;

use super::{Confided, Identification};
use crate::code::{Code, Codes, FLAGS, GROUPS};

const SIGNS: &str = "urgent_sign";

impl Identification {
    /// What somebody took down who is not shown what those named on the annexes know: it is joined to that, and takes
    /// nothing of it away (DP-12).
    ///
    /// # Errors
    /// `NotSealable`: a fault of the program.
    pub fn joined_to(self, reserved: &Confided, codes: &dyn Codes) -> Result<Self, Refusal> {
        let join = |list, told: &BTreeSet<Code>, known: &BTreeSet<Code>| {
            let mut all: BTreeSet<Code> = told.union(known).cloned().collect();
            if all.len() > 1 {
                all.retain(|code| !stands_alone(codes, list, code));
            }
            all
        };
        let Self {
            mut facts,
            mut confided,
            risk,
            suggested,
            ..
        } = self;
        confided.urgent_signs = join(SIGNS, &confided.urgent_signs, &reserved.urgent_signs);
        let flags = join(
            FLAGS.2,
            &confided.vulnerability_flags,
            &reserved.vulnerability_flags,
        );
        let groups = join(GROUPS.2, &confided.target_groups, &reserved.target_groups);
        facts.urgent = confided
            .urgent_signs
            .iter()
            .any(|sign| !stands_alone(codes, SIGNS, sign));
        facts.flags = codes.neutral_all(FLAGS, &flags);
        facts.target_groups = codes.neutral_all(GROUPS, &groups);
        confided.vulnerability_flags = flags;
        confided.target_groups = groups;
        Ok(Self {
            sealed: confided.seal(codes)?,
            facts,
            confided,
            risk,
            suggested,
        })
    }
}

fn stands_alone(codes: &dyn Codes, list: &str, code: &Code) -> bool {
    codes.traits(list, code.as_str()).is_some_and(|t| t.alone)
}
