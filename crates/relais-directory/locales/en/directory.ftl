directory-title = Directory of providers
directory-lead = Who does what, where, for whom, and how many places are left.
directory-own = My services
directory-own-lead = Say in two taps how your places stand.
directory-own-none = No service
directory-own-none-words = Your organisation has no service in the directory. Write to the directory manager.
directory-back = Back to the directory
directory-need = Need
directory-any-need = Any need
directory-region = Region
directory-region-hint = Services that are there or that cover it.
directory-any-region = Any region
directory-organisation = Organisation
directory-any-organisation = Any organisation
directory-search = Search
directory-all = Show all
directory-found = Services
directory-none = No service found
directory-none-words = Widen the search: another region, or any need.
directory-previous = Previous page
directory-next = Next page
directory-hidden = hidden address
directory-hidden-words = The address and the contact are given only once a referral has been accepted.
directory-places-unknown = Places not given
directory-takes-nobody = Takes nobody for now
directory-full = Full
directory-full-until = Full, next place on { $day }
directory-few-places = Few places
directory-has-places = Has places
directory-closed-until = Closed, reopens on { $day }
directory-state-closed = Temporarily closed
directory-state-draft = Draft
directory-state-verified = Verified, not yet published
directory-state-suspended = Suspended
directory-state-defunct = No longer exists
directory-verified-on = Verified on { $day }
directory-verify-again = To be verified again (verified on { $day })
directory-never-verified = Never verified
directory-free = Free of charge
directory-always = Day and night, every day
directory-weekdays = Mon Tue Wed Thu Fri Sat Sun
directory-emergencies = Accepts emergencies
directory-reason-told = Reason: { $reason }
directory-what = What is offered
directory-needs = Needs
directory-fee = Fee
directory-access = Access
directory-wait = Time to the first appointment
directory-hours = Hours
directory-languages = Languages
directory-interpreter = Interpreter
directory-remote = Remotely
directory-whom = For whom
directory-admits = Takes
directory-ages = Age
directory-age-from = { $min } and over
directory-age-to = up to { $max }
directory-age-between = from { $min } to { $max }
directory-groups = Target groups
directory-foreigners = Foreigners
directory-irregular = Without a right of residence
directory-documents = Required documents
directory-conditions = Other conditions
directory-where = Where, and how to reach it
directory-place = Place
directory-coverage = Areas covered
directory-phone = Telephone
directory-email = E-mail
directory-channel = Preferred channel
directory-yes = Yes
directory-no = No
directory-keep = Keep the entry up to date
directory-change-places = Update the places
directory-overtaken = This entry is now: { $state }. { $fresh }.
directory-overtaken-asked = Your request “{ $verb }” was not recorded: read the entry again, then ask again if it is still needed.
directory-you-wrote = You wrote: { $words }
directory-places-overtaken = { $service } is now: { $state }. Your answer “{ $wanted }” was not recorded: somebody else answered meanwhile. Read it again, then answer again if it is still needed.
directory-confirm = All is right today
directory-activate = Publish
directory-reopen = Reopen
directory-close = Close for a while
directory-until = Reopens on
directory-until-hint = Leave it empty if you do not know yet.
directory-take-out = Take out of the directory
directory-reason = Reason
directory-reason-hint = The provider can read it.
directory-suspend = Suspend
directory-wind-up = The service no longer exists
directory-changed = The entry is up to date.
directory-places-changed = Thank you, the places are up to date.
directory-as-of = Said { $when }
directory-other-number = Another number
directory-number = Free places
directory-import = Import a sheet
directory-import-again = Correct the sheet
directory-import-lead = Nothing is written before you confirm.
directory-sheet-file = File of your spreadsheet
directory-sheet-file-hint = Excel (.xlsx), OpenDocument (.ods) or CSV, 2 MB at most. The sheet with the headings of the template is read; formulas are not computed.
directory-sheet = Or the sheet, pasted
directory-sheet-hint = Copy the cells of your spreadsheet with the line of headings, or paste a CSV. About 150 rows at a time, by file as by pasting.
directory-try = Check the sheet
directory-trial = What the import would do
directory-trial-lead = Nothing is written yet.
directory-services-added = new services
directory-services-changed = changed services
directory-services-unchanged = unchanged services
directory-organisations-added = new organisations
directory-organisations-changed = changed organisations
directory-set-aside = rows put aside
directory-set-aside-why = Rows put aside, and why
directory-nothing-to-write = Nothing to write: the directory has it all.
directory-imported = The sheet is imported.
directory-export = Take the list away:
directory-export-csv-name = directory.csv
directory-export-xlsx-name = directory.xlsx
directory-export-service = Service
directory-export-state = State
directory-export-department = Department
directory-export-town = Town
directory-export-address = Address
directory-export-wait = Wait (days)
directory-export-next = Next place
directory-export-verified = Verified on
directory-export-fresh = Verification up to date
directory-places =
    { $n ->
    [one] { $n } free place
   *[other] { $n } free places
}
directory-days =
    { $n ->
    [0] the same day
    [one] { $n } day
   *[other] { $n } days
}
directory-notes =
    { $n ->
    [one] { $n } remark
   *[other] { $n } remarks
}
directory-write =
    { $n ->
    [one] Write { $n } record
   *[other] Write { $n } records
}
directory-profile = Open data of the directory
directory-profile-lead = What this HSDS interface adds to the standard, for those who write programs.
directory-find = Find a service
directory-find-lead = A shelter, a doctor, papers, a trade: who helps, where, on what conditions. No account; nothing of what you look for is kept.
directory-find-words = What are you looking for?
directory-find-words-hint = A few words, with or without accents. Typing errors are understood.
directory-find-more = More criteria
directory-find-open = Open now
directory-find-conditions = Only services that say so
directory-find-conditions-hint = A service that said nothing is not shown: call it all the same if you need to.
directory-find-language = Language spoken
directory-find-any-language = Any language
directory-find-count = { $n ->
    [0] No service
    [one] { $n } service
   *[other] { $n } services
}
directory-find-corrected = Nothing is written the way you typed it. Searched instead: { $words }
directory-find-back = Back to the search
directory-find-reach = Go there, call
directory-find-site = Website
directory-find-from-age = from age { $age }
directory-find-to-age = up to age { $age }
directory-template = Template to fill in (CSV)
directory-template-name = mapping-sheet.csv

