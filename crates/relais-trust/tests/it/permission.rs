use std::collections::BTreeSet;

use relais_kernel::{Id, Lang, SeededEntropy, Timestamp};
use relais_trust::{Actor, Bearer, Deed, Door, Guard, Protected, RoleCode};

const ROLES: [&str; 12] = [
    "R03", "R04", "R05", "R06", "R07", "R08", "R09", "R10", "R13", "R14", "R15", "R18",
];

struct World {
    chance: SeededEntropy,
    guard: Guard,
}

impl World {
    fn new() -> Self {
        Self {
            chance: SeededEntropy::new(5),
            guard: Guard::new().unwrap(),
        }
    }

    fn id<K>(&self) -> Id<K> {
        Id::new(Timestamp::UNIX_EPOCH, &self.chance)
    }

    fn actor(&self, organisation: Id<relais_kernel::Organisation>, roles: &[&str]) -> Actor {
        Actor {
            door: Door::Session,
            user: Some(self.id()),
            organisation: Some(organisation),
            mechanism: Some(self.id()),
            roles: roles.iter().map(|r| RoleCode::from(*r)).collect::<BTreeSet<_>>(),
            firewall: false,
            lang: Lang::Fr,
            session: None,
        }
    }

    fn may(&self, actor: &Actor, deed: Deed, step: &[&str], record: &Protected) -> bool {
        let step: Vec<RoleCode> = step.iter().map(|r| RoleCode::from(*r)).collect();
        self.guard.permit(actor, deed, &step, record).is_ok()
    }
}

const CASE_DEEDS: [Deed; 9] = [
    Deed::ReadCase,
    Deed::ReadIdentity,
    Deed::ChangeCase,
    Deed::ApproveCase,
    Deed::NameAnnexHolder,
    Deed::PrepareReferral,
    Deed::RequestTransfer,
    Deed::ReadAccesses,
    Deed::OrderMission,
];

#[test]
fn sec_1_every_case_deed_needs_the_owner_and_a_role_of_the_step() {
    let world = World::new();
    let (own, other) = (world.id(), world.id());
    let case = Protected::case(world.id(), own, [], []);
    for deed in CASE_DEEDS {
        for role in ROLES {
            // The first line works on whom it took down, and on nobody else.
            assert_eq!(
                world.may(&world.actor(own, &[role]), deed, &[role], &case),
                role != "R03",
                "{deed:?} {role}"
            );
            assert!(
                !world.may(&world.actor(own, &[role]), deed, &["R99"], &case)
                    || (role == "R15" && deed == Deed::ReadAccesses)
            );
            let stranger = world.may(&world.actor(other, &[role]), deed, &[role], &case);
            assert_eq!(
                stranger,
                role == "R15" && deed == Deed::ReadAccesses,
                "{deed:?} {role}"
            );
        }
    }
}

#[test]
fn dp_01_the_first_line_works_on_whom_it_took_down_until_somebody_manages_the_case() {
    let world = World::new();
    let own = world.id();
    let agent = world.actor(own, &["R03"]);
    let colleague = world.actor(own, &["R03", "R07"]);
    let moved = world.actor(world.id(), &["R03"]);
    let managed = Protected::case(world.id(), own, [], []);
    let taken_down = |by: &Actor| managed.clone().taken_down_by(by.user.unwrap());
    let step = ["R03", "R04"];
    for deed in [Deed::ReadCase, Deed::ReadIdentity, Deed::ChangeCase] {
        assert!(world.may(&agent, deed, &step, &taken_down(&agent)), "{deed:?}");
        assert!(
            !world.may(&agent, deed, &["R04"], &taken_down(&agent)),
            "{deed:?}"
        );
        assert!(
            !world.may(&colleague, deed, &step, &taken_down(&agent)),
            "{deed:?}"
        );
        assert!(!world.may(&moved, deed, &step, &taken_down(&moved)), "{deed:?}");
        assert!(!world.may(&agent, deed, &step, &managed), "{deed:?}");
    }
    assert!(!world.may(&agent, Deed::PrepareReferral, &step, &taken_down(&agent)));
}

#[test]
fn dp_12_nobody_but_named_holders_opens_an_annex_not_even_administrators() {
    let world = World::new();
    let own = world.id();
    let holder = world.actor(own, &["R04"]);
    let case = Protected::case(world.id(), own, [], holder.user);
    for deed in [Deed::ReadAnnex, Deed::WriteAnnex] {
        assert!(world.may(&holder, deed, &[], &case));
        for role in ROLES {
            assert!(
                !world.may(&world.actor(own, &[role]), deed, &[role], &case),
                "{role}"
            );
        }
    }
}

