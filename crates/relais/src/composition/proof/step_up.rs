//! Exports, rights, organisations and second factors: a session in which somebody proved who they are more than ten
//! minutes ago is asked again (security requirement 57). The master key has no route: it is handled at the console.

use http::{StatusCode, header};
use jiff::SignedDuration;
use relais_trust::{Actor, RoleCode, SessionMark};

use super::{
    house::{Application, Knock},
    routes::{Route, table},
    walk::try_route,
    world::World,
};

/// Asked again, with what a form is sent that gets as far as that.
const ASKED: [(&str, &str); 31] = [
    ("GET /resultats/fichiers/referencements.csv", ""),
    ("GET /resultats/fichiers/referencements.xlsx", ""),
    ("GET /journal/structure.jsonl", ""),
    ("GET /journal/structure.csv", ""),
    ("GET /annuaire/couverture.csv", ""),
    ("GET /annuaire/couverture.xlsx", ""),
    ("GET /annuaire/couverture.docx", ""),
    ("GET /annuaire/couverture.pdf", ""),
    ("GET /annuaire/feuille.csv", ""),
    ("GET /annuaire/feuille.xlsx", ""),
    ("GET /annuaire/paquets.csv", ""),
    ("GET /annuaire/paquets.xlsx", ""),
    ("GET /annuaire/export.csv", ""),
    ("GET /annuaire/export.xlsx", ""),
    ("POST /compte/cles/demande", ""),
    ("POST /compte/cles", "credential={}"),
    ("POST /compte/second-facteur", ""),
    ("POST /compte/second-facteur/autre", "code=000000"),
    ("GET /compte/externe", ""),
    (
        "POST /compte/jetons",
        "name=Programme-Test&days=30&roles=R04&writes=no",
    ),
    ("GET /compte/jetons/nouveau", ""),
    (
        "POST /administration/personnes",
        "structure={house}&name=Personne-Test&login=personne.test@demo.relais.invalid&lang=fr&roles=R04",
    ),
    ("GET /administration/personnes/nouvelle", ""),
    ("GET /administration/personnes/{person}/roles", ""),
    ("POST /administration/personnes/{person}/roles", "roles=R04"),
    ("POST /administration/personnes/{person}/invitation", ""),
    ("POST /administration/personnes/{person}/recuperation", ""),
    ("POST /administration/personnes/{person}/retour", ""),
    ("POST /nominations/{appointment}/confirmation", "code=K7M2-P9QX"),
    (
        "POST /administration/structures",
        "code=S97&name_fr=Structure-test&kind=ministry",
    ),
    ("GET /administration/structures/nouvelle", ""),
];

/// Not asked again, and why not.
const NOT_ASKED: [(&str, &str); 33] = [
    ("GET /trouver/copie.js", "for everybody"),
    ("GET /administration/personnes", "read"),
    ("GET /administration/personnes/{person}", "read"),
    ("GET /administration/structures", "read"),
    ("GET /administration/structures/{organisation}", "read"),
    ("POST /administration/personnes/{person}/fin", "takes rights away"),
    (
        "POST /administration/personnes/{person}/recuperation/refus",
        "takes rights away",
    ),
    (
        "POST /administration/personnes/{person}/protection",
        "takes rights away",
    ),
    ("GET /compte/voyage", "read"),
    ("POST /compte/voyage", "takes rights away"),
    ("POST /compte/voyage/retour", "no right"),
    ("POST /compte/jetons/{token}", "takes rights away"),
    ("POST /compte/externe/fin", "takes rights away"),
    ("POST /compte/sessions/autres", "takes rights away"),
    ("POST /compte/sessions/{session}", "takes rights away"),
    ("GET /compte", "read"),
    ("GET /compte/jetons", "read"),
    ("GET /compte/second-facteur", "read"),
    ("POST /compte/langue", "no right"),
    (
        "GET /compte/mot-de-passe",
        "the form asks for the password itself",
    ),
    ("POST /compte/mot-de-passe", "asks for the password itself"),
    ("GET /compte/preuve", "is the proof"),
    ("POST /compte/preuve", "is the proof"),
    ("POST /compte/preuve/cle", "is the proof"),
    (
        "POST /compte/second-facteur/code",
        "is a proof, of what was begun after one",
    ),
    // These look at the record first; their commands are asked again in relais-trust (`GIVES_RIGHTS`).
    ("POST /administration/structures/{organisation}", "below"),
    (
        "POST /administration/structures/{organisation}/ouverture",
        "below",
    ),
    ("GET /administration/structures/{organisation}/contact", "below"),
    ("POST /administration/structures/{organisation}/contact", "below"),
    ("POST /compte/cles/{passkey}", "below"),
    ("GET /annuaire/import/modele.csv", "a template, about no record"),
    ("GET /hsds/openapi.json", "for everyone, about no record"),
    // Asked again in its query, once the request was granted (relais-referral, `copying`).
    ("GET /dossiers/{case}/copie.json", "below"),
];

