directory-title = Annuaire des prestataires
directory-lead = Qui fait quoi, où, pour qui, et combien de places restent.
directory-own = Mes services
directory-own-lead = Dites en deux gestes où en sont vos places.
directory-own-none = Aucun service
directory-own-none-words = Votre organisation n’a pas de service dans l’annuaire. Écrivez au gestionnaire de l’annuaire.
directory-back = Retour à l’annuaire
directory-need = Besoin
directory-any-need = Tous les besoins
directory-region = Région
directory-region-hint = Les services qui s’y trouvent ou qui la couvrent.
directory-any-region = Toutes les régions
directory-organisation = Organisation
directory-any-organisation = Toutes les organisations
directory-search = Chercher
directory-all = Tout afficher
directory-found = Services
directory-none = Aucun service trouvé
directory-none-words = Élargissez la recherche : une autre région ou tous les besoins.
directory-previous = Page précédente
directory-next = Page suivante
directory-hidden = adresse cachée
directory-hidden-words = L’adresse et le contact ne sont donnés qu’après l’acceptation d’un référencement.
directory-places-unknown = Places non indiquées
directory-takes-nobody = N’accueille pas pour le moment
directory-full = Complet
directory-full-until = Complet, prochaine place le { $day }
directory-few-places = Peu de places
directory-has-places = Des places
directory-closed-until = Fermé, réouverture le { $day }
directory-state-closed = Fermé temporairement
directory-state-draft = Brouillon
directory-state-verified = Vérifié, pas encore publié
directory-state-suspended = Suspendu
directory-state-defunct = N’existe plus
directory-verified-on = Vérifié le { $day }
directory-verify-again = À revérifier (vérifié le { $day })
directory-never-verified = Jamais vérifié
directory-free = Gratuit
directory-always = Jour et nuit, tous les jours
directory-weekdays = lun mar mer jeu ven sam dim
directory-emergencies = Accepte les urgences
directory-reason-told = Raison : { $reason }
directory-what = Ce qui est proposé
directory-needs = Besoins
directory-fee = Frais
directory-access = Accès
directory-wait = Délai jusqu’au premier rendez-vous
directory-hours = Horaires
directory-languages = Langues
directory-interpreter = Interprète
directory-remote = À distance
directory-whom = Pour qui
directory-admits = Accueille
directory-ages = Âge
directory-age-from = { $min } ans et plus
directory-age-to = jusqu’à { $max } ans
directory-age-between = de { $min } à { $max } ans
directory-groups = Groupes cibles
directory-foreigners = Personnes étrangères
directory-irregular = Sans titre de séjour
directory-documents = Documents demandés
directory-conditions = Autres conditions
directory-where = Où et comment joindre
directory-place = Lieu
directory-coverage = Zones couvertes
directory-phone = Téléphone
directory-email = Courriel
directory-channel = Canal préféré
directory-yes = Oui
directory-no = Non
directory-keep = Tenir la fiche à jour
directory-change-places = Mettre les places à jour
directory-overtaken = Cette fiche est à présent : { $state }. { $fresh }.
directory-overtaken-asked = Votre demande « { $verb } » n’est pas enregistrée : relisez la fiche, puis demandez-la à nouveau s’il le faut.
directory-you-wrote = Vous aviez écrit : { $words }
directory-places-overtaken = { $service } est à présent : { $state }. Votre réponse « { $wanted } » n’est pas enregistrée : quelqu’un d’autre a répondu entre-temps. Relisez, puis répondez à nouveau s’il le faut.
directory-confirm = Tout est juste aujourd’hui
directory-activate = Publier
directory-reopen = Rouvrir
directory-close = Fermer temporairement
directory-until = Réouverture le
directory-until-hint = Laissez vide si vous ne savez pas encore.
directory-take-out = Retirer de l’annuaire
directory-reason = Raison
directory-reason-hint = Le prestataire peut la lire.
directory-suspend = Suspendre
directory-wind-up = Le service n’existe plus
directory-changed = La fiche est à jour.
directory-places-changed = Merci, les places sont à jour.
directory-as-of = Dit { $when }
directory-other-number = Un autre nombre
directory-number = Places libres
directory-import = Importer une feuille
directory-import-again = Corriger la feuille
directory-import-lead = Rien n’est écrit avant votre confirmation.
directory-sheet-file = Fichier de votre tableur
directory-sheet-file-hint = Excel (.xlsx), OpenDocument (.ods) ou CSV, 2 Mo au plus. La feuille qui a les titres du modèle est lue ; les formules ne sont pas calculées.
directory-sheet = Ou la feuille, collée
directory-sheet-hint = Copiez les cellules de votre tableur, ligne des titres comprise, ou collez un CSV. Environ 150 lignes à la fois, par fichier comme par collage.
directory-try = Vérifier la feuille
directory-trial = Ce que ferait l’importation
directory-trial-lead = Rien n’est encore écrit.
directory-services-added = services nouveaux
directory-services-changed = services modifiés
directory-services-unchanged = services inchangés
directory-organisations-added = organisations nouvelles
directory-organisations-changed = organisations modifiées
directory-set-aside = lignes mises de côté
directory-set-aside-why = Lignes mises de côté, et pourquoi
directory-nothing-to-write = Rien à écrire : l’annuaire a déjà tout.
directory-imported = La feuille est importée.
directory-export = Emporter la liste :
directory-export-csv-name = annuaire.csv
directory-export-xlsx-name = annuaire.xlsx
directory-export-service = Service
directory-export-state = État
directory-export-department = Département
directory-export-town = Localité
directory-export-address = Adresse
directory-export-wait = Attente (jours)
directory-export-next = Prochaine place
directory-export-verified = Vérifié le
directory-export-fresh = Vérification à jour
directory-places =
    { $n ->
    [one] { $n } place libre
   *[other] { $n } places libres
}
directory-days =
    { $n ->
    [0] le jour même
    [one] { $n } jour
   *[other] { $n } jours
}
directory-notes =
    { $n ->
    [one] { $n } remarque
   *[other] { $n } remarques
}
directory-write =
    { $n ->
    [one] Écrire { $n } fiche
   *[other] Écrire { $n } fiches
}
directory-profile = Données ouvertes de l’annuaire
directory-profile-lead = Ce que cette interface HSDS ajoute à la norme, pour qui écrit des programmes.
directory-find = Trouver un service
directory-find-lead = Un abri, un médecin, des papiers, un métier : qui aide, où, à quelles conditions. Sans compte ; rien de ce que vous cherchez n’est gardé.
directory-find-words = Que cherchez-vous ?
directory-find-words-hint = Quelques mots, avec ou sans accents. Une faute de frappe est comprise.
directory-find-more = Plus de critères
directory-find-open = Ouvert maintenant
directory-find-conditions = Seulement les services qui le disent
directory-find-conditions-hint = Un service qui n’a rien dit n’est pas montré : appelez-le quand même si besoin.
directory-find-language = Langue parlée
directory-find-any-language = Toutes les langues
directory-find-count = { $n ->
    [0] Aucun service
    [one] { $n } service
   *[other] { $n } services
}
directory-find-corrected = Rien ne s’écrit comme vous l’avez tapé. Cherché à la place : { $words }
directory-find-back = Retour à la recherche
directory-find-reach = Y aller, appeler
directory-find-site = Site web
directory-find-from-age = à partir de { $age } ans
directory-find-to-age = jusqu’à { $age } ans
directory-template = Modèle à remplir (CSV)
directory-template-name = feuille-de-recensement.csv