#[test]
fn sec_7_the_administrator_reads_no_case_content() {
    let world = World::new();
    let own = world.id();
    let administrator = world.actor(own, &["R18"]);
    let case = Protected::case(world.id(), own, [], []);
    for deed in [
        Deed::ReadCase,
        Deed::ReadIdentity,
        Deed::ChangeCase,
        Deed::ReadAnnex,
    ] {
        assert!(!world.may(&administrator, deed, &["R04", "R05"], &case));
    }
}

#[test]
fn dp_15_firewall_bodies_hand_over_and_never_browse() {
    let world = World::new();
    let own = world.id();
    let mut officer = world.actor(own, &ROLES);
    officer.firewall = true;
    let mechanism = Protected::mechanism(world.id());
    let case = Protected::case(world.id(), own, [own], officer.user);
    assert!(world.may(&officer, Deed::HandOver, &["R03"], &mechanism));
    for deed in [
        Deed::OpenCase,
        Deed::SearchPersons,
        Deed::ReadStatistics,
        Deed::ReadJournal,
    ] {
        assert!(!world.may(&officer, deed, &ROLES, &mechanism), "{deed:?}");
    }
    for deed in CASE_DEEDS.into_iter().chain([Deed::ReadAnnex, Deed::WriteAnnex]) {
        assert!(!world.may(&officer, deed, &ROLES, &case), "{deed:?}");
    }
}

#[test]
fn sec_13_firewall_bodies_ask_in_writing_and_nobody_else_does() {
    let world = World::new();
    let (own, other) = (world.id(), world.id());
    let mut officer = world.actor(own, &ROLES);
    let (mine, theirs) = (
        Protected::desk(own.uuid(), own),
        Protected::desk(other.uuid(), other),
    );
    assert!(!world.may(&officer, Deed::AskForData, &ROLES, &mine));
    assert!(world.may(&officer, Deed::AnswerEnquiry, &ROLES, &mine));
    officer.firewall = true;
    assert!(world.may(&officer, Deed::AskForData, &["R03"], &mine));
    assert!(!world.may(&officer, Deed::AskForData, &["R03"], &theirs));
    assert!(!world.may(&officer, Deed::AnswerEnquiry, &ROLES, &mine));
    let mechanism = Protected::mechanism(world.id());
    assert!(!world.may(&officer, Deed::ApproveEnquiry, &ROLES, &mechanism));
}

#[test]
fn dp_40_a_mission_is_that_of_one_person_and_leads_to_no_case() {
    let world = World::new();
    let (own, other) = (world.id(), world.id());
    let interpreter = world.actor(own, &["R24"]);
    let user = interpreter.user.unwrap();
    let mechanism = interpreter.mechanism.unwrap();
    let mine = Protected::mission(other.uuid(), user, mechanism);
    assert!(world.may(&interpreter, Deed::AnswerMission, &["R24"], &mine));
    // Not without the role, not in another mechanism, not a colleague, not a body behind the firewall.
    assert!(!world.may(&interpreter, Deed::AnswerMission, &["R25"], &mine));
    let elsewhere = Protected::mission(other.uuid(), user, world.id());
    assert!(!world.may(&interpreter, Deed::AnswerMission, &["R24"], &elsewhere));
    let mut colleague = world.actor(own, &["R24"]);
    colleague.mechanism = interpreter.mechanism;
    assert!(!world.may(&colleague, Deed::AnswerMission, &["R24"], &mine));
    let mut officer = interpreter.clone();
    officer.firewall = true;
    assert!(!world.may(&officer, Deed::AnswerMission, &["R24"], &mine));
    // Whoever orders it has the case.
    let case = |owner| Protected::case(world.id(), owner, [], []).within(mechanism);
    assert!(world.may(&interpreter, Deed::OrderMission, &["R24"], &case(own)));
    assert!(!world.may(&interpreter, Deed::OrderMission, &["R04"], &case(own)));
    assert!(!world.may(&interpreter, Deed::OrderMission, &["R24"], &case(other)));
}

#[test]
fn dp_3_and_dp_4_the_receiver_opens_what_the_state_of_the_referral_allows() {
    let world = World::new();
    let (from, to) = (world.id(), world.id());
    let receiver = world.actor(to, &["R07"]);
    for (reach, decision, release) in [
        ("none", false, false),
        ("decision", true, false),
        ("release", true, true),
    ] {
        let referral = Protected::referral(world.id(), from, to, reach);
        assert_eq!(
            world.may(&receiver, Deed::ReadDecisionPackage, &["R07"], &referral),
            decision
        );
        assert_eq!(
            world.may(&receiver, Deed::ReadReleasePackage, &["R07"], &referral),
            release
        );
        assert!(!world.may(&receiver, Deed::ChangeSentReferral, &["R07"], &referral));
        assert!(!world.may(
            &world.actor(from, &["R06"]),
            Deed::AnswerReferral,
            &["R06"],
            &referral
        ));
    }
}

