use relais_kernel::Lang;

use super::MessageKind;

/// The words of a message; `{code}` is the only thing that is filled in, besides the link below them.
pub(super) struct Text {
    pub subject: &'static str,
    pub body: &'static str,
    /// GSM 7-bit alphabet only: é, è and à, but neither ç nor ê.
    pub sms: &'static str,
}

const fn text_of(subject: &'static str, body: &'static str, sms: &'static str) -> Text {
    Text { subject, body, sms }
}

/// Below every mail.
pub(super) const fn foot(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => {
            "Ce message ne contient volontairement aucune information sur une personne. N’en ajoutez pas en répondant."
        }
        Lang::En => "This message deliberately holds no information about a person. Add none when you reply.",
    }
}

pub(super) const fn text(kind: MessageKind, lang: Lang) -> Text {
    match lang {
        Lang::Fr => french(kind),
        Lang::En => english(kind),
    }
}

const fn french(kind: MessageKind) -> Text {
    match kind {
        MessageKind::NewReferral => text_of(
            "Nouveau référencement {code}",
            "Un référencement vous attend : {code}.\n\nAccusez réception, puis répondez : deux gestes suffisent, sans compte.",
            "Relais: nouveau référencement {code}. Répondez RECU, OUI ou NON 1-9 + ce code.",
        ),
        MessageKind::Reminder => text_of(
            "Relance : référencement {code}",
            "Le référencement {code} attend que vous agissiez.",
            "Relais: relance, le référencement {code} vous attend.",
        ),
        MessageKind::Escalation => text_of(
            "En retard : référencement {code}",
            "Le référencement {code} est en retard dans votre équipe. Merci d’y veiller aujourd’hui.",
            "Relais: le référencement {code} est en retard dans votre équipe.",
        ),
        MessageKind::Coordination => text_of(
            "À suivre : référencement {code}",
            "Le référencement {code} reste sans suite malgré les relances. Il attend votre intervention.",
            "Relais: le référencement {code} reste sans suite malgré les relances.",
        ),
        MessageKind::InformationAsked => text_of(
            "Complément demandé : référencement {code}",
            "La structure réceptrice vous demande un complément pour le référencement {code}.",
            "Relais: un complément est demandé pour le référencement {code}.",
        ),
        MessageKind::InformationGiven => text_of(
            "Complément fourni : référencement {code}",
            "Le complément demandé pour le référencement {code} est arrivé. C’est à vous de décider.",
            "Relais: complément fourni pour {code}. C'est à vous de décider.",
        ),
        MessageKind::Answered => text_of(
            "Réponse : référencement {code}",
            "La structure réceptrice a répondu au référencement {code}.",
            "Relais: le référencement {code} a une réponse.",
        ),
        MessageKind::NoShowAlert => text_of(
            "Rendez-vous manqué : référencement {code}",
            "Le rendez-vous du référencement {code} n’a pas eu lieu.",
            "Relais: le rendez-vous du référencement {code} n'a pas eu lieu.",
        ),
        MessageKind::FeedbackArrived => text_of(
            "Retour : référencement {code}",
            "La structure réceptrice a fait son retour sur le référencement {code}. Lisez-le, puis clôturez.",
            "Relais: retour fait sur le référencement {code}. A lire et clore.",
        ),
        MessageKind::Unanswered => text_of(
            "Sans réponse : référencement {code}",
            "Le délai du référencement {code} est écoulé sans décision. La coordination est prévenue.",
            "Relais: référencement {code} sans réponse, délai écoulé.",
        ),
        MessageKind::Rerouting => text_of(
            "À réorienter : référencement {code}",
            "Le référencement {code} est resté sans réponse : trouvez une autre solution pour ce besoin.",
            "Relais: référencement {code} à réorienter.",
        ),
        MessageKind::Recall => text_of(
            "Référencement rappelé : {code}",
            "Le référencement {code} est rappelé. Arrêtez toute démarche, effacez ce que vous avez reçu et confirmez-le dans les cinq jours.",
            "Relais: référencement {code} rappelé. Stoppez, effacez, puis répondez EFFACE + ce code.",
        ),
        MessageKind::Erased => text_of(
            "À effacer chez vous : {code}",
            "Le dossier du référencement {code} a été effacé. Effacez ce que vous avez reçu, copies papier et messages compris, puis confirmez-le : un geste suffit, sans compte.",
            "Relais: le dossier du référencement {code} est effacé. Effacez aussi, puis répondez EFFACE + ce code.",
        ),
        MessageKind::TransferAsked => text_of(
            "Transfert demandé : {code}",
            "On vous demande de reprendre un dossier : {code}.",
            "Relais: transfert de dossier demandé, {code}.",
        ),
        MessageKind::TransferAnswered => text_of(
            "Réponse au transfert {code}",
            "Votre demande de transfert {code} a reçu une réponse.",
            "Relais: réponse à votre demande de transfert {code}.",
        ),
        MessageKind::EmergencyOpened => text_of(
            "Dossier ouvert en urgence : {code}",
            "Une autre structure vient d’ouvrir un dossier en urgence : {code}. Voyez pourquoi, et examinez si c’était justifié.",
            "Relais: un dossier a été ouvert en urgence, {code}. A examiner.",
        ),
        MessageKind::RecoveryAsked => text_of(
            "Second facteur à récupérer : {code}",
            "Une personne de votre structure, ou quelqu’un qui connaît son mot de passe, dit avoir perdu son téléphone ou sa clé d’accès et demande à les remplacer : {code}.\n\nSi personne chez vous ne s’y attend, prévenez tout de suite votre superviseur. Il voit la demande sous Personnes, à l’adresse ci-dessous, et peut l’arrêter.",
            "Relais: second facteur à récupérer chez vous, {code}. Inattendu? Prévenez le superviseur.",
        ),
        MessageKind::RecoveryDone => text_of(
            "Second facteur récupéré : {code}",
            "Le second facteur d’une personne de votre structure vient d’être écarté pour être remplacé, après confirmation de deux personnes : {code}.\n\nSi personne chez vous ne s’y attend, prévenez tout de suite votre superviseur. Sous Personnes, à l’adresse ci-dessous, il peut déconnecter ce compte et retenir ses droits.",
            "Relais: second facteur récupéré chez vous, {code}. Inattendu? Prévenez le superviseur.",
        ),
        MessageKind::MissionAsked => text_of(
            "Mission demandée : {code}",
            "Une mission attend une réponse : {code}. La personne à qui elle est demandée la trouve à l’adresse ci-dessous.",
            "Relais: la mission {code} attend une réponse.",
        ),
        MessageKind::MissionChanged => text_of(
            "Mission à une autre heure : {code}",
            "L’heure de la mission {code} a changé : elle attend une nouvelle réponse de la personne à qui elle est demandée.",
            "Relais: l'heure de la mission {code} a changé, à confirmer.",
        ),
        MessageKind::MissionCancelled => text_of(
            "Mission annulée : {code}",
            "La mission {code} est annulée : que personne n’y aille plus.",
            "Relais: la mission {code} est annulée, n'y allez plus.",
        ),
        MessageKind::Verification => text_of(
            "Vos services dans l’annuaire : {code}",
            "L’annuaire du mécanisme vous demande si ce qu’il dit de vos services est toujours exact. Confirmez ou corrigez à l’adresse ci-dessous, sans compte.",
            "Relais: vos services dans l'annuaire sont-ils à jour? {code}",
        ),
    }
}

