use std::{collections::BTreeSet, fmt, sync::Arc};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use relais_kernel::Lang;
use unic_langid::LanguageIdentifier;

use crate::format;

/// The texts of one area in both languages: `locales/{fr,en}/<area>.ftl` of a room. Made by [`texts!`](crate::texts).
#[derive(Debug, Clone, Copy)]
pub struct Source {
    pub area: &'static str,
    pub fr: &'static str,
    pub en: &'static str,
}

/// The [`Source`] of an area, read at compile time from `locales/fr/<area>.ftl` and `locales/en/<area>.ftl`
/// of the crate that calls it.
#[macro_export]
macro_rules! texts {
    ($area:literal) => {
        $crate::Source {
            area: $area,
            fr: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/fr/", $area, ".ftl")),
            en: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/en/", $area, ".ftl")),
        }
    };
}

/// Texts that cannot be used: written wrongly, twice, or in one language only.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("texts of `{area}` ({lang}): {what}")]
pub struct TextsFault {
    pub area: &'static str,
    pub lang: Lang,
    pub what: String,
}

/// Every text of the interface in both languages (design §3: French is the reference). Cheap to clone.
#[derive(Clone)]
pub struct Texts(Arc<Bundles>);

struct Bundles {
    fr: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Texts")
    }
}

impl Texts {
    /// Reads all sources; the shell's own are always among them.
    ///
    /// # Errors
    /// A message that is malformed, stands twice, or is missing in one language.
    pub fn new(sources: &[Source]) -> Result<Self, TextsFault> {
        let mut all = vec![crate::SHELL_TEXTS];
        all.extend_from_slice(sources);
        for source in &all {
            same_keys(source)?;
        }
        Ok(Self(Arc::new(Bundles {
            fr: bundle(Lang::Fr, &all)?,
            en: bundle(Lang::En, &all)?,
        })))
    }

    /// The text of `key`. A key that does not exist is shown as `⟦key⟧`; `cargo xtask locales` finds it first.
    pub fn say(&self, lang: Lang, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        let bundle = self.bundle(lang);
        let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else {
            return format!("⟦{key}⟧");
        };
        let args: FluentArgs<'_> = values
            .iter()
            .map(|(name, value)| (*name, value.clone()))
            .collect();
        let mut faults = Vec::new();
        let said = bundle
            .format_pattern(pattern, Some(&args), &mut faults)
            .into_owned();
        if faults.is_empty() {
            said
        } else {
            format!("⟦{key}: {said}⟧")
        }
    }

    /// Whether there is such a text: for keys made from a code of a list.
    pub fn knows(&self, key: &str) -> bool {
        self.0.fr.has_message(key)
    }

    fn bundle(&self, lang: Lang) -> &FluentBundle<FluentResource> {
        match lang {
            Lang::Fr => &self.0.fr,
            Lang::En => &self.0.en,
        }
    }
}

fn bundle(lang: Lang, sources: &[Source]) -> Result<FluentBundle<FluentResource>, TextsFault> {
    let id: LanguageIdentifier = lang.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // The invisible direction marks that Fluent puts around values would end up in files and messages.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::Fr => |value, _| number(value, Lang::Fr),
        Lang::En => |value, _| number(value, Lang::En),
    }));
    for source in sources {
        let fault = |what: String| TextsFault {
            area: source.area,
            lang,
            what,
        };
        bundle.add_resource(resource(source, lang)?).map_err(|faults| {
            fault(
                faults
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join("; "),
            )
        })?;
    }
    Ok(bundle)
}

fn number(value: &FluentValue<'_>, lang: Lang) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(format::decimal(number.value, lang)),
        _ => None,
    }
}

fn resource(source: &Source, lang: Lang) -> Result<FluentResource, TextsFault> {
    let text = match lang {
        Lang::Fr => source.fr,
        Lang::En => source.en,
    };
    FluentResource::try_new(text.to_owned()).map_err(|(_, faults)| TextsFault {
        area: source.area,
        lang,
        what: faults
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("; "),
    })
}

fn same_keys(source: &Source) -> Result<(), TextsFault> {
    let (fr, en) = (keys(source, Lang::Fr)?, keys(source, Lang::En)?);
    let missing =
        |lang, there: &BTreeSet<String>, here: &BTreeSet<String>| match there.difference(here).next() {
            Some(key) => Err(TextsFault {
                area: source.area,
                lang,
                what: format!("`{key}` is missing"),
            }),
            None => Ok(()),
        };
    missing(Lang::En, &fr, &en)?;
    missing(Lang::Fr, &en, &fr)
}

fn keys(source: &Source, lang: Lang) -> Result<BTreeSet<String>, TextsFault> {
    Ok(resource(source, lang)?
        .entries()
        .filter_map(|entry| match entry {
            fluent_syntax::ast::Entry::Message(message) => Some(message.id.name.to_owned()),
            _ => None,
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASES: Source = Source {
        area: "test",
        fr: "test-cases = { $n ->\n    [one] { $n } dossier\n   *[other] { $n } dossiers\n }\ntest-who = Reçu par { $who }\n",
        en: "test-cases = { $n ->\n    [one] { $n } case\n   *[other] { $n } cases\n }\ntest-who = Received by { $who }\n",
    };

    fn say(lang: Lang, n: i32) -> String {
        Texts::new(&[CASES])
            .unwrap()
            .say(lang, "test-cases", &[("n", n.into())])
    }

    #[test]
    fn plurals_follow_each_language() {
        assert_eq!(
            (say(Lang::Fr, 0), say(Lang::Fr, 1)),
            ("0 dossier".into(), "1 dossier".into())
        );
        assert_eq!(
            (say(Lang::En, 0), say(Lang::En, 1)),
            ("0 cases".into(), "1 case".into())
        );
        assert_eq!(
            (say(Lang::Fr, 1250), say(Lang::En, 1250)),
            ("1\u{202f}250 dossiers".into(), "1,250 cases".into())
        );
    }

    #[test]
    fn no_direction_marks_surround_a_value() {
        let texts = Texts::new(&[CASES]).unwrap();
        assert_eq!(
            texts.say(Lang::Fr, "test-who", &[("who", "le centre".into())]),
            "Reçu par le centre"
        );
    }

    #[test]
    fn a_missing_text_or_value_can_be_seen() {
        let texts = Texts::new(&[CASES]).unwrap();
        assert_eq!(texts.say(Lang::Fr, "test-none", &[]), "⟦test-none⟧");
        assert!(texts.say(Lang::En, "test-who", &[]).starts_with("⟦test-who"));
    }

    #[test]
    fn a_text_in_one_language_only_is_refused() {
        let fault = Texts::new(&[Source { en: "", ..CASES }]).unwrap_err();
        assert_eq!((fault.lang, fault.what.contains("missing")), (Lang::En, true));
    }

    #[test]
    fn the_same_key_in_two_areas_is_refused() {
        assert!(Texts::new(&[CASES, CASES]).is_err());
    }
}