mapping-title = Coverage of needs
mapping-lead = Where each need finds a service, and where nobody answers it.
mapping-open = Coverage
mapping-gaps = What is missing
mapping-gaps-lead = { $everywhere ->
    [0] No need has a service in every department.
    [one] One need has a service in every department.
   *[other] { $everywhere } needs have a service in every department.
 }
mapping-no-region = No service: { $regions }
mapping-no-department = The region is served, but not these departments: { $departments }
mapping-show-departments = Departments without a service in regions that are served
mapping-table = Services by need and region
mapping-key = Each figure counts the published services that say they serve the region, as a whole or in part. Underlined: one organisation alone. Dash: nobody.
mapping-unsaid = { $n ->
    [one] One service does not say what area it covers: it counts where it is.
   *[other] { $n } services do not say what area they cover: they count where they are.
 }
mapping-nobody = nobody
mapping-single = one organisation alone
mapping-doubled = To bring together
mapping-doubled-lead = More than two organisations for one need in one department, with less than half of the places in use (SV-05).
mapping-doubled-none = Nothing to bring together
mapping-used = { $share }% of places in use
mapping-use-unknown = Places not given
mapping-ending = Funding that ends
mapping-ending-lead = Within 90 days, or ended already.
mapping-ending-none = No funding that is known ends within 90 days
mapping-ends = Funded until { $day }
mapping-alone = Alone in answering: { $need } ({ $regions })
mapping-others-serve = Others answer the same needs in the same regions.
mapping-papers = What organisations have signed up to
mapping-papers-lead = Of the { $n } organisations that have a published service (SV-07).
mapping-has-agreement = Memorandum signed
mapping-has-psea = PSEA code
mapping-has-data = Data protection
mapping-has-validation = Validated in a workshop
mapping-of = { $n } of { $all }
mapping-export = Take away the who-does-what-where table (3W, HXL tags):
mapping-export-csv-name = who-does-what-where.csv
mapping-export-xlsx-name = who-does-what-where.xlsx
mapping-funder = Funding
mapping-sector = Sector
mapping-activity = Activity
mapping-region-code = Region code
mapping-department-code = Department code
mapping-start = Start
mapping-end = End of funding
mapping-targeted = Places a month
mapping-agreement = Memorandum
mapping-validation = Validation
mapping-in-use = ongoing
mapping-map = Map
mapping-show-on-map = Show on the map
mapping-map-of = Services for: { $need }
mapping-map-of-all = Services by region
mapping-map-key = The larger the circle, the more services a region has. A small empty ring: nobody. The table says the same in figures.
mapping-borders = Borders: Natural Earth. How they are drawn implies no position.
directory-find-map = Where they are
directory-find-map-key = One circle for each town, with its number of services. Those whose point is not known are in the list only.

