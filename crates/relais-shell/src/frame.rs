use std::borrow::Borrow;

use fluent_bundle::FluentValue;
use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};
use relais_kernel::{Lang, Localised, Refusals};

use crate::{Form, Icon, Seal, Shell, Typed, Viewer, format};

/// A short message on top of a page: what was done, or what to mind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub tone: Tone,
    pub words: String,
}

/// What a colour on a page means; the words beside it always say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Nothing to do.
    Quiet,
    /// Something to know.
    Info,
    /// Under way, waiting for someone.
    Wait,
    /// Done, accepted.
    Good,
    /// Late, or soon late.
    Late,
    /// Refused, stopped, an emergency.
    Stop,
}

impl Tone {
    /// The end of the style classes `tone-…`.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Info => "info",
            Self::Wait => "wait",
            Self::Good => "good",
            Self::Late => "late",
            Self::Stop => "stop",
        }
    }

    /// The icon that goes with it.
    pub const fn icon(self) -> Icon {
        match self {
            Self::Quiet => Icon("circle-dashed"),
            Self::Info => Icon("info-circle"),
            Self::Wait => Icon("hourglass"),
            Self::Good => Icon("circle-check"),
            Self::Late => Icon("clock-exclamation"),
            Self::Stop => Icon("alert-triangle"),
        }
    }
}

/// What a template knows besides its own content: language, viewer, texts, dates, notices. Every page has
/// one, in a field called `frame`; handlers take it as an extractor.
#[derive(Debug, Clone)]
pub struct Frame {
    pub lang: Lang,
    /// Who is signed in, if anyone.
    pub viewer: Option<Viewer>,
    pub notices: Vec<Notice>,
    /// Path and query of this page, or of the page whose form was sent: where the language switch returns to.
    pub here: String,
    pub now: Timestamp,
    shell: Shell,
    seal: Seal,
}

impl Frame {
    /// A frame outside a request (tests, galleries); handlers get theirs from the request.
    pub fn new(shell: &Shell, lang: Lang, here: &str) -> Self {
        Self::sealed(shell, lang, here, Seal::none())
    }

    pub(crate) fn sealed(shell: &Shell, lang: Lang, here: &str, seal: Seal) -> Self {
        let now = shell.clock().now();
        Self {
            lang,
            viewer: None,
            notices: Vec::new(),
            here: here.to_owned(),
            now,
            shell: shell.clone(),
            seal,
        }
    }

    #[must_use]
    pub fn seen_by(mut self, viewer: Viewer) -> Self {
        self.viewer = Some(viewer);
        self
    }

    /// The reader's organisation, for what is taken away; nothing for visitors.
    pub fn organisation(&self) -> String {
        let viewer = self.viewer.as_ref();
        viewer.map_or_else(String::new, |viewer| viewer.organisation.clone())
    }

    #[must_use]
    pub fn noting(mut self, tone: Tone, words: impl Into<String>) -> Self {
        self.notices.push(Notice {
            tone,
            words: words.into(),
        });
        self
    }

    pub fn shell(&self) -> &Shell {
        &self.shell
    }

    /// The text of `key` in the reader's language.
    pub fn t(&self, key: &str) -> String {
        self.shell.texts().say(self.lang, key, &[])
    }

