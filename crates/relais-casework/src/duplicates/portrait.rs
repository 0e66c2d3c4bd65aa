use std::{collections::BTreeSet, fmt};

use relais_kernel::Sex;

use crate::{
    answer::Answer,
    case::ClearFacts,
    code::Code,
    identification::{Birth, Confided},
};

/// What is compared of a person. `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Portrait {
    /// Name and alias: either may be the one by which the person is known elsewhere.
    pub names: Vec<String>,
    pub birth: Option<Birth>,
    pub sex: Option<Sex>,
    pub nationality: BTreeSet<Code>,
    /// A telephone number or an address, as it was said.
    pub contact: Option<String>,
}

impl Portrait {
    /// Of a case whose identification was opened.
    pub fn of(facts: &ClearFacts, confided: &Confided) -> Self {
        Self {
            names: [&confided.name, &confided.alias]
                .into_iter()
                .flatten()
                .cloned()
                .collect(),
            birth: confided.birth(),
            sex: facts.sex.given().copied(),
            nationality: confided
                .nationality
                .as_ref()
                .and_then(Answer::given)
                .cloned()
                .unwrap_or_default(),
            contact: confided.contact_detail.clone(),
        }
    }
}

impl fmt::Debug for Portrait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Portrait (not shown)")
    }
}
