//! A case of the history as a mould: its rows with gaps where a copy has ids and a code of its own.

use std::collections::HashMap;

use relais_kernel::{Case, Id, Organisation};
use relais_platform::{
    Column, Failure, columns,
    sea_orm::{ConnectionTrait, DatabaseConnection, Statement, Value},
};
use relais_trust::{CaseModel, Trust};
use uuid::Uuid;

use crate::dump::Cell;

/// The tables that hold a case, and by which column its rows are found; lower rooms first.
const TABLES: [(&str, &str); 10] = [
    ("case_file", "id"),
    ("case_holder", "case_id"),
    ("case_consent", "case_id"),
    ("case_exception", "case_id"),
    ("case_need", "case_id"),
    ("case_annex", "case_id"),
    ("case_plan", "case_id"),
    ("case_follow_up", "case_id"),
    ("referral", "case_id"),
    ("answer_link", "referral_id"),
];
/// Tables with drawers in the vault.
const DRAWERS: [&str; 7] = [
    "case_file",
    "case_need",
    "case_consent",
    "case_plan",
    "case_annex",
    "case_step",
    "case_follow_up",
];

/// One column of a row.
#[derive(Debug, Clone)]
pub enum Slot {
    Same(Cell),
    /// An own id, by its place among [`Template::ids`].
    Id(usize),
    Text(Vec<Piece>),
    /// What is stored of a link's code; it follows from the link's id.
    LinkToken(usize),
}

#[derive(Debug, Clone)]
pub enum Piece {
    Words(String),
    Id(usize),
    Code,
}

/// The rows of one table.
pub struct Rows {
    pub table: &'static str,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Slot>>,
}

/// An id of the case's own, and whether it is shown outside.
#[derive(Debug, Clone, Copy)]
pub struct Own {
    pub id: Uuid,
    pub public: bool,
}

/// A case to be copied.
pub struct Template {
    pub ids: Vec<Own>,
    pub tables: Vec<Rows>,
    pub vault: CaseModel,
    pub code: String,
    /// Somebody still waits for something.
    pub live: bool,
}

impl Template {
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn read(
        trust: &Trust,
        case: Id<Case>,
        owner: Id<Organisation>,
        code: &str,
    ) -> Result<Self, Failure> {
        let rows = trust.database().reader();
        let mut read = Vec::new();
        let mut referrals = Vec::new();
        for (table, by) in TABLES {
            let columns = columns(rows, table).await?;
            let mut found = Vec::new();
            let keys: &[Uuid] = if by == "referral_id" {
                &referrals
            } else {
                &[case.uuid()]
            };
            for key in keys {
                found.extend(rows_of(rows, table, &columns, by, *key).await?);
            }
            if table == "referral" {
                referrals = found
                    .iter()
                    .filter_map(|row| id_in(row, &columns, "id"))
                    .collect();
            }
            read.push((table, columns, found));
        }
        let own = own_ids(&read);
        let places: HashMap<Uuid, usize> = own.iter().enumerate().map(|(n, own)| (own.id, n)).collect();
        let open = |row: &Vec<Cell>, columns: &[Column]| {
            place(columns, "is_open")
                .and_then(|n| row.get(n))
                .is_some_and(|cell| matches!(cell, Cell::Bool(true) | Cell::Int(1)))
        };
        let live = read
            .iter()
            .any(|(table, columns, rows)| *table == "referral" && rows.iter().any(|row| open(row, columns)));
        let tables = read.into_iter().map(|(table, columns, rows)| {
            let slots = rows
                .into_iter()
                .map(|row| slots(table, &columns, row, &places, code))
                .collect();
            Rows {
                table,
                columns,
                rows: slots,
            }
        });
        Ok(Self {
            tables: tables.collect(),
            vault: trust.case_model(case, owner, &DRAWERS).await?,
            code: code.to_owned(),
            ids: own,
            live,
        })
    }
}

async fn rows_of(
    rows: &DatabaseConnection,
    table: &str,
    columns: &[Column],
    by: &str,
    key: Uuid,
) -> Result<Vec<Vec<Cell>>, Failure> {
    let names = columns
        .iter()
        .map(|column| format!("\"{}\"", column.name))
        .collect::<Vec<_>>()
        .join(", ");
    let sql = format!("SELECT {names} FROM \"{table}\" WHERE \"{by}\" = $1");
    let ask = Statement::from_sql_and_values(rows.get_database_backend(), sql, [Value::from(key)]);
    let found = rows.query_all_raw(ask).await?;
    found
        .iter()
        .map(|row| columns.iter().map(|column| Cell::of_row(row, column)).collect())
        .collect()
}

fn place(columns: &[Column], name: &str) -> Option<usize> {
    columns.iter().position(|column| column.name == name)
}

fn id_in(row: &[Cell], columns: &[Column], name: &str) -> Option<Uuid> {
    match row.get(place(columns, name)?)? {
        Cell::Bytes(bytes) => Uuid::from_slice(bytes).ok(),
        _ => None,
    }
}

/// The rows of one table.
type TableRead = (&'static str, Vec<Column>, Vec<Vec<Cell>>);

/// The keys and the addresses of all rows: a copy has others.
fn own_ids(read: &[TableRead]) -> Vec<Own> {
    let mut own = Vec::new();
    for (_, columns, rows) in read {
        for row in rows {
            let named = |name: &str, public| id_in(row, columns, name).map(|id| Own { id, public });
            own.extend(named("id", false));
            own.extend(named("public_ref", true));
        }
    }
    own
}

fn slots(
    table: &str,
    columns: &[Column],
    row: Vec<Cell>,
    places: &HashMap<Uuid, usize>,
    code: &str,
) -> Vec<Slot> {
    let key = id_in(&row, columns, "id").and_then(|id| places.get(&id).copied());
    let slot = |(cell, column): (Cell, &Column)| match cell {
        _ if table == "answer_link" && column.name == "code_token" => {
            key.map_or(Slot::Same(Cell::Null), Slot::LinkToken)
        }
        Cell::Bytes(bytes) => match Uuid::from_slice(&bytes)
            .ok()
            .and_then(|id| places.get(&id).copied())
        {
            Some(place) => Slot::Id(place),
            None => Slot::Same(Cell::Bytes(bytes)),
        },
        Cell::Text(text) => Slot::Text(pieces(&text, places, code)),
        same => Slot::Same(same),
    };
    row.into_iter().zip(columns).map(slot).collect()
}

/// A text cut where an own id or the code stands in it.
fn pieces(text: &str, places: &HashMap<Uuid, usize>, code: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = text.get(at..).unwrap_or_default();
        let id = rest
            .get(..36)
            .and_then(|found| Uuid::try_parse(found).ok())
            .and_then(|id| places.get(&id));
        let (piece, length) = match id {
            Some(place) => (Piece::Id(*place), 36),
            None if !rest.is_empty() && rest.starts_with(code) => (Piece::Code, code.len()),
            None => {
                at += 1;
                continue;
            }
        };
        pieces.push(Piece::Words(text.get(from..at).unwrap_or_default().to_owned()));
        pieces.push(piece);
        at += length;
        from = at;
    }
    pieces.push(Piece::Words(text.get(from..).unwrap_or_default().to_owned()));
    pieces
}
