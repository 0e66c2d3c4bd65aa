/// What somebody wrote, as text or as the value of an attribute: without anything that XML 1.0 does not allow,
/// on one line.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// One name, of a class or of an element, without any character that would need quoting.
pub(super) fn name(text: &str) -> String {
    let kept = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    text.chars().filter(kept).collect()
}

/// The names of classes, each after a space.
pub(super) fn classes(text: &str) -> String {
    let named = text.split_whitespace().map(name).filter(|name| !name.is_empty());
    named.map(|name| format!(" {name}")).collect()
}

/// A target that a map may link to: a place of this site, or a page of the web. Anything else (`javascript:`,
/// `data:`) is no link.
pub(super) fn target(href: &str) -> Option<String> {
    let begins = ["/", "#", "?", "https://", "http://"];
    begins
        .iter()
        .any(|begin| href.starts_with(begin))
        .then(|| escaped(href))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_an_attribute_or_of_a_text() {
        assert_eq!(
            escaped("<b a=\"1\" c='2'>&\n\u{1b}\u{ffff}é"),
            "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp; é"
        );
    }

    #[test]
    fn a_class_is_letters_figures_and_hyphens() {
        assert_eq!(classes("tone-late  a_1 \"><x>é{ \"'"), " tone-late a_1 x");
        assert_eq!(name("of cases\""), "ofcases");
    }

    #[test]
    fn a_script_is_no_target() {
        for no in [
            "javascript:alert(1)",
            " javascript:x",
            "JAVASCRIPT:x",
            "data:text/html,x",
            "vbscript:x",
            "",
        ] {
            assert_eq!(target(no), None, "{no}");
        }
        assert_eq!(target("/cases?a=1&b=2").as_deref(), Some("/cases?a=1&amp;b=2"));
    }
}
