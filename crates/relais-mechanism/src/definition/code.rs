use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

/// The text does not have the form of a code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` does not have the form of a code")]
pub struct NotACode(pub String);

/// Letters, digits, `_`, `-` and `+`, beginning with a letter or a digit: the form of every code in a pack.
pub(crate) fn is_code(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.len() <= 64
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'))
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$const_doc:meta])* $constant:ident = $text:literal,)* })*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(Cow<'static, str>);

        impl $name {
            $($(#[$const_doc])* pub const $constant: Self = Self(Cow::Borrowed($text));)*

            /// The codes that the program itself relies on; a pack may add others but must define these.
            pub const WELL_KNOWN: &[Self] = &[$(Self::$constant),*];

            /// Checks the form only; whether the mechanism knows the code is for the [`crate::Definition`] to say.
            ///
            /// # Errors
            /// [`NotACode`] when the text is not made of letters, digits, `_`, `-` and `+`.
            pub fn new(text: impl Into<String>) -> Result<Self, NotACode> {
                let text = text.into();
                if is_code(&text) { Ok(Self(Cow::Owned(text))) } else { Err(NotACode(text)) }
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotACode;

            fn try_from(text: String) -> Result<Self, NotACode> {
                Self::new(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )* };
}

codes! {
    /// Why a person's data may be used (form F2, field `purpose`).
    Purpose {
        CASE_MANAGEMENT = "case_management",
        REFERRAL = "referral",
        TRANSFER = "transfer",
        CROSS_BORDER = "cross_border",
        TRACING = "tracing",
        STATISTICS = "statistics",
        TESTIMONY = "testimony",
        RESEARCH = "research",
    }
    /// A group of fields that consent and agreements open together (form F2, field `data_categories`).
    DataCategory {
        IDENTITY = "identity",
        CONTACT = "contact",
        NEED_SERVICE = "need_service",
        HEALTH = "health",
        MHPSS = "mhpss",
        PROTECTION = "protection",
        GBV = "gbv",
        TRAFFICKING = "trafficking",
        LEGAL = "legal",
        DOCUMENTS = "documents",
        ECONOMIC = "economic",
        FAMILY = "family",
    }
    /// The key under which packs and directory sheets know an organisation (`P06`, `S01`): stable and public.
    OrganisationKey {}
}
