use clap::Args;
use jiff::civil::Date;
use relais_casework::{case::CaseState, store::case_of};
use relais_kernel::{Id, Localised, Mechanism, PublicRef, Timestamp};
use relais_mechanism::{Definitions, mechanisms};
use relais_trust::{
    Actor, Door, Failure, Trust,
    accounts::{accounts_like, organisation_names},
    breach::{Exposed, Exposure, OpenIncident, Window, exposures, incidents_of},
};
use serde_json::json;

use crate::{
    console::{self, say},
    ground, logging,
    settings::{Place, Settings},
    stop::Stop,
};

/// What is known of a breach.
#[derive(Debug, Args)]
pub struct Breach {
    #[command(flatten)]
    place: Place,
    #[arg(long, value_name = "EMAIL", help = say("Le compte en cause", "The account concerned"))]
    user: Option<String>,
    #[arg(long, value_name = "ID", help = say(
        "La session en cause, comme le journal la donne", "The session concerned, as the journal gives it"))]
    session: Option<uuid::Uuid>,
    #[arg(long, value_name = say("JOUR", "DAY"), help = say(
        "Premier jour, ou un instant (2026-11-26T08:00:00Z)", "First day, or an instant (2026-11-26T08:00:00Z)"))]
    from: Option<String>,
    #[arg(long, value_name = say("JOUR", "DAY"), help = say(
        "Dernier jour, ou un instant", "Last day, or an instant"))]
    to: Option<String>,
    #[arg(long, value_name = "CODE", help = say(
        "Mécanisme [défaut : le seul de l’installation]", "Mechanism [default: the only one of the installation]"))]
    mechanism: Option<String>,
    #[arg(long, help = say(
        "Montre seulement : n’ouvre pas d’incident", "Only shows: opens no incident"))]
    look_only: bool,
    #[arg(long, help = say("Rend compte en JSON", "Reports in JSON"))]
    json: bool,
}

/// One case as the console lists it: by its code, never by a person.
struct Line {
    code: String,
    kinds: Vec<Exposed>,
    owner: Localised,
    first: Timestamp,
}

/// `relais breach`: which cases and kinds of fields were read, and an incident whose clock runs from now.
pub async fn run(asked: &Breach, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::of_place(&asked.place, log)?;
    logging::start(log.unwrap_or("warn"))?;
    let trust = ground::visit(&settings).await?;
    let rows = trust.database().reader();
    let found = mechanisms(rows).await?;
    let mut fitting = found
        .iter()
        .filter(|found| asked.mechanism.as_ref().is_none_or(|code| found.code == *code));
    let (Some(mechanism), None) = (fitting.next(), fitting.next()) else {
        return Err(Stop::input(
            "indiquez le mécanisme avec --mechanism",
            "name the mechanism with --mechanism",
        ));
    };
    let definition = Definitions::default().current(rows, mechanism.id).await?;
    let window = window(asked, &trust, &definition.calendar.time_zone).await?;
    let read = exposures(rows, &window, Some(mechanism.id)).await?;
    let lines = lines(&trust, &read).await?;
    let incident = match asked.look_only {
        true => None,
        false => Some(incident(&trust, mechanism.id, window, &read).await?),
    };
    tell(asked.json, &lines, incident.as_ref());
    Ok(())
}

/// The incident of what was read.
struct Opened {
    at: PublicRef,
    /// The same command was given before.
    before: bool,
}

/// Opens it, unless one is open that shows the same: a command given twice is one breach, with one clock.
async fn incident(
    trust: &Trust,
    mechanism: Id<Mechanism>,
    window: Window,
    read: &[Exposure],
) -> Result<Opened, Stop> {
    let rows = trust.database().reader();
    for held in incidents_of(rows, mechanism).await? {
        let of = held.incident.window;
        let whose = (of.user, of.session, of.from) == (window.user, window.session, window.from);
        if whose
            && held.incident.closed.is_none()
            && show_the_same(&exposures(rows, &of, Some(mechanism)).await?, read)
        {
            return Ok(Opened {
                at: held.public_ref,
                before: true,
            });
        }
    }
    let open = OpenIncident {
        mechanism,
        window,
        known: trust.now(),
    };
    let console = Actor::installation(Door::Console);
    Ok(Opened {
        at: trust.perform(&console, None, open).await?,
        before: false,
    })
}

/// The same cases and kinds of information, read by the same people, however often.
fn show_the_same(one: &[Exposure], other: &[Exposure]) -> bool {
    let what = |of: &Exposure| (of.case, of.kinds.clone(), of.readers.clone());
    one.iter().map(what).eq(other.iter().map(what))
}

async fn window(asked: &Breach, trust: &Trust, zone: &str) -> Result<Window, Stop> {
    let user = match &asked.user {
        None => None,
        Some(login) => Some(account(trust, login).await?),
    };
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let from = asked.from.as_deref().map(|text| instant(text, &zone, false));
    let to = asked.to.as_deref().map(|text| instant(text, &zone, true));
    if user.is_none() && asked.session.is_none() && from.is_none() {
        return Err(Stop::input(
            "indiquez au moins --user, --session ou --from",
            "give at least --user, --session or --from",
        ));
    }
    Ok(Window {
        user,
        session: asked.session,
        from: from.transpose()?.unwrap_or(Timestamp::UNIX_EPOCH),
        until: to.transpose()?.unwrap_or_else(|| trust.now()),
    })
}

