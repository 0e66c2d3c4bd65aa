account-login = E-mail address
account-password = Password
account-name = Name
account-organisation = Organisation
account-roles = Roles
account-language = Language

account-sign-in-title = Sign in
account-sign-in-lead = With the address and the password of your account.
account-sign-in = Sign in
account-sign-in-help = No account, or password forgotten? The administrator of the mechanism or your supervisor sends you a link.
account-find = Find a service (no account)
account-report = Report something without an account and without giving your name
account-signed-out = You are signed out.
account-demo-title = Try the demonstration
account-demo-lead = Every person here is made up. One password for all these accounts: { $password }
account-demo-try = Try

account-code-title = Second factor
account-code-lead = The password is right. Now the second factor.
account-code = Six-digit code
account-code-hint = It changes every 30 seconds in your authenticator app.
account-code-give = Continue
account-code-lost = Telephone or passkey lost?

account-lost-title = Second factor lost
account-lost-lead = Two people confirm that it is you, then you set up a new second factor.
account-lost-step-ask = Make the request here.
account-lost-step-tell = Call your supervisor and an administrator of the mechanism, or go and see them: two different people have to confirm, each from their own account, within three days.
account-lost-step-link = The second of them hands you a link. It works once, for 24 hours, with your password.
account-lost-ask = Ask for recovery
account-lost-asked = Request sent. Now call the two people.
account-lost-wait = Call your supervisor and an administrator of the mechanism: two different people have to confirm. The second hands you a link.
account-lost-found = Telephone found again? Give your second factor as usual: the request stops by itself. Telephone stolen? Ask your supervisor to end your access at once, too.
account-recovery-title = New second factor
account-recovery-lead = Two people have confirmed that it is you. Your old telephones and passkeys will be removed; you set up a new one on the next page.
account-recovery-do = Remove the old ones and go on
account-recovery-used = Your second factor was replaced on { $when }, after two people had confirmed. If that was not you, tell an administrator at once.
account-recovery-tried = A recovery of your account was asked for on { $when }, with your password. If that was not you, change your password now.

account-proof-title = Confirm that it is you
account-proof-lead = What you are about to do is sensitive: give your password or your passkey once more. It holds for ten minutes.
account-proof-many = You opened many different cases within an hour. Give your password or your passkey once more: each further case asks for it until the hour is over, and the data-protection officer sees it.
account-proof-give = Confirm

account-rules-title = A good password
account-rules-length = At least 12 characters; four words that have nothing to do with each other do very well.
account-rules-words = No well-known password and no row of keys.
account-rules-context = Not your name, not your address, not the name of the mechanism.
account-rules-free = Spaces, accents and digits are welcome; none is required.

account-password-title = Change your password
account-password-lead = Your other sessions will be closed.
account-password-current = Current password
account-password-new = New password
account-password-again = The same once more
account-password-change = Change the password
account-password-changed = Password changed. Your other sessions are closed.
account-password-words = Changing it closes your other sessions.

account-invitation-title = Choose your password
account-invitation-lead = You are invited to this mechanism. Choose your password: only you will know it.
account-invitation-accept = Save and sign me in

account-undertaking = My undertaking
account-undertaking-silence = I keep to myself what I learn about people, during my work here and after it.
account-undertaking-need = I open only the cases that I need for my work: each reading is in the journal.
account-undertaking-alone = This account is mine alone: I lend neither my password nor my telephone.
account-undertaking-nothing = I ask and accept nothing of a person in exchange for help: no money, no favour, no relationship.
account-undertaking-tell = I report a leak, a mistake or an abuse at once.
account-undertaking-given = I have signed the code of conduct and the undertaking of confidentiality, and I keep to them.

account-set-up-title = Set-up
account-set-up-lead = This installation is empty. Name the lead organisation and its first administrator.
account-set-up-empty = No mechanism is loaded on this server yet: load its definition first, then come back.
account-set-up-code = Code printed by the server
account-set-up-code-hint = Eight characters, in the window where Relais was started. For example K7M2-P9QX.
account-set-up-organisation = Lead organisation
account-set-up-name-fr = Name in French
account-set-up-name-en = Name in English
account-set-up-name-en-hint = Without it the French name serves in both languages.
account-set-up-short = Code of the organisation
account-set-up-short-hint = 2 to 16 letters, digits or dashes. For example MINREX.
account-set-up-kind = Type of organisation
account-set-up-person = First administrator
account-set-up-login-hint = It will be used to sign in.
account-set-up = Set up