const fn english(kind: MessageKind) -> Text {
    match kind {
        MessageKind::NewReferral => text_of(
            "New referral {code}",
            "A referral is waiting for you: {code}.\n\nSay that it arrived, then answer: two taps, no account needed.",
            "Relais: new referral {code}. Reply ACK, YES or NO 1-9 + this code.",
        ),
        MessageKind::Reminder => text_of(
            "Reminder: referral {code}",
            "Referral {code} is waiting for you to act.",
            "Relais: reminder, referral {code} is waiting for you.",
        ),
        MessageKind::Escalation => text_of(
            "Overdue: referral {code}",
            "Referral {code} is overdue in your team. Please see to it today.",
            "Relais: referral {code} is overdue in your team.",
        ),
        MessageKind::Coordination => text_of(
            "For follow-up: referral {code}",
            "Nothing has come of referral {code} in spite of reminders. It is waiting for you to step in.",
            "Relais: no progress on referral {code} in spite of reminders.",
        ),
        MessageKind::InformationAsked => text_of(
            "Information asked for: referral {code}",
            "The receiving organisation is asking you for information on referral {code}.",
            "Relais: information is asked for on referral {code}.",
        ),
        MessageKind::InformationGiven => text_of(
            "Information given: referral {code}",
            "The information you asked for on referral {code} has arrived. It is for you to decide.",
            "Relais: information given on {code}. It is for you to decide.",
        ),
        MessageKind::Answered => text_of(
            "Answer: referral {code}",
            "The receiving organisation has answered referral {code}.",
            "Relais: referral {code} has been answered.",
        ),
        MessageKind::NoShowAlert => text_of(
            "Appointment missed: referral {code}",
            "The appointment for referral {code} did not take place.",
            "Relais: the appointment for referral {code} did not take place.",
        ),
        MessageKind::FeedbackArrived => text_of(
            "Feedback: referral {code}",
            "The receiving organisation has given feedback on referral {code}. Read it, then close.",
            "Relais: feedback given on referral {code}. To be read and closed.",
        ),
        MessageKind::Unanswered => text_of(
            "No answer: referral {code}",
            "The time for referral {code} has run out without a decision. The coordination has been told.",
            "Relais: referral {code} has had no answer in time.",
        ),
        MessageKind::Rerouting => text_of(
            "To reroute: referral {code}",
            "Referral {code} went unanswered: find another way to meet this need.",
            "Relais: referral {code} is to be rerouted.",
        ),
        MessageKind::Recall => text_of(
            "Referral recalled: {code}",
            "Referral {code} is recalled. Stop all work on it, delete what you received and confirm it within five days.",
            "Relais: referral {code} is recalled. Stop, delete, then reply DELETED + this code.",
        ),
        MessageKind::Erased => text_of(
            "To be erased at your place: {code}",
            "The case of referral {code} was erased. Erase what you received, paper copies and messages included, then confirm it: one tap, no account needed.",
            "Relais: the case of referral {code} was erased. Erase it too, then reply DELETED + this code.",
        ),
        MessageKind::TransferAsked => text_of(
            "Transfer requested: {code}",
            "You are asked to take over a case: {code}.",
            "Relais: transfer of a case requested, {code}.",
        ),
        MessageKind::TransferAnswered => text_of(
            "Answer to transfer {code}",
            "Your request for transfer {code} has been answered.",
            "Relais: your request for transfer {code} has been answered.",
        ),
        MessageKind::EmergencyOpened => text_of(
            "Case opened in an emergency: {code}",
            "Another organisation has just opened a case in an emergency: {code}. See why, and review whether it was founded.",
            "Relais: a case was opened in an emergency, {code}. To be reviewed.",
        ),
        MessageKind::RecoveryAsked => text_of(
            "Second factor to be recovered: {code}",
            "Somebody of your organisation, or somebody who knows their password, says that the telephone or the passkey is lost and asks to replace it: {code}.\n\nIf nobody of you expects this, tell your supervisor at once. They see the request under People, at the address below, and can stop it.",
            "Relais: second factor to be recovered in your team, {code}. Unexpected? Tell the supervisor.",
        ),
        MessageKind::RecoveryDone => text_of(
            "Second factor recovered: {code}",
            "The second factor of somebody of your organisation was just set aside to be replaced, after two people confirmed it: {code}.\n\nIf nobody of you expects this, tell your supervisor at once. Under People, at the address below, they can sign this account out and withhold its rights.",
            "Relais: second factor recovered in your team, {code}. Unexpected? Tell the supervisor.",
        ),
        MessageKind::MissionAsked => text_of(
            "Mission asked for: {code}",
            "A mission is waiting for an answer: {code}. Whoever is asked finds it at the address below.",
            "Relais: mission {code} is waiting for an answer.",
        ),
        MessageKind::MissionChanged => text_of(
            "Mission at another time: {code}",
            "The time of mission {code} has changed: it is waiting for a new answer of whoever is asked.",
            "Relais: the time of mission {code} has changed, please confirm.",
        ),
        MessageKind::MissionCancelled => text_of(
            "Mission cancelled: {code}",
            "Mission {code} is cancelled: nobody goes there any more.",
            "Relais: mission {code} is cancelled, do not go there.",
        ),
        MessageKind::Verification => text_of(
            "Your services in the directory: {code}",
            "The directory of the mechanism asks whether what it says of your services is still right. Confirm or correct it at the address below, without an account.",
            "Relais: are your services in the directory up to date? {code}",
        ),
    }
}