mapping-title = Couverture des besoins
mapping-lead = Où chaque besoin trouve un service, où personne n’y répond.
mapping-open = Couverture
mapping-gaps = Ce qui manque
mapping-gaps-lead = { $everywhere ->
    [0] Aucun besoin n’a de service dans tous les départements.
    [one] Un besoin a un service dans tous les départements.
   *[other] { $everywhere } besoins ont un service dans tous les départements.
 }
mapping-no-region = Aucun service : { $regions }
mapping-no-department = Région servie, mais pas ces départements : { $departments }
mapping-show-departments = Départements sans service dans les régions servies
mapping-table = Services par besoin et par région
mapping-key = Chaque chiffre compte les services publiés qui disent servir la région, en tout ou en partie. Souligné d’un trait : une seule organisation. Tiret : personne.
mapping-unsaid = { $n ->
    [one] Un service ne dit pas quelle zone il couvre : il est compté là où il se trouve.
   *[other] { $n } services ne disent pas quelle zone ils couvrent : ils sont comptés là où ils se trouvent.
 }
mapping-nobody = personne
mapping-single = une seule organisation
mapping-doubled = À rapprocher
mapping-doubled-lead = Plus de deux organisations pour un même besoin dans un même département, avec moins de la moitié des places occupées (SV-05).
mapping-doubled-none = Rien à rapprocher
mapping-used = { $share } % des places occupées
mapping-use-unknown = Places non indiquées
mapping-ending = Financements qui s’arrêtent
mapping-ending-lead = Dans les 90 jours, ou déjà arrêtés.
mapping-ending-none = Aucun financement connu ne s’arrête dans les 90 jours
mapping-ends = Financé jusqu’au { $day }
mapping-alone = Seule à répondre : { $need } ({ $regions })
mapping-others-serve = D’autres répondent aux mêmes besoins dans les mêmes régions.
mapping-papers = Engagements des organisations
mapping-papers-lead = Des { $n } organisations qui ont un service publié (SV-07).
mapping-has-agreement = Convention signée
mapping-has-psea = Code PEAS
mapping-has-data = Protection des données
mapping-has-validation = Fiche validée en atelier
mapping-of = { $n } sur { $all }
mapping-export = Emporter le tableau qui-fait-quoi-où (3W, balises HXL) :
mapping-export-csv-name = qui-fait-quoi-ou.csv
mapping-export-xlsx-name = qui-fait-quoi-ou.xlsx
mapping-funder = Financement
mapping-sector = Secteur
mapping-activity = Activité
mapping-region-code = Code de la région
mapping-department-code = Code du département
mapping-start = Début
mapping-end = Fin du financement
mapping-targeted = Places par mois
mapping-agreement = Convention
mapping-validation = Validation
mapping-in-use = en cours
mapping-map = Carte
mapping-show-on-map = Montrer sur la carte
mapping-map-of = Services pour : { $need }
mapping-map-of-all = Services par région
mapping-map-key = Plus le rond est grand, plus la région a de services. Un petit cercle vide : personne. Le tableau dit la même chose en chiffres.
mapping-borders = Frontières : Natural Earth. Leur tracé n’exprime aucune position.
directory-find-map = Où ils se trouvent
directory-find-map-key = Un rond par ville, avec son nombre de services. Ceux dont le point n’est pas connu sont dans la liste seulement.