#[test]
fn a_partner_with_its_pin_reads_what_was_released_and_does_nothing_else() {
    let world = World::new();
    let (from, to, mechanism) = (world.id(), world.id(), world.id());
    let bearer = Bearer {
        link: world.id(),
        organisation: to,
        mechanism,
        pin: true,
        firewall: false,
    };
    let may = |bearer: &Bearer, reach: &str, deed: Deed| {
        let referral = Protected::referral(world.id(), from, to, reach)
            .within(mechanism)
            .followed_by(["R07".into()]);
        world.guard.permit_bearer(bearer, deed, &referral).is_ok()
    };
    let read = Deed::ReadReleaseByPin;
    assert!(may(&bearer, "release", read));
    assert!(!may(&bearer, "decision", read) && !may(&bearer, "none", read));
    for other in [
        Bearer { pin: false, ..bearer },
        Bearer {
            organisation: from,
            ..bearer
        },
        Bearer {
            mechanism: world.id(),
            ..bearer
        },
    ] {
        assert!(!may(&other, "release", read), "{other:?}");
    }
    for deed in [Deed::ReadReferral, Deed::ReadReleasePackage, Deed::AnswerReferral] {
        assert!(!may(&bearer, "release", deed), "{deed:?}");
    }
    // Nobody with an account reads in this way.
    let member = world.actor(to, &["R07"]);
    let referral = Protected::referral(world.id(), from, to, "release");
    let roles = [RoleCode::from("R07")];
    assert!(world.guard.permit(&member, read, &roles, &referral).is_err());
}

#[test]
fn the_coordinator_follows_escalated_referrals_only() {
    let world = World::new();
    let coordinator = world.actor(world.id(), &["R10"]);
    let manager = world.actor(world.id(), &["R04"]);
    let quiet = Protected::referral(world.id(), world.id(), world.id(), "decision");
    let late = quiet.clone().followed_by([RoleCode::from("R10")]);
    for (referral, escalated) in [(&quiet, false), (&late, true)] {
        let follows = |who, roles: &[&str]| world.may(who, Deed::FollowReferral, roles, referral);
        assert_eq!(follows(&coordinator, &["R10"]), escalated);
        // Whatever roles the step is open to, only those of the coordination take it for the coordination.
        assert!(!follows(&manager, &["R04", "R10"]) && !follows(&coordinator, &["R04"]));
        assert!(!world.may(&coordinator, Deed::ReadDecisionPackage, &["R10"], referral));
    }
}

#[test]
fn a_decision_can_be_explained() {
    let world = World::new();
    let own = world.id();
    let case = Protected::case(world.id(), own, [], []);
    let roles = [RoleCode::from("R04")];
    let explained = world
        .guard
        .explain(&world.actor(own, &["R04"]), Deed::ReadCase, &roles, &case)
        .unwrap();
    assert_eq!(explained.because, ["the-owner-works-on-the-case"]);
}

#[test]
fn b_29_the_same_house_in_another_mechanism_opens_nothing() {
    let world = World::new();
    let (house, here, there) = (world.id(), world.id(), world.id());
    let colleague = |mechanism| Actor {
        mechanism,
        ..world.actor(house, &["R04"])
    };
    let named = colleague(Some(there));
    let case = Protected::case(world.id(), house, [house], named.user).within(here);
    let referral = Protected::referral(world.id(), house, house, "release")
        .within(here)
        .followed_by(["R04".into()]);
    let deeds = CASE_DEEDS.into_iter().map(|deed| (deed, &case));
    let annexes = [Deed::ReadAnnex, Deed::WriteAnnex].map(|deed| (deed, &case));
    let sent = [
        Deed::ReadReferral,
        Deed::ChangeSentReferral,
        Deed::AnswerReferral,
        Deed::ReadDecisionPackage,
        Deed::ReadReleasePackage,
        Deed::FollowReferral,
    ];
    for (deed, record) in deeds.chain(annexes).chain(sent.map(|deed| (deed, &referral))) {
        for elsewhere in [&named, &colleague(None)] {
            assert!(!world.may(elsewhere, deed, &["R04"], record), "{deed:?}");
        }
        let own = Actor {
            mechanism: Some(here),
            ..named.clone()
        };
        assert!(world.may(&own, deed, &["R04"], record), "{deed:?}");
    }
}
