use relais_platform::{Corrupt, Failure};
use relais_trust::{Scene, SharedWords};
use serde::{Deserialize, Serialize};

use crate::{code::Code, mission::Mission};

/// Where and in which language: sealed for the organisation that ordered it, and for that of whoever was asked for as long
/// as the mission is open. Nothing else of the case is in it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissionWords {
    pub place: String,
    pub destination: Option<String>,
    pub language: Option<Code>,
}

impl std::fmt::Debug for MissionWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MissionWords (not shown)")
    }
}

impl MissionWords {
    /// Where they are kept. They go with the case.
    pub const fn kept(mission: &Mission) -> SharedWords {
        SharedWords {
            table: "mission",
            record: mission.id.uuid(),
            case: Some(mission.case),
        }
    }

    /// # Errors
    /// [`Corrupt`] when they cannot be read.
    pub fn read(mission: &Mission, text: &str) -> Result<Self, Corrupt> {
        serde_json::from_str(text).map_err(|_| Corrupt::at("sealed_copy", "value", mission.id))
    }
}

/// Seals the words for both sides.
pub(super) async fn share(scene: &Scene<'_>, mission: &Mission, words: &MissionWords) -> Result<(), Failure> {
    let text = serde_json::to_string(words).map_err(|e| Failure::Fault(e.to_string()))?;
    let mut sides = vec![mission.from];
    if mission.receiver_of != mission.from {
        sides.push(mission.receiver_of);
    }
    scene
        .share_words(MissionWords::kept(mission), &sides, &text)
        .await
}

/// Whoever was asked has nothing more to do there: another organisation loses its copy.
pub(super) async fn take_back(scene: &Scene<'_>, mission: &Mission) -> Result<(), Failure> {
    if mission.receiver_of == mission.from {
        return Ok(());
    }
    scene
        .take_words_from(MissionWords::kept(mission), mission.receiver_of)
        .await
}

/// Nobody reads them any more.
pub(super) async fn forget(scene: &Scene<'_>, mission: &Mission) -> Result<(), Failure> {
    take_back(scene, mission).await?;
    scene
        .take_words_from(MissionWords::kept(mission), mission.from)
        .await
}
