
command-nothing-to-change = Nothing to change.
command-contract-signed-already = Contract { $id } is already signed.
command-due-exceeds-total = the amount due exceeds the total
command-at-most-the-total = must not exceed the total
command-at-most-the-due = must not exceed the amount due
command-more-than-zero = must be more than zero
command-after-start = must be after the start
command-end-not-after-start = the end is not after the start
command-not-in-the-past = must not be in the past
command-unlocked = { $login } can log in again.
command-password-reset = { $login } is logged out everywhere and must change this password at the next login.
command-reset-password =
    Reset the password of { $login }{ $sessions ->
        [none] { $tokens ->
            [none] {""}
           *[other] , and revoke { $tokens }
        }
       *[other] { $tokens ->
            [none] , and revoke { $sessions }
           *[other] , and revoke { $sessions } and { $tokens }
        }
    }?
command-password-ended = the password of { $login } is void: it belonged to the old login
command-sessions-ended = All sessions and tokens of { $login } are revoked.
command-still-owns =
    { $login } still has { $customers ->
        [0] { $events ->
            [one] { $events } upcoming event
           *[other] { $events } upcoming events
        }
       *[other] { $customers ->
            [one] { $customers } customer
           *[other] { $customers } customers
        }{ $events ->
            [0] {""}
            [one] {" "}and { $events } upcoming event
           *[other] {" "}and { $events } upcoming events
        }
    }: hand them over to other collaborators
command-move =
    Move { $login } to the { $department } department{ $sessions ->
        [none] { $tokens ->
            [none] {""}
           *[other] , and revoke { $tokens }
        }
       *[other] { $tokens ->
            [none] , and revoke { $sessions }
           *[other] , and revoke { $sessions } and { $tokens }
        }
    }?
command-deactivated = The account { $login } is deactivated, and its sessions and tokens are revoked.
command-deactivated-already = The account { $login } is already deactivated.
command-deactivate =
    Deactivate { $login }{ $sessions ->
        [none] { $tokens ->
            [none] {""}
           *[other] , and revoke { $tokens }
        }
       *[other] { $tokens ->
            [none] , and revoke { $sessions }
           *[other] , and revoke { $sessions } and { $tokens }
        }
    }?
command-deactivate-giving =
    Deactivate { $login }{ $sessions ->
        [none] { $tokens ->
            [none] {""}
           *[other] , revoke { $tokens }
        }
       *[other] { $tokens ->
            [none] , revoke { $sessions }
           *[other] , revoke { $sessions } and { $tokens }
        }
    }, and reassign { $customers ->
        [none] { $events }
       *[other] { $events ->
            [none] { $customers }
           *[other] { $customers } and { $events }
        }
    } to { $successor }?
command-next-login = Next: epic login { $login }
command-password-argument = passwords are not accepted on the command line: omit it to be prompted, or use --password-stdin
command-password-given = your password was chosen by Management and must be changed first: epic password change
command-last-login = Last login: { $at }.
command-wrong-passwords =
    { $count ->
        [one] one wrong password
       *[other] { $count } wrong passwords
    } since { $at ->
        [never] the account was created
       *[other] the last login, { $at }
    }
command-choose-password = Your password was chosen by Management: choose one of your own.
command-same-password = the new password is the same as the current one
command-another-password = must differ from the current password
command-password-changed = Your password is changed, and all your sessions and tokens are revoked. Next: epic login { $login }
command-taken = already belongs to another collaborator, active or not
command-overlap = { $login } is already assigned to event { $other }, which overlaps event { $event }. Assign it anyway?
