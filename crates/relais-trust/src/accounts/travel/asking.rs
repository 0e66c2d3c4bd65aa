use relais_kernel::Refusal;
use relais_platform::Failure;
use serde::{Deserialize, Serialize};

use super::{Travel, held, keep};
use crate::{
    Command, Note, Scene,
    accounts::{
        AccountFace, Reach,
        installation::Installation,
        people::{account_by_id, accounts_of, end_everything_but},
    },
};

/// One's own rights rest from now on; all other devices, programs and links of the account are signed out. It takes
/// rights away, which must be quick: no fresh proof is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetOut;

impl Command for SetOut {
    type Outcome = ();
    const NAME: &'static str = "SetOut";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let user = scene.actor().user.ok_or(Failure::Missing)?;
        let (row, travel) = held(scene, user).await?;
        if travel.is_none_or(|travel| travel.back.is_some()) {
            let face = account_by_id(scene.rows(), user).await?;
            if !somebody_gives_back(scene, &face).await? {
                return Err(nobody().into());
            }
            keep(scene, row, Some(Travel::begun(user, scene.now()))).await?;
        }
        end_everything_but(scene, user, scene.actor().session.map(|held| held.id)).await?;
        scene.note(Note::new("TravelBegun").on("user", user.uuid()));
        Ok(())
    }
}

/// The traveller says that they are back. Nothing opens by it: those who can give the rights back see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SayBack;

impl Command for SayBack {
    type Outcome = ();
    const NAME: &'static str = "SayBack";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let user = scene.actor().user.ok_or(Failure::Missing)?;
        let (row, before) = held(scene, user).await?;
        let after = Travel::said_back(before, scene.now())?;
        if before != Some(after) {
            keep(scene, row, Some(after)).await?;
            scene.note(Note::new("TravelBack").on("user", user.uuid()));
        }
        Ok(())
    }
}

/// Passwords, second factors, passkeys and tokens stay as they are while the rights rest: whoever holds the traveller's
/// telephone leaves no door open for later.
///
/// # Errors
/// `TravelDoorsStay`.
pub(in super::super) async fn doors_stay(scene: &Scene<'_>) -> Result<(), Failure> {
    let user = scene.actor().user.ok_or(Failure::Missing)?;
    match held(scene, user).await?.1 {
        None => Ok(()),
        Some(_) => Err(doors().into()),
    }
}

/// Somebody else is there who may give this person's rights back.
async fn somebody_gives_back(scene: &Scene<'_>, traveller: &AccountFace) -> Result<bool, Failure> {
    let demo = Installation::read(scene.rows())
        .await?
        .is_some_and(|held| held.demo);
    let here = |face: &AccountFace| {
        face.id != traveller.id
            && face.active
            && face.has_password
            && face.travel.is_none()
            && (demo || face.has_second_factor)
    };
    let holds = |face: &AccountFace, code: &str| face.roles.iter().any(|role| role.0 == code);
    let reaches = |face: &AccountFace| {
        holds(face, "R18") || holds(face, "R05") && Reach::Own(face.organisation).covers_account(traveller)
    };
    let all = accounts_of(scene.rows(), None).await?;
    Ok(all.iter().any(|face| here(face) && reaches(face)))
}

fn nobody() -> Refusal {
    Refusal::new(
        "TravelNobody",
        "Personne ne pourrait vous rendre vos droits : il faut d’abord un autre administrateur, ou un superviseur de votre structure.",
        "Nobody could give your rights back: another administrator, or a supervisor of your organisation, is needed first.",
    )
}

fn doors() -> Refusal {
    Refusal::new(
        "TravelDoorsStay",
        "Pendant le mode voyage, le mot de passe, le second facteur, les clés et les jetons ne changent pas.",
        "During travel mode the password, the second factor, passkeys and tokens do not change.",
    )
}
