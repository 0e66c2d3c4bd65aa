/// Values that the program knows by a code, with their words in both languages.
macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident $code:literal $fr:literal $en:literal,)* })*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $( #[serde(rename = $code)] $variant ),* }

        impl $name {
            /// Every value, in the order in which it is offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// As it is stored and as programs read it.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            pub fn label(self) -> relais_kernel::Localised {
                match self { $(Self::$variant => relais_kernel::Localised::new($fr, $en)),* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();

            fn from_str(text: &str) -> Result<Self, ()> {
                Self::ALL.iter().copied().find(|v| v.code() == text).ok_or(())
            }
        }
    )* };
}

pub(crate) use choices;
