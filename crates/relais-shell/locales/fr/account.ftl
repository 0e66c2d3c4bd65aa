account-login = Adresse électronique
account-password = Mot de passe
account-name = Nom
account-organisation = Structure
account-roles = Rôles
account-language = Langue

account-sign-in-title = Connexion
account-sign-in-lead = Avec l’adresse et le mot de passe de votre compte.
account-sign-in = Se connecter
account-sign-in-help = Pas de compte, ou mot de passe oublié ? L’administrateur du mécanisme ou votre superviseur vous envoie un lien.
account-find = Trouver un service (sans compte)
account-report = Signaler quelque chose sans compte et sans donner son nom
account-signed-out = Vous êtes déconnecté.
account-demo-title = Essayer la démonstration
account-demo-lead = Toutes les personnes sont inventées. Un seul mot de passe pour tous ces comptes : { $password }
account-demo-try = Essayer

account-code-title = Second facteur
account-code-lead = Le mot de passe est bon. Il reste le second facteur.
account-code = Code à six chiffres
account-code-hint = Il change toutes les 30 secondes dans votre application d’authentification.
account-code-give = Continuer
account-code-lost = Téléphone ou clé d’accès perdus ?

account-lost-title = Second facteur perdu
account-lost-lead = Deux personnes confirment que c’est bien vous, puis vous créez un nouveau second facteur.
account-lost-step-ask = Faites la demande ici.
account-lost-step-tell = Appelez votre superviseur et un administrateur du mécanisme, ou allez les voir : deux personnes différentes doivent confirmer, chacune depuis son compte, dans les trois jours.
account-lost-step-link = La deuxième vous remet un lien. Il sert une fois, pendant 24 heures, avec votre mot de passe.
account-lost-ask = Demander la récupération
account-lost-asked = Demande envoyée. Appelez maintenant les deux personnes.
account-lost-wait = Appelez votre superviseur et un administrateur du mécanisme : deux personnes différentes doivent confirmer. La deuxième vous remet un lien.
account-lost-found = Téléphone retrouvé ? Donnez votre second facteur comme d’habitude : la demande s’arrête toute seule. Téléphone volé ? Demandez aussi à votre superviseur de mettre fin tout de suite à votre accès.
account-recovery-title = Nouveau second facteur
account-recovery-lead = Deux personnes ont confirmé que c’est bien vous. Vos anciens téléphones et clés d’accès seront retirés ; vous en créez un nouveau à la page suivante.
account-recovery-do = Retirer les anciens et continuer
account-recovery-used = Votre second facteur a été remplacé le { $when }, après la confirmation de deux personnes. Si ce n’était pas vous, prévenez tout de suite un administrateur.
account-recovery-tried = Une récupération de votre compte a été demandée le { $when }, avec votre mot de passe. Si ce n’était pas vous, changez de mot de passe maintenant.

account-proof-title = Confirmez que c’est bien vous
account-proof-lead = Ce que vous allez faire est sensible : donnez encore une fois votre mot de passe ou votre clé d’accès. Ce sera valable dix minutes.
account-proof-many = Vous avez ouvert beaucoup de dossiers différents en une heure. Donnez encore une fois votre mot de passe ou votre clé d’accès : chaque nouveau dossier le demande jusqu’à la fin de l’heure, et le délégué à la protection des données le voit.
account-proof-give = Confirmer

account-rules-title = Un bon mot de passe
account-rules-length = Au moins 12 caractères ; quatre mots sans lien entre eux conviennent très bien.
account-rules-words = Pas un mot de passe connu ni une suite du clavier.
account-rules-context = Ni votre nom, ni votre adresse, ni le nom du mécanisme.
account-rules-free = Espaces, accents et chiffres sont permis, aucun n’est imposé.

account-password-title = Changer de mot de passe
account-password-lead = Vos autres sessions seront fermées.
account-password-current = Mot de passe actuel
account-password-new = Nouveau mot de passe
account-password-again = Le même, encore une fois
account-password-change = Changer le mot de passe
account-password-changed = Mot de passe changé. Vos autres sessions sont fermées.
account-password-words = Le changer ferme vos autres sessions.

account-invitation-title = Choisir votre mot de passe
account-invitation-lead = Vous êtes invité dans ce mécanisme. Choisissez votre mot de passe : vous seul le connaîtrez.
account-invitation-accept = Enregistrer et me connecter

