//! What each command is sent when the routes are walked: enough to get past reading, so that the answer is that of
//! the guard. Holes such as `{receiver}` are filled in by [`super::world::World::fill`].

use super::routes::Route;

/// Of a page the fields of its form, of a JSON route its body.
pub fn of(route: &Route) -> &'static str {
    let found = SAMPLES.iter().find(|(name, _)| *name == route.name());
    found.map_or("", |(_, sample)| sample)
}

/// A value for what an address names and no record has.
pub fn step(address: &str) -> String {
    address
        .replace("{step}", "put_on_hold")
        .replace("/telephone/{verb}", "/telephone/acknowledge")
        .replace("{verb}", "withdraw")
        .replace("{act}", "recu")
        .replace("{file}", "app.css")
        .replace("{person}", "{colleague}")
        .replace("{organisation}", "{receiver}")
        .replace("{list}", "suites")
        .replace("{transfer}", "3f0b8f6654f54b32a6a62e3f1d2c9b10")
        .replace("{hand_over}", "3f0b8f6654f54b32a6a62e3f1d2c9b10")
        .replace("{report}", "3f0b8f6654f54b32a6a62e3f1d2c9b10")
        .replace("{enquiry}", "3f0b8f6654f54b32a6a62e3f1d2c9b10")
        .replace("{opening}", "3f0b8f6654f54b32a6a62e3f1d2c9b10")
        .replace("{incident}", "3f0b8f6654f54b32a6a62e3f1d2c9b10")
        .replace("{alert}", "3f0b8f6654f54b32a6a62e3f1d2c9b10")
        .replace("{appointment}", "3f0b8f6654f54b32a6a62e3f1d2c9b10")
        .replace("{notice}", "3f0b8f6654f54b32a6a62e3f1d2c9b10")
        .replace("{request}", "3f0b8f6654f54b32a6a62e3f1d2c9b10")
        .replace("{order}", "3f0b8f6654f54b32a6a62e3f1d2c9b10")
        .replace("{reply}", "3f0b8f6654f54b32a6a62e3f1d2c9b10")
        .replace("{dispute}", "3f0b8f6654f54b32a6a62e3f1d2c9b11")
        .replace("{candidacy}", "3f0b8f6654f54b32a6a62e3f1d2c9b13")
        .replace("{partnership}", "3f0b8f6654f54b32a6a62e3f1d2c9b14")
        .replace("{message}", "3f0b8f6654f54b32a6a62e3f1d2c9b10")
        .replace("{session}", "3f0b8f66-54f5-4b32-a6a6-2e3f1d2c9b10")
        .replace("{passkey}", "3f0b8f6654f54b32a6a62e3f1d2c9b10")
        .replace("{id}", "3f0b8f66-54f5-4b32-a6a6-2e3f1d2c9b10")
        .replace("{token}", "3f0b8f66-54f5-4b32-a6a6-2e3f1d2c9b10")
}

