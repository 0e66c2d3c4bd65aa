use axum::{Json, extract::State};
use relais_mechanism::Register;
use relais_shell::{SignedIn, Trouble};

use crate::{queries::ReadRegister, room::Casework};

/// The register of processing: for each purpose every field of article 30(1), and the impact assessments.
#[utoipa::path(get, path = "/api/v1/register", tag = "requests", responses((status = 200, body = Object)))]
pub(super) async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
) -> Result<Json<Register>, Trouble> {
    let query = ReadRegister {
        definitions: room.desk.definitions.clone(),
    };
    Ok(Json(room.house.look(&actor, &query).await?))
}
