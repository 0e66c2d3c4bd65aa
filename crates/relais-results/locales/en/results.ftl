results-title = Who answers
results-lead = What became of the referrals sent in a month, a quarter or a year. Each figure that is shown opens its referrals.
results-show = Show
results-period = Referrals sent from { $since } to { $until }
results-all = The whole mechanism
results-received = Received by your organisation
results-received-lead = You can open each of these referrals: nothing is masked.
results-sent = Sent by your organisation
results-sent-lead = You can open each of these referrals: nothing is masked.
results-masked = So that nobody is recognised, small numbers are hidden: “<{ $n }” means 1 to { $most }, and “masked” hides a number that would give a small one away if it were subtracted from another of this page, of the quarter or of the year. “—”: no case.
results-withheld = masked
results-missing = —
results-none = No referral was sent in this period
results-none-words = Choose another period.
results-cohort = Referrals counted
results-cohort-short = Sent
results-to-acknowledge = Time to acknowledge
results-to-decide = Time to decide
results-acknowledged-in = Acknowledged in
results-decided-in = Decided in
results-most = 9/10 in { $most }
results-spread = { $median }; 9 in 10 within { $most }
results-emergencies = Emergencies reached within 24 h
results-emergencies-short = Emergencies in 24 h
results-of = { $part } of { $all }
results-outside = Withdrawn or cancelled before a decision, not counted
results-reasons = Why declined
results-main-reasons = Declined: { $reasons }
results-by-provider = By provider
results-by-region = By region of the person
results-provider = Provider
results-region = Region
results-unknown-provider = Unknown provider
results-no-region = Region not recorded
results-records = Referrals behind a figure
results-back = Back to the figures
results-no-records = No referral to show
results-masked-records = This number is not published, or masked because it is small. Only escalated referrals that you follow are shown.
results-sent-on = sent on { $day }
results-previous = Previous page
results-next = Next page
results-what-all = All referrals
results-what-accepted = Accepted
results-what-declined = Declined
results-what-declined-not-eligible = Declined: not eligible
results-what-declined-no-capacity = Declined: no capacity
results-what-declined-out-of-area = Declined: out of area
results-what-declined-service-stopped = Declined: service stopped
results-what-declined-duplicate = Declined: duplicate
results-what-declined-incomplete = Declined: incomplete file
results-what-declined-unsafe = Declined: unsafe
results-what-declined-person-refused = Declined: person refused
results-what-declined-other = Declined: other
results-what-acknowledged-only = Acknowledged only
results-what-no-response = No response
results-what-pending = Pending, still in time
results-what-outside = Withdrawn or cancelled before a decision
results-what-emergency-reached = Emergencies reached within 24 h
results-what-emergency-late = Emergencies not reached within 24 h
results-line = Line
results-code = Code
results-acknowledge-median = Acknowledgement, median (h)
results-acknowledge-most = Acknowledgement, 9 in 10 (h)
results-decide-median = Decision, median (h)
results-decide-most = Decision, 9 in 10 (h)
results-emergencies-over = Emergencies older than 24 h
results-counted-at = counted at { $when }
results-choose = Period
results-quarter = { $n ->
    [one] 1st quarter of { $year }
    [2] 2nd quarter of { $year }
    [3] 3rd quarter of { $year }
   *[other] { $n }th quarter of { $year }
 }
results-year = year { $year }
results-instead = Figures are read by month, quarter or year, so that two periods compared give nobody away. These are those of the period “{ $period }”.
results-appears = The figures of the whole mechanism for the period “{ $period }” appear on { $day }, when the time to answer has passed.
results-never = No figures of the whole mechanism were published for the period “{ $period }”.
results-settled = Counted ten days after the end of the period: these figures no longer change, even if an answer comes later.
results-merged = Lines behind which there are fewer than { $n } people are put together in one, “Other”.
results-other-providers = Other providers
results-other-regions = Other regions
results-people = People (k)
results-at-least = ≥ { $n }
results-published = { $n ->
    [one] { $n } referral was counted when this was published. Escalated ones that you follow are shown as they are today; the others are visible to their organisations only.
   *[other] { $n } referrals were counted when this was published. Escalated ones that you follow are shown as they are today; the others are visible to their organisations only.
 }
