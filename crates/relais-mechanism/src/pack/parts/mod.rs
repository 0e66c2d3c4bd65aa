//! One file per part of a pack: from nodes with their lines to the types of the definition.

mod calendar;
mod clocks;
mod consent;
mod field_table;
mod fixed;
mod ladder;
mod lists;
mod processing;
mod roles;
mod workflow;

pub(super) use calendar::calendar;
pub(super) use clocks::{deadlines, directory};
pub(super) use consent::consent;
pub(super) use field_table::field_table;
pub(super) use ladder::{escalation, flow_rules, thresholds};
pub(super) use lists::{code_list, code_lists};
pub(super) use processing::processing;
pub(super) use roles::roles;
pub(super) use workflow::{case, referral};
