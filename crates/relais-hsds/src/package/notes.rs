use relais_kernel::Localised;

/// What was done about a thing that is noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Done {
    /// Read in the only way in which it can be meant.
    Repaired,
    /// Taken as it is, or put in another place; the source should know.
    Told,
    /// The value is left out; the row stays.
    LeftOut,
    /// The row is put aside.
    SetAside,
}

macro_rules! codes {
    ($($code:ident $done:ident $collective:literal $fr:literal $en:literal)*) => {
        /// What is noted about a row, a column or a file.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($code),* }

        impl Code {
            pub const ALL: &'static [Self] = &[$(Self::$code),*];

            /// Stable.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$code => stringify!($code)),* }
            }

            pub const fn done(self) -> Done {
                match self { $(Self::$code => Done::$done),* }
            }

            /// Noted once for all rows of a column, with their number.
            pub const fn collective(self) -> bool {
                match self { $(Self::$code => $collective),* }
            }

            /// What a person reads.
            pub fn sentence(self) -> Localised {
                match self { $(Self::$code => Localised::new($fr, $en)),* }
            }
        }
    };
}

impl Code {
    /// What is said of a record made of a cell, where a row would be put aside.
    pub(super) const fn of_part(self) -> Self {
        match self {
            Self::LinkRequired => Self::PartWithoutLink,
            Self::SaidAgain | Self::SameIdTwice => Self::PartSaidAgain,
            _ => Self::PartIncomplete,
        }
    }
}

