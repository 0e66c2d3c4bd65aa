use relais_kernel::Lang;

/// What a word of an answer stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Word {
    Acknowledge,
    Accept,
    Decline,
    Waitlist,
    NoShow,
    Started,
    Done,
    Partly,
    NotDone,
    Recalled,
    Help,
    /// "pas", "not": turns the meaning around; alone it makes an answer unclear.
    Not,
    /// Words that carry no meaning of their own.
    Filler,
}

/// Folded words (capitals, no accents) with the language that uses them; `None`: both do.
const WORDS: &[(&str, Word, Option<Lang>)] = &[
    ("RECU", Word::Acknowledge, Some(Lang::Fr)),
    ("RECUE", Word::Acknowledge, Some(Lang::Fr)),
    ("RECEPTION", Word::Acknowledge, Some(Lang::Fr)),
    ("ACK", Word::Acknowledge, None),
    ("RECEIVED", Word::Acknowledge, Some(Lang::En)),
    ("OUI", Word::Accept, Some(Lang::Fr)),
    ("ACCEPTE", Word::Accept, Some(Lang::Fr)),
    ("ACCEPTEE", Word::Accept, Some(Lang::Fr)),
    ("ACCEPTER", Word::Accept, Some(Lang::Fr)),
    ("ACCEPTONS", Word::Accept, Some(Lang::Fr)),
    ("ACCORD", Word::Accept, Some(Lang::Fr)),
    ("YES", Word::Accept, Some(Lang::En)),
    ("ACCEPT", Word::Accept, Some(Lang::En)),
    ("ACCEPTED", Word::Accept, Some(Lang::En)),
    ("AGREE", Word::Accept, Some(Lang::En)),
    ("NON", Word::Decline, Some(Lang::Fr)),
    ("REFUS", Word::Decline, Some(Lang::Fr)),
    ("REFUSE", Word::Decline, None),
    ("REFUSER", Word::Decline, Some(Lang::Fr)),
    ("REFUSONS", Word::Decline, Some(Lang::Fr)),
    ("NO", Word::Decline, Some(Lang::En)),
    ("DECLINE", Word::Decline, None),
    ("DECLINED", Word::Decline, Some(Lang::En)),
    ("REFUSED", Word::Decline, Some(Lang::En)),
    ("ATTENTE", Word::Waitlist, Some(Lang::Fr)),
    ("ATTENDRE", Word::Waitlist, Some(Lang::Fr)),
    ("WAIT", Word::Waitlist, Some(Lang::En)),
    ("WAITING", Word::Waitlist, Some(Lang::En)),
    ("WAITLIST", Word::Waitlist, Some(Lang::En)),
    ("ABSENT", Word::NoShow, None),
    ("ABSENTE", Word::NoShow, Some(Lang::Fr)),
    ("ABSENCE", Word::NoShow, None),
    ("NOSHOW", Word::NoShow, Some(Lang::En)),
    ("MISSED", Word::NoShow, Some(Lang::En)),
    ("DEBUT", Word::Started, Some(Lang::Fr)),
    ("COMMENCE", Word::Started, Some(Lang::Fr)),
    ("VENU", Word::Started, Some(Lang::Fr)),
    ("VENUE", Word::Started, Some(Lang::Fr)),
    ("START", Word::Started, Some(Lang::En)),
    ("STARTED", Word::Started, Some(Lang::En)),
    ("CAME", Word::Started, Some(Lang::En)),
    ("FAIT", Word::Done, Some(Lang::Fr)),
    ("FINI", Word::Done, Some(Lang::Fr)),
    ("TERMINE", Word::Done, Some(Lang::Fr)),
    ("FOURNI", Word::Done, Some(Lang::Fr)),
    ("DONE", Word::Done, Some(Lang::En)),
    ("PROVIDED", Word::Done, Some(Lang::En)),
    ("FINISHED", Word::Done, Some(Lang::En)),
    ("PARTIEL", Word::Partly, Some(Lang::Fr)),
    ("PARTIELLEMENT", Word::Partly, Some(Lang::Fr)),
    ("PARTLY", Word::Partly, Some(Lang::En)),
    ("PARTIAL", Word::Partly, Some(Lang::En)),
    ("PASFAIT", Word::NotDone, Some(Lang::Fr)),
    ("NOTDONE", Word::NotDone, Some(Lang::En)),
    ("EFFACE", Word::Recalled, Some(Lang::Fr)),
    ("SUPPRIME", Word::Recalled, Some(Lang::Fr)),
    ("DELETED", Word::Recalled, Some(Lang::En)),
    ("ERASED", Word::Recalled, Some(Lang::En)),
    ("AIDE", Word::Help, Some(Lang::Fr)),
    ("HELP", Word::Help, Some(Lang::En)),
    ("PAS", Word::Not, Some(Lang::Fr)),
    ("NOT", Word::Not, Some(Lang::En)),
    ("BIEN", Word::Filler, Some(Lang::Fr)),
    ("ACCUSE", Word::Filler, Some(Lang::Fr)),
    ("LISTE", Word::Filler, Some(Lang::Fr)),
    ("LIST", Word::Filler, Some(Lang::En)),
    ("DE", Word::Filler, None),
    ("D", Word::Filler, None),
    ("J", Word::Filler, None),
    ("OK", Word::Filler, None),
    ("MERCI", Word::Filler, Some(Lang::Fr)),
    ("BONJOUR", Word::Filler, Some(Lang::Fr)),
    ("THANKS", Word::Filler, Some(Lang::En)),
    ("HELLO", Word::Filler, Some(Lang::En)),
    ("LE", Word::Filler, Some(Lang::Fr)),
    ("THE", Word::Filler, Some(Lang::En)),
    ("CODE", Word::Filler, None),
    ("RELAIS", Word::Filler, None),
];