async fn account(trust: &Trust, login: &str) -> Result<Id<relais_kernel::User>, Stop> {
    let wanted = login.trim().to_lowercase();
    let found = accounts_like(trust.database().reader(), &wanted, 50).await?;
    let face = found.into_iter().find(|face| face.login == wanted);
    face.map(|face| face.id).ok_or_else(|| {
        Stop::input(
            format!("aucun compte n’a l’adresse « {login} »."),
            format!("no account has the address “{login}”."),
        )
    })
}

/// A day is whole, on the clocks of the mechanism.
fn instant(text: &str, zone: &jiff::tz::TimeZone, end: bool) -> Result<Timestamp, Stop> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    let day: Option<Date> = text.parse().ok();
    let day = day.and_then(|day| if end { day.tomorrow().ok() } else { Some(day) });
    let at = day.and_then(|day| day.to_zoned(zone.clone()).ok());
    at.map(|at| at.timestamp()).ok_or_else(|| {
        Stop::input(
            format!("« {text} » n’est ni un jour ni un instant."),
            format!("“{text}” is neither a day nor an instant."),
        )
    })
}

async fn lines(trust: &Trust, read: &[Exposure]) -> Result<Vec<Line>, Stop> {
    let rows = trust.database().reader();
    let mut cases = Vec::new();
    for exposure in read {
        match case_of(rows, exposure.case).await {
            Ok(row) => cases.push(Some(row.case)),
            Err(Failure::Missing) => cases.push(None),
            Err(failure) => return Err(failure.into()),
        }
    }
    let owners = cases.iter().flatten().map(|case| case.owner).collect();
    let names = organisation_names(rows, &owners).await?;
    let all = read.iter().zip(cases).map(|(exposure, case)| {
        let known = case
            .as_ref()
            .filter(|case| !matches!(case.state, CaseState::Erased { .. }));
        Line {
            code: known.map_or_else(|| "—".to_owned(), |case| case.code.to_string()),
            kinds: exposure.kinds.iter().copied().collect(),
            owner: case
                .and_then(|case| names.get(&case.owner).cloned())
                .unwrap_or_else(|| Localised::new("—", "—")),
            first: exposure.first,
        }
    });
    Ok(all.collect())
}

/// The words of the page *Data breaches*.
fn in_words(kind: Exposed) -> &'static str {
    match kind {
        Exposed::Clear => say("ce qui est en clair", "what stands in clear"),
        Exposed::Identity => say("identité et contact", "identity and contact"),
        Exposed::Needs => say("besoins", "needs"),
        Exposed::Plan => say("plan", "plan"),
        Exposed::FollowUps => say("suivis", "follow-ups"),
        Exposed::Closure => say("clôture", "closure"),
        Exposed::Annexes => say("annexes de protection", "protection annexes"),
        Exposed::Package => say("informations transmises", "information passed on"),
        Exposed::Copy => say("copie ou fiche imprimée", "copy or printed slip"),
        Exposed::Words => say(
            "texte d’une demande ou d’un ordre",
            "text of a request or an order",
        ),
    }
}

fn tell(as_json: bool, lines: &[Line], incident: Option<&Opened>) {
    if as_json {
        let cases: Vec<_> = lines
            .iter()
            .map(|line| {
                let kinds: Vec<_> = line.kinds.iter().map(|kind| kind.code()).collect();
                json!({ "code": line.code, "kinds": kinds, "owner": line.owner, "first": line.first })
            })
            .collect();
        let (at, before) = (incident.map(|it| it.at.to_string()), incident.map(|it| it.before));
        console::put(&json!({ "incident": at, "open_before": before, "cases": cases }).to_string());
        return;
    }
    console::tell(&Localised::new(
        format!("Dossiers lus : {}", lines.len()),
        format!("Cases read: {}", lines.len()),
    ));
    for line in lines {
        let owner = line.owner.get(console::lang());
        let kinds: Vec<_> = line.kinds.iter().map(|kind| in_words(*kind)).collect();
        console::put(&format!(
            "{}  {}  {}  {owner}",
            line.code,
            line.first,
            kinds.join(", ")
        ));
    }
    let Some(Opened { at, before }) = incident else {
        return;
    };
    console::tell(&match before {
        false => Localised::new(
            format!("Incident ouvert (/violations/{at}) : l’autorité est à informer dans les 72 heures."),
            format!("Incident opened (/violations/{at}): the authority is to be told within 72 hours."),
        ),
        true => Localised::new(
            format!(
                "Un incident est déjà ouvert pour cela (/violations/{at}) : son délai court depuis qu’il l’est, aucun autre n’est ouvert."
            ),
            format!(
                "An incident is open for this already (/violations/{at}): its clock has run since, no other is opened."
            ),
        ),
    });
}
