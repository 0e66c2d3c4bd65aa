program-nav-home = Home
program-nav-cases = Cases
program-nav-people = People
program-nav-organisations = Organisations
program-nav-journal = Journal
