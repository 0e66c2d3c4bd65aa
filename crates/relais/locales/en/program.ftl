program-nav-home = Home
program-nav-cases = Cases
program-nav-directory = Directory
program-nav-results = Who answers
program-nav-people = People
program-nav-organisations = Organisations
program-nav-journal = Journal
program-nav-messages = Messages
