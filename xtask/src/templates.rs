//! What may not stand in a template: anything that the content security policy refuses, and anything that
//! puts text into a page unescaped (security requirements 60 and 62).

use std::fs;

use anyhow::Result;

use crate::repository::{Repository, files};

const IN_TEMPLATES: [(&str, &str); 9] = [
    ("|safe", "nothing goes into a page unescaped"),
    ("| safe", "nothing goes into a page unescaped"),
    ("escape=\"none\"", "nothing goes into a page unescaped"),
    ("|escape(\"none\")", "nothing goes into a page unescaped"),
    (" style=\"", "styles stand in web/src/relais.css"),
    ("<style", "styles stand in web/src/relais.css"),
    ("<script>", "scripts stand in web/src"),
    ("javascript:", "scripts stand in web/src"),
    ("hx-on", "scripts stand in web/src"),
];

/// The crates whose own templates and figures are escaped by construction.
const MAY_MARK_SAFE: [&str; 2] = ["relais-shell", "relais-publish"];

pub fn faults(here: &Repository) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for room in here.crates()? {
        for path in files(&room.join("templates"), ".html") {
            faults.extend(in_template(
                &here.short(&path).to_string(),
                &fs::read_to_string(&path)?,
            ));
        }
        let name = room
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if MAY_MARK_SAFE.contains(&name.as_str()) {
            continue;
        }
        for path in files(&room.join("src"), ".rs") {
            let text = fs::read_to_string(&path)?;
            let marks = text.contains("HtmlSafe")
                || text.contains("escape = \"none\"")
                || text.contains("filters::Safe");
            if marks {
                faults.push(format!(
                    "{}: only the shell may mark text as safe",
                    here.short(&path)
                ));
            }
        }
    }
    Ok(faults)
}

fn in_template(file: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let at = number + 1;
        for (forbidden, why) in IN_TEMPLATES {
            if line.contains(forbidden) {
                faults.push(format!("{file}:{at}: `{}`: {why}", forbidden.trim()));
            }
        }
        if handles_event(line) {
            faults.push(format!("{file}:{at}: scripts stand in web/src"));
        }
    }
    faults
}

/// ` onclick="…"` and its kin.
fn handles_event(line: &str) -> bool {
    line.match_indices(" on").any(|(at, _)| {
        let name: String = line[at + 3..]
            .chars()
            .take_while(char::is_ascii_lowercase)
            .collect();
        !name.is_empty() && line[at + 3 + name.len()..].starts_with("=\"")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec62_unescaped_text_and_inline_script_are_found() {
        for line in [
            "{{ note|safe }}",
            "{{ note | safe }}",
            "<p style=\"x\">",
            "<script>x</script>",
            "<a onclick=\"x\">",
            "<a href=\"javascript:x\">",
        ] {
            assert_eq!(in_template("x.html", line).len(), 1, "{line}");
        }
        assert!(
            in_template(
                "x.html",
                "<p class=\"on\">one = \"1\"</p><script src=\"/x\"></script>"
            )
            .is_empty()
        );
    }
}
