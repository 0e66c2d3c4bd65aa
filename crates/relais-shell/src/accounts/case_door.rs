use std::collections::BTreeMap;

use futures::future::BoxFuture;
use relais_kernel::{Case, Id, Organisation, PublicRef, ShortCode};
use relais_trust::{Failure, Permit, Sight, journal::CaseSelection};

/// How the journal's pages reach a case: the room of cases stands above them and answers. A case that the reader
/// may not know answers [`Failure::Missing`], like one that does not exist.
pub trait CaseDoor: Send + Sync {
    /// The case of an address, with the guard's permit for [`ReadAccesses`](relais_trust::Deed::ReadAccesses).
    fn open<'a>(
        &'a self,
        sight: &'a Sight<'a>,
        case: PublicRef,
    ) -> BoxFuture<'a, Result<OpenedCase, Failure>>;

    /// The case of a code, for who may read its accesses.
    fn find<'a>(&'a self, sight: &'a Sight<'a>, code: ShortCode)
    -> BoxFuture<'a, Result<PublicRef, Failure>>;

    /// The cases of the reader's organisation in this mechanism whose accesses they may read: those that they manage
    /// themselves, or all.
    fn own<'a>(&'a self, sight: &'a Sight<'a>, managed: bool) -> BoxFuture<'a, Result<OwnCases, Failure>>;

    /// What can be shown of these cases to a reader of the whole journal, or of the accesses to their own; others are
    /// left out.
    fn faces<'a>(
        &'a self,
        sight: &'a Sight<'a>,
        cases: &'a [Id<Case>],
    ) -> BoxFuture<'a, Result<BTreeMap<Id<Case>, CaseFace>, Failure>>;
}

/// A case whose accesses may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenedCase {
    pub id: Id<Case>,
    pub code: ShortCode,
    pub permit: Permit,
}

/// The cases of one organisation whose accesses may be read.
#[derive(Debug, Clone)]
pub struct OwnCases {
    pub cases: CaseSelection,
    pub organisation: Id<Organisation>,
    /// For [`ReadOwnAccesses`](relais_trust::Deed::ReadOwnAccesses).
    pub permit: Permit,
}

/// A case as a list names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseFace {
    pub public_ref: PublicRef,
    pub code: ShortCode,
    /// The organisation that has it.
    pub owner: Id<Organisation>,
}

/// Where no room of cases exists.
pub struct NoCases;

impl CaseDoor for NoCases {
    fn open<'a>(&'a self, _: &'a Sight<'a>, _: PublicRef) -> BoxFuture<'a, Result<OpenedCase, Failure>> {
        Box::pin(async { Err(Failure::Missing) })
    }

    fn find<'a>(&'a self, _: &'a Sight<'a>, _: ShortCode) -> BoxFuture<'a, Result<PublicRef, Failure>> {
        Box::pin(async { Err(Failure::Missing) })
    }

    fn own<'a>(&'a self, _: &'a Sight<'a>, _: bool) -> BoxFuture<'a, Result<OwnCases, Failure>> {
        Box::pin(async { Err(Failure::Missing) })
    }

    fn faces<'a>(
        &'a self,
        _: &'a Sight<'a>,
        _: &'a [Id<Case>],
    ) -> BoxFuture<'a, Result<BTreeMap<Id<Case>, CaseFace>, Failure>> {
        Box::pin(async { Ok(BTreeMap::new()) })
    }
}
