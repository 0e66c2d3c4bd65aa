use relais_kernel::{SeededEntropy, Timestamp};

use relais_referral::store::figures::Reached;

use super::*;

const THRESHOLDS: Thresholds = Thresholds {
    operational: 5,
    survivor: 10,
    public: 10,
};

fn organisation(seed: u64) -> Id<Organisation> {
    Id::new(Timestamp::UNIX_EPOCH, &SeededEntropy::new(seed))
}

fn tally(to: Id<Organisation>, region: &str, class: Option<PartitionClass>, count: u64) -> Tally {
    Tally {
        to,
        region: Some(region.into()),
        class,
        survivor: false,
        emergency: None,
        count,
    }
}

#[test]
fn a_referral_taken_back_before_the_decision_is_told_apart() {
    let (a, accepted) = (organisation(1), Some(PartitionClass::Accepted));
    let counts = Counts {
        tallies: vec![tally(a, "CM002", accepted, 12), tally(a, "CM002", None, 7)],
        ..Counts::default()
    };
    let figures = figures(&counts, THRESHOLDS);
    assert_eq!(figures.overall.groups.total, Shown::Plain(12));
    assert_eq!(figures.outside, Shown::Plain(7));
    let shares = figures.overall.shares().unwrap();
    assert_eq!(shares.values().map(|s| u64::from(*s)).sum::<u64>(), 1_000);
}

#[test]
fn a_share_is_printed_where_its_count_and_the_whole_are() {
    let a = organisation(1);
    let counts = Counts {
        tallies: vec![
            tally(a, "CM002", Some(PartitionClass::Accepted), 60),
            tally(a, "CM002", Some(PartitionClass::NoResponse), 36),
            tally(a, "CM002", Some(PartitionClass::Pending), 2),
            tally(a, "CM002", Some(PartitionClass::AcknowledgedOnly), 2),
        ],
        ..Counts::default()
    };
    let overall = figures(&counts, THRESHOLDS).overall;
    assert_eq!(overall.groups.total, Shown::Plain(100));
    assert_eq!(overall.share_of(Group::Accepted), Some(600));
    assert_eq!(overall.share_of(Group::NoResponse), Some(360));
    assert_eq!(overall.shares(), None);
    assert_eq!(
        overall.share_of(Group::Pending),
        None,
        "what is masked has no share"
    );
}

#[test]
fn who_does_not_answer_stands_first() {
    let (good, bad) = (organisation(1), organisation(2));
    let counts = Counts {
        tallies: vec![
            tally(good, "CM002", Some(PartitionClass::Accepted), 50),
            tally(good, "CM002", Some(PartitionClass::NoResponse), 5),
            tally(bad, "CM002", Some(PartitionClass::Accepted), 10),
            tally(bad, "CM002", Some(PartitionClass::NoResponse), 40),
        ],
        ..Counts::default()
    };
    let order: Vec<_> = figures(&counts, THRESHOLDS)
        .providers
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    assert_eq!(order, [Line::Of(bad), Line::Of(good)]);
}

#[test]
fn a_provider_for_survivors_is_masked_up_to_ten() {
    let (shelter, other) = (organisation(1), organisation(2));
    let mut of_survivors = tally(shelter, "CM002", Some(PartitionClass::Accepted), 8);
    of_survivors.survivor = true;
    let counts = Counts {
        tallies: vec![
            of_survivors,
            tally(other, "CM005", Some(PartitionClass::Accepted), 30),
        ],
        ..Counts::default()
    };
    let figures = figures(&counts, THRESHOLDS);
    let cut = &figures
        .providers
        .iter()
        .find(|(line, _)| *line == Line::Of(shelter))
        .unwrap()
        .1;
    assert_eq!(cut.groups.total, Shown::Under(10));
    let elsewhere = &figures
        .providers
        .iter()
        .find(|(line, _)| *line == Line::Of(other))
        .unwrap()
        .1;
    assert_eq!(
        elsewhere.groups.total.plain(),
        None,
        "38 less 30 would give the 8 away"
    );
}

#[test]
fn a_reason_is_named_for_a_provider_only_when_it_was_given_often_enough() {
    let a = organisation(1);
    let declined = |reason| Some(PartitionClass::Declined(reason));
    let counts = Counts {
        tallies: vec![
            tally(a, "CM002", declined(DeclineReason::NoCapacity), 9),
            tally(a, "CM002", declined(DeclineReason::Unsafe), 2),
        ],
        ..Counts::default()
    };
    let figures = figures(&counts, THRESHOLDS);
    assert_eq!(figures.providers[0].1.main_reasons, [DeclineReason::NoCapacity]);
    let unsafe_ones = figures
        .reasons
        .iter()
        .find(|(reason, _)| *reason == DeclineReason::Unsafe)
        .unwrap();
    assert_eq!(unsafe_ones.1, Shown::Under(5));
    let full = figures
        .reasons
        .iter()
        .find(|(reason, _)| *reason == DeclineReason::NoCapacity)
        .unwrap();
    assert!(full.1.plain().is_none() || figures.overall.of(Group::Declined).plain().is_none());
}

#[test]
fn emergencies_still_in_time_are_not_counted_as_missed() {
    let a = organisation(1);
    let emergency = |reached, count| Tally {
        emergency: Some(reached),
        ..tally(a, "CM002", Some(PartitionClass::Accepted), count)
    };
    let counts = Counts {
        tallies: vec![
            emergency(Reached::InTime, 20),
            emergency(Reached::Late, 6),
            emergency(Reached::Open, 9),
        ],
        ..Counts::default()
    };
    let overall = figures(&counts, THRESHOLDS).overall;
    assert_eq!(
        (overall.reached(), overall.not_reached()),
        (Shown::Plain(20), Shown::Plain(6))
    );
    assert_eq!(overall.emergencies.total, Shown::Plain(26));
}

#[test]
fn percentiles_are_by_nearest_rank_and_missing_is_missing() {
    assert_eq!(spread(&[], 5), Spread::Missing);
    assert_eq!(spread(&[(3, 4)], 5), Spread::Under(5));
    let ten: Vec<(u64, u64)> = (1..=10).map(|minutes| (minutes, 1)).collect();
    assert_eq!(spread(&ten, 5), Spread::Known { median: 5, p90: 9 });
    assert_eq!(
        spread(&[(120, 1), (1, 9)], 5),
        Spread::Known { median: 1, p90: 1 }
    );
}
