//! Organisations get other keys while the server works (security requirement 42).

use crate::{
    console::{Folder, Server},
    visitor::{Visitor, person},
};

const DEMO: [&str; 5] = ["demo", "serve", "--bare", "--listen", "127.0.0.1:0"];
const EVERY: [&str; 3] = ["keys", "rotate", "--every-organisation"];
/// Somebody keeps the keys as they lie there.
const TAKE_ALONG: &str = "CREATE TABLE taken AS SELECT * FROM keystore_organisation;
    CREATE TABLE taken_grant AS SELECT * FROM keystore_grant;";

fn finds(worker: &mut Visitor, name: &str, case: &str) -> bool {
    let shown = worker.fill("/dossiers/recherche", "/dossiers/recherche", &[("name", name)]);
    assert_eq!(shown.status, 200, "{}", shown.told());
    shown.page().contains(case)
}

#[test]
fn sec_42_an_organisations_key_is_replaced_beside_a_server_and_the_old_one_opens_nothing_any_more() {
    let folder = Folder::new();
    let server = Server::start(folder.relais(&DEMO));
    let mut worker = Visitor::signed_in(server.address, "gestionnaire");
    let case = worker.take("/dossiers/nouveau", &person("Personne-Test Hivernale"));
    let case = case.split('?').next().unwrap();
    let identity = format!("{case}/identite");
    folder.sql(TAKE_ALONG);
    std::thread::scope(|scope| {
        // People go on registering others meanwhile, in an organisation that the server has open and in one that it has not.
        let busy = ["gestionnaire", "gestionnaire-nord"].map(|who| {
            scope.spawn(|| {
                let mut visitor = Visitor::signed_in(server.address, who);
                let take = |_| visitor.take("/dossiers/nouveau", &person("Personne-Test Estivale"));
                (0..6).map(take).collect::<Vec<_>>()
            })
        });
        let said = folder.run(&EVERY).done();
        assert!(
            said.contains("P01: keys replaced") && said.contains(".keystore"),
            "{said}"
        );
        for (who, cases) in ["gestionnaire", "gestionnaire-nord"].into_iter().zip(busy) {
            let mut visitor = Visitor::signed_in(server.address, who);
            for case in cases.join().unwrap() {
                let identity = format!("{}/identite", case.split('?').next().unwrap());
                assert!(visitor.get(&identity).page().contains("Personne-Test Estivale"));
            }
        }
    });
    assert!(worker.get(&identity).page().contains("Personne-Test Hivernale"));
    assert!(finds(&mut worker, "Personne-Test Hivernale", case));
    let old = "SELECT CAST(count(*) AS TEXT) AS it FROM keystore_grant JOIN taken USING (organisation_id)
        WHERE substr(wrapped, 2, 16) = taken.key_id";
    assert_eq!(folder.ask(old), "0");
    let said = folder.run(&["doctor"]).done();
    assert!(
        said.contains("the oldest keys of organisations are of") && !said.contains("not finished"),
        "{said}"
    );

    // The old keys put back open nothing and take nothing in, with the case's key of that time or the newer one.
    folder.sql(
        "CREATE TABLE held AS SELECT * FROM keystore_organisation;
         CREATE TABLE held_grant AS SELECT * FROM keystore_grant;
         DELETE FROM keystore_organisation; INSERT INTO keystore_organisation SELECT * FROM taken;",
    );
    for statement in [
        "SELECT 1",
        "DELETE FROM keystore_grant; INSERT INTO keystore_grant SELECT * FROM taken_grant",
    ] {
        folder.sql(statement);
        let shown = worker.get(&identity);
        assert!(
            shown.status == 500 && !shown.page().contains("Hivernale"),
            "{}",
            shown.told()
        );
        let refused = worker.fill(
            "/dossiers/nouveau",
            "/dossiers/nouveau",
            &person("Personne-Test Automnale"),
        );
        assert_eq!(refused.status, 500, "{}", refused.told());
    }
    assert_eq!(server.terminate(), 0);
    folder.sql(
        "DELETE FROM keystore_organisation; INSERT INTO keystore_organisation SELECT * FROM held;
         DELETE FROM keystore_grant; INSERT INTO keystore_grant SELECT * FROM held_grant;",
    );
    let server = Server::start(folder.relais(&DEMO));
    let mut worker = Visitor::signed_in(server.address, "gestionnaire");
    assert!(worker.get(&identity).page().contains("Personne-Test Hivernale"));
    server.terminate();
    assert!(folder.run(&["journal", "verify"]).done().contains("sound"));
    folder
        .run(&["keys", "rotate", "--organisation", "P99"])
        .stopped(3, "no organisation has the code “P99”");
}
