//! An organisation gets other keys while everybody works.

mod world;

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use relais_kernel::SeededEntropy;
use relais_platform::{Engine, Failure};
use relais_sealing::MasterKey;
use relais_trust::{Actor, Door, ReplaceMaster, Rotation, Trust, key_standings, testing::TestTrust};
use sea_orm::{ConnectionTrait, Statement};

use world::{Thing, Unhurried, Worker, make, tamper, try_make, whole, worker};

fn console() -> Actor {
    Actor::installation(Door::Console)
}

async fn program(test: &TestTrust) -> Trust {
    let program = test.another_program().await;
    program.follow(Arc::new(Unhurried));
    program
}

async fn count(trust: &Trust, sql: &str) -> i64 {
    let rows = trust.database().reader();
    let asked = Statement::from_string(
        rows.get_database_backend(),
        format!("SELECT COUNT(*) AS it FROM {sql}"),
    );
    let row = rows.query_one_raw(asked).await.unwrap().unwrap();
    row.try_get("", "it").unwrap()
}

/// Keeps every key of organisations as it lies there now, in tables of somebody who came by.
const TAKE_ALONG: &str = "CREATE TABLE taken AS SELECT * FROM keystore_organisation;
    CREATE TABLE taken_grant AS SELECT * FROM keystore_grant; CREATE TABLE taken_package AS SELECT * FROM keystore_package";

/// How many records still name one of the keys that were taken along.
async fn under_old_keys(trust: &Trust) -> i64 {
    let mut all = 0;
    for (table, column) in [
        ("keystore_grant", "wrapped"),
        ("keystore_package", "wrapped"),
        ("sealed_copy", "value"),
    ] {
        let id = match trust.database().engine() {
            Engine::Sqlite => "taken.key_id",
            Engine::Postgres => "decode(replace(taken.key_id::text, '-', ''), 'hex')",
        };
        all += count(
            trust,
            &format!("{table} JOIN taken USING (organisation_id) WHERE substr({column}, 2, 16) = {id}"),
        )
        .await;
    }
    all += count(
        trust,
        "keystore_package JOIN taken_package USING (package_id, organisation_id, wrapped)",
    )
    .await;
    all += count(
        trust,
        "package JOIN taken ON taken.organisation_id = sender_id WHERE signed_by = taken.key_id",
    )
    .await;
    all + count(
        trust,
        "person_token JOIN taken USING (organisation_id) WHERE layer = 0",
    )
    .await
}

