use std::{collections::BTreeMap, sync::Arc};

use relais_kernel::Sensitivity;
use relais_mechanism::{Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{Command, Door, Note, Scene};

use super::{class_of, drawer};
use crate::{
    case::Case,
    code::{Code, Codes, FLAGS, GROUPS},
    sealed::SealedField,
    store::{LeftInClear, left_in_clear, write_neutral},
};

/// Carries over what an earlier version left in clear of persons: where they were met is sealed with what they confided,
/// flags and groups become neutral codes (the exact ones have been sealed from the first day), the situation goes. It
/// is done when the server starts, before its pages open: migrations have no keys. Each call takes some cases, so that
/// one that is cut short goes on at the next start.
#[derive(Clone)]
pub struct CarryFactsOver {
    pub definitions: Definitions,
}

/// How many cases a call takes.
const AT_ONCE: u64 = 500;

impl Command for CarryFactsOver {
    /// How many were carried over; none when nothing is left to do.
    type Outcome = usize;
    const NAME: &'static str = "CarryFactsOver";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<usize, Failure> {
        if scene.actor().door != Door::Console {
            return Err(Failure::Missing);
        }
        let left = left_in_clear(scene, AT_ONCE).await?;
        for held in &left {
            let rows = scene.rows();
            let definition = self.definitions.current(rows, held.case.mechanism).await?;
            if let Some(entry_point) = &held.entry_point {
                seal_entry_point(scene, &held.case, &definition, entry_point).await?;
            }
            write_neutral(scene, &neutral(held, &definition)).await?;
        }
        if !left.is_empty() {
            scene.note(Note::new("FactsCarriedOver").fact("cases", left.len()));
        }
        Ok(left.len())
    }
}

fn neutral(held: &LeftInClear, definition: &Arc<Definition>) -> Case {
    let mut case = held.case.clone();
    case.facts.flags = definition.neutral_all(FLAGS, &held.case.facts.flags);
    case.facts.target_groups = definition.neutral_all(GROUPS, &held.case.facts.target_groups);
    case
}

async fn seal_entry_point(
    scene: &Scene<'_>,
    case: &Case,
    definition: &Arc<Definition>,
    entry_point: &Code,
) -> Result<(), Failure> {
    let field = SealedField {
        key: "F1.entry_point".into(),
        sensitivity: definition
            .field_sensitivity("F1", "entry_point")
            .max(Sensitivity::S2),
        text: serde_json::to_string(entry_point).map_err(|e| Failure::Fault(e.to_string()))?,
    };
    let place = drawer("case_file", case.id, case.id.uuid(), class_of(&field));
    let fields = BTreeMap::from([(field.key, field.text)]);
    match scene.seal(place, case.owner, &fields).await {
        // An erased case has no keys any more: nothing of it is kept.
        Err(Failure::Missing) => Ok(()),
        done => done,
    }
}
