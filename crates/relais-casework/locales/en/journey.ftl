journey-title = Journey
journey-link = Journey
journey-before = Before we met
journey-countries = Countries crossed
journey-back-on = Date of return
journey-road-unknown = The way there was not written down.
journey-since = Since then
journey-more = Only the latest moments are shown.
journey-handed-over = Person handed over to an organisation
journey-identified = Person identified
journey-screened = First screening done
journey-not-in-scope = Outside the mechanism
journey-duplicate = Found to be a duplicate
journey-redirected = Person directed elsewhere
journey-registered = Case registered
journey-consent-given = Consent given
journey-consent-refused = Consent refused
journey-consent-withdrawn = { $n ->
    [one] Consent withdrawn
   *[other] { $n } consents withdrawn
 }
journey-consent-expired = { $n ->
    [one] Consent expired
   *[other] { $n } consents expired
 }
journey-need = { $n ->
    [one] Need recorded
   *[other] { $n } needs recorded
 }
journey-assessed = Assessment approved
journey-planned = Plan approved
journey-referral-sent = Referral sent
journey-referral-acknowledged = Receipt confirmed
journey-referral-waitlisted = On the waiting list
journey-referral-accepted = Accepted
journey-referral-declined = Not accepted
journey-referral-expired = Left without an answer
journey-referral-withdrawn = Referral withdrawn
journey-referral-cancelled = Referral cancelled
journey-no-show = Appointment missed
journey-outcome = Result received
journey-unmet = Need left unmet
journey-service = Service started
journey-follow-up = { $n ->
    [one] Follow-up done
   *[other] { $n } follow-ups done
 }
journey-on-hold = Case on hold
journey-resumed = Case resumed
journey-contact-lost = Contact lost
journey-reached = Person reached
journey-transfer-asked = Transfer of the case asked for
journey-transfer-rejected = Transfer refused
journey-moved = Case transferred
journey-closed = Case closed
journey-reopened = Case reopened
journey-death = Death recorded
