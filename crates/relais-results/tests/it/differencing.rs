//! Whoever keeps everything that was ever published, and every page that they may ask for, subtracts one from the other.

use std::collections::{BTreeMap, BTreeSet};

use relais_kernel::Priority;
use relais_mechanism::LoadDefinition;
use relais_referral::{
    actions::Wish,
    partition::PartitionClass,
    referral::Command,
    store::figures::{Counted, Tally},
};
use relais_results::{
    figures::{Figures, Line},
    kept::Kept,
    masking::Shown,
    period::{Grain, Period},
    queries::{Asked, Behind, Cutting, Publication, WhoAnswers, WhoAnswersView},
    store::releases_in,
};
use relais_trust::{Actor, Door};

use crate::{
    country::Country,
    keeping_all::{Name, knowledge, page, shown_in},
    land::Land,
    pages::{Seat, somebody},
};

const THRESHOLD: u64 = 5;

async fn look(country: &Country, actor: &Actor, asked: Asked) -> WhoAnswersView {
    let query = WhoAnswers {
        definitions: country.definitions.clone(),
        asked,
        kept: Kept::default(),
    };
    country.test.trust.look(actor, &query).await.unwrap()
}

/// Every period that anybody could ask for around these months.
fn periods() -> Vec<Period> {
    let first: Period = "2026-08".parse().unwrap();
    let months: Vec<Period> = std::iter::successors(Some(first), |month| Some(month.after()))
        .take(10)
        .collect();
    let longer = |grain| months.iter().map(move |month| Period::of(grain, month.since()));
    let all: BTreeSet<Period> = Grain::ALL.into_iter().flat_map(longer).collect();
    all.into_iter().collect()
}

/// What is published, by period.
async fn published(country: &Country, actor: &Actor) -> BTreeMap<Period, Figures> {
    let mut all = BTreeMap::new();
    for period in periods() {
        if let Some(Publication::Out(figures)) = look(country, actor, Asked::One(period)).await.everything {
            all.insert(period, *figures);
        }
    }
    all
}

/// Four months at three providers in two regions: many here, a few there, two in one month and none in another.
async fn a_winter(land: &mut Land) -> Vec<BTreeMap<Period, Figures>> {
    let coordinator = somebody(&land.country, "P06", &["R10"]).await;
    let many = ["accepted"; 7];
    land.sends(0, "CM002", &many).await;
    land.sends(
        0,
        "CM005",
        &["accepted", "declined", "declined", "seen", "", "taken back"],
    )
    .await;
    land.sends(
        1,
        "CM005",
        &["accepted", "accepted", "seen", "", "declined", "accepted"],
    )
    .await;
    land.sends(2, "CM002", &["seen", "declined"]).await;
    let mut kept = Vec::new();
    // From January on, so that quarters and the year are whole; the deadlines of November still run.
    assert_eq!(land.publish_on("2026-12-10").await, 10);
    assert_eq!(land.publish_on("2026-12-11").await, 1);
    kept.push(published(&land.country, &coordinator).await);
    land.sends(0, "CM002", &many).await;
    land.sends(0, "CM002", &["seen", "accepted"]).await;
    land.sends(1, "CM005", &["accepted", "declined"]).await;
    land.sends(1, "CM002", &["accepted", "accepted", "accepted", ""])
        .await;
    land.sends(
        2,
        "CM005",
        &["accepted", "seen", "seen", "declined", "accepted", "accepted"],
    )
    .await;
    assert_eq!(land.publish_on("2027-01-11").await, 1);
    kept.push(published(&land.country, &coordinator).await);
    land.sends(0, "CM005", &["accepted", "declined", ""]).await;
    land.sends(2, "CM002", &many).await;
    assert_eq!(land.publish_on("2027-02-11").await, 1);
    kept.push(published(&land.country, &coordinator).await);
    kept
}

