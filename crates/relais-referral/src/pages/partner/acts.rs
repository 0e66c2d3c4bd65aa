use crate::referral::{Recall, ReferralState};

/// What a partner can do, as its page names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Acknowledge,
    Accept,
    Waitlist,
    Review,
    Ask,
    Decline,
    Contact,
    NoShow,
    Rebook,
    Start,
    Report,
    Recall,
}

impl Act {
    const ALL: [Self; 12] = [
        Self::Acknowledge,
        Self::Accept,
        Self::Waitlist,
        Self::Review,
        Self::Ask,
        Self::Decline,
        Self::Contact,
        Self::NoShow,
        Self::Rebook,
        Self::Start,
        Self::Report,
        Self::Recall,
    ];

    /// In the address.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Acknowledge => "recu",
            Self::Accept => "oui",
            Self::Waitlist => "attente",
            Self::Review => "revue",
            Self::Ask => "question",
            Self::Decline => "non",
            Self::Contact => "contact",
            Self::NoShow => "absence",
            Self::Rebook => "rendez-vous",
            Self::Start => "debut",
            Self::Report => "resultat",
            Self::Recall => "efface",
        }
    }

    pub fn of(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.slug() == slug)
    }

    /// The key of its words on a button.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Acknowledge => "partner-acknowledge",
            Self::Accept => "partner-accept",
            Self::Waitlist => "partner-waitlist",
            Self::Review => "partner-review",
            Self::Ask => "partner-ask",
            Self::Decline => "partner-decline",
            Self::Contact => "partner-contact",
            Self::NoShow => "partner-no-show",
            Self::Rebook => "partner-rebook",
            Self::Start => "partner-start",
            Self::Report => "partner-report",
            Self::Recall => "partner-recall",
        }
    }

    /// Asks nothing: one tap does it.
    pub const fn is_plain(self) -> bool {
        matches!(
            self,
            Self::Acknowledge | Self::Contact | Self::NoShow | Self::Start | Self::Recall
        )
    }

    /// What can be done where a referral stands, the likeliest first. The aggregate decides; this only spares
    /// people buttons that would be refused.
    pub fn possible(state: &ReferralState, contacted: bool) -> Vec<Self> {
        use ReferralState as State;
        let mut acts = match state {
            State::Sent { .. } => vec![
                Self::Acknowledge,
                Self::Accept,
                Self::Waitlist,
                Self::Ask,
                Self::Decline,
            ],
            State::Acknowledged { .. } => vec![Self::Accept, Self::Waitlist, Self::Ask, Self::Decline],
            State::Waitlisted { .. } => vec![Self::Accept, Self::Review, Self::Decline],
            State::Accepted { .. } => vec![Self::Contact, Self::Start, Self::Report, Self::NoShow],
            State::NoShow { .. } => vec![Self::Rebook, Self::Report],
            State::InService { .. }
            | State::Provided { .. }
            | State::PartlyProvided { .. }
            | State::NotProvided { .. } => vec![Self::Report],
            State::Withdrawn { recall, .. } | State::Cancelled { recall, .. }
                if matches!(recall, Recall::Pending) =>
            {
                vec![Self::Recall]
            }
            _ => Vec::new(),
        };
        acts.retain(|act| *act != Self::Contact || !contacted);
        acts
    }
}
