use std::io::{self, Write};

use relais_platform::{Failure, columns, sea_orm::DatabaseTransaction, tables};
use sha2::{Digest, Sha256};

use super::{
    cell::Cell,
    line::{Head, Line, TableHead, TableSum},
    of_part,
    pages::Pages,
};

/// Writes one part of a dump: what `rows` (one instant of the database) holds.
///
/// # Errors
/// [`Failure`] of the store; [`Failure::Unavailable`] when the output cannot be written.
pub async fn write<W: Write>(
    rows: &DatabaseTransaction,
    head: &Head,
    out: &mut W,
) -> Result<Vec<TableSum>, Failure> {
    put(out, &Line::Head(head.clone()))?;
    let all = tables(rows).await?;
    let mut sums = Vec::new();
    for table in of_part(head.part, &all) {
        let sum = write_table(rows, table, out).await?;
        put(out, &Line::End(sum.clone()))?;
        sums.push(sum);
    }
    put(out, &Line::Manifest(sums.clone()))?;
    Ok(sums)
}

async fn write_table<W: Write>(
    rows: &DatabaseTransaction,
    table: &str,
    out: &mut W,
) -> Result<TableSum, Failure> {
    let columns = columns(rows, table).await?;
    put(
        out,
        &Line::Table(TableHead {
            name: table.to_owned(),
            columns: columns
                .iter()
                .map(|column| (column.name.clone(), column.kind.into()))
                .collect(),
        }),
    )?;
    let (mut count, mut hash) = (0, Sha256::new());
    let mut pages = Pages::of(rows, table, columns).await?;
    while let Some(page) = pages.next().await? {
        for cells in page {
            let line = text(&Line::Row(cells.iter().map(Cell::to_json).collect()))?;
            hash.update(&line);
            out.write_all(&line).map_err(|error| unwritable(&error))?;
            count += 1;
        }
    }
    Ok(TableSum {
        name: table.to_owned(),
        rows: count,
        sha256: hex::encode(hash.finalize()),
    })
}

fn put<W: Write>(out: &mut W, line: &Line) -> Result<(), Failure> {
    out.write_all(&text(line)?).map_err(|error| unwritable(&error))
}

fn text(line: &Line) -> Result<Vec<u8>, Failure> {
    let mut text = serde_json::to_vec(line).map_err(|error| Failure::Fault(error.to_string()))?;
    text.push(b'\n');
    Ok(text)
}

fn unwritable(error: &io::Error) -> Failure {
    Failure::Unavailable(error.to_string())
}
