use std::collections::BTreeMap;

use relais_kernel::{Priority, PublicRef, Timestamp};
use relais_mechanism::Thresholds;
use relais_referral::{
    partition::{Group, PartitionClass, class},
    queries::{Seen, Slice, lines_behind},
    referral::DeclineReason,
    store::{
        ReferralRow,
        figures::{Counted, Measured, Place, Reached, Sent, count_behind, tallies, times},
    },
};
use relais_results::{
    figures::{Counts, figures},
    kept::Kept,
};

use crate::land::Land;

fn everything(land: &Land) -> Sent {
    Sent {
        mechanism: land.country.test.mechanism,
        since: Timestamp::UNIX_EPOCH,
        until: Timestamp::MAX,
        from: None,
        to: None,
        place: Place::Anywhere,
    }
}

async fn rows(land: &Land) -> Vec<ReferralRow> {
    let mut all = Vec::new();
    for referral in &land.sent {
        all.push(land.row(*referral).await);
    }
    all
}

/// The class of each record by the pure rule, by provider and region.
fn by_rule(rows: &[ReferralRow], now: Timestamp) -> BTreeMap<String, u64> {
    let mut all = BTreeMap::new();
    for row in rows {
        let key = format!(
            "{} {:?} {:?}",
            row.referral.to_org,
            row.region,
            class(&row.referral, now)
        );
        *all.entry(key).or_default() += 1;
    }
    all
}

fn counted_kinds() -> Vec<Counted> {
    let mut all = vec![
        Counted::Class(PartitionClass::Accepted),
        Counted::Class(PartitionClass::AcknowledgedOnly),
        Counted::Class(PartitionClass::NoResponse),
        Counted::Class(PartitionClass::Pending),
        Counted::Outside,
    ];
    let reasons = DeclineReason::ALL.iter();
    all.extend(reasons.map(|reason| Counted::Class(PartitionClass::Declined(*reason))));
    all
}

#[tokio::test]
async fn the_database_counts_each_referral_once_and_as_the_pure_rule_does() {
    for mut land in Land::on_each_engine().await {
        land.wander(24).await;
        let (now, sent) = (land.country.test.trust.now(), everything(&land));
        let on = land.country.test.trust.database().reader();
        let records = rows(&land).await;
        let mut counted = BTreeMap::new();
        for tally in tallies(on, &sent, now).await.unwrap() {
            let key = format!("{} {:?} {:?}", tally.to, tally.region, tally.class);
            *counted.entry(key).or_default() += tally.count;
        }
        assert_eq!(counted, by_rule(&records, now));
        // Each record is behind exactly one figure.
        let mut behind: Vec<PublicRef> = Vec::new();
        for what in counted_kinds() {
            let seen = Seen {
                sent_by: land.country.manager.organisation,
                ..Seen::default()
            };
            let slice = Slice { page: 0, size: 500 };
            let lines = lines_behind(on, &sent, what, now, seen, slice).await.unwrap();
            assert_eq!(
                lines.len() as u64,
                count_behind(on, &sent, what, now).await.unwrap()
            );
            for line in lines {
                let row = land.row(line.public_ref).await;
                let expected = match what {
                    Counted::Class(class) => Some(class),
                    _ => None,
                };
                assert_eq!(class(&row.referral, now), expected);
                behind.push(line.public_ref);
            }
        }
        behind.sort();
        let mut all = land.sent.clone();
        all.sort();
        assert_eq!(behind, all);
    }
}

#[tokio::test]
async fn the_partition_of_real_referrals_adds_up_to_a_hundred_percent() {
    const BARE: Thresholds = Thresholds {
        operational: 1,
        survivor: 1,
        public: 1,
    };
    for mut land in Land::on_each_engine().await {
        land.wander(14).await;
        let (now, sent) = (land.country.test.trust.now(), everything(&land));
        let on = land.country.test.trust.database().reader();
        let records = rows(&land).await;
        let counts = Counts {
            tallies: tallies(on, &sent, now).await.unwrap(),
            ..Counts::default()
        };
        let figures = figures(&counts, BARE);
        let in_cohort = records
            .iter()
            .filter(|row| class(&row.referral, now).is_some())
            .count();
        let total = figures.overall.groups.total.plain().unwrap();
        assert_eq!(total, in_cohort as u64);
        assert_eq!(figures.outside.plain(), Some((records.len() - in_cohort) as u64));
        let lines = figures.providers.iter().map(|(_, cut)| cut);
        let regions = figures.regions.iter().map(|(_, cut)| cut);
        let mut sums = (0, 0);
        for cut in lines.clone() {
            sums.0 += cut.groups.total.plain().unwrap();
        }
        for cut in regions.clone() {
            sums.1 += cut.groups.total.plain().unwrap();
        }
        assert_eq!(sums, (total, total));
        for cut in lines.chain(regions).chain([&figures.overall]) {
            let parts: u64 = Group::ALL
                .iter()
                .map(|group| cut.of(*group).plain().unwrap())
                .sum();
            assert_eq!(Some(parts), cut.groups.total.plain());
            let shares = cut.shares().unwrap();
            assert_eq!(shares.values().map(|share| u64::from(*share)).sum::<u64>(), 1_000);
        }
    }
}

