use super::MessageKind;
use crate::{clocks::Owner, referral::ReferralEvent};

/// Who is written to when this happens, and on what occasion. A referral that was sent is announced with its link,
/// which is opened after the event.
pub fn occasion(event: &ReferralEvent) -> Option<(MessageKind, Owner)> {
    use ReferralEvent as Event;
    Some(match event {
        Event::InformationRequested { .. } => (MessageKind::InformationAsked, Owner::Sender),
        Event::InformationGiven { .. } => (MessageKind::InformationGiven, Owner::Receiver),
        Event::ReferralWaitlisted { .. }
        | Event::ReferralAccepted { .. }
        | Event::ReferralDeclined { .. } => (MessageKind::Answered, Owner::Sender),
        Event::SenderAlertedOfNoShow => (MessageKind::NoShowAlert, Owner::Sender),
        Event::FeedbackGiven { .. } => (MessageKind::FeedbackArrived, Owner::Sender),
        Event::ReferralExpired { .. } => (MessageKind::Unanswered, Owner::Sender),
        Event::ReroutingAsked => (MessageKind::Rerouting, Owner::Coordinator),
        Event::RecallSent { .. } => (MessageKind::Recall, Owner::Receiver),
        Event::ReminderSent { clock, to } | Event::ReferralEscalated { clock, to, .. } => {
            (MessageKind::of_clock(*clock), *to)
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clocks::{ClockKind, EscalationLevel};

    #[test]
    fn silence_climbs_from_the_receiver_to_the_coordination() {
        let reminded = ReferralEvent::ReminderSent {
            clock: ClockKind::RemindAcknowledge,
            to: Owner::Receiver,
        };
        let escalated = |level, clock, to| ReferralEvent::ReferralEscalated { level, clock, to };
        let (e1, e2) = (
            escalated(
                EscalationLevel::E1,
                ClockKind::EscalateE1,
                Owner::ReceiverSupervisor,
            ),
            escalated(EscalationLevel::E2, ClockKind::EscalateE2, Owner::Coordinator),
        );
        let told: Vec<_> = [&reminded, &e1, &e2, &ReferralEvent::ReroutingAsked]
            .into_iter()
            .map(|event| occasion(event).unwrap())
            .collect();
        assert_eq!(
            told,
            [
                (MessageKind::Reminder, Owner::Receiver),
                (MessageKind::Escalation, Owner::ReceiverSupervisor),
                (MessageKind::Coordination, Owner::Coordinator),
                (MessageKind::Rerouting, Owner::Coordinator),
            ]
        );
    }

    #[test]
    fn what_the_other_side_need_not_know_at_once_writes_to_nobody() {
        for event in [
            ReferralEvent::ReferralMadeReady,
            ReferralEvent::PlaceTaken,
            ReferralEvent::PersonContacted,
            ReferralEvent::ReferralAcknowledged { implied: false },
        ] {
            assert_eq!(occasion(&event), None);
        }
    }
}
