use std::sync::Arc;

use relais_kernel::Localised;
use relais_trust::{
    Actor, Door, Failure, Rotated, Rotation, Trust,
    accounts::{OrganisationFace, organisation_by_code, organisations},
};

use crate::{console, ground, settings::Settings, stop::Stop};

/// `relais keys rotate --organisation CODE`. A server may go on working; after a kill the same command goes on.
pub async fn rotate(settings: &Settings, code: Option<&str>) -> Result<(), Stop> {
    let folder = settings.keys();
    if folder.locked()?.is_none() {
        ground::settle(&folder, &ground::database_of(settings).await?).await?;
    }
    let trust = ground::visit_with_keys(settings).await?;
    // The master key may be replaced meanwhile.
    trust.read_again_from(Arc::new(move || folder.at_hand()));
    for organisation in chosen(&trust, code).await? {
        let actor = Actor::installation(Door::Console);
        let rotated = Rotation::of(organisation.id).to_the_end(&trust, &actor).await?;
        tell(&organisation.code, rotated);
    }
    console::tell(&Localised::new(
        "Les fichiers .keystore d’avant s’ouvrent encore avec les anciennes clés : faites une sauvegarde, puis détruisez-les.",
        "The .keystore files of before still open with the old keys: make a backup, then destroy them.",
    ));
    Ok(())
}

async fn chosen(trust: &Trust, code: Option<&str>) -> Result<Vec<OrganisationFace>, Stop> {
    let rows = trust.database().reader();
    let Some(code) = code else {
        return Ok(organisations(rows).await?);
    };
    match organisation_by_code(rows, code).await {
        Ok(found) => Ok(vec![found]),
        Err(Failure::Missing) => Err(Stop::input(
            format!("aucune structure n’a le code « {code} »."),
            format!("no organisation has the code “{code}”."),
        )),
        Err(other) => Err(other.into()),
    }
}

fn tell(code: &str, done: Rotated) {
    let Rotated {
        renewed, unreadable, ..
    } = done;
    let (fr, en) = if done.resumed {
        (
            "remplacement repris et terminé",
            "replacement taken up again and finished",
        )
    } else {
        ("clés remplacées", "keys replaced")
    };
    console::tell(&Localised::new(
        format!(
            "{code} : {fr} ; {renewed} éléments mis sous les nouvelles, les anciennes n’ouvrent plus rien ici."
        ),
        format!(
            "{code}: {en}; {renewed} items put under the new ones, the old ones open nothing here any more."
        ),
    ));
    if unreadable > 0 {
        console::tell(&Localised::new(
            format!("{code} : {unreadable} éléments étaient déjà abîmés et ne s’ouvrent avec aucune clé."),
            format!("{code}: {unreadable} items were damaged before and open with no key."),
        ));
    }
}
