use super::Reading;
use crate::package::Code;

/// A web address, or a name in the form of a URI where the column is for names. Without a scheme it is one if it begins
/// like a host.
pub(super) fn uri(column: &str, text: &str) -> Reading {
    if text.chars().any(char::is_whitespace) {
        return Reading::No(Code::UrlUnreadable);
    }
    let encoded = encoded(text);
    if has_scheme(&encoded) {
        return match (is_whole(&encoded) && is_taken(column, &encoded), encoded == text) {
            (false, _) => Reading::No(Code::UrlUnreadable),
            (true, true) => Reading::As(encoded.into()),
            (true, false) => Reading::Repaired(encoded.into(), Code::UrlEncoded),
        };
    }
    let whole = format!("https://{}", encoded.trim_start_matches("//"));
    if begins_like_a_host(&encoded) && is_whole(&whole) {
        Reading::Repaired(whole.into(), Code::UrlSchemeAdded)
    } else {
        Reading::No(Code::UrlUnreadable)
    }
}

/// Encodes what RFC 3986 does not have in a URI, and the percent signs that encode nothing.
fn encoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let mut fragment = false;
    let authority = authority(text);
    for (at, byte) in bytes.iter().enumerate() {
        let hex = |n: usize| bytes.get(at + n).is_some_and(u8::is_ascii_hexdigit);
        let fits = match byte {
            b'%' => hex(1) && hex(2),
            b'#' => !std::mem::replace(&mut fragment, true),
            b'[' | b']' => authority.contains(&at),
            byte => byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(byte),
        };
        if fits {
            out.push(char::from(*byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Where the host stands.
fn authority(text: &str) -> std::ops::Range<usize> {
    let Some(start) = text.find("://").map(|at| at + 3) else {
        return 0..0;
    };
    let rest = &text[start..];
    start..start + rest.find(['/', '?', '#']).unwrap_or(rest.len())
}

fn has_scheme(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    // one letter is a drive of a computer
    let word = scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    // `example.org:8080` is a host with its port
    word && (rest.starts_with("//") || !scheme.contains('.')) && !rest.is_empty()
}

/// What a page may link to; `htp://` and what a browser would run are not.
fn is_taken(column: &str, uri: &str) -> bool {
    let (scheme, rest) = uri.split_once(':').unwrap_or_default();
    match scheme.to_ascii_lowercase().as_str() {
        // Pages link to the web alone; the others are kept for whoever can follow them.
        "http" | "https" | "ftp" | "ftps" | "mailto" | "tel" => true,
        "javascript" | "vbscript" | "data" | "file" => false,
        _ => matches!(column, "uri" | "term_uri") && !rest.starts_with("//"),
    }
}

/// Has a host where it needs one, and a port that is a number.
fn is_whole(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let Some(rest) = rest.strip_prefix("//") else {
        let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
        return !web;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    if let Some(address) = host.strip_prefix('[') {
        let inside = address.split_once(']');
        return inside.is_some_and(|(address, port)| {
            address.parse::<std::net::Ipv6Addr>().is_ok()
                && (port.is_empty() || is_port(port.strip_prefix(':')))
        });
    }
    let (name, port) = host
        .split_once(':')
        .map_or((host, None), |(name, port)| (name, Some(port)));
    !name.is_empty()
        && !authority.contains(['[', ']'])
        && (port.is_none() || is_port(port))
        && authority.matches('@').count() <= 1
}

fn is_port(port: Option<&str>) -> bool {
    port.is_some_and(|port| port.parse::<u16>().is_ok())
}

fn begins_like_a_host(text: &str) -> bool {
    let rest = text.trim_start_matches("//");
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let fits = |label: &&str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-%".contains(&b))
    };
    let top = labels
        .last()
        .is_some_and(|top| top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic()));
    labels.len() >= 2 && labels.iter().all(fits) && top
}

/// An e-mail address, also within `mailto:` or angle brackets.
pub(super) fn email(text: &str) -> Reading {
    let lower = text.to_ascii_lowercase();
    let plain = if lower.starts_with("mailto:") {
        &text[7..]
    } else {
        text
    };
    let plain = match (plain.find('<'), plain.strip_suffix('>')) {
        (Some(at), Some(rest)) => rest.get(at + 1..).unwrap_or_default(),
        _ => plain,
    };
    let plain = plain.trim().trim_end_matches(['.', ',', ';']);
    match (is_email(plain), plain == text) {
        (true, true) => Reading::As(text.into()),
        (true, false) => Reading::Repaired(plain.into(), Code::EmailRepaired),
        (false, _) => match first_of_several(plain) {
            Some(first) => Reading::Repaired(first.into(), Code::EmailFirst),
            None => Reading::No(Code::EmailUnreadable),
        },
    }
}

/// The first of several addresses, if all are some.
fn first_of_several(text: &str) -> Option<&str> {
    let words = text.split([';', ',', '/', ' ']).filter(|word| !word.is_empty());
    let between = ["ou", "et", "or", "and"];
    let all: Vec<&str> = words.filter(|word| !between.contains(word)).collect();
    (all.len() > 1 && all.iter().all(|one| is_email(one))).then(|| all[0])
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let atom = |part: &str, more: &[u8]| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || more.contains(&b))
    };
    let label =
        |part: &str| atom(part, b"-") && !part.starts_with('-') && !part.ends_with('-') && part.len() <= 63;
    local.len() <= 64
        && local.split('.').all(|part| atom(part, b"!#$%&'*+/=?^_`{|}~-"))
        && domain.contains('.')
        && domain.len() <= 253
        && domain.split('.').all(label)
}
