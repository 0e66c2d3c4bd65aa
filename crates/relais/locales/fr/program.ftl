program-nav-home = Accueil