/// Paper for one referral, in daily work: the receiver's slip.
const SLIP: &str = "GET /referencements/{referral}/fiche.pdf";

fn matters(route: &Route) -> bool {
    let last = route.address.rsplit('/').next().unwrap_or_default();
    let file = last.contains('.');
    file || route.address.starts_with("/administration/") || route.address.starts_with("/compte")
}

#[test]
fn sec_57_every_route_for_exports_rights_and_second_factors_is_listed_here() {
    for route in table().iter().filter(|route| !route.is_json() && matters(route)) {
        let name = route.name();
        let asked = ASKED.iter().any(|(listed, _)| *listed == name);
        let exempt = NOT_ASKED.iter().any(|(listed, _)| *listed == name) || name == SLIP;
        assert!(
            asked != exempt,
            "{name}: asked again, or said why not, and not both"
        );
    }
    for (listed, _) in ASKED.iter().chain(&NOT_ASKED) {
        assert!(
            table().iter().any(|route| route.name() == *listed),
            "{listed} is gone"
        );
    }
}

/// As eleven minutes after signing in, with every role that matters here.
fn old(world: &World) -> Actor {
    let mark = SessionMark {
        id: uuid::Uuid::nil(),
        proved_at: world.test.trust.now() - SignedDuration::from_mins(11),
        strong: true,
    };
    let mut actor = world.insider.clone();
    actor.session = Some(mark);
    actor
        .roles
        .extend(["R10", "R13", "R14", "R18"].map(RoleCode::from));
    actor
}

#[tokio::test]
async fn sec_57_an_old_session_is_asked_again_before_exports_rights_and_second_factors() {
    for world in World::on_each_engine().await {
        let app = Application::of(&world, Knock::Person(Box::new(old(&world)))).await;
        let fresh = Actor {
            session: world.insider.session,
            ..old(&world)
        };
        let proved = Application::of(&world, Knock::Person(Box::new(fresh))).await;
        let house = world.house_ref().await;
        for (name, sample) in ASKED {
            let (method, address) = name.split_once(' ').unwrap();
            let address = world.fill(&super::samples::step(address), &world.mine);
            let sample = sample.replace("{house}", &house);
            let answered = app.send(method, &address, &sample).await;
            assert_eq!(
                answered.status,
                StatusCode::SEE_OTHER,
                "{name}: {}",
                answered.body
            );
            let to = answered.headers[header::LOCATION].to_str().unwrap();
            assert!(to.starts_with("/compte/preuve?back="), "{name}: {to}");
            if method == "GET" && !address.ends_with("/externe") {
                let answered = proved.send(method, &address, &sample).await;
                // Figures that are not published yet lead to their page instead of a file.
                let to = answered.headers.get(header::LOCATION);
                let to = to.map_or("", |to| to.to_str().unwrap());
                assert!(!to.starts_with("/compte/preuve"), "{name}: the proof is enough");
            }
        }
        for route in table().iter().filter(|route| route.address == "/annuaire") {
            assert!(
                try_route(&app, &world, route, &world.mine)
                    .await
                    .status
                    .is_success()
            );
        }
    }
}
