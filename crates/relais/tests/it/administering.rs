//! Two people who administer the same thing.

use crate::{
    console::{Folder, Server},
    visitor::{Visitor, value},
};

#[test]
fn the_second_who_changes_an_organisation_sees_what_the_first_saved_beside_their_own() {
    let folder = Folder::new();
    let server = Server::start(folder.relais(&["demo", "serve", "--bare", "--listen", "127.0.0.1:0"]));
    let mut keeper = Visitor::signed_in(server.address, "administration");
    let list = keeper.get("/administration/structures").page();
    let address = list.split("href=\"").find_map(|rest| {
        let href = rest.split('"').next()?;
        let last = href.strip_prefix("/administration/structures/")?;
        (last.len() == 32).then(|| href.to_owned())
    });
    let address = address.unwrap();
    let shown = keeper.get(&address).page();
    let (version, kind) = (value(&shown, &address, "version"), "local_authority");
    let once = keeper.once(&address, &address).unwrap();
    let first = [
        ("name_fr", "Structure-Test 8"),
        ("name_en", "Test organisation 8"),
        ("kind", kind),
    ];
    assert!(
        keeper
            .take(&address, &first)
            .contains("/administration/structures")
    );

    // Refused for another reason, the form keeps the version that was seen: nothing of the first is overwritten by trying
    // again.
    let empty = [
        ("version", &*version),
        ("name_fr", ""),
        ("name_en", ""),
        ("kind", kind),
    ];
    let refused = keeper.send(&address, &once, &empty).unwrap();
    assert_eq!(refused.status, 422);
    assert_eq!(value(&refused.page(), &address, "version"), version);

    let second = [
        ("version", &*version),
        ("name_fr", "Structure-Test 9"),
        ("name_en", "Test organisation 8"),
        ("kind", kind),
    ];
    let told = keeper.send(&address, &once, &second).unwrap();
    let page = told.page();
    assert_eq!(told.status, 422, "{}", told.told());
    assert!(
        page.contains("Enregistré à présent : Structure-Test 8"),
        "{}",
        told.told()
    );
    assert!(page.contains("value=\"Structure-Test 9\"") && !page.contains("f-name_en-now"));
    // Sent again over what stands now, it is meant.
    let meant = [
        ("version", &*value(&page, &address, "version")),
        second[1],
        second[2],
        second[3],
    ];
    let once = keeper.once(&address, &address).unwrap();
    assert_eq!(keeper.send(&address, &once, &meant).unwrap().status, 303);
    assert!(keeper.get(&address).page().contains("Structure-Test 9"));
}
