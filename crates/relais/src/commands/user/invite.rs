use clap::Args;
use relais_kernel::{Lang, Localised};
use relais_mechanism::{Definitions, MechanismFace, Role, mechanisms};
use relais_trust::{
    Actor, Door, Failure, RoleCode, Trust,
    accounts::{InviteUser, kept_apart, organisation_by_code},
};
use serde_json::json;

use crate::{
    console::{self, say},
    ground, logging,
    settings::{Place, ServeOptions, Settings},
    stop::Stop,
};

#[derive(Debug, Args)]
pub struct Invite {
    #[command(flatten)]
    place: Place,
    #[arg(long, value_name = "EMAIL", help = say("Adresse électronique du compte", "E-mail address of the account"))]
    login: String,
    #[arg(long, value_name = say("NOM", "NAME"), help = say("Nom de la personne", "Name of the person"))]
    name: String,
    #[arg(long, value_name = "CODE", help = say("Code de sa structure (P01…)", "Code of their organisation (P01…)"))]
    organisation: String,
    #[arg(long = "role", required = true, value_name = say("RÔLE", "ROLE"), help = say(
        "Rôle dans le mécanisme (R04…) ; peut être répété",
        "Role in the mechanism (R04…); may be repeated"))]
    roles: Vec<String>,
    #[arg(long, value_name = "CODE", help = say(
        "Mécanisme [défaut : le seul de l’installation]",
        "Mechanism [default: the only one of the installation]"))]
    mechanism: Option<String>,
    #[arg(long, value_name = "fr|en", default_value = "fr", hide_default_value = true, help = say(
        "Langue de la personne [défaut : fr]", "Language of the person [default: fr]"))]
    speaks: String,
    #[arg(long, value_name = "URL", help = say(
        "Adresse de l’installation, mise dans le lien",
        "Address of the installation, put into the link"))]
    public_url: Option<String>,
    #[arg(long, help = say("Rend compte en JSON", "Reports in JSON"))]
    json: bool,
}

/// `relais user invite`.
pub async fn run(asked: &Invite, log: Option<&str>) -> Result<(), Stop> {
    let options = ServeOptions {
        place: asked.place.clone(),
        public_url: asked.public_url.clone(),
        ..ServeOptions::default()
    };
    let settings = Settings::read(&options, log)?;
    logging::start(log.unwrap_or("warn"))?;
    let trust = ground::visit_with_keys(&settings).await?;
    let invite = invitation(asked, &trust).await?;
    let invited = trust
        .perform(&Actor::installation(Door::Console), None, invite)
        .await?;
    let link = format!(
        "{}{}",
        settings.link_base(settings.listen),
        trust.invitation_path(&invited)
    );
    if asked.json {
        console::put(&json!({ "link": link, "valid_hours": 72 }).to_string());
    } else {
        console::tell(&Localised::new(
            "Remettez ce lien à la personne ; il sert une fois, pendant 72 heures :",
            "Hand this link to the person; it can be used once, within 72 hours:",
        ));
        console::put(&link);
    }
    Ok(())
}

async fn invitation(asked: &Invite, trust: &Trust) -> Result<InviteUser, Stop> {
    let rows = trust.database().reader();
    let mechanism = chosen(trust, asked.mechanism.as_deref()).await?;
    let definition = Definitions::default().current(rows, mechanism.id).await?;
    for text in &asked.roles {
        let role = text.parse::<Role>().ok();
        if !definition
            .roles
            .for_accounts()
            .any(|(open, _)| Some(open) == role)
        {
            return Err(Stop::input(
                format!("« {text} » n’est pas un rôle qu’un compte peut porter dans ce mécanisme."),
                format!("“{text}” is not a role that an account can carry in this mechanism."),
            ));
        }
    }
    let wanted: Vec<RoleCode> = asked
        .roles
        .iter()
        .map(|role| RoleCode::from(role.as_str()))
        .collect();
    if let Err(refusal) = kept_apart(&wanted) {
        return Err(Stop::input(refusal.sentence.fr, refusal.sentence.en));
    }
    let organisation =
        organisation_by_code(rows, &asked.organisation)
            .await
            .map_err(|failure| match failure {
                Failure::Missing => Stop::input(
                    format!("aucune structure n’a le code « {} ».", asked.organisation),
                    format!("no organisation has the code “{}”.", asked.organisation),
                ),
                other => other.into(),
            })?;
    let lang: Lang = asked
        .speaks
        .parse()
        .map_err(|()| Stop::input("--speaks : fr ou en", "--speaks: fr or en"))?;
    Ok(InviteUser {
        organisation: organisation.id,
        mechanism: mechanism.id,
        name: asked.name.clone(),
        login: asked.login.clone(),
        roles: wanted,
        lang,
    })
}

/// The mechanism that was named, or the only one.
async fn chosen(trust: &Trust, code: Option<&str>) -> Result<MechanismFace, Stop> {
    let all = mechanisms(trust.database().reader()).await?;
    let codes = all
        .iter()
        .map(|found| found.code.clone())
        .collect::<Vec<_>>()
        .join(", ");
    let mut fitting = all
        .into_iter()
        .filter(|found| code.is_none_or(|code| found.code == code));
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(Stop::input(
            format!("indiquez le mécanisme avec --mechanism : {codes}"),
            format!("name the mechanism with --mechanism: {codes}"),
        )),
    }
}
