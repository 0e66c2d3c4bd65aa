//! What ends, ends at once.

use crate::{
    console::{Folder, Server},
    visitor::Visitor,
};

fn demo(folder: &Folder) -> Server {
    Server::start(folder.relais(&["demo", "serve", "--bare", "--listen", "127.0.0.1:0"]))
}

#[test]
fn sec_55_signing_out_ends_the_session_on_the_server_and_clears_the_browser() {
    let folder = Folder::new();
    let server = demo(&folder);
    let mut worker = Visitor::signed_in(server.address, "gestionnaire");
    let mut copied = worker.copy();
    assert_eq!(worker.get("/dossiers").status, 200);
    let left = worker.fill("/dossiers", "/deconnexion", &[]);
    assert_eq!(left.led_to(), "/connexion");
    let cleared = left.header("clear-site-data").unwrap();
    assert!(
        cleared.contains("\"cache\"") && cleared.contains("\"storage\""),
        "{cleared}"
    );
    assert!(
        left.head.to_lowercase().contains("max-age=0"),
        "the cookie goes: {}",
        left.head
    );
    // The cookie that somebody copied before opens nothing either.
    for visitor in [&mut worker, &mut copied] {
        let shown = visitor.get("/dossiers");
        assert_eq!(shown.status, 303);
        assert!(shown.led_to().starts_with("/connexion"));
    }
}
