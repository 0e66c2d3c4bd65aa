use std::str::FromStr;

use relais_kernel::Id;
use relais_platform::{Corrupt, Failure};
use relais_trust::{
    Scene,
    accounts::{OrganisationFace, organisations},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

use super::tables::organisation_profile as row;
use crate::{Mapping, Organisation, OrganisationId, OrganisationKind};

/// The organisations of the installation, each with what the directory says of it beyond its account.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn directory_organisations<C: ConnectionTrait>(rows: &C) -> Result<Vec<Organisation>, Failure> {
    let profiles = row::Entity::find().all(rows).await?;
    let faces = organisations(rows).await?;
    let mut all = Vec::with_capacity(faces.len());
    for face in &faces {
        let profile = profiles.iter().find(|p| p.organisation_id == face.id.uuid());
        let Some(mut record) = organisation(face) else {
            continue;
        };
        if let Some(profile) = profile {
            tell(&mut record, profile)?;
        }
        all.push(record);
    }
    Ok(all)
}

/// An organisation whose code or type is no code of a pack was made outside the directory, and is not in it.
fn organisation(face: &OrganisationFace) -> Option<Organisation> {
    let kind = OrganisationKind::recorded(face.kind.parse().ok()?, face.firewall);
    let (id, code) = (Id::from_uuid(face.id.uuid()), face.code.parse().ok()?);
    Some(Organisation::new(
        id,
        face.public_ref,
        code,
        face.name.clone(),
        kind,
    ))
}

fn tell(record: &mut Organisation, profile: &row::Model) -> Result<(), Failure> {
    record.acronym.clone_from(&profile.acronym);
    record.mandate.clone_from(&profile.mandate);
    record.psea_code = profile.psea_code;
    record.data_measures = profile.data_measures;
    record.mapping = Mapping {
        funder: profile.funder.clone(),
        funded_until: kept(profile, "funded_until", profile.funded_until.as_deref())?,
        agreement: kept(profile, "agreement", profile.agreement.as_deref())?,
        validation: kept(profile, "validation", profile.validation.as_deref())?,
        workshop: profile.workshop.clone(),
    };
    Ok(())
}

fn kept<T: FromStr>(
    profile: &row::Model,
    column: &'static str,
    text: Option<&str>,
) -> Result<Option<T>, Failure> {
    let corrupt = |_| Corrupt::at("organisation_profile", column, profile.organisation_id).into();
    text.map(|text| text.parse().map_err(corrupt)).transpose()
}

/// Keeps what the directory says of an organisation (SV-07).
///
/// # Errors
/// [`Failure`] of the store.
pub async fn put_profile(scene: &Scene<'_>, id: OrganisationId, said: &Organisation) -> Result<(), Failure> {
    row::Entity::delete_by_id(id.uuid()).exec(scene.rows()).await?;
    let model = row::ActiveModel {
        organisation_id: Set(id.uuid()),
        acronym: Set(said.acronym.clone()),
        mandate: Set(said.mandate.clone()),
        psea_code: Set(said.psea_code),
        data_measures: Set(said.data_measures),
        funder: Set(said.mapping.funder.clone()),
        funded_until: Set(said.mapping.funded_until.map(|day| day.to_string())),
        agreement: Set(said.mapping.agreement.map(|a| a.code().to_owned())),
        validation: Set(said.mapping.validation.map(|v| v.code().to_owned())),
        workshop: Set(said.mapping.workshop.clone()),
    };
    row::Entity::insert(model)
        .exec_without_returning(scene.rows())
        .await?;
    super::hsds::publish_again(scene, id).await
}
