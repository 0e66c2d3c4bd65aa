shell-skip = Skip to content
shell-menu = Menu
shell-nav = Main navigation
shell-exit = Quick exit
shell-exit-hint = Replaces this page with a neutral one. Escape key, three times.
shell-language = Français
shell-language-short = FR
shell-sign-in = Sign in
shell-sign-out = Sign out
shell-account = My account
shell-demo = demo
shell-demo-notice = Demonstration installation: every person here is made up.
shell-foot = Relais, referral mechanism
shell-waiting = { $n ->
    [one] { $n } to deal with
   *[other] { $n } to deal with
 }
shell-notices = Messages

shell-optional = (optional)
shell-required-note = Fields marked * are required.
shell-fault = Error:
shell-faults = To put right before going on
shell-overtaken = Somebody else changed this meanwhile
shell-recorded = Recorded now: { $words }
shell-recorded-nothing = nothing
shell-sending = Sending…
shell-offline = No connection. Nothing is lost: what you typed is still here. Try again in a moment.
shell-filter = Filter the list
shell-unsaved = What you typed has not been saved.

shell-minutes = { $n } min
shell-hours = { $n } h
shell-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
 }
shell-in = in { $span }
shell-ago = { $span } ago
shell-late-by = { $span } late

shell-back = Back
shell-save = Save
shell-cancel = Cancel
shell-yes = Yes
shell-no = No

shell-home = Home page
shell-trouble-number = Request number: { $number }
shell-trouble-missing = Page not found
shell-trouble-missing-advice = It does not exist, or you have no access to it. Check the address or start again from the home page.
shell-trouble-refused = This cannot be done
shell-trouble-refused-advice = Nothing was saved. Go back to the previous page.
shell-trouble-stale = Changed meanwhile
shell-trouble-stale-advice = Somebody else changed this record. Go back, reload the page and check before trying again. Nothing was overwritten.
shell-trouble-sign-in = Please sign in
shell-trouble-sign-in-advice = Nothing is lost: sign in, then send again.
shell-trouble-prove = Confirm who you are
shell-trouble-throttled = Too many tries
shell-trouble-throttled-advice = Wait a moment before trying again.
shell-trouble-unreadable = Request not understood
shell-trouble-unreadable-advice = Nothing was done. Go back to the previous page and try again.
shell-trouble-other = Request refused
shell-trouble-foreign = Form expired
shell-trouble-foreign-advice = Nothing was done. Go back to the previous page, reload it and send it again.
shell-trouble-unavailable = Service unavailable
shell-trouble-unavailable-advice = Nothing was saved. Try again in a moment; if it lasts, give the number below to your administrator.
shell-trouble-fault = Something went wrong
shell-trouble-fault-advice = It is our fault. Give the number below to your administrator.
shell-lock-title = Installation locked
shell-lock-lead = The protected information is sealed. Nobody can read anything, or sign in, before it is opened.
shell-lock-words = Passphrase
shell-lock-words-hint = The one chosen at installation. Or the master key, or the parts of the custodians, separated by spaces.
shell-lock-open = Open
shell-lock-help = You do not have this passphrase? Tell the person who administers the installation.
shell-travelling = Travel mode: your rights are withheld, no case opens.
shell-travelling-open = Back again?
