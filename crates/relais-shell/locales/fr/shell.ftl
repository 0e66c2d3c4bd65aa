shell-skip = Aller au contenu
shell-menu = Menu
shell-nav = Navigation principale
shell-exit = Quitter vite
shell-exit-hint = Remplace cette page par une page neutre. Touche Échap, trois fois.
shell-language = English
shell-language-hint = Lire cette page en anglais
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
