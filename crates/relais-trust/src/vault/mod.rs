//! The vault: what identifies a person and every narrative is sealed per field, with a key per case that is
//! wrapped for each organisation holding a grant; survivor-critical fields have a key of their own; what is sent
//! with a referral is a package (design.md §3, decisions §11–13).

mod apart;
mod copies;
mod drawer;
mod entity;
mod erase;
mod find;
mod former;
mod grant;
mod master;
mod organisation;
mod package;
mod rehearsal;
mod replica;
mod rotation;
mod tokens;

pub use apart::Apart;
pub use copies::SharedWords;
pub use drawer::{Drawer, KeyClass};
pub use erase::{Tombstone, bury, tombstones};
pub use master::ReplaceMaster;
#[cfg(test)]
pub(crate) use organisation::Generation;
pub(crate) use organisation::OrganisationKeys;
pub use package::{OpenedPackage, PackageDraft, PackageKind};
pub use rehearsal::KeysThatOpen;
pub use replica::{CaseCopy, CaseModel};
pub use rotation::{KeyStanding, Rotated, Rotation, key_standings};