#[tokio::test]
async fn times_and_emergencies_are_those_of_the_records() {
    const DAY: i64 = 24 * 3_600_000;
    for mut land in Land::on_each_engine().await {
        land.wander(18).await;
        let (now, sent) = (land.country.test.trust.now(), everything(&land));
        let on = land.country.test.trust.database().reader();
        let records = rows(&land).await;
        let cohort = || records.iter().filter(|row| class(&row.referral, now).is_some());
        for measured in [Measured::Acknowledgement, Measured::Decision] {
            let mut expected: BTreeMap<u64, u64> = BTreeMap::new();
            for row in cohort() {
                let moments = &row.referral.milestones;
                let end = match measured {
                    Measured::Acknowledgement => moments.acknowledged_at,
                    Measured::Decision => moments.decided_at,
                };
                if let Some(end) = end {
                    let minutes = end.duration_since(moments.sent_at.unwrap()).as_secs() as u64 / 60;
                    let shown = match minutes {
                        0..60 => minutes,
                        60..2880 => minutes / 60 * 60,
                        _ => minutes / 1440 * 1440,
                    };
                    *expected.entry(shown).or_default() += 1;
                }
            }
            let mut counted: BTreeMap<u64, u64> = BTreeMap::new();
            for took in times(on, &sent, measured).await.unwrap() {
                *counted.entry(took.minutes).or_default() += took.count;
            }
            assert_eq!(counted, expected);
        }
        let mut reached = (0, 0);
        for row in cohort().filter(|row| row.referral.priority == Priority::Emergency) {
            let moments = &row.referral.milestones;
            let since = |at: Timestamp| at.as_millisecond() - moments.sent_at.unwrap().as_millisecond();
            match moments.first_contact_at {
                Some(at) if since(at) <= DAY => reached.0 += 1,
                _ if since(now) >= DAY => reached.1 += 1,
                _ => {}
            }
        }
        let count = |how| count_behind(on, &sent, Counted::Emergency(how), now);
        assert_eq!(count(Reached::InTime).await.unwrap(), reached.0);
        assert_eq!(count(Reached::Late).await.unwrap(), reached.1);
        let all = tallies(on, &sent, now).await.unwrap();
        let told = |how| {
            let those = all
                .iter()
                .filter(|t| t.class.is_some() && t.emergency == Some(how));
            those.map(|tally| tally.count).sum::<u64>()
        };
        assert_eq!((told(Reached::InTime), told(Reached::Late)), reached);
    }
}

#[tokio::test]
async fn a_line_can_be_narrowed_by_side_and_region() {
    for mut land in Land::on_each_engine().await {
        for door in [0, 0, 1] {
            land.send(door, Priority::Urgent).await;
        }
        let now = land.country.test.trust.now();
        let on = land.country.test.trust.database().reader();
        let count = async |sent: Sent| -> u64 {
            let all = tallies(on, &sent, now).await.unwrap();
            all.iter().map(|tally| tally.count).sum()
        };
        let all = everything(&land);
        let to = Sent {
            to: Some(land.provider(0)),
            ..all.clone()
        };
        assert_eq!(count(to).await, 2);
        let from = Sent {
            from: land.country.manager.organisation,
            ..all.clone()
        };
        assert_eq!(count(from).await, 3);
        let region = Sent {
            place: Place::Region("CM005".into()),
            ..all.clone()
        };
        assert_eq!(count(region).await, 1);
        let unknown = Sent {
            place: Place::Unknown,
            ..all.clone()
        };
        assert_eq!(count(unknown).await, 0);
        let before = Sent { until: now, ..all };
        assert_eq!(count(before).await, 0);
    }
}

#[tokio::test]
async fn what_counts_many_is_told_again_for_a_minute_and_what_counts_few_is_always_fresh() {
    for mut land in Land::on_each_engine().await {
        land.wander(8).await;
        let (now, sent) = (land.country.test.trust.now(), everything(&land));
        let (few, many) = (Kept::default(), Kept::over(1));
        let total =
            |told: &relais_results::kept::Told| told.counts.tallies.iter().map(|t| t.count).sum::<u64>();
        let on = land.country.test.trust.database().reader().clone();
        let first = many.counts(&on, &sent, now).await.unwrap();
        assert_eq!(total(&few.counts(&on, &sent, now).await.unwrap()), total(&first));
        land.wander(3).await;
        let later = now + jiff::SignedDuration::from_secs(59);
        let again = many.counts(&on, &sent, later).await.unwrap();
        assert_eq!((total(&again), again.at), (total(&first), now));
        let fresh = few.counts(&on, &sent, later).await.unwrap();
        assert!(total(&fresh) > total(&first) && fresh.at == later);
        let minute = now + jiff::SignedDuration::from_secs(60);
        let anew = many.counts(&on, &sent, minute).await.unwrap();
        assert_eq!((total(&anew), anew.at), (total(&fresh), minute));
        // Another question has its own answer.
        let nowhere = Sent {
            place: Place::Unknown,
            ..sent.clone()
        };
        assert!(total(&many.counts(&on, &nowhere, later).await.unwrap()) < total(&first));
    }
}