/// Pairs that mean one thing together.
const PAIRS: &[(&str, &str, Word, Lang)] = &[
    ("NO", "SHOW", Word::NoShow, Lang::En),
    ("PAS", "VENU", Word::NoShow, Lang::Fr),
    ("PAS", "VENUE", Word::NoShow, Lang::Fr),
    ("PAS", "FAIT", Word::NotDone, Lang::Fr),
    ("NON", "FAIT", Word::NotDone, Lang::Fr),
    ("PAS", "FOURNI", Word::NotDone, Lang::Fr),
    ("NON", "FOURNI", Word::NotDone, Lang::Fr),
    ("NOT", "DONE", Word::NotDone, Lang::En),
    ("NOT", "PROVIDED", Word::NotDone, Lang::En),
    ("EN", "PARTIE", Word::Partly, Lang::Fr),
];

pub(super) fn word(folded: &str) -> Option<(Word, Option<Lang>)> {
    WORDS
        .iter()
        .find(|(text, ..)| *text == folded)
        .map(|(_, word, lang)| (*word, *lang))
}

pub(super) fn pair(first: &str, second: &str) -> Option<(Word, Lang)> {
    PAIRS
        .iter()
        .find(|(a, b, ..)| *a == first && *b == second)
        .map(|(_, _, word, lang)| (*word, *lang))
}

/// Capitals without accents, as people type on a telephone.
pub(super) fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_uppercase).map(plain).collect()
}

const fn plain(c: char) -> char {
    match c {
        'À' | 'Á' | 'Â' | 'Ä' | 'Ã' => 'A',
        'Ç' => 'C',
        'È' | 'É' | 'Ê' | 'Ë' => 'E',
        'Ì' | 'Í' | 'Î' | 'Ï' => 'I',
        'Ò' | 'Ó' | 'Ô' | 'Ö' | 'Õ' => 'O',
        'Ù' | 'Ú' | 'Û' | 'Ü' => 'U',
        '’' => '\'',
        other => other,
    }
}