    /// A text with one value: `frame.t1("case-needs", "n", needs.len())`.
    pub fn t1<'v>(&self, key: &str, name: &str, value: impl Into<FluentValue<'v>>) -> String {
        self.shell.texts().say(self.lang, key, &[(name, value.into())])
    }

    /// A text with two values.
    pub fn t2<'v>(
        &self,
        key: &str,
        name: &str,
        value: impl Into<FluentValue<'v>>,
        other_name: &str,
        other: impl Into<FluentValue<'v>>,
    ) -> String {
        self.shell.texts().say(
            self.lang,
            key,
            &[(name, value.into()), (other_name, other.into())],
        )
    }

    /// A text that the pack or a code list carries in both languages.
    pub fn l<'a>(&self, text: &'a Localised) -> &'a str {
        text.get(self.lang)
    }

    /// « 21 nov. 2026 ».
    pub fn date(&self, date: impl Borrow<Date>) -> String {
        format::date(*date.borrow(), self.lang)
    }

    /// « samedi 21 novembre 2026 ».
    pub fn long_date(&self, date: impl Borrow<Date>) -> String {
        format::long_date(*date.borrow(), self.lang)
    }

    /// « 21 nov. 2026 », the day of an instant where the mechanism is.
    pub fn day(&self, at: impl Borrow<Timestamp>) -> String {
        self.date(self.local(at).date())
    }

    /// « 21 nov. 2026, 14 h 05 ».
    pub fn moment(&self, at: impl Borrow<Timestamp>) -> String {
        format::moment(*at.borrow(), &self.shell.setting().zone, self.lang)
    }

    /// « 14 h 05 ».
    pub fn hour(&self, at: impl Borrow<Timestamp>) -> String {
        format::time(self.local(at).time(), self.lang)
    }

    /// « dans 3 h », « il y a 2 j »: seen from now.
    pub fn relative(&self, at: impl Borrow<Timestamp>) -> String {
        let minutes = at.borrow().duration_since(self.now).as_secs().div_euclid(60);
        let span = self.span(minutes.unsigned_abs());
        if minutes >= 0 {
            self.t1("shell-in", "span", span)
        } else {
            self.t1("shell-ago", "span", span)
        }
    }

    /// « en retard de 3 h » once `due` has passed, else « dans 3 h ».
    pub fn due(&self, due: impl Borrow<Timestamp>) -> String {
        let due = due.borrow();
        if self.is_late(due) {
            let minutes = self.now.duration_since(*due).as_secs().unsigned_abs() / 60;
            self.t1("shell-late-by", "span", self.span(minutes))
        } else {
            self.relative(due)
        }
    }

    pub fn is_late(&self, due: impl Borrow<Timestamp>) -> bool {
        *due.borrow() < self.now
    }

    /// « 1 234 ».
    pub fn number(&self, number: impl Into<f64>) -> String {
        format::decimal(number.into(), self.lang)
    }

    /// « 42 % », from a share between 0 and 1.
    pub fn percent(&self, share: impl Into<f64>) -> String {
        format::percent(share.into(), self.lang)
    }

    /// The civil date and time of an instant where the mechanism is.
    pub fn local(&self, at: impl Borrow<Timestamp>) -> DateTime {
        at.borrow().to_zoned(self.shell.setting().zone.clone()).datetime()
    }

    fn span(&self, minutes: u64) -> String {
        let (key, n) = match minutes {
            0..60 => ("shell-minutes", minutes),
            60..2880 => ("shell-hours", minutes / 60),
            _ => ("shell-days", minutes / 1440),
        };
        self.t1(key, "n", n)
    }

    /// An empty form, or one that starts with what is already known.
    pub fn form(&self, known: Typed) -> Form {
        Form::new(
            self,
            known,
            Refusals::default(),
            self.seal.fresh(self.shell.chance()),
        )
    }

    /// The form again, with what was typed and why it was refused. It keeps its once token: nothing was done.
    pub fn refused(&self, typed: Typed, refusals: Refusals) -> Form {
        let once = typed.get("once").to_owned();
        let once = if once.is_empty() {
            self.seal.fresh(self.shell.chance())
        } else {
            once
        };
        Form::new(self, typed, refusals, once)
    }

    /// A hidden once token for a form of one button.
    pub fn once(&self) -> String {
        self.seal.fresh(self.shell.chance())
    }

    /// The address of a static file with its content hash.
    pub fn file(&self, name: &str) -> &str {
        self.shell.statics().address(name)
    }

    /// The installation has a name of its own: a mechanism is loaded, and its keys are open.
    pub fn has_name(&self) -> bool {
        self.installation() != "Relais"
    }

    /// The name of the installation, in the reader's language.
    pub fn installation(&self) -> &str {
        self.shell.setting().name.get(self.lang)
    }

    pub fn is_demo(&self) -> bool {
        self.shell.setting().demo
    }

    /// The language the reader could switch to.
    pub fn other_lang(&self) -> Lang {
        match self.lang {
            Lang::Fr => Lang::En,
            Lang::En => Lang::Fr,
        }
    }
}
