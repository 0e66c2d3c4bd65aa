#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod accounts;
mod act;
mod actor;
pub mod breach;
pub mod journal;
mod keys;
mod migrations;
pub mod permission;
pub mod reading;
#[cfg(feature = "testing")]
pub mod testing;
mod trust;
pub mod vault;

pub use act::{Command, Listener, Once, Query, Scene, Sight};
pub use actor::{Actor, Door, RoleCode, SessionMark};
pub use journal::Note;
pub use keys::{KeyFault, KeyFolder};
pub use migrations::migrations;
pub use permission::{Bearer, Deed, Guard, Permit, Protected};
pub use relais_platform::Failure;
pub use trust::{HouseRules, Trust, TrustParts};
pub use vault::{
    Apart, CaseCopy, CaseModel, Drawer, KeyClass, KeyStanding, KeysThatOpen, PackageDraft, PackageKind,
    ReplaceMaster, Rotated, Rotation, SharedWords, Tombstone, bury, key_standings, tombstones,
};
