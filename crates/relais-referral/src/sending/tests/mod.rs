mod exceptions;
mod ordinary;

use relais_casework::consent::{Assent, Cover, LegalBasis};
use relais_kernel::{Lang, Localised, Priority, Sensitivity};
use relais_mechanism::{DataCategory, OrganisationKey, Role};

use super::*;
use crate::fixtures::{Facts, World, id, monday};

pub(super) fn codes(facts: &Facts) -> Vec<String> {
    codes_for(&World::default().ready(Priority::Normal), facts)
}

pub(super) fn codes_for(referral: &Referral, facts: &Facts) -> Vec<String> {
    match clear(referral, &facts.situation(), monday()) {
        Ok(_) => vec![],
        Err(refusals) => refusals.0.into_iter().map(|r| r.code).collect(),
    }
}

pub(super) fn missing() -> Cover {
    Cover::Missing {
        gaps: std::collections::BTreeMap::new(),
    }
}

pub(super) fn exception(basis: LegalBasis) -> Exception {
    Exception {
        basis,
        justified: true,
        approved_by: Some(id(0x2)),
        by_supervisor: true,
        order_reviewed_by: None,
    }
}

pub(super) fn pseudonymous() -> Referral {
    let mut ready = World::default().ready(Priority::Normal);
    ready.disclosure = Disclosure::Pseudonymous;
    ready
}

pub(super) fn only_the_need() -> Vec<FieldClass> {
    vec![FieldClass {
        category: Some(DataCategory::NEED_SERVICE),
        sensitivity: Sensitivity::S1,
    }]
}

pub(super) fn guarded() -> Minor {
    Minor {
        guardian_consents: true,
        assent: Assent::Given,
        best_interests: [].into(),
    }
}
