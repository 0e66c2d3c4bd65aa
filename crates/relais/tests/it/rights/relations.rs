use std::collections::BTreeSet;

use relais_kernel::{Id, Lang, Mechanism, Organisation, SeededEntropy, Timestamp, User};
use relais_trust::{
    Actor,
    Deed::{self, *},
    Door, Guard, Protected, RoleCode,
};
use uuid::Uuid;

/// What a deed is done to.
pub type Kind = &'static str;

const MECHANISM: Kind = "A mechanism";
const CASE: Kind = "A case";
const REFERRAL: Kind = "A referral";
const TRANSFER: Kind = "A transfer of a case";
const MISSION: Kind = "A mission of an interpreter or a driver";
const DESK: Kind = "An account or a service";

/// Every deed, with what it is done to.
pub const DEEDS: [(Deed, Kind); 50] = [
    (OpenCase, MECHANISM),
    (SearchPersons, MECHANISM),
    (HandOver, MECHANISM),
    (ReadDirectory, MECHANISM),
    (ChangeDirectory, MECHANISM),
    (ReadStatistics, MECHANISM),
    (ReadJournal, MECHANISM),
    (AdministerUsers, MECHANISM),
    (ChangeDefinition, MECHANISM),
    (Coordinate, MECHANISM),
    (ReviewOrders, MECHANISM),
    (FollowRequests, MECHANISM),
    (ApproveEnquiry, MECHANISM),
    (VouchForMember, MECHANISM),
    (WatchAppointments, MECHANISM),
    (ReadCase, CASE),
    (ReadIdentity, CASE),
    (ChangeCase, CASE),
    (ApproveCase, CASE),
    (ReadAnnex, CASE),
    (WriteAnnex, CASE),
    (NameAnnexHolder, CASE),
    (PrepareReferral, CASE),
    (RequestTransfer, CASE),
    (ReadAccesses, CASE),
    (OpenInEmergency, CASE),
    (ReadInEmergency, CASE),
    (ReviewOpening, CASE),
    (DecideRequest, CASE),
    (OrderMission, CASE),
    (ReadReferral, REFERRAL),
    (ChangeSentReferral, REFERRAL),
    (AnswerReferral, REFERRAL),
    (ReadDecisionPackage, REFERRAL),
    (ReadReleasePackage, REFERRAL),
    (ReadReleaseByPin, REFERRAL),
    (FollowReferral, REFERRAL),
    (ReadTransfer, TRANSFER),
    (AnswerTransfer, TRANSFER),
    (AnswerMission, MISSION),
    (ChangeOwnService, DESK),
    (AdministerOwnUsers, DESK),
    (FollowOwnMessages, DESK),
    (ReadOwnAccesses, DESK),
    (ExportOwnJournal, DESK),
    (AnswerReports, DESK),
    (AskForData, DESK),
    (AnswerEnquiry, DESK),
    (VouchForColleague, DESK),
    (ProtectColleague, DESK),
];

/// How somebody stands to the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    Member,
    Owner,
    Granted,
    Named,
    NamedElsewhere,
    /// Who took the person down, as long as nobody manages the case.
    TookDown,
    /// Of another organisation, with the case open in an emergency.
    Opener,
    /// The same, of a case that no emergency opens.
    Barred,
    Sender,
    Receiver(&'static str),
    Escalated,
    From,
    To,
    /// The one person who was asked.
    Asked,
    Own,
    Stranger,
    /// Of the right organisation, in another mechanism.
    OtherMechanism,
    /// Of the right organisation, which is a firewall body.
    Firewall,
    Nobody,
}

use Relation::*;

impl Relation {
    pub fn words(self) -> String {
        match self {
            Member => "member",
            Owner => "of the organisation that owns it",
            Granted => "of one that was given the key",
            Named => "named on the annexes",
            NamedElsewhere => "named on the annexes, of another organisation",
            TookDown => "who took her down, nobody manages the case yet",
            Opener => "of another organisation, opened in an emergency",
            Barred => "the same, no emergency opens the case",
            Sender => "of the organisation that sends",
            Receiver(reach) => return format!("of the one that receives, access: {reach}"),
            Escalated => "of neither organisation, escalated",
            From => "of the organisation that gives it away",
            To => "of the one that is to take it",
            Asked => "the person who was asked",
            Own => "of the same organisation",
            Stranger => "of another organisation",
            OtherMechanism => "of the right organisation, in another mechanism",
            Firewall => "police, border, immigration, prosecution",
            Nobody => "not signed in",
        }
        .to_owned()
    }
}

/// What each kind of record knows of people.
pub const GROUPS: &[(Kind, &[Relation])] = &[
    (MECHANISM, &[Member, Firewall, Nobody]),
    (
        CASE,
        &[
            Owner,
            TookDown,
            Granted,
            Named,
            NamedElsewhere,
            Opener,
            Barred,
            Stranger,
            OtherMechanism,
            Firewall,
            Nobody,
        ],
    ),
    (
        REFERRAL,
        &[
            Sender,
            Receiver("none"),
            Receiver("decision"),
            Receiver("release"),
            Escalated,
            Stranger,
            OtherMechanism,
            Firewall,
            Nobody,
        ],
    ),
    (TRANSFER, &[From, To, Stranger, Firewall, Nobody]),
    (MISSION, &[Asked, Own, Stranger, OtherMechanism, Firewall, Nobody]),
    (DESK, &[Own, Stranger, Firewall, Nobody]),
];

