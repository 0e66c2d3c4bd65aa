/// A closed list of codes that the program itself relies on, each with its name in both languages.
macro_rules! coded {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal, $fr:literal, $en:literal;)* })*) => { $(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $code)] $variant,)* }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code in forms, columns and the journal.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// What people read.
            pub fn label(self) -> relais_kernel::Localised {
                match self { $(Self::$variant => relais_kernel::Localised::new($fr, $en),)* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownCode;

            fn from_str(text: &str) -> Result<Self, $crate::UnknownCode> {
                Self::ALL.iter().copied().find(|v| v.code() == text).ok_or($crate::UnknownCode)
            }
        }
    )* };
}
pub(crate) use coded;

/// The text is no code of the list: it is refused, never replaced by a default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown code")]
pub struct UnknownCode;
