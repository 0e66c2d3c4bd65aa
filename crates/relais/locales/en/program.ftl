program-nav-home = Home
program-nav-cases = Cases