/// Goes on making things and looking at them until the replacement is done.
async fn busy(
    trust: Trust,
    (from, to): (Worker, Worker),
    (numbers, over): (Arc<AtomicUsize>, Arc<AtomicBool>),
) -> Vec<Thing> {
    let mut made = Vec::new();
    while !over.load(Ordering::SeqCst) || made.is_empty() {
        let thing = make(&trust, &from, &to, numbers.fetch_add(1, Ordering::SeqCst)).await;
        made.push(thing);
        for thing in [made[0], made[made.len() / 2], thing] {
            whole(&trust, (&from, &to), thing).await.unwrap();
        }
    }
    made
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sec_42_an_organisations_key_is_replaced_under_load_and_the_old_one_opens_nothing_any_more() {
    for test in TestTrust::on_each_engine(&[]).await {
        test.trust.follow(Arc::new(Unhurried));
        let (one, two) = (worker(&test, "P01").await, worker(&test, "P02").await);
        let mut made = Vec::new();
        for number in 0..6 {
            made.push((make(&test.trust, &one, &two, number).await, true));
            made.push((make(&test.trust, &two, &one, 100 + number).await, false));
        }
        tamper(&test.trust, TAKE_ALONG).await;
        let (numbers, over) = (Arc::new(AtomicUsize::new(200)), Arc::new(AtomicBool::new(false)));
        let load = |from: &Worker, to: &Worker| {
            let both = (from.clone(), to.clone());
            tokio::spawn(busy(test.trust.clone(), both, (numbers.clone(), over.clone())))
        };
        let loads = [load(&one, &two), load(&two, &one)];
        // Another program does it, as the console beside a server.
        let beside = program(&test).await;
        for organisation in [one.organisation, two.organisation] {
            let mut rotation = Rotation::in_pieces(organisation, 8);
            let done = loop {
                if let Some(done) = rotation.step(&beside, &console()).await.unwrap() {
                    break done;
                }
            };
            assert!(
                done.renewed > 50 && !done.resumed && done.unreadable == 0,
                "{done:?}"
            );
        }
        over.store(true, Ordering::SeqCst);
        for (load, from_one) in loads.into_iter().zip([true, false]) {
            made.extend(load.await.unwrap().into_iter().map(|thing| (thing, from_one)));
        }
        for trust in [&test.trust, &beside] {
            for (thing, from_one) in &made {
                let (from, to) = if *from_one { (&one, &two) } else { (&two, &one) };
                whole(trust, (from, to), *thing).await.unwrap();
            }
        }
        assert_eq!(under_old_keys(&test.trust).await, 0);
        assert_eq!(
            count(&test.trust, "keystore_former WHERE wrapped_key IS NOT NULL").await,
            0
        );
        assert_eq!(
            count(&test.trust, "journal_entry WHERE act = 'OrganisationKeysRetired'").await,
            2
        );

        // The old keys put back open nothing, and nothing is written under them: neither here nor in a program that starts.
        tamper(
            &test.trust,
            "CREATE TABLE held AS SELECT * FROM keystore_organisation; DELETE FROM keystore_organisation;
             INSERT INTO keystore_organisation SELECT * FROM taken",
        )
        .await;
        for trust in [&test.trust, &program(&test).await] {
            let refused = whole(trust, (&one, &two), made[0].0).await.unwrap_err();
            assert!(refused.contains("Corrupt"), "{refused}");
            assert!(matches!(
                try_make(trust, &one, &two, 1).await,
                Err(Failure::Corrupt(_))
            ));
        }
        // So does an old wrapping of a case's key that is put back alone.
        tamper(
            &test.trust,
            "DELETE FROM keystore_organisation; INSERT INTO keystore_organisation SELECT * FROM held;
             UPDATE keystore_grant SET wrapped =
               (SELECT wrapped FROM taken_grant WHERE taken_grant.id = keystore_grant.id)
               WHERE id IN (SELECT id FROM taken_grant)",
        )
        .await;
        let refused = whole(&test.trust, (&one, &two), made[0].0).await.unwrap_err();
        assert!(refused.contains("keystore_grant"), "{refused}");
    }
}

/// Both organisations with a few things each way.
async fn some(test: &TestTrust) -> (Worker, Worker, Vec<Thing>) {
    test.trust.follow(Arc::new(Unhurried));
    let (one, two) = (worker(test, "P01").await, worker(test, "P02").await);
    let mut made = Vec::new();
    for number in 0..3 {
        made.push(make(&test.trust, &one, &two, number).await);
        // Sent the other way, so that the first organisation has something under its pair too.
        made.push(make(&test.trust, &two, &one, 10 + number).await);
    }
    (one, two, made)
}

async fn all_whole(trust: &Trust, (one, two): (&Worker, &Worker), made: &[Thing]) {
    for thing in made {
        let both = if thing.from == one.organisation {
            (one, two)
        } else {
            (two, one)
        };
        whole(trust, both, *thing).await.unwrap();
    }
}

#[tokio::test]
async fn sec_42_a_replacement_broken_off_at_any_piece_loses_nothing_and_goes_on() {
    for test in TestTrust::on_each_engine(&[]).await {
        let (one, two, mut made) = some(&test).await;
        tamper(&test.trust, TAKE_ALONG).await;
        let mut pieces = 0;
        'all: loop {
            pieces += 1;
            // A program that does so many pieces and is killed then.
            let program = program(&test).await;
            let mut rotation = Rotation::in_pieces(one.organisation, 2);
            for _ in 0..pieces {
                if let Some(done) = rotation.step(&program, &console()).await.unwrap() {
                    assert_eq!((done.resumed, done.unreadable), (true, 0));
                    break 'all;
                }
            }
            let standing = key_standings(test.trust.database().reader()).await.unwrap();
            let unfinished = |keys: &&relais_trust::KeyStanding| keys.unfinished;
            let waiting: Vec<_> = standing
                .iter()
                .filter(unfinished)
                .map(|keys| keys.organisation)
                .collect();
            assert_eq!(waiting, [one.organisation]);
            // Meanwhile people work with another program.
            made.push(make(&test.trust, &one, &two, 20 + pieces).await);
            made.push(make(&test.trust, &two, &one, 60 + pieces).await);
            let newest = made.len() - 2;
            all_whole(&test.trust, (&one, &two), &made[..2]).await;
            all_whole(&program, (&one, &two), &made[newest..]).await;
        }
        assert!(pieces > 8, "{pieces}");
        all_whole(&test.trust, (&one, &two), &made).await;
        let begun = "journal_entry WHERE act = 'OrganisationKeysReplaced'";
        assert_eq!(count(&test.trust, begun).await, 1);
        tamper(
            &test.trust,
            &format!(
                "DELETE FROM taken WHERE organisation_id <> {}",
                literal(&test.trust, one.organisation.uuid())
            ),
        )
        .await;
        tamper(
            &test.trust,
            &format!(
                "DELETE FROM taken_package WHERE organisation_id <> {}",
                literal(&test.trust, one.organisation.uuid())
            ),
        )
        .await;
        assert_eq!(under_old_keys(&test.trust).await, 0);
    }
}

fn literal(trust: &Trust, id: uuid::Uuid) -> String {
    match trust.database().engine() {
        Engine::Sqlite => format!("x'{}'", id.simple()),
        Engine::Postgres => format!("'{id}'"),
    }
}

