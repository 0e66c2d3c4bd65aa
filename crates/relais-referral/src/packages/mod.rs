//! What a receiver gets to read (decisions §13, DP-02 to DP-04, security requirements 18 and 22): the minimum to
//! decide before the decision, the consented fields after acceptance, nothing after the end.

mod access;
mod content;

#[cfg(test)]
mod tests;

pub use access::{PackageAccess, access};
pub use content::{
    DecisionPackage, Field, FieldSet, Minimum, ReleasePackage, Value, carries_contact, decision_package,
    release_package,
};
