shell-skip = Skip to content
shell-menu = Menu
shell-nav = Main navigation
shell-exit = Quick exit
shell-exit-hint = Replaces this page with a neutral one. Escape key, three times.
shell-language = Français
shell-language-hint = Read this page in French
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
