//! Referral, answer, deadline, escalation, transfer and feedback.
