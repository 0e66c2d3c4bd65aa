use serde::{Deserialize, Serialize};

use super::Facts;
use crate::choices::choices;

/// What a provider answers for one of its services.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reply {
    /// Everything is right: it counts as vouched for at once.
    Confirmed,
    /// Something else is right; the directory manager looks at it first.
    Corrected {
        /// What the provider saw.
        seen: Facts,
        said: Facts,
        /// What no field is there for.
        remark: Option<String>,
    },
    /// The service is no more; the directory manager looks at it first.
    Gone { remark: Option<String> },
}

choices! {
    /// What was answered, without its content.
    ReplyKind {
        Confirmed "confirmed" "confirmée" "confirmed",
        Corrected "corrected" "corrigée" "corrected",
        Gone "gone" "n’existe plus" "no longer exists",
    }
    /// What the directory manager made of a reply.
    Outcome {
        Taken "taken" "reprise" "taken over",
        Refused "refused" "écartée" "set aside",
    }
}

impl Reply {
    /// A correction that changes nothing and remarks nothing is a confirmation.
    pub fn corrected(seen: Facts, said: Facts, remark: Option<String>) -> Self {
        match said.differing(&seen).is_empty() && remark.is_none() {
            true => Self::Confirmed,
            false => Self::Corrected { seen, said, remark },
        }
    }

    pub const fn kind(&self) -> ReplyKind {
        match self {
            Self::Confirmed => ReplyKind::Confirmed,
            Self::Corrected { .. } => ReplyKind::Corrected,
            Self::Gone { .. } => ReplyKind::Gone,
        }
    }

    pub fn remark(&self) -> Option<&str> {
        match self {
            Self::Confirmed => None,
            Self::Corrected { remark, .. } | Self::Gone { remark } => remark.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_that_changes_nothing_is_a_confirmation() {
        let facts = Facts::default();
        assert_eq!(
            Reply::corrected(facts.clone(), facts.clone(), None),
            Reply::Confirmed
        );
        let remarked = Reply::corrected(facts.clone(), facts, Some("Remarque-Test".into()));
        assert_eq!(remarked.kind(), ReplyKind::Corrected);
    }
}
