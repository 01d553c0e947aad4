
command-nothing-to-change = Nothing to change.
command-contract-signed-already = Contract { $id } is signed already.
command-due-exceeds-total = --due is more than --total
command-at-most-the-total = must be at most the total
command-at-most-the-due = must be at most what is due
command-more-than-zero = must be more than zero
command-after-start = must be after the start
command-end-not-after-start = --end is not after --start
command-not-in-the-past = must not be in the past
command-unlocked = { $login } can log in again.
command-password-reset = All sessions of { $login } are ended; the password has to be changed at the next login.
command-reset-password = Give { $login } this password, and end { $sessions } and { $tokens }?
command-sessions-ended = All sessions of { $login } are ended.
command-still-owns =
    { $login } still owns { $customers ->
        [one] { $customers } customer
       *[other] { $customers } customers
    } and runs { $events ->
        [one] { $events } upcoming event
       *[other] { $events } upcoming events
    }: `epic customer transfer` and `epic event assign` give them to others
command-move = Move { $login } to { $department }, and end { $sessions } and { $tokens }?
command-deactivated = The account { $login } is deactivated, and its sessions are ended.
command-deactivated-already = The account { $login } is deactivated already.
command-deactivate = Deactivate { $login }, and end { $sessions } and { $tokens }?
command-deactivate-giving = Deactivate { $login }, end { $sessions } and { $tokens }, and give { $customers } and { $events } to { $successor }?
command-next-login = Next: epic login { $login }
command-password-argument = a password is never an argument: it is asked for, or read with --password-stdin
command-password-given = the password was given by somebody else and has to be changed first: `epic password change`
command-choose-password = This password was given by somebody else: choose one of your own.
command-same-password = the new password is the current one
command-another-password = must not be the current one
command-password-changed = The password is changed, and all sessions of { $login } are ended. Next: epic login { $login }
command-taken = must not be that of another collaborator, active or not
command-overlap = { $login } already runs event { $other } at the time of event { $event }. Assign it all the same?