codes! {
    // files and tables
    FileUnknown Told false
        "Ce fichier n’est ni une table ni un document du standard ; il n’est pas lu."
        "This file is neither a table nor a document of the standard; it is not read."
    FileIsArchive Told false
        "Ce fichier est lui-même une archive ; il n’est pas ouvert."
        "This file is itself an archive; it is not opened."
    FileRepeated Told false
        "Un autre fichier du même nom a le même contenu ; il n’est lu qu’une fois."
        "Another file of the same name has the same content; it is read once."
    FileNotJson Told false
        "Ce fichier n’est pas du JSON lisible ; il n’est pas lu."
        "This file is not JSON that can be read; it is not read."
    FileEmpty Told false
        "Ce fichier est vide."
        "This file is empty."
    EncodingRepaired Repaired false
        "Le fichier n’est pas en UTF-8 ; il a été lu en Windows-1252."
        "The file is not in UTF-8; it was read as Windows-1252."
    EncodingMixed Repaired false
        "Le fichier mêle deux encodages. Ce qui n’est pas en UTF-8 a été lu en Windows-1252."
        "The file mixes two encodings. What is not in UTF-8 was read as Windows-1252."
    NulRemoved Repaired false
        "Des caractères nuls ont été retirés du fichier."
        "Null characters were taken out of the file."
    QuoteOpen Told false
        "Un guillemet n’est pas refermé dans ce fichier ; des lignes ont pu être lues comme une seule cellule."
        "A quotation mark is not closed in this file; rows may have been read as one cell."
    CellOfRows Told false
        "Cette cellule contient ce qui ressemble à des lignes de la table ; deux guillemets de trop ont pu les prendre."
        "This cell holds what looks like rows of the table; two stray quotation marks may have taken them in."
    RowAboveHeader Told false
        "Cette ligne se trouve au-dessus des noms des colonnes ; elle n’est pas lue."
        "This row stands above the names of the columns; it is not read."
    LineUnreadable SetAside false
        "Cette ligne n’est pas lisible."
        "This line cannot be read."
    ColumnUnknown LeftOut true
        "Le standard n’a pas de place pour cette colonne ; son contenu n’est pas repris."
        "The standard has no place for this column; its content is not taken over."
    ColumnTwice LeftOut true
        "La table a deux colonnes de ce nom ; seule la première est lue."
        "The table has two columns of this name; only the first is read."
    ColumnNameless LeftOut true
        "Le contenu d’une colonne sans nom n’est pas repris, car on ne sait pas ce qu’il dit."
        "The content of a column without a name is not taken over, since it is not known what it says."
    ColumnRepeats Told true
        "Cette colonne répète ce que dit une autre table ; c’est l’autre qui est lue."
        "This column repeats what another table says; the other one is read."
    ColumnRenamed Told true
        "Le standard donne aujourd’hui un autre nom à cette colonne ; elle est reprise sous ce nom."
        "The standard gives this column another name today; it is taken over under that name."
    ColumnMoved Told true
        "Le standard dit cela ailleurs aujourd’hui ; le contenu y est repris."
        "The standard says this in another place today; the content is taken over there."
    ColumnKeptAsText Told true
        "Le standard n’a pas de colonne pour cela ; le contenu est gardé comme texte."
        "The standard has no column for this; the content is kept as text."
    CellSplit Told true
        "Cette cellule contient une liste ; chaque élément devient un enregistrement."
        "This cell holds a list; each part becomes a record."
    // rows
    RowTooShort Told false
        "La ligne a moins de cellules que la table n’a de colonnes ; les dernières sont prises comme vides."
        "The row has fewer cells than the table has columns; the last ones are taken as empty."
    RowTooLong SetAside false
        "La ligne a du contenu au-delà des colonnes ; on ne sait pas à quoi il appartient."
        "The row has content beyond the columns; it is not known what it belongs to."
    RowEmpty SetAside false
        "La ligne ne contient rien qui se lise."
        "The row holds nothing that can be read."
    ObjectUnclear SetAside false
        "On ne peut pas savoir quel objet du standard c’est."
        "It cannot be known which object of the standard this is."
    RequiredMissing SetAside false
        "Il manque ce sans quoi l’enregistrement ne veut rien dire."
        "What the record cannot do without is missing."
    HoursMissing SetAside false
        "La ligne nomme un jour sans heures ; on ne sait pas si c’est ouvert ou fermé."
        "The row names a day without hours; it is not known whether that means open or closed."
    SameIdTwice SetAside false
        "Cet identifiant est déjà celui d’une autre ligne de la table."
        "This id is already that of another row of the table."
    SaidAgain SetAside false
        "Le même enregistrement est déjà venu ; il n’est gardé qu’une fois."
        "The same record came before; it is kept once."
    PartSaidAgain Told false
        "Ce que dit cette cellule est déjà un enregistrement du paquet ; il n’en est pas fait un second."
        "What this cell says is a record of the package already; no second one is made."
    PartIncomplete LeftOut false
        "Ce que dit cette cellule ne suffit pas pour un enregistrement ; il n’en est pas fait."
        "What this cell says is not enough for a record; none is made of it."
    PartWithoutLink LeftOut false
        "Ce que dit cette cellule tient à un enregistrement qui n’est pas dans le paquet ; ce n’est pas repris."
        "What this cell says hangs on a record that is not in the package; it is not taken over."
    ConflictingValues Told false
        "Le même enregistrement revient avec une autre valeur ; la première est gardée."
        "The same record comes again with another value; the first one is kept."
    // ids and links
    IdDerived Repaired true
        "L’identifiant n’est pas un UUID ; un UUID en est tiré, le même à chaque lecture."
        "The id is not a UUID; one is derived from it, the same at every reading."
    IdMade Repaired true
        "La ligne n’a pas d’identifiant ; un UUID est tiré de son contenu."
        "The row has no id; a UUID is derived from its content."
    IdShared Repaired true
        "Plusieurs lignes qui disent autre chose ont cet identifiant ; chacune a un UUID tiré aussi de son contenu."
        "Several rows that say different things have this id; each has a UUID derived from its content too."
    OrganizationNotDescribed Told false
        "La source nomme cette organisation sans la décrire ; une organisation est mise à sa place."
        "The source names this organization without describing it; one is put in its place."
    OrganizationNotNamed Told false
        "La source ne dit pas de quelle organisation il s’agit ; une organisation est mise à sa place."
        "The source does not say which organization this belongs to; one is put in its place."
    LinkMissing LeftOut false
        "L’enregistrement nommé ici n’existe pas dans le paquet ; le lien est laissé de côté."
        "The record named here is not in the package; the link is left out."
    LinkRequired SetAside false
        "L’enregistrement nommé ici n’existe pas dans le paquet, et la ligne ne veut rien dire sans lui."
        "The record named here is not in the package, and the row means nothing without it."
    // values
    NothingSaid Repaired true
        "Ce mot ou ce signe veut dire qu’il n’y a rien, et la cellule est prise comme vide."
        "This word or sign means that there is nothing, and the cell is taken as empty."
    BreaksRead Repaired true
        "Les signes « \\n » sont devenus des retours à la ligne."
        "The signs “\\n” became line breaks."
    SpacesTrimmed Repaired true
        "Les espaces autour de la valeur ont été retirés."
        "Space around the value was taken off."
    UrlSchemeAdded Repaired true
        "L’adresse web n’a pas de « https:// » ; il a été ajouté."
        "The web address has no “https://”; it was added."
    UrlEncoded Repaired true
        "Des caractères qui ne vont pas dans une adresse web ont été codés."
        "Characters that do not go into a web address were encoded."
    UrlUnreadable LeftOut false
        "Ce n’est pas une adresse web."
        "This is not a web address."
    EmailRepaired Repaired true
        "L’adresse électronique a été dégagée de ce qui l’entourait."
        "The e-mail address was freed of what surrounded it."
    EmailUnreadable LeftOut false
        "Ce n’est pas une adresse électronique."
        "This is not an e-mail address."
    EmailFirst LeftOut false
        "La cellule contient plusieurs adresses électroniques, dont la première est gardée."
        "The cell holds several e-mail addresses, of which the first is kept."
    PhoneRepaired Repaired true
        "Le numéro a été mis dans la forme dans laquelle il se compose."
        "The number was put into the form in which it is dialled."
    PhoneUnreadable LeftOut false
        "Ce n’est pas un numéro de téléphone."
        "This is not a telephone number."
    TimeRepaired Repaired true
        "L’heure a été mise dans la forme du standard."
        "The time was put into the form of the standard."
    TimeUnreadable LeftOut false
        "Ce n’est pas une heure."
        "This is not a time of day."
    DateRepaired Repaired true
        "La date a été mise dans la forme du standard."
        "The date was put into the form of the standard."
    DateAmbiguous LeftOut false
        "Le jour et le mois de cette date peuvent se lire dans les deux sens."
        "The day and the month of this date can be read both ways."
    DateUnreadable LeftOut false
        "Ce n’est pas une date."
        "This is not a date."
    ZoneAssumed Repaired true
        "L’instant n’a pas de fuseau ; il est pris en UTC."
        "The instant has no time zone; it is taken as UTC."
    ZoneOfRow Repaired true
        "L’heure n’a pas de décalage. Elle reçoit celui que dit sa ligne."
        "The time has no offset. It is given the one that its row says."
    NumberRepaired Repaired true
        "Le nombre a été mis dans la forme du standard."
        "The number was put into the form of the standard."
    NumberUnreadable LeftOut false
        "Ce n’est pas un nombre."
        "This is not a number."
    OutOfRange LeftOut false
        "La valeur est hors de ce qui est possible."
        "The value is outside of what is possible."
    HalfPlace LeftOut false
        "L’autre coordonnée ne se lit pas, et celle-ci ne veut rien dire seule."
        "The other coordinate cannot be read, and this one means nothing alone."
    ChoiceRepaired Repaired true
        "La valeur a été écrite comme le standard l’écrit."
        "The value was written as the standard writes it."
    ChoiceUnknown LeftOut false
        "Le standard ne connaît pas cette valeur ici."
        "The standard does not know this value here."
    LinkUnreadable LeftOut false
        "Ce n’est pas l’identifiant d’un enregistrement."
        "This is not the id of a record."
    TextMade Repaired true
        "Un nombre ou un objet se trouve là où il faut du texte ; il est pris comme texte."
        "A number or an object stands where text belongs; it is taken as text."
    ExtentNotGeojson Told false
        "L’étendue n’est pas du GeoJSON comme annoncé ; elle est gardée comme texte."
        "The extent is not the GeoJSON that it says; it is kept as text."
    // what is put where nothing was said
    StatusAssumed Told true
        "Aucun état n’est dit ; le service est pris comme actif, puisque la source le publie."
        "No status is said; the service is taken as active, since the source lists it."
    StatusUnknown Told false
        "Le standard ne connaît pas cet état ; le service est pris comme inactif jusqu’à ce que quelqu’un regarde."
        "The standard does not know this status; the service is taken as inactive until someone looks."
    DescriptionAssumed Told true
        "La description manque ; le nom en tient lieu."
        "The description is missing; the name stands in for it."
    PlaceAssumed Told true
        "Rien ne dit s’il s’agit d’un lieu physique, postal ou virtuel ; il est pris comme physique."
        "Nothing says whether this is a physical, postal or virtual place; it is taken as physical."
    LeftEmpty Told true
        "Le standard demande une valeur que la source n’a pas ; elle reste vide."
        "The standard asks for a value that the source does not have; it stays empty."
    // older forms
    VocabularyMade Told false
        "Une taxonomie est faite pour les termes de ce vocabulaire de la source."
        "A taxonomy is made for the terms of this vocabulary of the source."
    AddressOfOrganization Told true
        "L’adresse est celle d’une organisation ; un lieu est fait pour la porter."
        "The address is that of an organization; a location is made to carry it."
    ClosureAsText Told true
        "Le standard n’a pas de colonne pour une fermeture ; elle est dite dans la description de l’horaire."
        "The standard has no column for a closure; it is said in the description of the schedule."
    // translations
    TranslationOfNothing SetAside false
        "Cette traduction ne se rapporte à aucun texte du paquet."
        "This translation belongs to no text of the package."
}