const ROLES: [&str; 14] = [
    "R03", "R04", "R05", "R06", "R07", "R08", "R09", "R10", "R13", "R14", "R15", "R18", "R24", "R25",
];

struct Scene {
    user: Id<User>,
    house: Id<Organisation>,
    other: Id<Organisation>,
    mechanism: Id<Mechanism>,
    elsewhere: Id<Mechanism>,
    record: Uuid,
}

impl Scene {
    fn new() -> Self {
        let chance = SeededEntropy::new(9);
        let at = Timestamp::UNIX_EPOCH;
        Self {
            user: Id::new(at, &chance),
            house: Id::new(at, &chance),
            other: Id::new(at, &chance),
            mechanism: Id::new(at, &chance),
            elsewhere: Id::new(at, &chance),
            record: Id::<User>::new(at, &chance).uuid(),
        }
    }

    fn actor(&self, relation: Relation, role: &str) -> Actor {
        let mechanism = match relation {
            OtherMechanism => self.elsewhere,
            _ => self.mechanism,
        };
        Actor {
            door: Door::Session,
            user: (relation != Nobody).then_some(self.user),
            organisation: (relation != Nobody).then_some(self.house),
            mechanism: Some(mechanism),
            roles: BTreeSet::from([RoleCode::from(role)]),
            firewall: relation == Firewall,
            lang: Lang::En,
            session: None,
        }
    }

    fn record(&self, kind: Kind, relation: Relation) -> Protected {
        let (house, other) = (self.house, self.other);
        match kind {
            MECHANISM => Protected::mechanism(self.mechanism),
            CASE => {
                let owned = matches!(relation, Owner | TookDown | Named | OtherMechanism | Firewall);
                let granted = (relation == Granted).then_some(house);
                let named = matches!(relation, Named | NamedElsewhere).then_some(self.user);
                let owner = if owned { house } else { other };
                let opened = matches!(relation, Opener | Barred).then_some(self.user);
                let case = Protected::case(Id::from_uuid(self.record), owner, granted, named)
                    .within(self.mechanism)
                    .opened_by(opened)
                    .barred(relation == Barred);
                match relation {
                    TookDown => case.taken_down_by(self.user),
                    _ => case,
                }
            }
            REFERRAL => {
                let sender = matches!(relation, Sender | OtherMechanism);
                let receives = matches!(relation, Receiver(_) | Firewall);
                let reach = match relation {
                    Receiver(reach) => reach,
                    _ => "release",
                };
                let from = if sender { house } else { other };
                let to = if receives { house } else { other };
                let followers = (relation == Escalated).then(|| RoleCode::from("R10"));
                let id = Id::from_uuid(self.record);
                Protected::referral(id, from, to, reach)
                    .within(self.mechanism)
                    .followed_by(followers)
            }
            TRANSFER => {
                let from = if relation == From { house } else { other };
                let to = if matches!(relation, To | Firewall) {
                    house
                } else {
                    other
                };
                Protected::transfer(self.record, from, to)
            }
            MISSION => {
                let asked = matches!(relation, Asked | OtherMechanism | Firewall);
                let somebody = Id::from_uuid(self.record);
                Protected::mission(
                    self.record,
                    if asked { self.user } else { somebody },
                    self.mechanism,
                )
            }
            _ => {
                let own = matches!(relation, Own | Firewall);
                Protected::desk(self.record, if own { house } else { other })
            }
        }
    }
}

/// Who may: everybody, those who hold a role of the step, some roles whatever the step, or nobody.
pub fn cell(guard: &Guard, deed: Deed, relation: Relation) -> String {
    let scene = Scene::new();
    let kind = DEEDS.iter().find(|(of, _)| *of == deed).unwrap().1;
    let record = scene.record(kind, relation);
    let who = |with_step: bool| -> Vec<&str> {
        let allowed = |role: &&&str| {
            let step: Vec<RoleCode> = with_step.then(|| RoleCode::from(**role)).into_iter().collect();
            guard
                .permit(&scene.actor(relation, role), deed, &step, &record)
                .is_ok()
        };
        ROLES.iter().filter(allowed).copied().collect()
    };
    let (with, without) = (who(true), who(false));
    let step = match with.len() {
        0 => return "no".into(),
        _ if without.len() == ROLES.len() => return "yes".into(),
        _ if with == without => return format!("only {}", with.join(" ")),
        all if all == ROLES.len() => "with a role of the step".to_owned(),
        _ if with == ROLES[1..] => format!("with a role of the step, {} aside", ROLES[0]),
        _ => format!("{} with the step", with.join(" ")),
    };
    match without.len() {
        0 => step,
        _ => format!("{step}; always {}", without.join(" ")),
    }
}
