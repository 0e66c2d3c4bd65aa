program-nav-home = Accueil
program-nav-cases = Dossiers
program-nav-directory = Annuaire
program-nav-results = Qui répond
program-nav-people = Personnes
program-nav-organisations = Structures
program-nav-journal = Journal
program-nav-messages = Envois
