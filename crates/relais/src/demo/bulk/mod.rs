//! Demonstrations of any size, for measuring: the cases of a history, made through the commands, are copied with ids,
//! codes, names and keys of their own. Each row of a copy is a row that a room has written.

mod copy;
mod template;

use std::sync::Arc;

use relais_kernel::{Entropy, Id, SeededEntropy};
use relais_platform::{
    Failure,
    sea_orm::{ConnectionTrait, Statement},
};
use relais_trust::{Actor, Door, Trust};
use uuid::Uuid;

use self::{
    copy::{Copy, PutCopies, Taken},
    template::Template,
};
use super::Scale;

/// Copies in one transaction.
const BATCH: usize = 100;
/// Of a hundred copies, as many as stand where somebody waits: most of what a mechanism has done is done.
const LIVE: usize = 25;

/// Copies the cases of a history until there are as many as wanted.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn fill(
    trust: &Trust,
    (held, wanted): (Scale, Scale),
    seed: u64,
    mut told: impl FnMut(usize, usize),
) -> Result<(), Failure> {
    let missing = wanted.cases.saturating_sub(held.cases);
    let templates = templates(trust).await?;
    let (live, settled): (Vec<_>, Vec<_>) = templates.into_iter().partition(|template| template.live);
    let alive = if settled.is_empty() {
        missing
    } else if live.is_empty() {
        0
    } else {
        missing * LIVE / 100
    };
    let mut shares = shared(live, alive);
    shares.extend(shared(settled, missing - alive));
    // In the order of time: keys then come in the order of their index.
    shares.sort_by_key(|(template, _)| template.ids.first().map(|own| own.id));
    let chance = SeededEntropy::new(seed ^ 0x5eed);
    let (mut taken, mut number) = (Taken::default(), 0);
    let console = Actor::installation(Door::Console);
    for (template, count) in shares {
        let mut left = count;
        while left > 0 {
            let copies = (0..left.min(BATCH)).map(|_| {
                number += 1;
                Copy::draw(&template, number, trust, &chance as &dyn Entropy, &mut taken)
            });
            let copies: Vec<Copy> = copies.collect();
            left -= copies.len();
            trust
                .perform(
                    &console,
                    None,
                    PutCopies {
                        template: template.clone(),
                        copies,
                    },
                )
                .await?;
            told(number, missing);
        }
    }
    Ok(())
}

/// So many copies over the templates, as evenly as it goes.
fn shared(templates: Vec<Template>, copies: usize) -> Vec<(Arc<Template>, usize)> {
    let count = templates.len();
    let share = |n: usize| copies / count + usize::from(n < copies % count);
    templates
        .into_iter()
        .enumerate()
        .map(|(n, template)| (Arc::new(template), share(n)))
        .collect()
}

async fn templates(trust: &Trust) -> Result<Vec<Template>, Failure> {
    let rows = trust.database().reader();
    let ask = Statement::from_string(
        rows.get_database_backend(),
        "SELECT id, owner_id, code FROM case_file ORDER BY id",
    );
    let mut all = Vec::new();
    for row in rows.query_all_raw(ask).await? {
        let (id, owner): (Uuid, Uuid) = (row.try_get("", "id")?, row.try_get("", "owner_id")?);
        let code: String = row.try_get("", "code")?;
        all.push(Template::read(trust, Id::from_uuid(id), Id::from_uuid(owner), &code).await?);
    }
    Ok(all)
}