verification-title = Vérification des fiches
verification-lead = Les prestataires confirment ou corrigent leurs fiches par un lien, sans compte.
verification-to = Vérifications
verification-waiting = Corrections à examiner
verification-waiting-none = Aucune correction n’attend
verification-says-gone = Le prestataire dit que ce service n’existe plus
verification-before = Avant :
verification-after = Après :
verification-remarks = Remarque : { $words }
verification-take = Reprendre dans l’annuaire
verification-refuse = Écarter
verification-rounds = Tournées
verification-whom = Qui interroger
verification-whom-hint = Chaque organisation reçoit un lien par son canal préféré ; celles qui ont déjà un lien ouvert ne sont pas relancées.
verification-due = Les organisations dont une fiche est à revérifier
verification-everybody = Toutes les organisations qui ont une fiche publiée
verification-open = Ouvrir une tournée
verification-opened = Tournée ouverte : les liens partent.
verification-settled = C’est noté.
verification-overtaken = La fiche a changé entre-temps : voici la différence d’aujourd’hui.
verification-round = Tournée du { $when }
verification-progress = { $answered ->
    [0] Aucune réponse
    [one] Une réponse
   *[other] { $answered } réponses
 } sur { $asked }
verification-silent = { $n ->
    [one] Une organisation n’a pas répondu
   *[other] { $n } organisations n’ont pas répondu
 }
verification-link = son lien
verification-until = Ouvert jusqu’au { $when }
verification-nothing = non indiqué
verification-door = Vos services dans l’annuaire
verification-door-lead = Est-ce toujours exact ? Confirmez d’un geste, ou corrigez.
verification-door-none = Aucune fiche à vérifier
verification-hidden = L’adresse et le contact de ce service sont protégés : ils ne s’affichent pas ici.
verification-confirm = Tout est exact
verification-correct = Corriger
verification-correct-lead = Le gestionnaire de l’annuaire regarde vos corrections avant de les reprendre.
verification-hours-hint = Par exemple : lun-ven 8h-16h; sam 8h-12h, ou 24h/24.
verification-wait-hint = En jours.
verification-remark = Autre chose à corriger
verification-remark-hint = Aucun nom de personne accompagnée.
verification-send = Envoyer les corrections
verification-gone = Ce service n’existe plus
verification-thanks = Merci, c’est noté.
verification-you-confirmed = Vous avez confirmé
verification-you-corrected = Correction envoyée, en attente d’examen
verification-you-said-gone = Vous avez dit que ce service n’existe plus

reliability-title = Fiabilité de la fiche
reliability-verified = { $days ->
    [0] Vérifiée aujourd’hui
    [one] Vérifiée hier
   *[other] Vérifiée il y a { $days } jours
 }
reliability-overdue = Plus vérifiée depuis { $days } jours
reliability-never = Personne ne s’en est encore porté garant
reliability-answers = { $of ->
    [one] Le seul référencement des 180 derniers jours a reçu une réponse
   *[other] Les { $of } référencements des 180 derniers jours ont tous reçu une réponse
 }
