use std::{collections::HashSet, sync::Arc};

use relais_kernel::{AnswerLink, Entropy, Id, ShortCode};
use relais_platform::{
    Failure,
    sea_orm::{ConnectionTrait, Statement, Value},
};
use relais_referral::store::links;
use relais_trust::{CaseCopy, Command, Note, PackageDraft, Scene, Trust};
use uuid::Uuid;

use super::template::{Own, Piece, Rows, Slot, Template};
use crate::dump::Cell;

/// The name field of the identification form, as the vault keeps it.
const NAME: &str = "F1.name";
/// Values in one statement, well under what both engines take.
const VALUES: usize = 8_000;

/// What a copy has of its own.
#[derive(Clone)]
pub struct Copy {
    pub ids: Vec<Uuid>,
    pub code: String,
    pub name: String,
}

/// Codes that are taken: with millions of them two would meet now and then.
#[derive(Default)]
pub struct Taken {
    codes: HashSet<String>,
    links: HashSet<Vec<u8>>,
}

impl Copy {
    /// Draws a copy's ids and its code.
    pub fn draw(
        template: &Template,
        number: usize,
        trust: &Trust,
        chance: &dyn Entropy,
        taken: &mut Taken,
    ) -> Self {
        let mut ids: Vec<Uuid> = template.ids.iter().map(|own| other(*own, chance)).collect();
        let tokens = template
            .tables
            .iter()
            .flat_map(|table| table.rows.iter().flatten())
            .filter_map(|slot| match slot {
                Slot::LinkToken(place) => Some(*place),
                _ => None,
            });
        for place in tokens {
            while !taken.links.insert(link_token(trust, ids[place])) {
                ids[place] = other(template.ids[place], chance);
            }
        }
        let mut code = ShortCode::new(chance).to_string();
        while !taken.codes.insert(code.clone()) {
            code = ShortCode::new(chance).to_string();
        }
        let letter = char::from(b'B' + u8::try_from(number / 1_000_000 % 25).unwrap_or(0));
        Self {
            ids,
            code,
            name: format!("Personne {letter}-{:06}", number % 1_000_000),
        }
    }

    fn text(&self, pieces: &[Piece]) -> String {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Id(place) => text.push_str(&self.ids[*place].to_string()),
                Piece::Code => text.push_str(&self.code),
            }
        }
        text
    }
}

/// Another id of the same moment: keys keep the order of time.
fn other(own: Own, chance: &dyn Entropy) -> Uuid {
    let mut random = [0; 16];
    chance.fill(&mut random);
    if own.public {
        return uuid::Builder::from_random_bytes(random).into_uuid();
    }
    let mut bytes = *own.id.as_bytes();
    bytes[6..].copy_from_slice(&random[6..]);
    bytes[6] = bytes[6] & 0x0f | 0x70;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    Uuid::from_bytes(bytes)
}

fn link_token(trust: &Trust, link: Uuid) -> Vec<u8> {
    let id = Id::<AnswerLink>::from_uuid(link);
    trust.code_token("answer", links::code(trust, id))
}

/// Puts copies of one case into the database, in one transaction.
pub struct PutCopies {
    pub template: Arc<Template>,
    pub copies: Vec<Copy>,
}

impl Command for PutCopies {
    type Outcome = ();
    const NAME: &'static str = "PutCopies";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        for table in self.template.tables.iter().filter(|table| !table.rows.is_empty()) {
            self.insert(scene, table).await?;
        }
        let copies: Vec<CaseCopy> = self
            .copies
            .iter()
            .filter_map(|copy| self.of_vault(copy))
            .collect();
        scene.put_case_copies(&self.template.vault, NAME, &copies).await?;
        for (copy, made) in self.copies.iter().zip(&copies) {
            self.packages(scene, copy, made).await?;
            scene.note(
                Note::new("SyntheticCaseMade")
                    .on("case", made.case.uuid())
                    .case(made.case),
            );
        }
        Ok(())
    }
}

impl PutCopies {
    fn of_vault(&self, copy: &Copy) -> Option<CaseCopy> {
        let records = self
            .template
            .ids
            .iter()
            .map(|own| own.id)
            .zip(copy.ids.iter().copied());
        Some(CaseCopy {
            case: Id::from_uuid(*copy.ids.first()?),
            records: records.collect(),
            written_name: serde_json::Value::from(&*copy.name).to_string(),
            name: copy.name.clone(),
        })
    }

    async fn insert(&self, scene: &Scene<'_>, table: &Rows) -> Result<(), Failure> {
        let width = table.columns.len();
        let rows: Vec<(&Copy, &Vec<Slot>)> = self
            .copies
            .iter()
            .flat_map(|copy| table.rows.iter().map(move |row| (copy, row)))
            .collect();
        let names = table
            .columns
            .iter()
            .map(|column| format!("\"{}\"", column.name))
            .collect::<Vec<_>>()
            .join(", ");
        for some in rows.chunks((VALUES / width).max(1)) {
            let mut values: Vec<Value> = Vec::with_capacity(some.len() * width);
            let mut tuples = Vec::with_capacity(some.len());
            for (copy, row) in some {
                let marks = (1..=width).map(|n| format!("${}", values.len() + n));
                tuples.push(format!("({})", marks.collect::<Vec<_>>().join(",")));
                for (slot, column) in row.iter().zip(&table.columns) {
                    let cell = match slot {
                        Slot::Same(cell) => cell.clone(),
                        Slot::Id(place) => Cell::Bytes(copy.ids[*place].as_bytes().to_vec()),
                        Slot::Text(pieces) => Cell::Text(copy.text(pieces)),
                        Slot::LinkToken(place) => Cell::Bytes(link_token(scene.trust(), copy.ids[*place])),
                    };
                    values.push(
                        cell.bind(column)
                            .ok_or_else(|| Failure::Fault(format!("{}.{}", table.table, column.name)))?,
                    );
                }
            }
            let sql = format!(
                "INSERT INTO \"{}\" ({names}) VALUES {}",
                table.table,
                tuples.join(",")
            );
            let rows = scene.rows();
            rows.execute_raw(Statement::from_sql_and_values(
                rows.get_database_backend(),
                sql,
                values,
            ))
            .await?;
        }
        Ok(())
    }

    /// What a receiver can still open of the model, it can open of the copy.
    async fn packages(&self, scene: &Scene<'_>, copy: &Copy, made: &CaseCopy) -> Result<(), Failure> {
        for package in &self.template.vault.packages {
            let draft = &package.draft;
            let mapped = |id: Uuid| made.records.get(&id).copied().unwrap_or(id);
            let referral = Id::from_uuid(mapped(draft.referral.uuid()));
            let made = PackageDraft {
                referral,
                case: made.case,
                consents: draft
                    .consents
                    .iter()
                    .map(|id| Id::from_uuid(mapped(id.uuid())))
                    .collect(),
                content: recoded(&draft.content, &self.template.code, &copy.code),
                ..draft.clone()
            };
            let kind = made.kind;
            scene.make_package(made).await?;
            scene
                .release_package(referral, kind, package.receiver, package.until)
                .await?;
        }
        Ok(())
    }
}

/// The content with the copy's own case code.
fn recoded(content: &serde_json::Value, from: &str, to: &str) -> serde_json::Value {
    serde_json::from_str(&content.to_string().replace(from, to)).unwrap_or_else(|_| content.clone())
}
