use jiff::SignedDuration;
use relais_kernel::{Id, Mechanism, Refusal, Timestamp, User};
use serde::{Deserialize, Serialize};

use super::Window;

/// The key of an incident.
pub type IncidentId = Id<Incident>;

/// How long the authority may wait, from the moment the breach is known (GDPR article 33; DP-28).
const NOTICE: SignedDuration = SignedDuration::from_hours(72);

/// Who has to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    Authority,
    Persons,
    /// Those whose cases were exposed (DP-28).
    Organisations,
    /// The safety plans of the survivors among them: gone over with each, not a message.
    SafetyPlans,
}

impl Notice {
    pub const ALL: [Self; 4] = [
        Self::Authority,
        Self::Organisations,
        Self::Persons,
        Self::SafetyPlans,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Authority => "authority",
            Self::Persons => "persons",
            Self::Organisations => "organisations",
            Self::SafetyPlans => "safety_plans",
        }
    }

    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.code() == code)
    }
}

/// Why nobody has to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaiverReason {
    /// A risk to the persons is unlikely.
    NoRisk,
    /// What was taken cannot be read.
    Unreadable,
    /// Telling them would put them in danger: their own case workers decide how.
    Danger,
}

impl WaiverReason {
    pub const ALL: [Self; 3] = [Self::NoRisk, Self::Unreadable, Self::Danger];

    pub const fn code(self) -> &'static str {
        match self {
            Self::NoRisk => "no_risk",
            Self::Unreadable => "unreadable",
            Self::Danger => "danger",
        }
    }

    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// How grave a breach is, as the officer judges it (DP-28).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nobody is likely to be harmed.
    Low,
    /// Harm is possible.
    Medium,
    /// Somebody may be found, or be harmed.
    High,
}

impl Severity {
    pub const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.code() == code)
    }
}

/// Whether somebody was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Duty {
    #[default]
    Owed,
    Told {
        by: Option<Id<User>>,
        at: Timestamp,
    },
    Waived {
        by: Option<Id<User>>,
        at: Timestamp,
        reason: WaiverReason,
    },
}

/// A breach that became known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    pub id: IncidentId,
    pub mechanism: Id<Mechanism>,
    pub window: Window,
    /// Nobody with an account when the console opened it.
    pub opened_by: Option<Id<User>>,
    /// When it was known: the clock runs from here.
    pub known: Timestamp,
    pub authority: Duty,
    pub persons: Duty,
    #[serde(default)]
    pub organisations: Duty,
    #[serde(default)]
    pub safety_plans: Duty,
    /// Judged by the officer, and again when more is known.
    #[serde(default)]
    pub severity: Option<Severity>,
    pub closed: Option<Timestamp>,
    /// Grows by one with every change.
    pub version: u64,
}

impl Incident {
    pub const fn open(
        id: IncidentId,
        mechanism: Id<Mechanism>,
        window: Window,
        opened_by: Option<Id<User>>,
        known: Timestamp,
    ) -> Self {
        Self {
            id,
            mechanism,
            window,
            opened_by,
            known,
            authority: Duty::Owed,
            persons: Duty::Owed,
            organisations: Duty::Owed,
            safety_plans: Duty::Owed,
            severity: None,
            closed: None,
            version: 1,
        }
    }

    /// The last moment to tell the authority.
    pub fn due(&self) -> Timestamp {
        self.known.checked_add(NOTICE).unwrap_or(Timestamp::MAX)
    }

    /// The authority was not told in time, or is not told yet and should have been.
    pub fn is_late(&self, now: Timestamp) -> bool {
        match self.authority {
            Duty::Owed => now > self.due(),
            Duty::Told { at, .. } => at > self.due(),
            Duty::Waived { .. } => false,
        }
    }

    pub const fn duty(&self, notice: Notice) -> Duty {
        match notice {
            Notice::Authority => self.authority,
            Notice::Persons => self.persons,
            Notice::Organisations => self.organisations,
            Notice::SafetyPlans => self.safety_plans,
        }
    }

    /// Somebody was told, or need not be, for a reason.
    ///
    /// # Errors
    /// `IncidentClosed`; `AlreadySettled`.
    pub fn settle(
        &self,
        notice: Notice,
        waived: Option<WaiverReason>,
        (by, at): (Option<Id<User>>, Timestamp),
    ) -> Result<Self, Refusal> {
        if self.closed.is_some() {
            return Err(closed());
        }
        if self.duty(notice) != Duty::Owed {
            return Err(Refusal::new(
                "AlreadySettled",
                "C’est déjà noté.",
                "This is noted already.",
            ));
        }
        let duty = match waived {
            None => Duty::Told { by, at },
            Some(reason) => Duty::Waived { by, at, reason },
        };
        let mut next = self.clone();
        match notice {
            Notice::Authority => next.authority = duty,
            Notice::Persons => next.persons = duty,
            Notice::Organisations => next.organisations = duty,
            Notice::SafetyPlans => next.safety_plans = duty,
        }
        next.version += 1;
        Ok(next)
    }

