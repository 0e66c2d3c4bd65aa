//! A small mechanism with the demonstration's directory.

use relais_directory::{
    Service,
    actions::{ImportCounts, ImportProviders},
    import::Sheet,
    store::all_services,
};
use relais_mechanism::{Definitions, LoadDefinition};
use relais_platform::Migration;
use relais_trust::{Actor, Door, accounts::organisation_by_code, testing::TestTrust};

pub const SHEET: &str = include_str!("../../../../packs/cameroun-demo/prestataires.csv");

pub struct Town {
    pub test: TestTrust,
    pub definitions: Definitions,
}

impl Town {
    /// One per engine, with the demonstration's definition and no provider yet.
    pub async fn empty_on_each_engine() -> Vec<Self> {
        let steps: Vec<Migration> = relais_mechanism::migrations()
            .into_iter()
            .chain(relais_directory::migrations())
            .collect();
        let mut all = Vec::new();
        for mut test in TestTrust::on_each_engine(&steps).await {
            // The sheet tells verifications up to this day.
            test.clock.set("2026-11-21T09:00:00Z".parse().unwrap());
            let definition = relais_mechanism::builtin("cameroun-demo").unwrap();
            let console = Actor::installation(Door::Console);
            test.mechanism = test
                .trust
                .perform(&console, None, LoadDefinition(definition))
                .await
                .unwrap();
            all.push(Self {
                test,
                definitions: Definitions::default(),
            });
        }
        all
    }

    /// One per engine, with the demonstration's providers.
    pub async fn on_each_engine() -> Vec<Self> {
        let all = Self::empty_on_each_engine().await;
        for town in &all {
            town.import(&Actor::installation(Door::Console), SHEET)
                .await
                .unwrap();
        }
        all
    }

    pub async fn import(&self, actor: &Actor, text: &str) -> Result<ImportCounts, relais_trust::Failure> {
        let command = ImportProviders {
            definitions: self.definitions.clone(),
            mechanism: self.test.mechanism,
            sheet: Sheet::of_text(text).unwrap(),
        };
        self.test.trust.perform(actor, None, command).await
    }

    /// Somebody of an organisation of the directory.
    pub async fn person(&self, organisation: &str, roles: &[&str]) -> Actor {
        let rows = self.test.trust.database().reader();
        let found = organisation_by_code(rows, organisation).await.unwrap();
        self.test.person(found.id, roles).await
    }

    /// How often the journal notes something.
    pub async fn noted(&self, act: &str) -> usize {
        use sea_orm::{ConnectionTrait, Statement};
        let rows = self.test.trust.database().reader();
        let text = format!("SELECT position FROM journal_entry WHERE act = '{act}'");
        let asked = Statement::from_string(rows.get_database_backend(), text);
        rows.query_all_raw(asked).await.unwrap().len()
    }

    pub async fn services(&self) -> Vec<Service> {
        let rows = self.test.trust.database().reader();
        let all = all_services(rows).await.unwrap();
        let whole = all.into_iter().map(|row| row.whole(&self.test.trust).unwrap());
        whole.collect()
    }

    pub async fn service(&self, name: &str) -> Service {
        let all = self.services().await;
        all.into_iter().find(|s| s.name.fr == name).unwrap()
    }
}
