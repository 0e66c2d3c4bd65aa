use relais_kernel::{Id, Lang, Organisation, Refusal, Refusals};
use relais_platform::{Corrupt, Failure, courier::Channel};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde::{Deserialize, Serialize};

use super::{
    Administered, Reach,
    entity::{account, organisation, organisation_contact as row},
};
use crate::{Note, Scene};

/// Where an organisation is written to: the address of a team, never of a person. Staff leave and teams stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub email: Option<String>,
    /// In international form, digits after a plus.
    pub phone: Option<String>,
    /// The code of a [`Channel`].
    pub prefers: Option<String>,
    pub lang: Lang,
}

impl Contact {
    pub fn preferred(&self) -> Option<Channel> {
        self.prefers.as_deref().and_then(Channel::of_code)
    }

    /// The number as gateways want it, without what people write between the digits.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        let between = |c: &char| !c.is_whitespace() && !matches!(c, '.' | '-' | '(' | ')');
        self.phone = self.phone.map(|text| text.chars().filter(between).collect());
        self
    }

    /// Everything that is wrong.
    ///
    /// # Errors
    /// Refusals beside `email`, `phone` and `prefers`.
    pub fn check(&self) -> Result<(), Refusals> {
        let mut refusals = Refusals::default();
        if self.email.as_deref().is_some_and(|text| !is_address(text)) {
            let (fr, en) = (
                "Une adresse complète, par exemple referencement@structure.cm.",
                "A full address, for example referrals@organisation.cm.",
            );
            refusals.push(Refusal::new("AddressMalformed", fr, en).at("email"));
        }
        if self.phone.as_deref().is_some_and(|text| !is_number(text)) {
            let (fr, en) = (
                "Un numéro international, par exemple +237 600 00 00 00.",
                "An international number, for example +237 600 00 00 00.",
            );
            refusals.push(Refusal::new("NumberMalformed", fr, en).at("phone"));
        }
        let missing = match self.prefers.as_deref() {
            None => false,
            Some("mail") => self.email.is_none(),
            Some("sms") => self.phone.is_none(),
            Some(_) => true,
        };
        if missing {
            let (fr, en) = (
                "Donnez l’adresse ou le numéro de la voie choisie.",
                "Give the address or number of the way you choose.",
            );
            refusals.push(Refusal::new("PreferredMissing", fr, en).at("prefers"));
        }
        refusals.or(())
    }
}

fn is_address(text: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_graphic() && !matches!(c, '@' | ',' | ';' | '<' | '>' | '"' | '\\'))
    };
    text.len() <= 254
        && text
            .split_once('@')
            .is_some_and(|(local, domain)| word(local) && word(domain) && domain.contains('.'))
}

fn is_number(text: &str) -> bool {
    text.strip_prefix('+')
        .is_some_and(|digits| (8..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// # Errors
/// [`Failure`] of the store.
pub async fn contact_of<C: ConnectionTrait>(
    rows: &C,
    organisation: Id<Organisation>,
) -> Result<Option<Contact>, Failure> {
    let Some(held) = row::Entity::find_by_id(organisation.uuid()).one(rows).await? else {
        return Ok(None);
    };
    let lang = held
        .lang
        .parse()
        .map_err(|()| Corrupt::at("organisation_contact", "lang", organisation))?;
    Ok(Some(Contact {
        email: held.email,
        phone: held.phone,
        prefers: held.prefers,
        lang,
    }))
}

/// Says where an organisation is written to. Links go there: who changes it proves again who they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetContact {
    pub organisation: Id<Organisation>,
    pub contact: Contact,
}

impl SetContact {
    /// Without asking who does it: for the console.
    ///
    /// # Errors
    /// Refusals beside their fields.
    pub async fn within(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let contact = self.contact.clone().tidied();
        contact.check()?;
        organisation::Entity::find_by_id(self.organisation.uuid())
            .one(scene.rows())
            .await?
            .ok_or(Failure::Missing)?;
        row::Entity::delete_by_id(self.organisation.uuid())
            .exec(scene.rows())
            .await?;
        let model = row::ActiveModel {
            organisation_id: Set(self.organisation.uuid()),
            email: Set(contact.email),
            phone: Set(contact.phone),
            prefers: Set(contact.prefers),
            lang: Set(contact.lang.code().to_owned()),
        };
        row::Entity::insert(model)
            .exec_without_returning(scene.rows())
            .await?;
        scene.note(Note::new("OrganisationContactChanged").on("organisation", self.organisation.uuid()));
        Ok(())
    }
}

impl crate::Command for SetContact {
    type Outcome = ();
    const NAME: &'static str = "SetContact";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        self.within(scene).await
    }
}

impl Administered for SetContact {
    type Outcome = ();
    const NAME: &'static str = "SetContact";
    const GIVES_RIGHTS: bool = true;

    async fn allowed(&self, _: &Scene<'_>, reach: Reach) -> Result<(), Failure> {
        reach.covers(self.organisation)
    }

    async fn done(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        self.within(scene).await
    }
}

/// Whether anybody of this organisation can sign in.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn has_accounts<C: ConnectionTrait>(
    rows: &C,
    organisation: Id<Organisation>,
) -> Result<bool, Failure> {
    let people = account::Entity::find()
        .filter(account::Column::OrganisationId.eq(organisation.uuid()))
        .filter(account::Column::Active.eq(true))
        .count(rows)
        .await?;
    Ok(people > 0)
}
