program-nav-home = Home
program-nav-cases = Cases
program-nav-directory = Directory
program-nav-people = People
program-nav-organisations = Organisations
program-nav-journal = Journal
program-nav-hand-over = Hand a person over
