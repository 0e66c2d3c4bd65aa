shell-skip = Aller au contenu
shell-menu = Menu
shell-nav = Navigation principale
shell-exit = Quitter vite
shell-exit-hint = Remplace cette page par une page neutre. Touche Échap, trois fois.
shell-language = English
shell-language-short = EN
shell-sign-in = Se connecter
shell-sign-out = Se déconnecter
shell-account = Mon compte
shell-demo = démo
shell-demo-notice = Installation de démonstration : toutes les personnes sont inventées.
shell-foot = Relais, mécanisme de référencement
shell-waiting = { $n ->
    [one] { $n } à traiter
   *[other] { $n } à traiter
 }
shell-notices = Messages

shell-optional = (facultatif)
shell-required-note = Les champs marqués * sont obligatoires.
shell-fault = Erreur :
shell-faults = À corriger avant de continuer
shell-overtaken = Quelqu’un d’autre a modifié ceci entre-temps
shell-recorded = Enregistré à présent : { $words }
shell-recorded-nothing = rien
shell-sending = Envoi en cours…
shell-offline = Pas de connexion. Rien n’est perdu : ce que vous avez écrit est toujours là. Réessayez dans un moment.
shell-filter = Filtrer la liste
shell-unsaved = Ce que vous avez écrit n’est pas enregistré.

shell-minutes = { $n } min
shell-hours = { $n } h
shell-days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
 }
shell-in = dans { $span }
shell-ago = il y a { $span }
shell-late-by = en retard de { $span }

shell-back = Retour
shell-save = Enregistrer
shell-cancel = Annuler
shell-yes = Oui
shell-no = Non

shell-home = Page d’accueil
shell-trouble-number = Numéro de la demande : { $number }
shell-trouble-missing = Page introuvable
shell-trouble-missing-advice = Elle n’existe pas, ou vous n’y avez pas accès. Vérifiez l’adresse ou repartez de l’accueil.
shell-trouble-refused = Ce n’est pas possible
shell-trouble-refused-advice = Rien n’a été enregistré. Revenez à la page précédente.
shell-trouble-stale = Modifié entre-temps
shell-trouble-stale-advice = Une autre personne a modifié cet enregistrement. Revenez en arrière, rechargez la page et vérifiez avant de recommencer. Rien n’a été écrasé.
shell-trouble-sign-in = Connexion nécessaire
shell-trouble-sign-in-advice = Rien n’est perdu : connectez-vous, puis envoyez de nouveau.
shell-trouble-prove = Confirmez votre identité
shell-trouble-throttled = Trop d’essais
shell-trouble-throttled-advice = Attendez un moment avant de recommencer.
shell-trouble-unreadable = Demande illisible
shell-trouble-unreadable-advice = Rien n’a été fait. Revenez à la page précédente et recommencez.
shell-trouble-other = Demande refusée
shell-trouble-foreign = Formulaire expiré
shell-trouble-foreign-advice = Rien n’a été fait. Revenez à la page précédente, rechargez-la et envoyez de nouveau.
shell-trouble-unavailable = Service indisponible
shell-trouble-unavailable-advice = Rien n’a été enregistré. Réessayez dans un moment ; si cela dure, donnez le numéro ci-dessous à votre administrateur.
shell-trouble-fault = Une erreur est survenue
shell-trouble-fault-advice = Elle est de notre côté. Donnez le numéro ci-dessous à votre administrateur.
shell-lock-title = Installation verrouillée
shell-lock-lead = Les informations protégées sont scellées. Personne ne peut rien lire, ni se connecter, avant l’ouverture.
shell-lock-words = Phrase secrète
shell-lock-words-hint = Celle qui a été choisie à l’installation. Ou la clé maîtresse, ou les parts des dépositaires, séparées par des espaces.
shell-lock-open = Ouvrir
shell-lock-help = Vous n’avez pas cette phrase ? Prévenez la personne qui administre l’installation.
shell-travelling = Mode voyage : vos droits sont retenus, aucun dossier ne s’ouvre.
shell-travelling-open = De retour ?
