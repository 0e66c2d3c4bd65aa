use jiff::SignedDuration;
use relais_kernel::{PublicRef, ShortCode};
use relais_platform::Failure;

use super::{
    Appointment, store,
    witnesses::{OFFICERS, Witness, Witnesses},
};
use crate::{
    Actor, Deed, Permit, Protected, RoleCode, Sight,
    accounts::{AccountFace, administration::speaks_for_colleagues, people::account_by_id},
};

pub(super) const CODE: &str = "appointment";
/// Officers who see all that was given in the mechanism.
const WATCHING: [&str; 3] = ["R10", "R15", "R18"];
/// How long what was decided stays on the page.
const SHOWN: SignedDuration = SignedDuration::from_hours(24 * 90);

/// Roles that were given, as a reader sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppointmentFace {
    pub appointment: Appointment,
    pub account: AccountFace,
    pub giver: String,
    /// Who was the second person, if somebody spoke.
    pub second: Option<String>,
    /// The names of those who can confirm, while it is open.
    pub witnesses: Vec<String>,
    /// The reader can confirm or refuse.
    pub waits_for_reader: bool,
    /// For the receiver alone, to be read out to whoever confirms.
    pub code: Option<ShortCode>,
}

/// Which of them are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// All that the reader may see.
    All,
    /// Only what waits for the reader.
    Waiting,
}

/// The reader is one of those who can vouch, and the guard agrees.
pub(super) fn permitted(
    actor: &Actor,
    witnesses: &Witnesses,
    of: &Appointment,
    ask: impl Fn(Deed, &[RoleCode], &Protected) -> Result<Permit, Failure>,
) -> Result<Permit, Failure> {
    let included = actor.user.is_some_and(|user| witnesses.include(user));
    if !included || actor.mechanism != Some(of.mechanism) {
        return Err(Failure::Missing);
    }
    if let Witnesses::Colleagues(_) = witnesses {
        let own: Vec<RoleCode> = actor.roles.iter().cloned().collect();
        let desk = Protected::desk(of.id.uuid(), of.organisation);
        return ask(Deed::VouchForColleague, &own, &desk);
    }
    let officers = OFFICERS.map(RoleCode::from);
    ask(
        Deed::VouchForMember,
        &officers,
        &Protected::mechanism(of.mechanism),
    )
}

impl Sight<'_> {
    /// Roles that were given and by whom they were confirmed: those of the reader's own organisation, and of the whole
    /// mechanism for its officers. What stood at once stays for ever.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn appointments(&self, asked: Asked) -> Result<Vec<AppointmentFace>, Failure> {
        let (Some(mechanism), Some(organisation)) = (self.actor().mechanism, self.actor().organisation)
        else {
            return Ok(Vec::new());
        };
        if !self.actor().roles.iter().any(speaks_for_colleagues) || self.actor().firewall {
            return Ok(Vec::new());
        }
        let watching = WATCHING.map(RoleCode::from);
        let whole = self.may(
            Deed::WatchAppointments,
            &watching,
            &Protected::mechanism(mechanism),
        );
        let then = self
            .now()
            .checked_sub(SHOWN)
            .map_err(|e| Failure::Fault(e.to_string()))?;
        let narrowed = (!whole).then_some(organisation);
        let mut faces = Vec::new();
        for one in store::since(self.rows(), mechanism, narrowed, then).await? {
            if asked == Asked::Waiting && !one.is_open() {
                continue;
            }
            let face = self.appointment_face(one).await?;
            if asked == Asked::All || face.waits_for_reader {
                faces.push(face);
            }
        }
        Ok(faces)
    }

    /// One of them, as far as the reader may see it: the receiver may, whatever roles they hold.
    ///
    /// # Errors
    /// [`Failure::Missing`].
    pub async fn appointment(&self, public_ref: PublicRef) -> Result<AppointmentFace, Failure> {
        let found = store::by_ref(self.rows(), public_ref).await?;
        let actor = self.actor();
        if actor.user == Some(found.user) {
            return self.appointment_face(found).await;
        }
        let watching = WATCHING.map(RoleCode::from);
        let own = actor.roles.iter().filter(|role| speaks_for_colleagues(role));
        let own: Vec<RoleCode> = own.cloned().collect();
        let desk = Protected::desk(found.id.uuid(), found.organisation);
        let here = actor.mechanism == Some(found.mechanism);
        let whole = Protected::mechanism(found.mechanism);
        if here && self.may(Deed::WatchAppointments, &watching, &whole) {
            return self.appointment_face(found).await;
        }
        match here {
            true => self.permit(Deed::VouchForColleague, &own, &desk)?,
            false => return Err(Failure::Missing),
        };
        self.appointment_face(found).await
    }

    /// What the reader received last and nobody has confirmed yet.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn own_appointment(&self) -> Result<Option<AppointmentFace>, Failure> {
        let user = self.actor().user.ok_or(Failure::Missing)?;
        match store::open_of(self.rows(), user).await? {
            Some(open) => Ok(Some(self.appointment_face(open).await?)),
            None => Ok(None),
        }
    }

    async fn appointment_face(&self, of: Appointment) -> Result<AppointmentFace, Failure> {
        let reader = self.actor();
        let witnesses = if of.is_open() {
            let alone = self.trust().given_alone(of.mechanism);
            Witnesses::of(self.rows(), &of, &alone).await?
        } else {
            Witnesses::Nobody
        };
        let may = |deed, roles: &[RoleCode], record: &Protected| {
            self.trust().guard().permit(reader, deed, roles, record)
        };
        let name = |witness: &Witness| witness.name.clone();
        let second = match of.second() {
            Some(user) => Some(account_by_id(self.rows(), user).await?.name),
            None => None,
        };
        let own = reader.user == Some(of.user) && of.is_open();
        let account = account_by_id(self.rows(), of.user).await?;
        Ok(AppointmentFace {
            giver: account_by_id(self.rows(), of.by).await?.name,
            second,
            // Who left holds nothing any more.
            waits_for_reader: account.active && permitted(reader, &witnesses, &of, may).is_ok(),
            account,
            witnesses: witnesses.all().iter().map(name).collect(),
            code: own.then(|| self.trust().short_code(CODE, of.id.uuid())),
            appointment: of,
        })
    }
}