    /// The officer judges how grave it is, with what is known now.
    ///
    /// # Errors
    /// `IncidentClosed`.
    pub fn judge(&self, severity: Severity) -> Result<Self, Refusal> {
        if self.closed.is_some() {
            return Err(closed());
        }
        Ok(Self {
            severity: Some(severity),
            version: self.version + 1,
            ..self.clone()
        })
    }

    /// Nothing is owed any more.
    ///
    /// # Errors
    /// `IncidentClosed`; `NoticeOwed`; `SeverityUnjudged`.
    pub fn close(&self, at: Timestamp) -> Result<Self, Refusal> {
        if self.closed.is_some() {
            return Err(closed());
        }
        if Notice::ALL.iter().any(|notice| self.duty(*notice) == Duty::Owed) {
            return Err(Refusal::new(
                "NoticeOwed",
                "Dites d’abord quand l’autorité, les structures et les personnes ont été informées et les plans de sécurité revus, ou pourquoi ce n’est pas à faire.",
                "First say when the authority, the organisations and the persons were told and the safety plans gone over, or why that need not be done.",
            ));
        }
        if self.severity.is_none() {
            return Err(Refusal::new(
                "SeverityUnjudged",
                "Dites d’abord quelle est la gravité de cette violation.",
                "First say how grave this breach is.",
            )
            .at("severity"));
        }
        Ok(Self {
            closed: Some(at),
            version: self.version + 1,
            ..self.clone()
        })
    }
}

fn closed() -> Refusal {
    Refusal::new(
        "IncidentClosed",
        "Cet incident est clos.",
        "This incident is closed.",
    )
}

#[cfg(test)]
mod tests {
    use relais_kernel::SeededEntropy;

    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours)
    }

    fn incident() -> Incident {
        let chance = SeededEntropy::new(1);
        let window = Window {
            user: None,
            session: None,
            from: at(0),
            until: at(10),
        };
        let (id, mechanism) = (Id::new(at(10), &chance), Id::new(at(10), &chance));
        Incident::open(id, mechanism, window, None, at(10))
    }

    #[test]
    fn sec_87_the_authority_is_told_within_72_hours_of_the_breach_being_known() {
        let open = incident();
        assert_eq!(open.due(), at(82));
        assert!(!open.is_late(at(82)) && open.is_late(at(83)));
        let told = |hours| open.settle(Notice::Authority, None, (None, at(hours))).unwrap();
        assert!(!told(82).is_late(at(200)) && told(83).is_late(at(200)));
    }

    #[test]
    fn dp_28_an_incident_of_an_earlier_version_owes_what_came_since() {
        let mut body = serde_json::to_value(incident()).unwrap();
        for field in ["organisations", "safety_plans", "severity"] {
            body.as_object_mut().unwrap().remove(field).unwrap();
        }
        let read: Incident = serde_json::from_value(body).unwrap();
        assert_eq!(read, incident());
    }

    #[test]
    fn dp_28_an_incident_is_closed_once_it_was_judged_and_everybody_was_told_or_need_not_be() {
        let open = incident();
        assert_eq!(open.close(at(11)).unwrap_err().code, "NoticeOwed");
        let told = open.settle(Notice::Authority, None, (None, at(11))).unwrap();
        let twice = told.settle(Notice::Authority, None, (None, at(12)));
        assert_eq!(twice.unwrap_err().code, "AlreadySettled");
        assert_eq!(told.close(at(12)).unwrap_err().code, "NoticeOwed");
        let mut waived = told
            .settle(Notice::Persons, Some(WaiverReason::Danger), (None, at(12)))
            .unwrap();
        for notice in [Notice::Organisations, Notice::SafetyPlans] {
            assert_eq!(waived.close(at(12)).unwrap_err().code, "NoticeOwed");
            waived = waived.settle(notice, None, (None, at(12))).unwrap();
        }
        assert_eq!(waived.close(at(13)).unwrap_err().code, "SeverityUnjudged");
        let judged = waived
            .judge(Severity::Low)
            .unwrap()
            .judge(Severity::High)
            .unwrap();
        let closed = judged.close(at(13)).unwrap();
        assert_eq!(closed.judge(Severity::Low).unwrap_err().code, "IncidentClosed");
        assert_eq!(closed.close(at(14)).unwrap_err().code, "IncidentClosed");
        let late = closed.settle(Notice::Persons, None, (None, at(14)));
        assert_eq!(late.unwrap_err().code, "IncidentClosed");
    }
}