account-undertaking = Mon engagement
account-undertaking-silence = Je garde pour moi ce que j’apprends des personnes, pendant ma mission et après.
account-undertaking-need = Je n’ouvre que les dossiers dont j’ai besoin pour mon travail : chaque lecture est inscrite au journal.
account-undertaking-alone = Ce compte est à moi seul : je ne prête ni mon mot de passe ni mon téléphone.
account-undertaking-nothing = Je ne demande et n’accepte rien d’une personne en échange d’une aide : ni argent, ni service, ni relation.
account-undertaking-tell = Je signale sans attendre une fuite, une erreur ou un abus.
account-undertaking-given = J’ai signé le code de conduite et l’engagement de confidentialité, et je m’y tiens.

account-set-up-title = Mise en service
account-set-up-lead = Cette installation est vide. Indiquez la structure pilote et son premier administrateur.
account-set-up-empty = Aucun mécanisme n’est encore chargé sur ce serveur : chargez d’abord sa définition, puis revenez ici.
account-set-up-code = Code affiché par le serveur
account-set-up-code-hint = Huit caractères, dans la fenêtre où Relais a démarré. Par exemple K7M2-P9QX.
account-set-up-organisation = Structure pilote
account-set-up-name-fr = Nom en français
account-set-up-name-en = Nom en anglais
account-set-up-name-en-hint = Sans lui, le nom français sert dans les deux langues.
account-set-up-short = Code de la structure
account-set-up-short-hint = De 2 à 16 lettres, chiffres ou tirets. Par exemple MINREX.
account-set-up-kind = Type de structure
account-set-up-person = Premier administrateur
account-set-up-login-hint = Elle servira à se connecter.
account-set-up = Mettre en service

account-changed-by = Le nom, la structure et les rôles sont tenus par l’administrateur.
account-doors = Ce qui ouvre votre compte
account-factor = Second facteur
account-factor-on = Second facteur actif
account-factor-off = Pas de second facteur
account-factor-begin = Associer un téléphone
account-factor-see = Voir et changer
account-factor-lead = Une clé d’accès, ou un code de votre téléphone, en plus du mot de passe.
account-factor-why = Si votre appareil ne fait pas de clé d’accès : le code d’une application d’authentification (FreeOTP, Aegis, Google Authenticator…) protège aussi votre compte.
account-factor-must = Dans ce mécanisme, aucun dossier ne s’ouvre sans second facteur : créez d’abord une clé d’accès ou associez votre téléphone.
account-factor-step-app = Installez une application d’authentification sur votre téléphone, si vous n’en avez pas.
account-factor-step-scan = Dans l’application, ajoutez un compte et scannez cette image.
account-factor-step-type = Ou tapez cette clé :
account-factor-step-code = Donnez le code que l’application affiche.
account-factor-qr = Image à scanner avec l’application d’authentification
account-factor-confirm = Confirmer
account-factor-done = Second facteur enregistré.
account-factor-other-lead = Pour changer de téléphone, donnez un code de l’ancien téléphone ; vous associerez ensuite le nouveau.
account-factor-old-code = Code de l’ancien téléphone
account-factor-replace = Associer un autre téléphone

account-telephone = Téléphone avec application d’authentification
account-telephone-on = Téléphone associé
account-telephone-instead = Ou le code de votre téléphone
account-key = Clé d’accès
account-keys = Clés d’accès
account-keys-lead = Une clé d’accès est gardée par votre téléphone, votre ordinateur ou une clé USB, et s’ouvre par votre empreinte, votre visage ou le code de l’appareil. Elle ne marche que sur ce site : un faux site n’en tire rien. Faites-en une par appareil.
account-key-add = Créer une clé d’accès sur cet appareil
account-key-name = Nom de la clé
account-key-name-hint = Pour la reconnaître. Par exemple « Téléphone du bureau ».
account-key-unnamed = Clé sans nom
account-key-since = Créée le { $when }
account-key-used = servie { $when }
account-key-unused = jamais servie
account-key-remove = Retirer
account-key-added = Clé d’accès enregistrée.
account-key-removed = Clé d’accès retirée. Elle n’ouvre plus rien.
account-key-give = Donner ma clé d’accès
account-key-give-lead = Votre appareil vous demandera votre empreinte, votre visage ou son code.
account-key-sign-in = Se connecter avec une clé d’accès
account-key-failed = Aucune clé d’accès n’a été donnée. Essayez encore une fois, ou prenez l’autre moyen.
account-key-no-script = Une clé d’accès demande un navigateur récent où les scripts sont permis. Sans cela, prenez le code de votre téléphone si vous en avez associé un.
account-key-no-script-add = Pour créer une clé d’accès, il faut un navigateur récent où les scripts sont permis. Sans cela, associez un téléphone : le code suffit.
account-key-nowhere = À cette adresse, les navigateurs ne font pas de clés d’accès : il faut que l’administrateur du serveur donne un nom et une connexion chiffrée (https). Associez un téléphone.

