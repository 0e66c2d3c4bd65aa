//! Nothing that a client sends takes the place of a consent.

use super::Place;
use crate::{
    story::{RECEIVER, Story},
    visitor::boxed_without,
};

/// Every way in which somebody could try to call a consent given.
const FLAGS: [(&str, &str); 12] = [
    ("force", "1"),
    ("override", "true"),
    ("consent", "yes"),
    ("consent_overridden", "true"),
    ("consents", "all"),
    ("exception", "vital_interest"),
    ("basis", "vital_interest"),
    ("authorised_by", "supervisor"),
    ("disclosure", "pseudonymous"),
    ("state", "sent"),
    ("to_org", "P06"),
    ("data_categories", "identity"),
];

#[test]
fn sec_17_no_flag_of_a_request_takes_the_place_of_a_consent() {
    for place in Place::on_each_engine() {
        let server = place.serve();
        let mut story = Story::begin(server.address);
        // To a service for which she consented to nothing.
        let services = format!("{}/besoins/{}/services", story.case, story.need);
        let page = story.worker.get(&services).page();
        let other = boxed_without(&page, "service", RECEIVER);
        let fields = [
            ("service", other.as_str()),
            ("priority", "U"),
            ("disclosure", "identified"),
        ];
        let referral = story.worker.take(&services, &fields);
        let (send, entries) = (
            format!("{referral}/envoi"),
            "SELECT CAST(COUNT(*) AS TEXT) AS it FROM package",
        );
        let before = place.ask(entries);
        let tries = FLAGS.iter().map(std::slice::from_ref).chain([&FLAGS[..]]);
        for flags in tries {
            let fields = [&[("channel", "app")], flags].concat();
            let shown = story.sender.fill(&referral, &send, &fields);
            assert_eq!(shown.status, 422, "{flags:?}: {}", shown.told());
            let pairs: Vec<String> = flags
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            let address = format!("{send}?{}", pairs.join("&"));
            let once = story.sender.once(&referral, &send).unwrap();
            let shown = story.sender.send(&address, &once, &fields).unwrap();
            assert_eq!(shown.status, 422, "{flags:?} in the address: {}", shown.told());
        }
        assert_eq!(place.ask(entries), before, "nothing was delivered");
        let sent = "SELECT CAST(COUNT(*) AS TEXT) AS it FROM referral WHERE sent_at IS NOT NULL";
        assert_eq!(place.ask(sent), "0");
        // With consent the same form sends.
        story.send();
        assert_eq!(place.ask(sent), "1");
        assert_eq!(server.terminate(), 0);
    }
}
