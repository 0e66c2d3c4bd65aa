use clap::Args;
use relais_kernel::Localised;
use serde_json::json;

use crate::{
    composition,
    console::{self, say},
    demo::{self, Scale},
    ground::{Doorstep, Ground, Kind},
    logging,
    settings::{Place, ServeOptions, Settings},
    stop::Stop,
};

/// The most cases that one command makes.
const MOST: usize = 1_000_000;

#[derive(Debug, Args)]
pub struct Generate {
    #[command(flatten)]
    place: Place,
    #[arg(long, value_name = "N", help = say(
        "Nombre de dossiers, de 1 à 1 000 000",
        "Number of cases, 1 to 1,000,000"))]
    cases: usize,
    #[arg(long, value_name = "M", help = say(
        "Nombre de référencements [défaut : deux et demi par dossier]",
        "Number of referrals [default: two and a half per case]"))]
    referrals: Option<usize>,
    #[arg(long, value_name = "S", default_value_t = demo::SEED, hide_default_value = true, help = say(
        "Graine : la même donne les mêmes dossiers [défaut : 2026]",
        "Seed: the same one gives the same cases [default: 2026]"))]
    seed: u64,
    #[arg(long, help = say(
        "Un acte après l’autre : plus lent, et la même graine donne aussi les mêmes numéros",
        "One act after the other: slower, and the same seed gives the same numbers too"))]
    in_order: bool,
    #[arg(long, value_name = "K", default_value_t = demo::SCENARIO.cases, hide_default_value = true, help = say(
        "Dossiers faits par les commandes ; les autres en sont des copies [défaut : 240]",
        "Cases made through the commands; the others are copies of them [default: 240]"))]
    models: usize,
    #[arg(long, help = say(
        "Efface d’abord la démonstration qui est là",
        "First removes the demonstration that is there"))]
    fresh: bool,
    #[arg(long, help = say("Rend compte en JSON", "Reports in JSON"))]
    json: bool,
    #[arg(long, requires = "json", help = say(
        "Ajoute au compte rendu des adresses pour mesurer",
        "Adds addresses to measure with to the report"))]
    samples: bool,
}

/// `relais demo generate`.
pub async fn run(asked: Generate, log: Option<&str>) -> Result<(), Stop> {
    let scale = scale(&asked)?;
    let options = ServeOptions {
        place: asked.place,
        // Nothing is served: any free port will do.
        listen: Some(([127, 0, 0, 1], 0).into()),
        pack: Some("cameroun-demo".to_owned()),
        ..ServeOptions::default()
    };
    let settings = Settings::read(&options, log)?;
    logging::start(log.unwrap_or("warn"))?;
    if asked.fresh {
        demo::remove(&settings).await?;
    }
    let doorstep = Doorstep::take(settings).await?;
    let ground = Ground::lay(&doorstep, Kind::Demonstration, None).await?;
    let mechanism = demo::settle(&ground).await?;
    if demo::has_history(&ground.trust).await? {
        return Err(Stop::input(
            "cette démonstration a déjà ses dossiers, rien n’a été ajouté : --fresh recommence à neuf.",
            "this demonstration has its cases already, nothing was added: --fresh starts anew.",
        ));
    }
    let made = demo::Making {
        scale,
        models: asked.models.max(1),
        seed: asked.seed,
        aloud: !asked.json,
        in_order: asked.in_order,
    };
    demo::remember(&ground, mechanism, made).await?;
    composition::farewell(&ground.trust).await?;
    let made = demo::totals(&ground.trust).await?;
    let personas = demo::personas(&ground.trust).await?;
    if asked.json {
        let mut report = json!({
            "cases": made.cases, "referrals": made.referrals, "seed": asked.seed, "personas": personas,
        });
        if asked.samples {
            report["samples"] = json!(demo::samples(&ground.trust).await?);
        }
        console::put(&report.to_string());
    } else {
        console::tell(&Localised::new(
            format!(
                "{} dossiers et {} référencements ont été faits.",
                made.cases, made.referrals
            ),
            format!("{} cases and {} referrals were made.", made.cases, made.referrals),
        ));
    }
    Ok(())
}

fn scale(asked: &Generate) -> Result<Scale, Stop> {
    let referrals = asked.referrals.unwrap_or(asked.cases * 5 / 2);
    if (1..=MOST).contains(&asked.cases) && referrals <= asked.cases * 5 {
        return Ok(Scale {
            cases: asked.cases,
            referrals,
        });
    }
    Err(Stop::input(
        "--cases va de 1 à 1 000 000, et --referrals jusqu’à cinq par dossier.",
        "--cases goes from 1 to 1,000,000, and --referrals up to five per case.",
    ))
}
