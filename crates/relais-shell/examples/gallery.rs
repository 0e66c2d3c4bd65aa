//! Every widget of the shell on one page, to look at and to test:
//! `cargo run -p relais-shell --example gallery -- fr > page.html`.
#![cfg_attr(test, allow(clippy::unwrap_used))]

use askama::Template;
use jiff::{SignedDuration, Timestamp};
use relais_kernel::{Lang, Refusal, Refusals};
use relais_shell::{Choice, Form, Frame, Icon, NavItem, Shell, Tone, Typed, Viewer, texts};

#[derive(Template)]
#[template(path = "shell/gallery.html")]
struct Gallery {
    frame: Frame,
    form: Form,
    choices: Vec<Choice>,
    tones: [Tone; 6],
    late: Timestamp,
    soon: Timestamp,
}

fn gallery(shell: &Shell, lang: Lang) -> Gallery {
    let frame = Frame::new(shell, lang, "/work")
        .noting(Tone::Good, "MNR-7K2P")
        .seen_by(Viewer {
            name: "Personne-Test 1".into(),
            organisation: "Organisation-Test".into(),
            roles: Vec::new(),
            nav: vec![
                NavItem::new("Travail", "/work", Icon("checklist")).waiting(3),
                NavItem::new("Dossiers", "/cases", Icon("folder")),
                NavItem::new("Annuaire", "/directory", Icon("building-community")),
            ],
        });
    let typed = Typed::nothing()
        .with("name", "Personne-Test « 2 » <b>")
        .with("family", "4")
        .with("sex", "two")
        .with_all("needs", ["one", "two"])
        .with("note", "\nPremière ligne\nDeuxième ligne");
    let mut refusals = Refusals::default();
    refusals.push(
        Refusal::new(
            "FieldMissing",
            "Ce champ est obligatoire.",
            "This field is required.",
        )
        .at("born"),
    );
    refusals.push(Refusal::new("FieldMissing", "Choisissez un lieu.", "Choose a place.").at("place"));
    refusals.push(Refusal::new(
        "ConsentMissing",
        "Le consentement manque.",
        "Consent is missing.",
    ));
    let choices = vec![
        Choice::new("one", frame.t("gallery-one")),
        Choice::new("two", frame.t("gallery-two")).hint(frame.t("gallery-two-hint")),
        Choice::new("three", frame.t("gallery-three")).closed(frame.t("gallery-three-closed")),
    ];
    Gallery {
        form: frame.refused(typed, refusals),
        choices,
        tones: [
            Tone::Quiet,
            Tone::Info,
            Tone::Wait,
            Tone::Good,
            Tone::Late,
            Tone::Stop,
        ],
        late: frame.now - SignedDuration::from_hours(3),
        soon: frame.now + SignedDuration::from_hours(26),
        frame,
    }
}

#[expect(clippy::print_stdout, reason = "an example prints its page")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let lang = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or_default();
    let shell = Shell::rehearsal(&[texts!("gallery")])?;
    println!("{}", gallery(&shell, lang).render()?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(lang: Lang) -> String {
        gallery(&Shell::rehearsal(&[texts!("gallery")]).unwrap(), lang)
            .render()
            .unwrap()
    }

    #[test]
    fn every_widget_speaks_both_languages() {
        for lang in Lang::ALL {
            let page = page(lang);
            assert!(!page.contains('⟦'), "a text is missing: {page}");
            assert!(page.contains(&format!("<html lang=\"{lang}\">")));
        }
        assert!(page(Lang::Fr).contains("Quitter vite") && page(Lang::En).contains("Quick exit"));
    }

    #[test]
    fn a_refused_field_shows_what_was_typed_and_why_it_was_refused() {
        let page = page(Lang::Fr);
        assert!(
            page.contains("Personne-Test « 2 » &#60;b&#62;"),
            "typed and escaped"
        );
        assert!(page.contains(r##"<a href="#f-born">Ce champ est obligatoire.</a>"##));
        assert!(page.contains(r#"aria-describedby="f-born-fault" aria-invalid="true" required"#));
        assert!(page.contains("<li>Le consentement manque.</li>"));
    }

    #[test]
    fn a_narrative_comes_back_with_its_first_empty_line() {
        // HTML drops one line break right after <textarea>; the page therefore writes one more.
        assert!(page(Lang::Fr).contains(">\n\nPremière ligne\nDeuxième ligne</textarea>"));
    }

    #[test]
    fn sec60_no_page_needs_inline_script_or_style() {
        let page = page(Lang::En);
        for forbidden in [
            " style=",
            "<style",
            "javascript:",
            " onclick",
            " onload",
            " onsubmit",
        ] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        assert_eq!(
            page.matches("<script").count(),
            page.matches("<script src=").count()
        );
    }

    #[test]
    fn sec94_every_page_has_a_quick_exit() {
        assert!(page(Lang::Fr).contains(r#"href="/quitter" data-exit"#));
    }
}
