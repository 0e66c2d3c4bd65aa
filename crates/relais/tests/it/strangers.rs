//! The filled demonstration, late and declined referrals and all, for people of houses that have nothing to do with a case
//! (security requirements 1 and 2): whatever stage it has come to, nothing of it exists for them.

use std::collections::{BTreeMap, BTreeSet};

use relais_referral::referral::Referral;
use sea_orm::{ConnectionTrait, Statement};

use crate::{
    console::{Folder, Server, on_database},
    visitor::Visitor,
};

/// Of houses that manage cases, receive, hand over, and of those that administer.
const STRANGERS: [&str; 4] = ["gestionnaire-nord", "soudure", "frontiere", "administration"];
const OF_A_CASE: [&str; 3] = ["", "/identite", "/missions"];
const OF_A_REFERRAL: [&str; 5] = [
    "",
    "/reorientation",
    "/etapes/accept",
    "/etapes/close",
    "/telephone",
];

/// What changes a case and a referral: where its form goes, and a field of it.
const FORMS_OF_A_CASE: [(&str, &str); 9] = [
    ("/identification", "version=1"),
    ("/etapes/put_on_hold", "reason=waiting_document"),
    ("/etapes/bar_emergency", "note="),
    ("/consentements/nouveau", "purpose=referral"),
    ("/consentements/retrait", "scope=purpose:statistics"),
    ("/exceptions/nouvelle", "basis=vital_interest"),
    ("/besoins", "need_code=health"),
    ("/missions", "kind=driver"),
    ("/transfert", "reason=Motif-Test"),
];
const FORMS_OF_A_REFERRAL: [(&str, &str); 9] = [
    ("/envoi", "channel=app"),
    ("/etapes/accept", "note="),
    ("/etapes/withdraw", "note="),
    ("/etapes/close", "note="),
    ("/telephone/accept", "note="),
    ("/reorientation", "service=none"),
    ("/lien", "act=revoke"),
    ("/fiche", "lang=fr"),
    ("/pin", "tell=yes"),
];

type Id = String;

fn rows(folder: &Folder, sql: &'static str) -> Vec<Vec<String>> {
    on_database(&folder.url(), move |database| async move {
        let ask = Statement::from_string(database.get_database_backend(), sql);
        let found = database.query_all_raw(ask).await.unwrap();
        let texts = |row: &sea_orm::QueryResult| {
            let columns = 0..row.column_names().len();
            columns
                .map(|at| row.try_get_by_index::<String>(at).unwrap())
                .collect()
        };
        found.iter().map(texts).collect()
    })
}

/// A case, and the houses that have or had to do with it.
struct Known {
    code: String,
    addresses: Vec<String>,
    forms: Vec<(String, &'static str)>,
    houses: BTreeSet<Id>,
    /// The coordination follows one of its referrals.
    late: bool,
}

fn all(folder: &Folder) -> Vec<Known> {
    let cases = rows(
        folder,
        "SELECT lower(hex(id)), lower(hex(public_ref)), code, lower(hex(owner_id)) FROM case_file",
    );
    let mut known: BTreeMap<Id, Known> = BTreeMap::new();
    for case in cases {
        let [id, address, code, owner] = case.try_into().unwrap();
        let mut addresses: Vec<String> = OF_A_CASE.map(|part| format!("/dossiers/{address}{part}")).into();
        addresses.push(format!("/api/v1/cases/{address}"));
        let forms = FORMS_OF_A_CASE.map(|(part, field)| (format!("/dossiers/{address}{part}"), field));
        let houses = [owner].into();
        known.insert(
            id,
            Known {
                code,
                addresses,
                forms: forms.into(),
                houses,
                late: false,
            },
        );
    }
    for row in rows(folder, "SELECT body FROM referral") {
        let referral: Referral = serde_json::from_str(&row[0]).unwrap();
        let case = known.get_mut(&referral.case.uuid().simple().to_string()).unwrap();
        case.late |= referral.escalation.is_some();
        let address = referral.public_ref;
        case.houses
            .extend([referral.from_org, referral.to_org].map(|house| house.uuid().simple().to_string()));
        case.addresses
            .extend(OF_A_REFERRAL.map(|part| format!("/referencements/{address}{part}")));
        case.addresses.push(format!("/api/v1/referrals/{address}"));
        case.forms.extend(
            FORMS_OF_A_REFERRAL.map(|(part, field)| (format!("/referencements/{address}{part}"), field)),
        );
    }
    let moved = "SELECT lower(hex(case_id)), lower(hex(from_org)), lower(hex(to_org)) FROM transfer";
    for transfer in rows(folder, moved) {
        let [case, from, to] = transfer.try_into().unwrap();
        known.get_mut(&case).unwrap().houses.extend([from, to]);
    }
    known.into_values().collect()
}

/// The filled demonstration, and which house each of its accounts belongs to.
fn country(folder: &Folder) -> (Vec<Known>, BTreeMap<String, Id>) {
    let words = ["demo", "generate", "--cases", "20", "--seed", "7", "--json"];
    folder.run(&words).done();
    let houses = rows(folder, "SELECT login, lower(hex(organisation_id)) FROM account");
    let houses = houses.into_iter().map(|row| (row[0].clone(), row[1].clone()));
    (all(folder), houses.collect())
}

#[test]
fn sec_1_whatever_a_case_has_come_to_it_does_not_exist_for_houses_without_a_part_in_it() {
    let folder = Folder::new();
    let (known, houses) = country(&folder);
    let server = Server::start(folder.relais(&["serve", "--listen", "127.0.0.1:0"]));
    let (mut tried, mut late) = (0, 0);
    for who in STRANGERS {
        let house = &houses[&format!("{who}@demo.relais.invalid")];
        let mut visitor = Visitor::signed_in(server.address, who);
        for case in known.iter().filter(|case| !case.houses.contains(house)) {
            late += usize::from(case.late);
            for address in &case.addresses {
                let shown = visitor.get(address);
                assert_eq!(shown.status, 404, "{who}: {address}: {}", shown.told());
                assert!(!shown.page().contains(&case.code), "{who}: {address}");
                tried += 1;
            }
        }
    }
    assert!(late > 0, "among them are referrals that the coordination follows");
    assert!(tried > 500, "only {tried} addresses were tried");
}

#[test]
fn sec_1_whatever_a_case_has_come_to_no_form_of_it_takes_anything_from_houses_without_a_part_in_it() {
    let folder = Folder::new();
    let (known, houses) = country(&folder);
    let server = Server::start(folder.relais(&["serve", "--listen", "127.0.0.1:0"]));
    let mut tried = 0;
    for who in STRANGERS {
        let house = &houses[&format!("{who}@demo.relais.invalid")];
        let mut visitor = Visitor::signed_in(server.address, who);
        let own = "/compte/mot-de-passe";
        let once = visitor.once(own, own).unwrap();
        for case in known.iter().filter(|case| !case.houses.contains(house)) {
            for (address, field) in &case.forms {
                let field = field.split_once('=').unwrap();
                let answer = visitor.send(address, &once, &[field]).unwrap();
                assert_eq!(answer.status, 404, "{who}: {address}: {}", answer.told());
                assert!(!answer.page().contains(&case.code), "{who}: {address}");
                tried += 1;
            }
        }
    }
    assert!(tried > 1000, "only {tried} forms were tried");
}