/// What was counted of a period at its publication.
async fn truth(land: &Land, period: Period) -> Vec<Tally> {
    let year = Period::of(Grain::Year, period.since());
    let on = land.country.test.trust.database().reader();
    let releases = releases_in(on, land.country.test.mechanism, year).await.unwrap();
    let months = year.months().zip(releases);
    let within = months.filter(|(month, _)| period.contains(*month));
    within.flat_map(|(_, release)| release.counts.tallies).collect()
}

/// All pairs of periods and lines that a reader of masked figures may ask for, and everything that adds up.
#[tokio::test]
async fn sec_73_whoever_subtracts_all_that_may_be_asked_for_gets_no_small_number() {
    for mut land in Land::on_each_engine().await {
        let kept = a_winter(&mut land).await;
        nobody_gets_a_small_number_back(&land, &kept).await;
        no_part_differs_from_its_whole_by_a_small_number(&land, &kept).await;
        the_records_behind_a_figure_say_no_other_number(&land, &kept).await;
    }
}

async fn nobody_gets_a_small_number_back(land: &Land, kept: &[BTreeMap<Period, Figures>]) {
    let last = kept.last().unwrap();
    let names: Vec<String> = last.keys().map(ToString::to_string).collect();
    for expected in ["2026-11", "2026-12", "2027-01", "2026-Q4", "2026"] {
        assert!(names.contains(&expected.to_owned()), "{names:?}");
    }
    let mut pages = BTreeMap::new();
    for (period, figures) in last {
        pages.insert(*period, page(figures, &truth(land, *period).await));
    }
    let (known, places) = knowledge(&pages);
    let mut hidden = 0;
    for (period, page) in &pages {
        for (name, (truth, shown)) in page {
            if shown.is_some() && *truth > 0 && *truth < THRESHOLD {
                assert_eq!(shown.unwrap().plain(), None, "{period} {name:?}");
                let place = places[&(*period, name.clone())];
                assert!(known.could_differ(place), "{period} {name:?} can only be {truth}");
                hidden += 1;
            }
        }
    }
    assert!(
        hidden > 10,
        "a world without small numbers proves nothing: {hidden}"
    );
}