const SAMPLES: &[(&str, &str)] = &[
    ("POST /dossiers/recherche", "name=Personne-Test"),
    ("POST /dossiers/{case}/identification", "version=1"),
    (
        "POST /dossiers/{case}/etapes/{step}",
        "reason=waiting_document&until=2026-12-01",
    ),
    ("POST /dossiers/{case}/etapes/request_closure", "version=1"),
    ("POST /dossiers/{case}/consentements/nouveau", "purpose=referral"),
    (
        "POST /dossiers/{case}/consentements/retrait",
        "scope=purpose:statistics",
    ),
    (
        "POST /dossiers/{case}/consentements/{consent}",
        "data_categories=contact",
    ),
    (
        "POST /dossiers/{case}/exceptions/nouvelle",
        "receiver={receiver}&purpose=referral&basis=vital_interest&justification=Motif-Test",
    ),
    ("POST /dossiers/{case}/exceptions/{exception}", "decision=decline"),
    ("POST /dossiers/{case}/besoins", "need_code=health"),
    ("POST /dossiers/{case}/besoins/{need}", "status=unmet"),
    (
        "POST /dossiers/{case}/besoins/{need}/services",
        "service={service}&priority=U&disclosure=pseudonymous",
    ),
    ("POST /dossiers/{case}/annexes", "version=0&gbv_notes=Note-Test"),
    (
        "POST /dossiers/{case}/annexes/decision",
        "version=0&victim=yes&decided_by=court&decided_on=2026-11-20",
    ),
    ("POST /dossiers/{case}/annexes/personnes", "colleague={colleague}"),
    ("POST /dossiers/{case}/plan", "version=0"),
    ("POST /dossiers/{case}/plan/validation", "agreed_on=2026-11-23"),
    ("POST /dossiers/{case}/plan/lignes/{line}", "to=ongoing"),
    (
        "POST /dossiers/{case}/suivis",
        "date=2026-11-23&consent_still_valid=yes",
    ),
    ("POST /dossiers/{case}/suivis/tentative", "reached=yes"),
    ("POST /referencements/{referral}/envoi", "channel=app"),
    ("POST /referencements/{referral}/etapes/{verb}", "note="),
    ("POST /referencements/{referral}/lien", "act=revoke"),
    ("POST /referencements/{referral}/fiche", "lang=fr"),
    (
        "POST /referencements/{referral}/reorientation",
        "service={service}&disclosure=pseudonymous",
    ),
    ("POST /referencements/{referral}/telephone/{verb}", "note="),
    (
        "POST /dossiers/{case}/transfert",
        "to={receiver}&reason=Motif-Test",
    ),
    (
        "POST /ouvertures/nouvelle",
        "code=0000-0000&reason=urgent_care&words=Raison-Test+sans+aucun+nom&sure=yes",
    ),
    ("POST /signalements/{report}", "words=Reponse-Test+assez+longue"),
    (
        "POST /api/v1/reports/{report}/letters",
        r#"{"words":"Reponse-Test assez longue"}"#,
    ),
    ("POST /ouvertures/{opening}", "founded=yes&words=Examen-Test"),
    ("POST /dossiers/{case}/missions", "kind=driver"),
    ("POST /dossiers/{case}/missions/{mission}", "version=1&begins="),
    ("POST /dossiers/{case}/missions/{mission}/annulation", "version=1"),
    ("POST /missions/{mission}", "version=1&answer=take"),
    ("POST /api/v1/cases/{case}/missions", r#"{"kind":"driver"}"#),
    (
        "POST /api/v1/cases/{case}/missions/{mission}/times",
        r#"{"version":1,"time":{}}"#,
    ),
    (
        "POST /api/v1/missions/{mission}/answers",
        r#"{"version":1,"answer":{"answer":"take"}}"#,
    ),
    ("POST /requetes/nouvelle", "to={receiver}&basis=consent"),
    ("POST /requetes/{enquiry}", "version=1&agreed=yes"),
    ("POST /requetes/{enquiry}/reponse", "version=1&answer=unknown"),
    ("POST /api/v1/enquiries", r#"{"to":"{receiver}"}"#),
    (
        "POST /api/v1/enquiries/{enquiry}/proposals",
        r#"{"version":1,"answer":{"answer":"unknown"}}"#,
    ),
    (
        "POST /api/v1/enquiries/{enquiry}/reviews",
        r#"{"version":1,"agreed":true}"#,
    ),
    ("POST /effacements/{notice}", "gone=yes"),
    ("POST /effacements/{notice}/telephone", "on=2026-11-23"),
    ("POST /api/v1/erasures/{notice}/confirmation", r#"{"gone":true}"#),
    (
        "POST /api/v1/erasures/{notice}/telephone",
        r#"{"on":"2026-11-23"}"#,
    ),
    ("POST /nominations/{appointment}/confirmation", "code=K7M2-P9QX"),
    (
        "POST /api/v1/appointments/{appointment}/confirmation",
        r#"{"code":"K7M2-P9QX"}"#,
    ),
    ("POST /violations", "account=nobody@demo.relais.invalid"),
    ("POST /violations/{incident}", "notice=authority&how=told"),
    ("POST /violations/{incident}/gravite", "severity=high"),
    ("POST /api/v1/incidents", r#"{"from":"2026-11-23T00:00:00Z"}"#),
    (
        "POST /api/v1/incidents/{incident}/severity",
        r#"{"severity":"high"}"#,
    ),
    (
        "POST /api/v1/incidents/{incident}/notices",
        r#"{"notice":"authority","how":"told"}"#,
    ),
    (
        "POST /conservation",
        "code=K7M2-P9QX&basis=audit&review=2027-11-23",
    ),
    ("POST /conservation/levee", "code=K7M2-P9QX"),
    (
        "POST /api/v1/retention",
        r#"{"code":"K7M2-P9QX","basis":"audit","review":"2027-11-23"}"#,
    ),
    ("POST /api/v1/retention/lifts", r#"{"code":"K7M2-P9QX"}"#),
    ("POST /demandes/{request}", "version=1&decision=grant"),
    ("POST /demandes/{request}/suite", "version=1&verb=done"),
    (
        "POST /dossiers/{case}/demandes",
        "kind=access&asker=person&way=phone&check=known&on=2026-11-23",
    ),
    (
        "POST /api/v1/requests/{request}",
        r#"{"version":1,"answer":{"decision":"grant"}}"#,
    ),
    (
        "POST /api/v1/requests/{request}/follow-up",
        r#"{"version":1,"verb":"done"}"#,
    ),
    (
        "POST /api/v1/cases/{case}/requests",
        r#"{"kind":"access","asker":"person","way":"phone","check":"known","on":"2026-11-23"}"#,
    ),
    ("POST /ordres/{order}", "upheld=yes&reason=Motif-Test"),
    ("POST /referencements/{referral}/pin", "tell=yes"),
    ("POST /annuaire/desaccords/{dispute}", "contact=keep"),
    (
        "POST /annuaire/offres/nouvelle",
        "kind=job&title=Offre-Test&quota=2",
    ),
    (
        "POST /annuaire/offres/{offer}",
        "kind=job&title=Offre-Test&quota=2",
    ),
    ("POST /annuaire/offres/{offer}/etat", "state=paused"),
    ("POST /annuaire/offres/{offer}/propositions", "skills=Metier-Test"),
    (
        "POST /annuaire/offres/{offer}/propositions/{candidacy}",
        "verb=place",
    ),
    ("POST /annuaire/partenariats", "partner=Partenaire-Test&kind=firm"),
    (
        "POST /annuaire/partenariats/{partnership}",
        "stage=proposal&words=Etape-Test",
    ),
    ("POST /annuaire/verifications", "whom=due"),
    ("POST /annuaire/verifications/{reply}", "outcome=taken"),
    ("POST /v/{token}/{service}", "said=confirmed"),
    ("POST /api/v1/disputes/{dispute}", r#"{"take":[]}"#),
    (
        "POST /api/v1/offers",
        r#"{"kind":"job","title":"Offre-Test","quota":2}"#,
    ),
    (
        "POST /api/v1/offers/{offer}",
        r#"{"kind":"job","title":"Offre-Test","quota":2}"#,
    ),
    ("POST /api/v1/offers/{offer}/state", r#"{"turn":"paused"}"#),
    (
        "POST /api/v1/offers/{offer}/candidacies",
        r#"{"skills":"Metier-Test"}"#,
    ),
    (
        "POST /api/v1/offers/{offer}/candidacies/{candidacy}",
        r#"{"verb":"place"}"#,
    ),
    (
        "POST /api/v1/partnerships",
        r#"{"partner":"Partenaire-Test","kind":"firm"}"#,
    ),
    (
        "POST /api/v1/partnerships/{partnership}",
        r#"{"stage":"proposal","words":"Etape-Test"}"#,
    ),
    ("POST /api/v1/verifications", r#"{"whom":"due"}"#),
    ("POST /api/v1/verifications/{reply}", r#"{"outcome":"taken"}"#),
    ("POST /annuaire/services/{service}/places", "update=confirm"),
    ("POST /annuaire/services/{service}/fiche", "verb=confirm"),
    (
        "POST /api/v1/openings/{opening}/reviews",
        r#"{"founded":true,"words":"Examen-Test"}"#,
    ),
    (
        "POST /api/v1/orders/{order}/reviews",
        r#"{"upheld":true,"reason":"Motif-Test"}"#,
    ),
    ("POST /api/v1/journal/search", r#"{"words":"Personne-Test"}"#),
    ("POST /api/v1/cases", "{}"),
    ("POST /api/v1/cases/search", r#"{"name":"Personne-Test"}"#),
    (
        "POST /api/v1/cases/{case}/steps/{step}",
        r#"{"reason":"waiting_document","until":"2026-12-01"}"#,
    ),
    ("PUT /api/v1/cases/{case}/identity", r#"{"version":1,"form":{}}"#),
    ("POST /api/v1/cases/{case}/needs", r#"{"need_code":"health"}"#),
    (
        "POST /api/v1/cases/{case}/needs/{need}/changes",
        r#"{"status":"unmet"}"#,
    ),
    (
        "POST /api/v1/cases/{case}/needs/{need}/referrals",
        r#"{"service":"{service}","priority":"U","disclosure":"pseudonymous"}"#,
    ),
    (
        "POST /api/v1/cases/{case}/needs/{need}/drafts",
        r#"{"services":["{service}"],"priority":"U","disclosure":"pseudonymous"}"#,
    ),
    ("POST /api/v1/cases/{case}/consents", r#"{"purpose":"referral"}"#),
    (
        "POST /api/v1/cases/{case}/consents/withdrawals",
        r#"{"scope":"purpose","of":"statistics"}"#,
    ),
    (
        "POST /api/v1/cases/{case}/consents/{consent}/narrowings",
        r#"{"data_categories":["contact"]}"#,
    ),
    (
        "POST /api/v1/cases/{case}/exceptions",
        r#"{"receiver":"{receiver}","purpose":"referral","basis":"vital_interest","justification":"Motif-Test"}"#,
    ),
    (
        "POST /api/v1/cases/{case}/exceptions/{exception}/decisions",
        r#"{"decision":"decline"}"#,
    ),
    ("PUT /api/v1/cases/{case}/annexes", r#"{"version":0,"form":{}}"#),
    (
        "POST /api/v1/cases/{case}/annexes/decisions",
        r#"{"version":0,"victim":true,"decided_by":"court","decided_on":"2026-11-20"}"#,
    ),
    ("PUT /api/v1/cases/{case}/plan", r#"{"version":0,"form":{}}"#),
    (
        "POST /api/v1/cases/{case}/plan/submissions",
        r#"{"version":1,"agreed_on":"2026-11-23"}"#,
    ),
    (
        "POST /api/v1/cases/{case}/plan/lines/{line}",
        r#"{"to":"ongoing"}"#,
    ),
    (
        "POST /api/v1/cases/{case}/follow-ups",
        r#"{"date":"2026-11-23","consent_still_valid":"yes"}"#,
    ),
    (
        "POST /api/v1/cases/{case}/contact-attempts",
        r#"{"reached":true}"#,
    ),
    (
        "POST /api/v1/cases/{case}/closure-requests",
        r#"{"version":1,"form":{}}"#,
    ),
    (
        "POST /api/v1/referrals/{referral}/sending",
        r#"{"channel":"app"}"#,
    ),
    ("POST /api/v1/referrals/{referral}/steps/{verb}", "{}"),
    (
        "POST /api/v1/referrals/{referral}/redirections",
        r#"{"service":"{service}"}"#,
    ),
    (
        "POST /api/v1/referrals/{referral}/telephone/{verb}",
        r#"{"who":"Permanence-Test"}"#,
    ),
    (
        "POST /api/v1/cases/{case}/transfers",
        r#"{"to":"{receiver}","reason":"Motif-Test"}"#,
    ),
    (
        "POST /api/v1/transfers/{transfer}/acceptance",
        r#"{"manager":"{colleague}"}"#,
    ),
    (
        "POST /api/v1/transfers/{transfer}/rejection",
        r#"{"reason":"no_capacity"}"#,
    ),
    ("POST /api/v1/hand-overs", r#"{"to":"{receiver}"}"#),
    (
        "POST /api/v1/services/{service}/capacity",
        r#"{"update":"confirm"}"#,
    ),
    ("POST /api/v1/services/{service}/entry", r#"{"verb":"confirm"}"#),
    (
        "POST /api/v1/services/import",
        r#"{"sheet":"nom","dry_run":true}"#,
    ),
];
