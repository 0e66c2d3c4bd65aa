//! The texts of what a request can be.

use crate::request::{AskedBy, Asker, IdentityCheck, RefusalGround, RequestKind};

pub(super) const fn kind_key(kind: RequestKind) -> &'static str {
    match kind {
        RequestKind::Access => "request-access",
        RequestKind::Rectification => "request-rectification",
        RequestKind::Erasure => "request-erasure",
        RequestKind::Portability => "request-portability",
        RequestKind::Objection => "request-objection",
    }
}

pub(super) const fn asker_key(asker: Asker) -> &'static str {
    match asker {
        Asker::Person => "request-by-person",
        Asker::Guardian => "request-by-guardian",
    }
}

pub(super) const fn way_key(way: AskedBy) -> &'static str {
    match way {
        AskedBy::InPerson => "request-in-person",
        AskedBy::Telephone => "request-by-phone",
        AskedBy::Letter => "request-by-letter",
        AskedBy::Message => "request-by-message",
    }
}

pub(super) const fn check_key(check: IdentityCheck) -> &'static str {
    match check {
        IdentityCheck::Known => "request-known",
        IdentityCheck::Document => "request-document",
        IdentityCheck::Questions => "request-questions",
    }
}

pub(super) const fn ground_key(ground: RefusalGround) -> &'static str {
    match ground {
        RefusalGround::LegalDuty => "request-legal-duty",
        RefusalGround::LegalClaim => "request-legal-claim",
        RefusalGround::VitalInterest => "request-vital-interest",
        RefusalGround::OthersRights => "request-others-rights",
        RefusalGround::IdentityUnproven => "request-identity-unproven",
        RefusalGround::Unfounded => "request-unfounded",
    }
}