async fn no_part_differs_from_its_whole_by_a_small_number(land: &Land, kept: &[BTreeMap<Period, Figures>]) {
    let mut printed = Vec::new();
    for (period, figures) in kept.last().unwrap() {
        for (name, (_, shown)) in page(figures, &truth(land, *period).await) {
            if let Some(Shown::Plain(count)) = shown {
                printed.push((*period, name, count));
            }
        }
    }
    let mut compared = 0;
    for (within, part, less) in printed.iter().filter(|(.., count)| *count > 0) {
        for (period, whole, more) in &printed {
            let holds = period.contains(*within) && part.column() == whole.column();
            let line = matches!(whole, Name::Whole(_)) || part == whole;
            // The line of others is what is left of printed ones, and no figure of its own.
            let others = matches!(part, Name::OtherProviders(_) | Name::OtherRegions(_));
            if holds && line && !others {
                let apart = more - less;
                assert!(
                    apart == 0 || apart >= THRESHOLD,
                    "{period} {whole:?} {more} less {within} {part:?} {less}"
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 30, "{compared}");
}

async fn the_records_behind_a_figure_say_no_other_number(land: &Land, kept: &[BTreeMap<Period, Figures>]) {
    let coordinator = somebody(&land.country, "P06", &["R10"]).await;
    let cuttings = [
        Cutting::Overall,
        Cutting::Provider("P03".into()),
        Cutting::Provider("P04".into()),
        Cutting::Provider("P06".into()),
        Cutting::Region("CM002".into()),
        Cutting::Region("CM005".into()),
        Cutting::UnknownRegion,
    ];
    let all: [(Counted, usize); 3] = [
        (Counted::Cohort, 0),
        (Counted::Class(PartitionClass::Accepted), 1),
        (Counted::Class(PartitionClass::NoResponse), 4),
    ];
    for period in periods() {
        let figures = kept.last().unwrap().get(&period);
        for cutting in &cuttings {
            for (counted, column) in all {
                let query = Behind {
                    definitions: land.country.definitions.clone(),
                    period,
                    cutting: cutting.clone(),
                    counted,
                    page: 0,
                    kept: Kept::default(),
                };
                let told = land
                    .country
                    .test
                    .trust
                    .look(&coordinator, &query)
                    .await
                    .unwrap()
                    .all;
                let line = figures.and_then(|figures| match cutting {
                    Cutting::Overall => Some(&figures.overall),
                    Cutting::Region(code) => {
                        let line = Line::Of(Some(code.clone()));
                        figures
                            .regions
                            .iter()
                            .find(|(l, _)| *l == line)
                            .map(|(_, cut)| cut)
                    }
                    Cutting::Provider(code) => {
                        let door = ["P03", "P04", "P06"]
                            .iter()
                            .position(|known| known == code)
                            .unwrap();
                        let line = Line::Of(land.provider(door));
                        figures
                            .providers
                            .iter()
                            .find(|(l, _)| *l == line)
                            .map(|(_, cut)| cut)
                    }
                    _ => None,
                });
                let printed = line.and_then(|cut| shown_in(cut, column).plain());
                assert_eq!(told, printed, "{period} {cutting:?} {counted:?}");
            }
        }
    }
}

#[tokio::test]
async fn sec_73_what_was_published_stays_as_it_was_whatever_is_answered_changed_or_loaded_afterwards() {
    for mut land in Land::on_each_engine().await {
        let (_, link) = land.send(1, Priority::Urgent).await;
        let kept = a_winter(&mut land).await;
        for (earlier, later) in kept.iter().zip(&kept[1..]) {
            for (period, figures) in earlier {
                assert_eq!(Some(figures), later.get(period), "{period}");
            }
        }
        // Somebody answers at last, others are sent, and the mechanism asks for more people behind each number.
        land.answer(link, Wish::Step(Box::new(Command::Acknowledge)))
            .await;
        land.sends(0, "CM002", &["accepted", "declined"]).await;
        let mut stricter = relais_mechanism::builtin("cameroun-demo").unwrap();
        stricter.thresholds.operational = 9;
        stricter.version.hash = "stricter".into();
        let console = Actor::installation(Door::Console);
        let test = &land.country.test;
        test.trust
            .perform(&console, None, LoadDefinition(stricter))
            .await
            .unwrap();
        let coordinator = somebody(&land.country, "P06", &["R10"]).await;
        assert_eq!(
            &published(&land.country, &coordinator).await,
            kept.last().unwrap()
        );
        // Published once: a second worker finds nothing to do.
        assert_eq!(land.publish_on("2027-02-12").await, 0);
    }
}

#[tokio::test]
async fn sec_73_an_organisations_own_figures_hold_nothing_of_others() {
    for mut land in Land::on_each_engine().await {
        let focal = somebody(&land.country, "P04", &["R07"]).await;
        land.sends(1, "CM005", &["accepted", ""]).await;
        let mut before = Vec::new();
        for period in periods() {
            before.push(look(&land.country, &focal, Asked::One(period)).await);
        }
        land.sends(
            0,
            "CM005",
            &["accepted", "declined", "", "seen", "accepted", "accepted"],
        )
        .await;
        land.sends(2, "CM002", &["", "declined"]).await;
        for view in before {
            let after = look(&land.country, &focal, Asked::One(view.period)).await;
            assert_eq!(after.own, view.own, "{}", view.period);
            assert!(after.everything.is_none() && view.everything.is_none());
        }
    }
}

/// The rows of a file by their code, with what they say of the people behind them.
fn rows_of(file: &str) -> Vec<(String, String, String)> {
    let lines = file.trim_start_matches('\u{feff}').lines().skip(1);
    let cells = lines.map(|line| {
        line.split(';')
            .map(|cell| cell.trim_matches('"').to_owned())
            .collect::<Vec<_>>()
    });
    cells
        .take_while(|cells| cells.len() > 3 && !cells[0].is_empty())
        .map(|cells| (cells[0].clone(), cells[1].clone(), cells.last().unwrap().clone()))
        .collect()
}

#[tokio::test]
async fn sec_74_every_row_of_the_export_says_how_many_people_stand_behind_it_and_as_many_do() {
    for mut land in Land::on_each_engine().await {
        // One person is sent again and again to a provider whom nobody else is sent to.
        let often = land.somebody(2, "CM002").await;
        for _ in 0..7 {
            let (_, link) = land.send_again(2, Priority::Urgent, often).await;
            assert!(
                land.answer(link, Wish::Step(Box::new(Command::Acknowledge)))
                    .await
            );
        }
        land.sends(0, "CM002", &["accepted"; 9]).await;
        land.sends(1, "CM005", &["accepted"; 6]).await;
        land.publish_on("2026-12-11").await;
        let coordinator = somebody(&land.country, "P06", &["R10"]).await;
        let seat = Seat::of(&land.country, &coordinator);
        let (_, file) = seat
            .get("/resultats/fichiers/referencements.csv?periode=2026-11")
            .await;
        let head = file.lines().next().unwrap();
        assert!(head.contains("Personnes (k)"), "{head}");
        let mut people: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        let doors = [(0, "P03"), (1, "P04"), (2, "P06")];
        for referral in &land.sent {
            let row = land.row(*referral).await;
            let code = doors
                .iter()
                .find(|(door, _)| land.provider(*door) == row.referral.to_org)
                .unwrap()
                .1;
            let case = row.referral.case.to_string();
            let region = if row.region.as_deref() == Some("CM002") {
                "CM002"
            } else {
                "CM005"
            };
            for line in [code, region, ""] {
                people.entry(line).or_default().insert(case.clone());
            }
        }
        let rows = rows_of(&file);
        let codes: Vec<&str> = rows
            .iter()
            .map(|(_, code, _)| code.as_str())
            .filter(|c| !c.is_empty())
            .collect();
        assert_eq!(codes, ["P03", "CM002", "CM005"], "{file}");
        for (name, code, k) in &rows {
            let least: usize = k
                .trim_start_matches("≥\u{a0}")
                .trim_start_matches("≥ ")
                .parse()
                .unwrap();
            assert!(least >= 5, "{k}");
            let behind: usize = match name.as_str() {
                "Autres prestataires" => people["P04"].union(&people["P06"]).count(),
                _ => people[code.as_str()].len(),
            };
            assert!(behind >= least, "{name}: {behind} people, {k} said");
        }
        assert!(
            rows.iter().any(|(name, ..)| name == "Autres prestataires"),
            "{file}"
        );
        // The page and the JSON say it too.
        let (_, page) = seat.get("/resultats?periode=2026-11").await;
        assert!(
            page.contains("Autres prestataires") && page.contains("au moins 5 personnes"),
            "{page}"
        );
        let (_, json) = seat.get("/api/v1/results/referrals?period=2026-11").await;
        assert!(
            json.contains("\"people_at_least\":5") && json.contains("\"others\":true"),
            "{json}"
        );
    }
}

#[tokio::test]
async fn sec_74_where_fewer_people_than_the_threshold_stand_behind_a_whole_month_nothing_of_it_is_printed() {
    for mut land in Land::on_each_engine().await {
        let often = land.somebody(0, "CM002").await;
        for _ in 0..8 {
            land.send_again(0, Priority::Urgent, often).await;
        }
        land.publish_on("2026-12-11").await;
        let coordinator = somebody(&land.country, "P06", &["R10"]).await;
        let view = look(&land.country, &coordinator, Asked::Usual).await;
        let Some(Publication::Out(figures)) = view.everything else {
            panic!("nothing published")
        };
        assert_eq!(view.period.to_string(), "2026-11");
        let cuts = figures
            .providers
            .iter()
            .map(|(_, cut)| cut)
            .chain(figures.regions.iter().map(|(_, cut)| cut));
        for cut in cuts.chain([&figures.overall]) {
            let mut shown = cut.groups.cells.iter().chain([&cut.groups.total]);
            assert!(
                shown.all(|shown| matches!(shown, Shown::Withheld | Shown::Plain(0))),
                "{cut:?}"
            );
            assert_eq!(cut.people, None);
        }
    }
}
