/// What the descriptor of a package says of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The name that people read.
    pub title: String,
    pub description: String,
    /// Where the directory stands.
    pub homepage: String,
    /// Under which licence the content may be used, as people write it.
    pub licence: String,
    /// ISO 639-1 code of the language of the tables themselves.
    pub language: String,
}
