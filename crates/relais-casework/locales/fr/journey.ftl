journey-title = Parcours
journey-link = Parcours
journey-before = Avant l’accueil
journey-countries = Pays traversés
journey-back-on = Date du retour
journey-road-unknown = Le trajet n’a pas été noté.
journey-since = Depuis l’accueil
journey-more = Seuls les moments les plus récents sont affichés.
journey-handed-over = Personne remise à une structure
journey-identified = Personne identifiée
journey-screened = Premier tri fait
journey-not-in-scope = Ne relève pas du mécanisme
journey-duplicate = Dossier reconnu comme doublon
journey-redirected = Personne orientée ailleurs
journey-registered = Dossier enregistré
journey-consent-given = Consentement donné
journey-consent-refused = Consentement refusé
journey-consent-withdrawn = { $n ->
    [one] Consentement retiré
   *[other] { $n } consentements retirés
 }
journey-consent-expired = { $n ->
    [one] Consentement expiré
   *[other] { $n } consentements expirés
 }
journey-need = { $n ->
    [one] Besoin noté
   *[other] { $n } besoins notés
 }
journey-assessed = Évaluation validée
journey-planned = Plan validé
journey-referral-sent = Référencement envoyé
journey-referral-acknowledged = Réception confirmée
journey-referral-waitlisted = Sur liste d’attente
journey-referral-accepted = Accepté
journey-referral-declined = Non accepté
journey-referral-expired = Resté sans réponse
journey-referral-withdrawn = Référencement retiré
journey-referral-cancelled = Référencement annulé
journey-no-show = Rendez-vous manqué
journey-outcome = Résultat reçu
journey-unmet = Besoin resté sans réponse
journey-service = Prise en charge commencée
journey-follow-up = { $n ->
    [one] Suivi fait
   *[other] { $n } suivis faits
 }
journey-on-hold = Dossier suspendu
journey-resumed = Dossier repris
journey-contact-lost = Contact perdu
journey-reached = Personne jointe
journey-transfer-asked = Transfert du dossier demandé
journey-transfer-rejected = Transfert refusé
journey-moved = Dossier transféré
journey-closed = Dossier clos
journey-reopened = Dossier rouvert
journey-death = Décès noté
