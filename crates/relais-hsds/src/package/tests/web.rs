use serde_json::json;

use super::column::{is_left_out, read, reads_as};
use crate::{Kind, package::Code};

#[test]
fn web_addresses_get_their_scheme_and_what_is_none_is_left_out() {
    reads_as(
        Kind::Organization,
        "website",
        &[
            ("https://example.org/a", json!("https://example.org/a")),
            (" www.example.org ", json!("https://www.example.org")),
            ("example.org:8080/a?b=c", json!("https://example.org:8080/a?b=c")),
            ("//example.org", json!("https://example.org")),
            ("ftp://example.org/a", json!("ftp://example.org/a")),
            ("mailto:a@example.org", json!("mailto:a@example.org")),
            (
                "http://example.org/é#a#b",
                json!("http://example.org/%C3%A9#a%23b"),
            ),
            ("http://example.org/100%", json!("http://example.org/100%25")),
        ],
    );
    let none = [
        "aucun",
        "http://",
        "javascript:alert(1)",
        "data:text/html,x",
        "htp://a.example.org",
        "urn:isbn:1",
        "https:example.org",
        "http://a.example.org http://b.example.org",
        "http://a:b/",
        "C:\\a",
        "1.5",
    ];
    is_left_out(Kind::Organization, "website", Code::UrlUnreadable, &none);
}

#[test]
fn a_name_in_the_form_of_a_uri_stays_where_names_belong() {
    reads_as(Kind::Organization, "uri", &[("urn:isbn:1", json!("urn:isbn:1"))]);
    let none = ["javascript:alert(1)", "JavaScript://a", "htp://a.org"];
    is_left_out(Kind::Organization, "uri", Code::UrlUnreadable, &none);
}

#[test]
fn of_several_mail_addresses_the_first_is_kept() {
    for text in [
        "a@example.org; b@example.org",
        "a@example.org ou b@example.org",
        "a@example.org,b@example.org.",
    ] {
        let (value, notes) = read(Kind::Organization, "email", text);
        assert_eq!(
            (value, notes),
            (Some(json!("a@example.org")), vec![Code::EmailFirst])
        );
    }
}

#[test]
fn mail_addresses_are_freed_of_what_surrounds_them() {
    reads_as(
        Kind::Organization,
        "email",
        &[
            ("a.b@example.org", json!("a.b@example.org")),
            ("MAILTO:a@example.org", json!("a@example.org")),
            ("Accueil <a@example.org>", json!("a@example.org")),
            ("a@example.org.", json!("a@example.org")),
        ],
    );
    let none = [
        "a@b@",
        "a b@example.org",
        "a@example.org; tous",
        "@example.org",
        "a..b@example.org",
        "é@example.org",
        "a@localhost",
    ];
    is_left_out(Kind::Organization, "email", Code::EmailUnreadable, &none);
}
