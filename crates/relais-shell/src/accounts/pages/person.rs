use askama::Template;
use axum::extract::State;
use http::HeaderMap;
use relais_kernel::{Id, Refusals, Timestamp, User};
use relais_trust::{
    Actor, Failure, RoleCode,
    accounts::{
        Administer, Administered, ChangeRoles, EndAccess, GiveBackRights, InviteAgain, RecoveryFace,
        WithholdRights, held_together,
    },
};

use super::{
    super::{
        Accounts, RoleName,
        front_desk::role_words,
        queries::{OnePerson, PersonView},
    },
    people::{LinkPage, link, mechanism, role_choices, state},
    recovery,
    reference::Ref,
};
use crate::{
    Answer, Choice, Form, Frame, JustProved, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page,
};

#[derive(Template)]
#[template(path = "people/show.html")]
pub(super) struct PersonPage {
    frame: Frame,
    form: Form,
    view: PersonView,
    names: Vec<RoleName>,
    now: Timestamp,
}

impl PersonPage {
    pub async fn new(
        room: &Accounts,
        actor: &Actor,
        view: PersonView,
        frame: Frame,
    ) -> Result<Self, Trouble> {
        Ok(Self {
            names: room.desk.roles(mechanism(actor)?).await?,
            now: room.house.trust().now(),
            form: frame.form(Typed::nothing()),
            view,
            frame,
        })
    }

    pub fn refused(mut self, refusals: &Refusals) -> Self {
        self.form = self.frame.refused(Typed::nothing(), refusals.clone());
        self
    }

    fn recovery_state(&self, face: &RecoveryFace) -> (Tone, String) {
        recovery::state(&self.frame, &face.recovery, self.now)
    }

    /// It can still be stopped.
    fn may_stop(&self, face: &RecoveryFace) -> bool {
        face.recovery.is_open(self.now) || face.recovery.is_granted(self.now)
    }

    fn home(&self) -> String {
        home(&self.view)
    }

    fn roles(&self) -> Vec<String> {
        role_words(&self.names, &self.view.face.roles, self.frame.lang)
    }

    /// The roles that a second person has not confirmed yet.
    /// When they signed the code of conduct and the undertaking of confidentiality.
    fn undertaken(&self) -> String {
        match self.view.face.undertaken {
            Some(at) => self.frame.moment(at),
            None => self.frame.t("people-undertaking-open"),
        }
    }

    fn waiting(&self) -> String {
        role_words(&self.names, &self.view.face.waiting, self.frame.lang).join(", ")
    }

    /// Roles that one person should not hold together.
    fn apart(&self) -> bool {
        held_together(&self.view.face.roles)
    }

    fn state(&self) -> (Tone, String) {
        state(&self.frame, &self.view.face)
    }
}

pub(super) fn home(view: &PersonView) -> String {
    format!("/administration/personnes/{}", view.face.public_ref)
}

pub(super) async fn show(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(person): Ref,
    frame: Frame,
) -> Answer {
    let view = room.house.look(&actor, &OnePerson(person)).await?;
    page(&PersonPage::new(&room, &actor, view, frame).await?)
}

#[derive(Template)]
#[template(path = "people/roles.html")]
struct RolesPage {
    frame: Frame,
    form: Form,
    home: String,
    name: String,
    roles: Vec<Choice>,
}

impl RolesPage {
    async fn new(
        room: &Accounts,
        actor: &Actor,
        view: &PersonView,
        frame: Frame,
        form: Form,
    ) -> Result<Self, Trouble> {
        let names = room.desk.roles(mechanism(actor)?).await?;
        Ok(Self {
            home: home(view),
            name: view.face.name.clone(),
            roles: role_choices(&names, view.reach, frame.lang),
            form,
            frame,
        })
    }
}

pub(super) async fn roles(
    State(room): State<Accounts>,
    JustProved(actor): JustProved,
    Ref(person): Ref,
    frame: Frame,
) -> Answer {
    let view = room.house.look(&actor, &OnePerson(person)).await?;
    if !view.may_change {
        return Err(Trouble::Missing);
    }
    let known = Typed::nothing().with_all(
        "roles",
        view.face
            .roles
            .iter()
            .chain(&view.face.waiting)
            .map(|role| &role.0),
    );
    let form = frame.form(known);
    page(&RolesPage::new(&room, &actor, &view, frame, form).await?)
}

pub(super) async fn change_roles(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(person): Ref,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let view = room.house.look(&actor, &OnePerson(person)).await?;
    let change = Administer(ChangeRoles {
        user: view.face.id,
        roles: sent.typed.all("roles").map(RoleCode::from).collect(),
    });
    match room.house.perform(&actor, Some(&sent.once), change).await {
        Ok(()) => Ok(frame.done("people-roles-changed", &home(&view))),
        Err(Failure::Refused(refusals)) => {
            let form = frame.refused(sent.typed, refusals);
            refused_page(&RolesPage::new(&room, &actor, &view, frame, form).await?)
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn invite_again(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(person): Ref,
    headers: HeaderMap,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let view = room.house.look(&actor, &OnePerson(person)).await?;
    let again = Administer(InviteAgain { user: view.face.id });
    let invited = room.house.perform(&actor, Some(&sent.once), again).await?;
    let path = room.house.trust().invitation_path(&invited);
    let link = link(&room.house, &headers, &path);
    page(&LinkPage { frame, link })
}

pub(super) async fn end_access(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(person): Ref,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let end = |user| EndAccess { user };
    let home = done(&room, &actor, person, &sent, end).await?;
    Ok(frame.done("people-access-ended", &home))
}

pub(super) async fn give_back(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(person): Ref,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let view = room.house.look(&actor, &OnePerson(person)).await?;
    let give = Administer(GiveBackRights { user: view.face.id });
    match room.house.perform(&actor, Some(&sent.once), give).await {
        Ok(()) => Ok(frame.done("people-given-back", &home(&view))),
        Err(Failure::Refused(refusals)) => {
            let shown = PersonPage::new(&room, &actor, view, frame).await?;
            refused_page(&shown.refused(&refusals))
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn withhold(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(person): Ref,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let view = room.house.look(&actor, &OnePerson(person)).await?;
    let withhold = WithholdRights { user: view.face.id };
    room.house.perform(&actor, Some(&sent.once), withhold).await?;
    Ok(frame.done("people-withheld", &home(&view)))
}

/// Carries out a command on one account; where to go afterwards.
async fn done<C: Administered>(
    room: &Accounts,
    actor: &Actor,
    person: relais_kernel::PublicRef,
    sent: &Submission,
    command: impl FnOnce(Id<User>) -> C,
) -> Result<String, Trouble> {
    let view = room.house.look(actor, &OnePerson(person)).await?;
    let command = Administer(command(view.face.id));
    room.house.perform(actor, Some(&sent.once), command).await?;
    Ok(home(&view))
}