verification-title = Verification of entries
verification-lead = Providers confirm or correct their entries by a link, without an account.
verification-to = Verifications
verification-waiting = Corrections to look at
verification-waiting-none = No correction is waiting
verification-says-gone = The provider says that this service no longer exists
verification-before = Before:
verification-after = After:
verification-remarks = Remark: { $words }
verification-take = Take into the directory
verification-refuse = Set aside
verification-rounds = Rounds
verification-whom = Whom to ask
verification-whom-hint = Each organisation gets a link by its preferred channel; those that already have an open link are not asked again.
verification-due = Organisations with an entry that is due
verification-everybody = All organisations with a published entry
verification-open = Open a round
verification-opened = Round opened: the links are on their way.
verification-settled = Noted.
verification-overtaken = The entry has changed meanwhile: here is the difference as of today.
verification-round = Round of { $when }
verification-progress = { $answered ->
    [0] No answer
    [one] One answer
   *[other] { $answered } answers
 } of { $asked }
verification-silent = { $n ->
    [one] One organisation has not answered
   *[other] { $n } organisations have not answered
 }
verification-link = its link
verification-until = Open until { $when }
verification-nothing = not given
verification-door = Your services in the directory
verification-door-lead = Is this still right? Confirm with one tap, or correct it.
verification-door-none = No entry to verify
verification-hidden = The address and contact of this service are protected: they are not shown here.
verification-confirm = All of it is right
verification-correct = Correct
verification-correct-lead = The directory manager looks at your corrections before taking them over.
verification-hours-hint = For example: mon-fri 8:00-16:00; sat 8:00-12:00, or 24/7.
verification-wait-hint = In days.
verification-remark = Anything else to correct
verification-remark-hint = No name of a person you support.
verification-send = Send the corrections
verification-gone = This service no longer exists
verification-thanks = Thank you, noted.
verification-you-confirmed = You confirmed
verification-you-corrected = Correction sent, waiting to be looked at
verification-you-said-gone = You said that this service no longer exists

reliability-title = Reliability of the entry
reliability-verified = { $days ->
    [0] Verified today
    [one] Verified yesterday
   *[other] Verified { $days } days ago
 }
reliability-overdue = Not verified for { $days } days
reliability-never = Nobody has vouched for it yet
reliability-answers = { $of ->
    [one] The only referral of the last 180 days was answered
   *[other] All { $of } referrals of the last 180 days were answered
 }
reliability-answers-some = Answers referrals
reliability-silence = { $silent } without an answer, of { $of } referrals in 180 days
reliability-silence-some = Leaves referrals without an answer
reliability-wrong = { $times ->
    [one] One refusal since the last verification that the entry gave no hint of (full, out of area, stopped…)
   *[other] { $times } refusals since the last verification that the entry gave no hint of (full, out of area, stopped…)
 }
reliability-wrong-some = Refusals that the entry gave no hint of
reliability-dropped = The source of this entry no longer has this service
reliability-rounds = { $rounds ->
    [one] One request for verification without an answer
   *[other] { $rounds } requests for verification in a row without an answer
 }
reliability-disputed = Another source says otherwise
history-title = History of the entry
history-open = History of the entry
history-lead = What the entry has said, and who changed it. Places are not shown: they change with every referral.
history-back = Back to the entry
history-none = Nothing has changed since the history is kept
history-before = Before the history was kept
history-first = First version kept
history-nothing-shown = Nothing that can be shown has changed
directory-name = Name
directory-dimension = Field
directory-visibility = Who sees it
directory-state-active = Published

dispute-title = Sources that disagree
dispute-to = Disagreements
dispute-lead = A sheet or a data package says otherwise than the directory. Nothing changes before you decide.
dispute-none = No disagreement is waiting
dispute-sheet = mapping sheet
dispute-package = data package “{ $source }”
dispute-held-by = Held by “{ $source }”
dispute-keep = Keep what the directory says
dispute-take = Take over the other source
dispute-settle = Decide
dispute-settled = Decided.
dispute-description = Description
dispute-trial = { $n ->
    [one] For one service, the provider or you have said otherwise since: the entry stays as it is, and you decide under “Disagreements”.
   *[other] For { $n } services, the providers or you have said otherwise since: these entries stay as they are, and you decide under “Disagreements”.
 }