account-changed-by = Name, organisation and roles are kept by the administrator.
account-doors = What opens your account
account-factor = Second factor
account-factor-on = Second factor active
account-factor-off = No second factor
account-factor-begin = Pair a telephone
account-factor-see = See and change
account-factor-lead = A passkey, or a code from your telephone, besides the password.
account-factor-why = If your device makes no passkeys: the code of an authenticator app (FreeOTP, Aegis, Google Authenticator…) protects your account as well.
account-factor-must = In this mechanism no case opens without a second factor: make a passkey or pair your telephone first.
account-factor-step-app = Install an authenticator app on your telephone, if you have none.
account-factor-step-scan = In the app, add an account and scan this picture.
account-factor-step-type = Or type this key:
account-factor-step-code = Give the code that the app shows.
account-factor-qr = Picture to scan with the authenticator app
account-factor-confirm = Confirm
account-factor-done = Second factor saved.
account-factor-other-lead = To change telephones, give a code from the old telephone; then you pair the new one.
account-factor-old-code = Code from the old telephone
account-factor-replace = Pair another telephone

account-telephone = Telephone with an authenticator app
account-telephone-on = Telephone paired
account-telephone-instead = Or the code from your telephone
account-key = Passkey
account-keys = Passkeys
account-keys-lead = A passkey is kept by your telephone, your computer or a USB key, and opens by your finger, your face or the code of the device. It works on this site alone: a false site gets nothing from it. Make one for each device.
account-key-add = Make a passkey on this device
account-key-name = Name of the passkey
account-key-name-hint = To recognise it. For example “Office telephone”.
account-key-unnamed = Passkey without a name
account-key-since = Made on { $when }
account-key-used = used { $when }
account-key-unused = never used
account-key-remove = Remove
account-key-added = Passkey saved.
account-key-removed = Passkey removed. It opens nothing any more.
account-key-give = Give my passkey
account-key-give-lead = Your device will ask for your finger, your face or its code.
account-key-sign-in = Sign in with a passkey
account-key-failed = No passkey was given. Try once more, or take the other way.
account-key-no-script = A passkey needs a recent browser in which scripts are allowed. Without one, take the code from your telephone if you paired one.
account-key-no-script-add = To make a passkey you need a recent browser in which scripts are allowed. Without one, pair a telephone: its code is enough.
account-key-nowhere = At this address browsers make no passkeys: the server’s administrator has to give it a name and an encrypted connection (https). Pair a telephone.

account-external-on = Linked to this account
account-external-off = Not linked
account-external-link = Link
account-external-end = Unlink
account-external-silent = This sign-on service does not answer. Try again later.
account-external-refused = Not linked: this sign-on did not succeed, or that account is already linked to somebody else here.
account-external-linked = Linked. From now on you can come in that way, too.
account-external-unlinked = Unlinked. That sign-on opens your account no more.

account-sessions = Where you are signed in
account-sessions-lead = A session that you do not recognise? Close it, then change your password.
account-sessions-end = Close all other sessions
account-session-here = This device
account-session-since = Opened on { $when }
account-session-seen = seen { $when }
account-session-end = Close
account-session-ended = Session closed.
account-device-unknown = Unknown device

account-language-lead = Language of pages and messages
account-language-changed = Language saved.

account-tokens = Tokens for programs
account-tokens-lead = A program acts for you with a token, never with your password.
account-tokens-count = { $n ->
    [0] No token
    [one] { $n } token in use
   *[other] { $n } tokens in use
 }
account-tokens-open = See the tokens
account-tokens-none = No token in use
account-token-new = New token
account-token-new-lead = It can never do more than you yourself at the moment it is used.
account-token-name = Name of the token
account-token-name-hint = To recognise it. For example “Dashboard”.
account-token-roles = Roles that the token carries
account-token-roles-hint = Only those that the program needs.
account-token-may = What it may do
account-token-reads = Read only
account-token-writes = Read and change
account-token-days = Life in days
account-token-make = Make the token
account-token-made = Token made
account-token-once = Copy it now: it will never be shown again.
account-token-until = Valid until { $when }
account-token-end = Delete
account-token-ended = Token deleted. It opens nothing any more.

account-shelter = In danger, or travelling
account-travel = Travel mode
account-travel-short = Before a border or a risky journey: your account opens no case any more.
account-travel-open = See
account-colleagues-short = Telephone lost, stolen or seized: sign a colleague out at once.
account-colleagues-open = See
account-travel-lead = Whoever makes you open your account finds nothing in it.
account-travel-does-rights = Your account opens no case, referral or annex any more, on any device.
account-travel-does-devices = Your other devices, your tokens and your links are signed out.
account-travel-does-doors = The password, the second factor and the passkeys cannot be changed.
account-travel-does-back = When you return, say so here and call your supervisor or an administrator: only they give your rights back, after speaking to you.
account-travel-not = The mode is not hidden: the page says that it is on. Think also of what stays on your telephone: screenshots, messages, papers.
account-travel-begin = Begin travel mode
account-travel-begun = Travel mode: your rights are withheld.
account-travel-on = On
account-travel-by-other = Somebody else withheld your rights to protect you. The journal says who.
account-travel-back-words = Are you safe, and alone in front of this screen? Say so, then call your supervisor or an administrator.
account-travel-back = I am back
account-travel-said = Noted. Now call your supervisor or an administrator.
account-travel-back-since = You said on { $when } that you are back. Call your supervisor or an administrator: they give your rights back after speaking to you.
account-travel-since = since { $when }
