use futures::{FutureExt, future::BoxFuture};
use relais_kernel::{Id, Localised, Mechanism};
use relais_shell::accounts::{Demo, DemoAccount, FrontDesk, KindName, RoleName};
use relais_trust::{Failure, RoleCode};

use super::Lobby;
use crate::demo;

/// The list of the pack that names types of organisation.
const KINDS: &str = "organisation_type";

impl FrontDesk for Lobby {
    fn mechanism(&self) -> BoxFuture<'_, Result<Option<Id<Mechanism>>, Failure>> {
        let first = self.first();
        async move { Ok(first) }.boxed()
    }

    fn roles(&self, mechanism: Id<Mechanism>) -> BoxFuture<'_, Result<Vec<RoleName>, Failure>> {
        async move {
            let definition = self.definition(Some(mechanism)).ok_or(Failure::Missing)?;
            let names = definition.roles.for_accounts().map(|(role, rule)| RoleName {
                code: RoleCode(role.to_string()),
                name: rule.name.clone(),
                does: rule.does.clone(),
            });
            Ok(names.collect())
        }
        .boxed()
    }

    fn kinds(&self, mechanism: Id<Mechanism>) -> BoxFuture<'_, Result<Vec<KindName>, Failure>> {
        async move {
            let definition = self.definition(Some(mechanism)).ok_or(Failure::Missing)?;
            let names = definition.list(KINDS)?.active().map(|item| KindName {
                code: item.code.clone(),
                name: item.label.clone(),
                firewall: item.firewall,
            });
            Ok(names.collect())
        }
        .boxed()
    }

    fn demo(&self) -> Option<Demo> {
        let accounts = demo::people().map(|person| DemoAccount {
            role: Localised::new(person.fr, person.en),
            login: person.login(),
        });
        Some(Demo {
            password: demo::PASSWORD.to_owned(),
            accounts: accounts.collect(),
        })
    }
}
