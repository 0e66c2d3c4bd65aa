use futures::future::BoxFuture;
use relais_kernel::{Id, Lang, Localised, Mechanism};
use relais_trust::{Failure, RoleCode};

/// What the pages of accounts must know of the mechanism's definition, which stands above them. The program
/// gives it.
pub trait FrontDesk: Send + Sync {
    /// The mechanism that the first administrator of an empty installation belongs to; nothing while none is loaded.
    fn mechanism(&self) -> BoxFuture<'_, Result<Option<Id<Mechanism>>, Failure>>;

    /// The roles that accounts may be given in this mechanism, in the order in which they are offered.
    fn roles(&self, mechanism: Id<Mechanism>) -> BoxFuture<'_, Result<Vec<RoleName>, Failure>>;

    /// The types of organisation of this mechanism, in the order in which they are offered.
    fn kinds(&self, mechanism: Id<Mechanism>) -> BoxFuture<'_, Result<Vec<KindName>, Failure>>;

    /// The accounts that a visitor may try; asked in demonstrations alone (decisions §29).
    fn demo(&self) -> Option<Demo> {
        None
    }
}

/// A role in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleName {
    pub code: RoleCode,
    pub name: Localised,
    /// What people in this role do.
    pub does: Localised,
}

/// A type of organisation in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindName {
    pub code: String,
    pub name: Localised,
    /// Police, border, immigration, prosecution: write-only (decisions §15).
    pub firewall: bool,
}

/// How a visitor tries a demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demo {
    /// The same for all; no secret, because demonstrations refuse real data.
    pub password: String,
    pub accounts: Vec<DemoAccount>,
}

/// Somebody whom a visitor may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccount {
    /// The role and where, in words.
    pub role: Localised,
    pub login: String,
}

/// The names of these roles, or their codes where the mechanism no longer has them.
pub(super) fn role_words<'r>(
    names: &[RoleName],
    roles: impl IntoIterator<Item = &'r RoleCode>,
    lang: Lang,
) -> Vec<String> {
    roles
        .into_iter()
        .map(|role| {
            let known = names.iter().find(|name| name.code == *role);
            known.map_or_else(|| role.0.clone(), |name| name.name.get(lang).to_owned())
        })
        .collect()
}

/// The name of a type, or its code where the mechanism no longer has it.
pub(super) fn kind_word(names: &[KindName], kind: &str, lang: Lang) -> String {
    let known = names.iter().find(|name| name.code == kind);
    known.map_or_else(|| kind.to_owned(), |name| name.name.get(lang).to_owned())
}
