use relais_directory::{
    actions::{ImportCounts, ImportProviders, read_sheet},
    import::{ImportReport, RowProblem, Sheet},
};
use relais_kernel::Localised;
use relais_mechanism::{Definitions, mechanisms};
use relais_trust::{Actor, Door, Trust};
use serde_json::json;

use super::{import::Import, package::nothing_kept};
use crate::{
    console::{self, lang},
    stop::Stop,
};

/// Reads a mapping sheet (F13), tells the rows that stay out, and writes it unless this is a trial.
pub async fn bring(asked: &Import, trust: &Trust, bytes: &[u8]) -> Result<(), Stop> {
    let sheet =
        Sheet::of_file(bytes).map_err(|refusal| Stop::input(refusal.sentence.fr, refusal.sentence.en))?;
    let rows = trust.database().reader();
    let mut all = mechanisms(rows).await?;
    all.sort_by(|a, b| a.code.cmp(&b.code));
    let wanted = |code: &str| asked.mechanism.as_deref().is_none_or(|wanted| wanted == code);
    let Some(mechanism) = all.into_iter().find(|found| wanted(&found.code)) else {
        return Err(Stop::input(
            "aucun mécanisme n’a ce code (--mechanism).",
            "no mechanism has this code (--mechanism).",
        ));
    };
    let definitions = Definitions::default();
    let definition = definitions.current(rows, mechanism.id).await?;
    let report = read_sheet(rows, trust, &definition, &sheet, trust.now()).await?;
    let counts = if asked.dry_run {
        ImportCounts::of(&report)
    } else {
        let command = ImportProviders {
            definitions,
            mechanism: mechanism.id,
            sheet,
        };
        trust
            .perform(&Actor::installation(Door::Console), None, command)
            .await?
    };
    if asked.json {
        let told = |all: &[RowProblem]| {
            let lines = all.iter().map(|problem| {
                json!({
                    "row": problem.row, "column": problem.column, "code": problem.code,
                    "sentence_fr": problem.sentence.fr, "sentence_en": problem.sentence.en,
                })
            });
            lines.collect::<Vec<_>>()
        };
        let report = json!({
            "written": !asked.dry_run && !report.services.is_empty(), "counts": counts, "problems": told(&report.problems),
            "notes": told(&report.notes),
        });
        console::put(&report.to_string());
    } else {
        tell(&report, &counts);
    }
    if report.services.is_empty() {
        return Err(nothing_kept());
    }
    Ok(())
}

fn tell(report: &ImportReport, counts: &ImportCounts) {
    let ImportCounts {
        services_added: added,
        services_changed: changed,
        services_unchanged: same,
        set_aside: aside,
        ..
    } = counts;
    console::tell(&Localised::new(
        format!(
            "Services : {added} nouveaux, {changed} changés, {same} inchangés, {aside} lignes mises de côté."
        ),
        format!("Services: {added} new, {changed} changed, {same} unchanged, {aside} rows put aside."),
    ));
    for problem in report.problems.iter().chain(&report.notes) {
        console::put(&format!("  {}", problem.line(lang())));
    }
}