#[tokio::test]
async fn sec_42_keys_are_replaced_more_than_once_and_while_the_master_key_is_replaced_too() {
    for test in TestTrust::on_each_engine(&[]).await {
        let (one, two, made) = some(&test).await;
        for round in 0_u64..3 {
            let mut rotation = Rotation::in_pieces(one.organisation, 20);
            assert_eq!(rotation.step(&test.trust, &console()).await.unwrap(), None);
            // The master key is replaced while old and new keys lie under it.
            let new = MasterKey::new(&SeededEntropy::new(100 + round));
            let again = new.clone();
            let replace = ReplaceMaster { new };
            test.trust.perform(&console(), None, replace).await.unwrap();
            test.trust.read_again_from(Arc::new(move || vec![again.clone()]));
            all_whole(&test.trust, (&one, &two), &made).await;
            let done = rotation.to_the_end(&test.trust, &console()).await.unwrap();
            assert!(done.renewed > 0 && done.unreadable == 0, "{done:?}");
            all_whole(&test.trust, (&one, &two), &made).await;
        }
        let strange = relais_kernel::Id::new(test.trust.now(), test.trust.chance());
        let refused = Rotation::of(strange).to_the_end(&test.trust, &console()).await;
        assert!(matches!(refused, Err(Failure::Missing)));
    }
}

#[tokio::test]
async fn sec_42_a_replaced_master_key_is_followed_before_it_is_locked_again() {
    for test in TestTrust::on_each_engine(&[]).await {
        let (one, two, made) = some(&test).await;
        let new = MasterKey::new(&SeededEntropy::new(4242));
        let again = new.clone();
        let replace = ReplaceMaster { new };
        test.trust.perform(&console(), None, replace).await.unwrap();
        test.trust.read_again_from(Arc::new(Vec::new));
        assert!(test.trust.follow_master().await.is_err(), "it lies nowhere");
        test.trust.read_again_from(Arc::new(move || vec![again.clone()]));
        test.trust.follow_master().await.unwrap();
        test.trust.read_again_from(Arc::new(Vec::new));
        all_whole(&test.trust, (&one, &two), &made).await;
        test.trust.follow_master().await.unwrap();
        // After sealing there is nothing to follow.
        test.trust.forget_keys();
        test.trust.follow_master().await.unwrap();
    }
}

#[tokio::test]
async fn sec_42_data_of_before_open_under_the_keys_of_today() {
    for test in TestTrust::on_each_engine(&[]).await {
        let (one, two, made) = some(&test).await;
        const DATA: [&str; 4] = ["sealed_copy", "package", "person_token", "journal_entry"];
        let tables = |sql: &dyn Fn(&str) -> String| DATA.map(sql).join(";");
        tamper(
            &test.trust,
            &tables(&|table| format!("CREATE TABLE older_{table} AS SELECT * FROM {table}")),
        )
        .await;
        for organisation in [one.organisation, two.organisation] {
            Rotation::of(organisation)
                .to_the_end(&test.trust, &console())
                .await
                .unwrap();
        }
        // An older backup of the data under the newest of the keys, as a restore puts them together.
        let back =
            tables(&|table| format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM older_{table}"));
        tamper(&test.trust, &back).await;
        all_whole(&program(&test).await, (&one, &two), &made).await;
        // The next replacement puts them in order.
        tamper(&test.trust, TAKE_ALONG).await;
        for organisation in [one.organisation, two.organisation] {
            let done = Rotation::of(organisation)
                .to_the_end(&test.trust, &console())
                .await
                .unwrap();
            assert_eq!(done.unreadable, 0);
        }
        all_whole(&test.trust, (&one, &two), &made).await;
        assert_eq!(under_old_keys(&test.trust).await, 0);
    }
}

#[tokio::test]
async fn sec_42_what_was_damaged_before_stays_so_and_stops_nothing() {
    for test in TestTrust::on_each_engine(&[]).await {
        let (one, two, made) = some(&test).await;
        let spoilt = literal(&test.trust, made[0].case.uuid());
        let other = literal(&test.trust, made[2].case.uuid());
        let at = literal(&test.trust, one.organisation.uuid());
        tamper(
            &test.trust,
            &format!(
                "UPDATE keystore_grant SET wrapped = (SELECT it.wrapped FROM keystore_grant it
                   WHERE it.class = 'record' AND it.case_id = {other} AND it.organisation_id = {at})
                 WHERE case_id = {spoilt} AND organisation_id = {at}"
            ),
        )
        .await;
        let done = Rotation::of(one.organisation)
            .to_the_end(&test.trust, &console())
            .await
            .unwrap();
        assert_eq!(done.unreadable, 2, "both keys of the case");
        let refused = whole(&test.trust, (&one, &two), made[0]).await.unwrap_err();
        assert!(refused.contains("keystore_grant"), "{refused}");
        all_whole(&test.trust, (&one, &two), &made[1..]).await;
    }
}
