//! Person, case, consent, need, plan, follow-up and closure.
