//! Every widget of the shell on one page, to look at and to test in a browser:
//! `cargo run -p relais-shell --example gallery -- 127.0.0.1:8081`, then `/gallery`.
#![cfg_attr(test, allow(clippy::unwrap_used))]

use askama::Template;
use axum::{Router, routing::get};
use jiff::{SignedDuration, Timestamp};
use relais_kernel::{Refusal, Refusals};
use relais_shell::{
    Answer, Choice, Form, Frame, Icon, NavItem, Readiness, Shell, Submission, Tone, Trouble, Typed, Viewer,
    listener, page, refused_page, surround, texts,
};

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

fn gallery(frame: Frame, form: Form) -> Gallery {
    let frame = frame.noting(Tone::Good, "MNR-7K2P").seen_by(Viewer {
        name: "Personne-Test 1".into(),
        organisation: "Organisation-Test".into(),
        roles: Vec::new(),
        travelling: false,
        nav: vec![
            NavItem::new("Travail", "/gallery", Icon("checklist")).waiting(3),
            NavItem::new("Dossiers", "/cases", Icon("folder")),
            NavItem::new("Annuaire", "/directory", Icon("building-community")),
        ],
    });
    let choices = vec![
        Choice::new("one", frame.t("gallery-one")),
        Choice::new("two", frame.t("gallery-two")).hint(frame.t("gallery-two-hint")),
        Choice::new("three", frame.t("gallery-three")).closed(frame.t("gallery-three-closed")),
    ];
    Gallery {
        form,
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

fn known() -> Typed {
    Typed::nothing()
        .with("name", "Personne-Test « 2 » <b>")
        .with("family", "4")
        .with("sex", "two")
        .with_all("needs", ["one", "two"])
        .with("note", "\nPremière ligne\nDeuxième ligne")
}

fn refused(typed: &Typed) -> Refusals {
    let mut read = typed.read();
    read.words("name");
    read.words("secret");
    let _ = read.date("born");
    read.words("place");
    read.refuse(Refusal::new(
        "ConsentMissing",
        "Le consentement manque.",
        "Consent is missing.",
    ));
    read.done().err().unwrap_or_default()
}

async fn show(frame: Frame) -> Answer {
    page(&gallery(frame.clone(), frame.form(known())))
}

async fn send(frame: Frame, sent: Submission) -> Answer {
    match sent.typed.get("place") {
        "one" => return Err(Trouble::SignIn),
        "two" => return Err(Trouble::Unavailable("the disk is full".into())),
        _ => {}
    }
    if sent.typed.is_ticked("consent") {
        return Ok(frame.done("shell-save", "/gallery"));
    }
    let refusals = refused(&sent.typed);
    refused_page(&gallery(frame.clone(), frame.refused(sent.typed, refusals)))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8081".into());
    let rooms = Router::new().route("/gallery", get(show).post(send));
    let app = surround(
        rooms,
        &Shell::rehearsal(&[texts!("gallery")])?,
        Readiness::new(|| async { true }),
    );
    let socket = tokio::net::TcpListener::bind(&address).await?;
    println!("http://{}", socket.local_addr()?);
    listener::serve(socket, app, listener::Limits::default(), std::future::pending()).await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use relais_kernel::Lang;

    fn page(lang: Lang) -> String {
        let shell = Shell::rehearsal(&[texts!("gallery")]).unwrap();
        let frame = Frame::new(&shell, lang, "/gallery");
        let form = frame.refused(known(), refused(&known()));
        gallery(frame, form).render().unwrap()
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
        assert!(page.contains(r##"<a href="#f-place">Ce champ est obligatoire.</a>"##));
        assert!(page.contains(r#"aria-describedby="f-place-fault" aria-invalid="true" required"#));
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
