use super::*;

#[test]
fn somebody_off_the_waiting_list_is_contacted_within_the_time_from_acceptance() {
    let world = World::default();
    let waiting = world.sent_then(Priority::Normal, vec![waitlist(monday(), 45)]);
    let accepted_at = later(monday(), 24 * 40);
    let accepted = world.follow(waiting, vec![accept(accepted_at)], accepted_at);
    assert_eq!(
        contact_due(&accepted, &world.rules()),
        Some(later(accepted_at, 24 * 14))
    );
}

#[test]
fn a_new_appointment_after_a_no_show_moves_the_first_contact() {
    let world = World::default();
    let missed = vec![accept(monday()), Command::RecordNoShow { note: None }];
    let missed = world.sent_then(Priority::Urgent, missed);
    let plan = ContactPlan::Appointment {
        at: later(monday(), 24 * 6),
    };
    let rebooked = world.follow(
        missed,
        vec![Command::Rebook { plan, note: None }],
        later(monday(), 30),
    );
    assert_eq!(
        contact_due(&rebooked, &world.rules()),
        Some(later(monday(), 24 * 6))
    );
    let first = world.sent_then(
        Priority::Urgent,
        vec![Command::Accept {
            plan,
            terms: crate::referral::Terms::default(),
            note: None,
        }],
    );
    assert_eq!(contact_due(&first, &world.rules()), Some(later(monday(), 72)));
}

#[test]
fn feedback_is_counted_from_sending_or_from_first_contact() {
    let world = World::default();
    for (priority, hours) in [
        (Priority::Emergency, 48),
        (Priority::Urgent, 7 * 24),
        (Priority::Normal, 2 + 14 * 24),
    ] {
        let served = world.sent_then(priority, vec![accept(monday()), start()]);
        assert_eq!(
            feedback_due(&served, &world.rules()),
            Some(later(monday(), hours)),
            "{priority:?}"
        );
    }
}

#[test]
fn a_long_service_reports_on_the_way_and_at_its_end() {
    let world = World::default();
    let served = world.sent_then(Priority::Normal, vec![accept(monday()), start()]);
    let reported_at = later(monday(), 24 * 10);
    let end = day_after(monday(), 120);
    let report = Command::ReportProgress {
        expected_end: Some(end),
        note: None,
    };
    let reported = world.follow(served.clone(), vec![report], reported_at);
    assert_eq!(
        feedback_due(&reported, &world.rules()),
        Some(at("2026-06-30T23:00:00Z"))
    );
    let over = Command::ReportProgress {
        expected_end: Some(day_after(monday(), 9)),
        note: None,
    };
    let overrun = world.follow(served.clone(), vec![over], reported_at);
    assert_eq!(
        feedback_due(&overrun, &world.rules()),
        Some(later(reported_at, 24 * 14))
    );
    let open_ended = Command::ReportProgress {
        expected_end: None,
        note: None,
    };
    let reported = world.follow(served, vec![open_ended], reported_at);
    assert_eq!(
        feedback_due(&reported, &world.rules()),
        Some(later(reported_at, 24 * 14))
    );
}

#[test]
fn what_was_told_by_telephone_is_asked_for_in_writing() {
    let world = World::default();
    let ready = world.ready(Priority::Emergency);
    let clearance = Box::new(clearance(&ready));
    let call = Command::Send {
        channel: crate::referral::Channel::Phone,
        clearance,
    };
    let sent = world.follow(ready, vec![call], monday());
    assert!(dues(&world, &sent).contains(&(ClockKind::RemindWriting, later(monday(), 24))));
    let confirm = Command::ConfirmInWriting {
        channel: crate::referral::Channel::Email,
    };
    let written = world.follow(sent, vec![confirm], later(monday(), 1));
    assert!(
        !dues(&world, &written)
            .iter()
            .any(|(kind, _)| *kind == ClockKind::RemindWriting)
    );
}

#[test]
fn a_recall_nobody_confirms_reaches_the_coordinator_and_frees_the_sender() {
    // DP-07
    let world = World::default();
    let back = world.sent_then(Priority::Normal, vec![withdraw()]);
    let five_days = later(monday(), 1 + 5 * 24);
    let (overdue, events) = run(&world, back, five_days);
    assert!(events.iter().any(|e| matches!(
        e,
        ReferralEvent::ReferralEscalated {
            to: Owner::Coordinator,
            ..
        }
    )));
    let owners: Vec<_> = clocks(&overdue, &world.rules())
        .iter()
        .map(|c| (c.kind, c.owner))
        .collect();
    assert!(owners.contains(&(ClockKind::RemindClosing, Owner::Sender)));
}

#[test]
fn late_is_said_after_the_deadline_and_not_at_it() {
    let world = World::default();
    let sent = world.sent(Priority::Urgent);
    assert_eq!(late(&sent, &world.rules(), later(monday(), 24)), None);
    let overdue = late(&sent, &world.rules(), later(monday(), 25)).unwrap();
    assert_eq!(
        (overdue.awaited, overdue.owed_by),
        (Awaited::Acknowledgement, Side::Receiver)
    );
}
