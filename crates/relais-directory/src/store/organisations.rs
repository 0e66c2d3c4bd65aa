use relais_kernel::Id;
use relais_platform::Failure;
use relais_trust::{
    Scene,
    accounts::{OrganisationFace, organisations},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

use super::tables::organisation_profile as row;
use crate::{Organisation, OrganisationId, OrganisationKind};

/// The organisations of the installation, each with what the directory says of it beyond its account.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn directory_organisations<C: ConnectionTrait>(rows: &C) -> Result<Vec<Organisation>, Failure> {
    let profiles = row::Entity::find().all(rows).await?;
    let faces = organisations(rows).await?;
    let with_profile = |face: &OrganisationFace| {
        let profile = profiles.iter().find(|p| p.organisation_id == face.id.uuid());
        organisation(face, profile)
    };
    Ok(faces.iter().filter_map(with_profile).collect())
}

/// An organisation whose code or type is no code of a pack was made outside the directory, and is not in it.
fn organisation(face: &OrganisationFace, profile: Option<&row::Model>) -> Option<Organisation> {
    let kind = OrganisationKind::recorded(face.kind.parse().ok()?, face.firewall);
    let code = face.code.parse().ok()?;
    let mut record = Organisation::new(
        Id::from_uuid(face.id.uuid()),
        face.public_ref,
        code,
        face.name.clone(),
        kind,
    );
    if let Some(profile) = profile {
        record.acronym.clone_from(&profile.acronym);
        record.mandate.clone_from(&profile.mandate);
        record.psea_code = profile.psea_code;
        record.data_measures = profile.data_measures;
    }
    Some(record)
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
    };
    row::Entity::insert(model)
        .exec_without_returning(scene.rows())
        .await?;
    super::hsds::publish_again(scene, id).await
}
