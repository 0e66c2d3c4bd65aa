program-nav-home = Home
