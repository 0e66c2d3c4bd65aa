use relais_kernel::Localised;

use crate::VERSION;

/// A heading of the profile and what stands under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    pub heading: Localised,
    pub text: Vec<Localised>,
}

/// What this API adds to the standard and how it reads what the standard leaves open: the text behind `profile` at the root.
pub fn profile() -> Vec<Passage> {
    vec![
        base(),
        languages(),
        questions(),
        readings(),
        withheld(),
        ended(),
        newer(),
    ]
}

fn passage<const N: usize>(fr: &str, en: &str, text: [(&str, &str); N]) -> Passage {
    Passage {
        heading: Localised::new(fr, en),
        text: text.map(|(fr, en)| Localised::new(fr, en)).into(),
    }
}

fn base() -> Passage {
    Passage {
        heading: Localised::new("Socle", "Base"),
        text: vec![Localised::new(
            format!(
                "Les enregistrements suivent HSDS {VERSION} (Open Referral) : aucun champ de la norme n’est renommé, aucun \
                 n’est exigé en plus. Un champ vide est absent."
            ),
            format!(
                "Records follow HSDS {VERSION} (Open Referral): no field of the standard is renamed, none is required \
                 besides. A field with nothing in it is not there."
            ),
        )],
    }
}

fn languages() -> Passage {
    passage(
        "Langues",
        "Languages",
        [
            (
                "La norme ne prévoit pas de traductions. Le paramètre `lang`, ou à défaut l’en-tête Accept-Language, choisit \
                 la langue des textes ; les identifiants restent les mêmes. Content-Language dit la langue donnée.",
                "The standard has no translations. The parameter `lang`, or else the header Accept-Language, picks the \
                 language of the texts; ids stay the same. Content-Language says which language is given.",
            ),
            (
                "Un texte qui n’est pas traduit est donné dans la langue de l’annuaire.",
                "A text that is not translated is given in the language of the directory.",
            ),
        ],
    )
}

fn questions() -> Passage {
    passage(
        "Paramètres ajoutés",
        "Parameters added",
        [
            (
                "`latitude` et `longitude`, ensemble, donnent le centre de `proximity` à la place d’un code postal.",
                "`latitude` and `longitude`, together, give the centre of `proximity` in place of a postal code.",
            ),
            (
                "`minimum_age` et `maximum_age` gardent les services ouverts à une personne de la tranche d’âge demandée ; \
                 un service qui ne dit pas d’âge est gardé.",
                "`minimum_age` and `maximum_age` keep the services open to someone of the ages asked for; a service that \
                 says no age is kept.",
            ),
            (
                "`day` (MO, TU, WE, TH, FR, SA, SU), `start_time` et `end_time` (HH:MM) gardent ce qui est ouvert ce \
                 jour-là, entre ces heures.",
                "`day` (MO, TU, WE, TH, FR, SA, SU), `start_time` and `end_time` (HH:MM) keep what is open on that day, \
                 between those hours.",
            ),
        ],
    )
}

fn readings() -> Passage {
    passage(
        "Lectures de la norme",
        "How the standard is read",
        [
            (
                "`minimal` donne `id`, `name`, `status` et `last_modified`, sur une seule page : le champ que la norme appelle \
                 `modified_date` dans ce paramètre n’existe pas ailleurs, et le schéma exige le nom et le statut.",
                "`minimal` gives `id`, `name`, `status` and `last_modified`, on one page: what the standard calls \
                 `modified_date` with this parameter exists nowhere else, and the schema wants name and status.",
            ),
            (
                "`top_only` donne les termes sans parent.",
                "`top_only` gives the terms that have no parent.",
            ),
            (
                "Les paramètres se cumulent. Une recherche par POST ne change rien ; ce qui est demandé peut se trouver dans le \
                 corps, hors de l’adresse.",
                "Parameters add up. A search by POST changes nothing; what is asked may stand in the body, out of the address.",
            ),
            ("Les distances sont approximatives.", "Distances are approximate."),
        ],
    )
}

fn withheld() -> Passage {
    passage(
        "Lieux confidentiels",
        "Confidential places",
        [(
            "Un lieu confidentiel n’est jamais donné : ni dans une liste, ni seul, ni par la recherche ou la proximité, ni dans \
             un paquet. Rien ne dit qu’il existe.",
            "A confidential place is never given: not in a list, not alone, not by search or proximity, not in a package. \
             Nothing tells that there is one.",
        )],
    )
}

fn ended() -> Passage {
    passage(
        "Services terminés",
        "Services that have ended",
        [(
            "Un service qui a pris fin reste visible avec le statut `defunct`, pour que ceux qui suivent les changements par \
             `modified_after` l’apprennent.",
            "A service that has ended stays to be seen with the status `defunct`, so that those who follow changes by \
             `modified_after` learn of it.",
        )],
    )
}

fn newer() -> Passage {
    passage(
        "Champs de HSDS 3.3",
        "Fields of HSDS 3.3",
        [(
            "`operating_hours` et `events` d’un service, et `group` d’un horaire, sont donnés là où ils ont été reçus.",
            "`operating_hours` and `events` of a service, and `group` of a schedule, are given where they have been received.",
        )],
    )
}