directory-sheet-title = Mapping sheet
directory-sheet-xlsx-name = mapping-sheet.xlsx
directory-sheet-export = Take away the sheet as the directory fills it in, to correct it and bring it back:
directory-brought = Services brought by a data package
directory-brought-lead = They are public, but nobody is referred to them until they have an entry. Take them away, fill in the type of organisation, the needs and the dimension, then send the sheet here:
directory-brought-csv-name = services-without-entry.csv
directory-brought-xlsx-name = services-without-entry.xlsx
mapping-document-title = Mapping of actors
mapping-document-lead = Who does what, where and for whom. Empty lines are to be filled in with the organisations.
mapping-document-organisations = Organisations
mapping-document-most = Services, at most
mapping-document-regions = Regions served
mapping-document-bare = Regions without a service
mapping-document-export = Take away the mapping, to correct in a workshop (Word) or to keep (PDF):
mapping-document-docx-name = mapping.docx
mapping-document-pdf-name = mapping.pdf
organisation-open = The organisation
organisation-who = Who it is
organisation-acronym = Acronym
organisation-mandate = Mandate
organisation-kind = Type
organisation-charted = Mapping
organisation-workshop = Workshop
organisation-no-service = No published service
booklet-print = Booklet of the region (PDF)
booklet-title = Public services: { $region }
booklet-file-name = booklet.pdf
booklet-call-first = Call before you go: hours and places change.
booklet-not-all = This booklet gives { $shown } of { $all } services: choose a need to see all of them.
booklet-elsewhere = No place given
offline-title = The whole public directory
offline-open = The whole directory on one page, readable without network
offline-lead = All public services, as they were on { $when }.
offline-kept = This directory stays readable without network on this device.
offline-gone = This directory is not kept on this device.
offline-forget = Erase it here
offline-keep = Keep it here
map-explore = Move and enlarge the map
map-close = Still map
map-failed = The map did not arrive: try again
map-in = Zoom in
map-out = Zoom out
dispute-note = Keep the disagreements

places-waiting = { $n ->
    [one] One person is on the waiting list
   *[other] { $n } people are on the waiting list
 }
places-by-sms = By text message
places-by-sms-words = Without signing in, from any telephone, with the code of this service. Give it only to those who keep the places up to date.
places-sms-free = FREE { $code } 3
places-sms-free-means = three free places
places-sms-full = FULL { $code } 25/03
places-sms-full-means = full; the date is optional
places-sms-closed = CLOSED { $code }
places-sms-closed-means = closed for now
places-new-code = Change the code
places-code-renewed = The code is changed: the old one is worth nothing any more.

offers-title = Offers
offers-lead = Jobs, internships, training places and orders that firms and partners open to people who have come back.
offers-new = Make an offer
offers-new-lead = Say how many places, for whoever can do what, and on which conditions.
offers-back = Back to the offers
offers-places = places offered
offers-placed = people placed
offers-waiting = proposals waiting
offers-refused = proposals refused
offers-skills = What the person can do
offers-skills-hint = Trade, experience, languages. No name, nor anything by which they could be recognised.
offers-search = Find an offer
offers-list = All offers
offers-none = No offer
offers-none-words = Firms and partners make them here; so does the directory manager, for those without an account.
offers-everywhere = The whole country
offers-fits = Fits what the person can do
offers-left = { $n ->
    [one] { $n } place
   *[other] { $n } places
 }
offers-full = Full
offers-over = Over
offers-own = My organisation
offers-kind = What is offered
offers-what = Title
offers-what-hint = For example: three seamstresses for the workshop in Bonabéri.
offers-quota = Number of places
offers-wanted = What one should be able to do
offers-conditions = Conditions
offers-conditions-hint = Pay, hours, lodging, protection from abuse, whom one can complain to.
offers-from = From
offers-until = Until
offers-until-hint = The last day on which somebody can be proposed.
offers-contact = Contact
offers-contact-hint = An office and a number. It is shown only after a placement.
offers-contact-later = The contact is given when a proposal is accepted.
offers-period = Period
offers-from-day = from { $day }
offers-until-day = until { $day }
offers-between = from { $from } to { $until }
offers-make = Publish the offer
offers-made = The offer is published.
offers-changed = The offer is up to date.
offers-change = Change the offer
offers-overtaken = Somebody else changed this meanwhile: read it again, then start over if need be.
offers-propose = Propose somebody
offers-proposed = Proposed, without a name.
offers-level = Level
offers-candidacies = Proposals
offers-candidacies-none = No proposal
offers-place = Place
offers-refuse = Refuse
offers-withdraw = Take the proposal back
offers-answered = Noted.
offers-keep = Keep the offer up to date
offers-reopen = Reopen
offers-pause = Pause
offers-close = Close
partnership-title = Partnerships
partnership-lead = From the first contact to results: administrations, firms and their bodies, agencies, programmes.
partnership-none = No partnership is followed
partnership-begin = Follow a partnership
partnership-partner = Partner
partnership-aim = What it could bring
partnership-aim-hint = Places, purchases, training, money; on which conditions.
partnership-contact-hint = An office and a number.
partnership-next = Next step
partnership-when = By
partnership-due = { $day }
partnership-late = { $day }, overdue
partnership-steps = What was done
partnership-step = Note a step
partnership-done = What was done
partnership-stage = Where it stands
partnership-note = Note
partnership-noted = Noted.
reliability-vouched = Last verification on { $day }, { $hand }
dispute-more = { $n } disagreements are waiting: these are the oldest.