reliability-answers-some = Répond aux référencements
reliability-silence = { $silent } sans réponse, sur { $of } référencements en 180 jours
reliability-silence-some = Laisse des référencements sans réponse
reliability-wrong = { $times ->
    [one] Un refus depuis la dernière vérification que la fiche ne laissait pas prévoir (complet, hors zone, arrêté…)
   *[other] { $times } refus depuis la dernière vérification que la fiche ne laissait pas prévoir (complet, hors zone, arrêté…)
 }
reliability-wrong-some = Des refus que la fiche ne laissait pas prévoir
reliability-dropped = La source de cette fiche ne donne plus ce service
reliability-rounds = { $rounds ->
    [one] Une demande de vérification sans réponse
   *[other] { $rounds } demandes de vérification de suite sans réponse
 }
reliability-disputed = Une autre source dit autre chose
history-title = Histoire de la fiche
history-open = Histoire de la fiche
history-lead = Ce que la fiche a dit, et par qui elle a changé. Les places n’y sont pas : elles changent à chaque référencement.
history-back = Retour à la fiche
history-none = Rien n’a changé depuis que l’histoire est gardée
history-before = Avant que l’histoire soit gardée
history-first = Première version gardée
history-nothing-shown = Rien de ce qui se montre n’a changé
directory-name = Nom
directory-dimension = Domaine
directory-visibility = Qui la voit
directory-state-active = Publiée

dispute-title = Désaccords entre sources
dispute-to = Désaccords
dispute-lead = Une feuille ou un paquet de données dit autre chose que l’annuaire. Rien ne change avant votre décision.
dispute-none = Aucun désaccord n’attend
dispute-sheet = feuille de recensement
dispute-package = paquet de données « { $source } »
dispute-held-by = Tenu par « { $source } »
dispute-keep = Garder ce que dit l’annuaire
dispute-take = Reprendre l’autre source
dispute-settle = Trancher
dispute-settled = C’est tranché.
dispute-description = Description
dispute-trial = { $n ->
    [one] Pour un service, le prestataire ou vous avez dit autre chose depuis : la fiche reste comme elle est, et vous trancherez dans « Désaccords ».
   *[other] Pour { $n } services, les prestataires ou vous avez dit autre chose depuis : ces fiches restent comme elles sont, et vous trancherez dans « Désaccords ».
 }

directory-sheet-title = Feuille de recensement
directory-sheet-xlsx-name = feuille-de-recensement.xlsx
directory-sheet-export = Emporter la feuille telle que l’annuaire la remplit, pour la corriger et la rapporter :
directory-brought = Services reçus d’un paquet de données
directory-brought-lead = Ils sont publics, mais personne n’y est référé tant qu’ils n’ont pas de fiche. Emportez-les, complétez le type d’organisation, les besoins et la dimension, puis envoyez la feuille ici :
directory-brought-csv-name = services-sans-fiche.csv
directory-brought-xlsx-name = services-sans-fiche.xlsx
mapping-document-title = Cartographie des acteurs
mapping-document-lead = Qui fait quoi, où et pour qui. Les lignes vides sont à remplir avec les organisations.
mapping-document-organisations = Organisations
mapping-document-most = Services, au plus
mapping-document-regions = Régions servies
mapping-document-bare = Régions sans service
mapping-document-export = Emporter la cartographie, à corriger en atelier (Word) ou à conserver (PDF) :
mapping-document-docx-name = cartographie.docx
mapping-document-pdf-name = cartographie.pdf
organisation-open = L’organisation
organisation-who = Qui elle est
organisation-acronym = Sigle
organisation-mandate = Mandat
organisation-kind = Type
organisation-charted = Recensement
organisation-workshop = Atelier
organisation-no-service = Aucun service publié
booklet-print = Livret de la région (PDF)
booklet-title = Services publics : { $region }
booklet-file-name = livret.pdf
booklet-call-first = Téléphonez avant de vous déplacer : les horaires et les places changent.
booklet-not-all = Ce livret donne { $shown } services sur { $all } : choisissez un besoin pour les voir tous.
booklet-elsewhere = Sans lieu indiqué
offline-title = Tout l’annuaire public
offline-open = Tout l’annuaire sur une page, lisible sans réseau
offline-lead = Tous les services publics, tels qu’ils étaient le { $when }.
offline-kept = Cet annuaire reste lisible sans réseau sur cet appareil.
offline-gone = Cet annuaire n’est pas gardé sur cet appareil.
offline-forget = L’effacer d’ici
offline-keep = Le garder ici
map-explore = Déplacer et agrandir la carte
map-close = Carte fixe
map-failed = La carte n’est pas arrivée : réessayer
map-in = Agrandir
map-out = Réduire
dispute-note = Retenir les désaccords

