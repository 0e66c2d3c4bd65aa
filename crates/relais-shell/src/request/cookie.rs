//! Cookies: named, marked and written in one place (security requirement 56).

use http::{HeaderMap, HeaderValue, header};

use crate::Setting;

/// Binds forms to this browser.
pub const SEAL: &str = "relais-form";
/// The language chosen by hand.
pub const LANGUAGE: &str = "relais-language";
/// The key of the notice to show on the next page.
pub const NOTICE: &str = "relais-notice";

/// How long a browser keeps a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasting {
    /// Until the browser is closed.
    Session,
    Seconds(u32),
    /// Not any longer.
    Gone,
}

/// The name under this setting: `__Host-…` over TLS, plain on a local address without it.
pub fn name(setting: &Setting, plain: &str) -> String {
    if setting.tls {
        format!("__Host-{plain}")
    } else {
        plain.to_owned()
    }
}

/// The value of a cookie of ours.
pub fn get<'h>(headers: &'h HeaderMap, setting: &Setting, plain: &str) -> Option<&'h str> {
    let wanted = name(setting, plain);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == wanted).then_some(value))
}

/// A `Set-Cookie` header: for this host alone, not readable by scripts, sent to us only from our own pages.
pub fn set(setting: &Setting, plain: &str, value: &str, lasting: Lasting) -> Option<HeaderValue> {
    let age = match lasting {
        Lasting::Session => String::new(),
        Lasting::Seconds(seconds) => format!("; Max-Age={seconds}"),
        Lasting::Gone => "; Max-Age=0".to_owned(),
    };
    let secure = if setting.tls { "; Secure" } else { "" };
    let name = name(setting, plain);
    // Lax: a link in a message must find its reader signed in; commands are guarded by origin and seal.
    HeaderValue::from_str(&format!(
        "{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}"
    ))
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Shell;

    fn setting(tls: bool) -> Setting {
        Setting {
            tls,
            ..Shell::rehearsal(&[]).unwrap().setting().clone()
        }
    }

    #[test]
    fn sec56_over_tls_a_cookie_is_bound_to_the_host_and_to_tls() {
        let set = set(&setting(true), "relais-session", "abc", Lasting::Session).unwrap();
        assert_eq!(
            set,
            "__Host-relais-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
    }

    #[test]
    fn a_cookie_is_read_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            "a=1; relais-language=en; __Host-relais-language=fr"
                .parse()
                .unwrap(),
        );
        assert_eq!(get(&headers, &setting(false), LANGUAGE), Some("en"));
        assert_eq!(get(&headers, &setting(true), LANGUAGE), Some("fr"));
        assert_eq!(get(&headers, &setting(true), SEAL), None);
    }
}
