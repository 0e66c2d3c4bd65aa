use relais_kernel::Localised;

/// Why a package is not read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .sentence.en)]
pub struct Refused {
    /// Stable, in the shape `TooManyFiles`.
    pub code: &'static str,
    /// What a person reads.
    pub sentence: Localised,
}

impl Refused {
    pub(super) fn new(code: &'static str, fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            code,
            sentence: Localised::new(fr, en),
        }
    }

    pub(super) fn too_big() -> Self {
        Self::new(
            "PackageTooBig",
            "Le paquet dépasse 200 Mo une fois ouvert.",
            "The package is larger than 200 MB once opened.",
        )
    }

    pub(super) fn too_many_files() -> Self {
        Self::new(
            "TooManyFiles",
            "Le paquet contient plus de 200 fichiers.",
            "The package holds more than 200 files.",
        )
    }

    pub(super) fn too_many_rows() -> Self {
        Self::new(
            "TooManyRows",
            "Le paquet contient plus d’un million de lignes.",
            "The package holds more than a million rows.",
        )
    }

    pub(super) fn too_many_cells(file: &str) -> Self {
        Self::new(
            "TooManyCells",
            format!("Le fichier « {file} » contient trop de colonnes ou de valeurs."),
            format!("The file “{file}” holds too many columns or values."),
        )
    }

    pub(super) fn not_json(file: &str, why: &str) -> Self {
        Self::new(
            "NotJson",
            format!("Le fichier « {file} » n’est pas du JSON lisible ({why})."),
            format!("The file “{file}” is not JSON that can be read ({why})."),
        )
    }

    pub(super) fn in_archive(name: &str) -> Self {
        Self::new(
            "ArchiveInArchive",
            format!("L’archive contient une autre archive, « {name} » ; ouvrez-la d’abord."),
            format!("The archive holds another archive, “{name}”; open it first."),
        )
    }

    pub(super) fn same_name_twice(name: &str) -> Self {
        Self::new(
            "SameNameTwice",
            format!("L’archive contient deux fichiers du nom de « {name} »."),
            format!("The archive holds two files called “{name}”."),
        )
    }

    pub(super) fn nothing() -> Self {
        Self::new(
            "NothingKnown",
            "Aucun fichier de ce paquet n’est une table ou un document du standard HSDS.",
            "No file of this package is a table or a document of the HSDS standard.",
        )
    }
}