places-waiting = { $n ->
    [one] Une personne est sur la liste d’attente
   *[other] { $n } personnes sont sur la liste d’attente
 }
places-by-sms = Par SMS
places-by-sms-words = Sans connexion, depuis n’importe quel téléphone, avec le code de ce service. Ne le donnez qu’à ceux qui tiennent les places à jour.
places-sms-free = PLACES { $code } 3
places-sms-free-means = trois places libres
places-sms-full = COMPLET { $code } 25/03
places-sms-full-means = complet ; la date est facultative
places-sms-closed = FERME { $code }
places-sms-closed-means = fermé pour le moment
places-new-code = Changer le code
places-code-renewed = Le code est changé : l’ancien ne vaut plus rien.

offers-title = Offres
offers-lead = Emplois, stages, places de formation et commandes que les entreprises et les partenaires ouvrent aux personnes de retour.
offers-new = Faire une offre
offers-new-lead = Dites combien de places, pour qui sait faire quoi, et à quelles conditions.
offers-back = Retour aux offres
offers-places = places offertes
offers-placed = personnes placées
offers-waiting = propositions en attente
offers-refused = propositions refusées
offers-skills = Ce que la personne sait faire
offers-skills-hint = Métier, expérience, langues. Ni nom, ni rien qui la fasse reconnaître.
offers-search = Chercher une offre
offers-list = Toutes les offres
offers-none = Aucune offre
offers-none-words = Les entreprises et les partenaires les font ici ; le gestionnaire de l’annuaire aussi, pour ceux qui n’ont pas de compte.
offers-everywhere = Tout le pays
offers-fits = Correspond à ce que la personne sait faire
offers-left = { $n ->
    [one] { $n } place
   *[other] { $n } places
 }
offers-full = Complète
offers-over = Échue
offers-own = Mon organisation
offers-kind = Ce qui est offert
offers-what = Intitulé
offers-what-hint = Par exemple : trois couturières pour l’atelier de Bonabéri.
offers-quota = Nombre de places
offers-wanted = Ce qu’il faut savoir faire
offers-conditions = Conditions
offers-conditions-hint = Salaire, horaires, logement, protection contre les abus, personne à qui se plaindre.
offers-from = À partir du
offers-until = Jusqu’au
offers-until-hint = Dernier jour où l’on peut proposer quelqu’un.
offers-contact = Contact
offers-contact-hint = Un bureau et un numéro. Il n’est montré qu’après un placement.
offers-contact-later = Le contact est donné quand une proposition est acceptée.
offers-period = Période
offers-from-day = à partir du { $day }
offers-until-day = jusqu’au { $day }
offers-between = du { $from } au { $until }
offers-make = Publier l’offre
offers-made = L’offre est publiée.
offers-changed = L’offre est à jour.
offers-change = Modifier l’offre
offers-overtaken = Quelqu’un d’autre a changé ceci entre-temps : relisez, puis recommencez s’il le faut.
offers-propose = Proposer quelqu’un
offers-proposed = C’est proposé, sans nom.
offers-level = Niveau
offers-candidacies = Propositions
offers-candidacies-none = Aucune proposition
offers-place = Placer
offers-refuse = Refuser
offers-withdraw = Retirer la proposition
offers-answered = C’est noté.
offers-keep = Tenir l’offre à jour
offers-reopen = Rouvrir
offers-pause = Mettre en pause
offers-close = Clore
partnership-title = Partenariats
partnership-lead = Du premier contact aux résultats : administrations, entreprises et leur groupement, agences, programmes.
partnership-none = Aucun partenariat suivi
partnership-begin = Suivre un partenariat
partnership-partner = Partenaire
partnership-aim = Ce qu’il pourrait apporter
partnership-aim-hint = Places, achats, formation, financement ; à quelles conditions.
partnership-contact-hint = Un bureau et un numéro.
partnership-next = Prochaine étape
partnership-when = Pour le
partnership-due = { $day }
partnership-late = { $day }, dépassé
partnership-steps = Ce qui a été fait
partnership-step = Noter une étape
partnership-done = Ce qui a été fait
partnership-stage = Où en est-on
partnership-note = Noter
partnership-noted = C’est noté.
reliability-vouched = Dernière vérification le { $day }, { $hand }
dispute-more = { $n } désaccords attendent : voici les plus anciens.
