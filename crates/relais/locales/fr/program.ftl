program-nav-home = Accueil
program-nav-cases = Dossiers