account-external-on = Relié à ce compte
account-external-off = Pas relié
account-external-link = Relier
account-external-end = Délier
account-external-silent = Ce service de connexion ne répond pas. Réessayez plus tard.
account-external-refused = Pas relié : cette connexion n’a pas abouti, ou ce compte est déjà relié à quelqu’un d’autre ici.
account-external-linked = Relié. Vous pouvez désormais entrer aussi par là.
account-external-unlinked = Délié. Cette connexion n’ouvre plus votre compte.

account-sessions = Où vous êtes connecté
account-sessions-lead = Une session que vous ne reconnaissez pas ? Fermez-la, puis changez de mot de passe.
account-sessions-end = Fermer toutes les autres sessions
account-session-here = Cet appareil
account-session-since = Ouverte le { $when }
account-session-seen = vue { $when }
account-session-end = Fermer
account-session-ended = Session fermée.
account-device-unknown = Appareil inconnu

account-language-lead = Langue des pages et des messages
account-language-changed = Langue enregistrée.

account-tokens = Jetons pour programmes
account-tokens-lead = Un programme agit en votre nom avec un jeton, jamais avec votre mot de passe.
account-tokens-count = { $n ->
    [0] Aucun jeton
    [one] { $n } jeton en service
   *[other] { $n } jetons en service
 }
account-tokens-open = Voir les jetons
account-tokens-none = Aucun jeton en service
account-token-new = Nouveau jeton
account-token-new-lead = Il ne pourra jamais plus que vous-même au moment où il sert.
account-token-name = Nom du jeton
account-token-name-hint = Pour le reconnaître. Par exemple « Tableau de bord ».
account-token-roles = Rôles que le jeton porte
account-token-roles-hint = Seulement ceux dont le programme a besoin.
account-token-may = Ce qu’il peut faire
account-token-reads = Lire seulement
account-token-writes = Lire et modifier
account-token-days = Durée en jours
account-token-make = Créer le jeton
account-token-made = Jeton créé
account-token-once = Copiez-le maintenant : il ne sera plus jamais affiché.
account-token-until = Valable jusqu’au { $when }
account-token-end = Supprimer
account-token-ended = Jeton supprimé. Il n’ouvre plus rien.

account-shelter = En danger, en voyage
account-travel = Mode voyage
account-travel-short = Avant une frontière ou un trajet à risque : votre compte n’ouvre plus aucun dossier.
account-travel-open = Voir
account-colleagues-short = Téléphone perdu, volé ou saisi : déconnectez un collègue tout de suite.
account-colleagues-open = Voir
account-travel-lead = Qui vous oblige à ouvrir votre compte n’y trouve rien.
account-travel-does-rights = Votre compte n’ouvre plus ni dossier, ni référencement, ni annexe, sur aucun appareil.
account-travel-does-devices = Vos autres appareils, vos jetons et vos liens sont déconnectés.
account-travel-does-doors = Le mot de passe, le second facteur et les clés ne peuvent pas être changés.
account-travel-does-back = Au retour, dites-le ici puis appelez votre superviseur ou un administrateur : lui seul rend vos droits, après vous avoir parlé.
account-travel-not = Le mode n’est pas caché : la page dit qu’il est en cours. Pensez aussi à ce qui est resté dans votre téléphone : captures d’écran, messages, papiers.
account-travel-begin = Commencer le mode voyage
account-travel-begun = Mode voyage : vos droits sont retenus.
account-travel-on = En cours
account-travel-by-other = Une autre personne a retenu vos droits pour vous protéger. Le journal dit qui.
account-travel-back-words = Êtes-vous en sécurité, et seul devant cet écran ? Dites-le, puis appelez votre superviseur ou un administrateur.
account-travel-back = Je suis de retour
account-travel-said = C’est noté. Appelez maintenant votre superviseur ou un administrateur.
account-travel-back-since = Vous avez dit être de retour le { $when }. Appelez votre superviseur ou un administrateur : il rend vos droits après vous avoir parlé.
account-travel-since = depuis le { $when }
