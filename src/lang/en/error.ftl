# What ends a command before it is done: the sentence behind "error:", without a capital or a full stop.

error-not-found =
    { $noun ->
        [audit_entry] there is no audit entry { $key }
       *[other] there is no { $noun } { $key }
    }
error-and = { $one }; { $other }
error-unavailable = the database is not available: { $cause }
error-lost-race = others were changing the same records: try again
error-commit-unknown = the connection broke while committing: the change may or may not have been made, look before trying again
error-interrupted = cancelled
error-closed-pipe = standard output was closed
error-stdout = cannot write to standard output: { $cause }
error-stdout-after-commit = the change was made, but its result cannot be written to standard output: { $cause }
error-panic = unexpected failure (panic at { $place })
error-internal = unexpected failure ({ $kind }): { $detail }
error-invalid-value = invalid value for { $flag }: { $problem }

## Exit 4

error-auth-required = you are not logged in
error-auth-invalid-credentials = wrong login or password
error-auth-nobody = wrong login or password: there is no account yet, and sign-up makes the first one
error-auth-invalid-token = the session or token is not valid
error-auth-expired = the session has expired
error-auth-revoked = the session has been ended
error-auth-idle = the session was not used for too long
error-auth-somebody-else = somebody else has logged in meanwhile: nothing was done
error-auth-variable-invalid-token = the token of { $variable } is not valid
error-auth-variable-expired = the token of { $variable } has expired
error-auth-variable-revoked = the token of { $variable } has been ended
error-auth-variable-idle = the token of { $variable } was not used for too long
error-auth-throttled = too many wrong passwords: retry after { $seconds } s
error-auth-locked = too many wrong passwords: this login is locked until Management unlocks it
error-auth-password-change-required = the password was given by somebody else and has to be changed first
error-auth-reauthenticate = this needs a login of the last 5 minutes: prove once more who you are

## Exit 5

error-denied-department = the department { $department } may not { $what }
error-denied-ownership = you may { $what } only where it is your own, and { $noun } { $id } is not
error-denied-token = a token may not { $what }: only somebody who has logged in may
error-denied-read-only = this token only reads, and may not { $what }
error-denied-database = the database does not let you do this

## What somebody may not do, to be read behind "may not"

error-may-read = read the records
error-may-read-history = read the history of a record
error-may-read-audit = read the audit log
error-may-change-own-password = change the own password
error-may-list-sessions = list sessions
error-may-revoke-session = revoke a session
error-may-list-tokens = list tokens
error-may-revoke-token = revoke a token
error-may-create-token = create a token
error-may-create-collaborator = create a collaborator
error-may-update-collaborator = update a collaborator
error-may-delete-collaborator = delete a collaborator
error-may-reset-password = reset a password
error-may-unlock-collaborator = unlock an account
error-may-create-customer = create a customer
error-may-update-customer = update a customer
error-may-transfer-customer = transfer a customer
error-may-create-contract = create a contract
error-may-update-contract = update a contract
error-may-sign-contract = sign a contract
error-may-pay-contract = record a payment
error-may-move-contract = move a contract to another customer
error-may-create-event = create an event
error-may-update-event = update an event
error-may-assign-event = assign an event
error-may-unassign-event = unassign an event

## Exit 6

error-rule-contract-not-signed = contract { $id } is not signed, and an event needs a signed contract
error-rule-contract-signed = contract { $id } is signed: its status, total and customer no longer change
error-rule-contract-not-unsigned = contract { $id } is no longer unsigned, and only an unsigned contract moves to another customer
error-rule-payment-exceeds-due = the payment is more than the { $due } still due on contract { $id }
error-rule-due-exceeds-total = due would be more than the total of contract { $id }, { $total }
error-rule-event-in-past = a new event cannot start in the past
error-rule-event-ends-before-start = event { $id } would end before it starts
error-rule-notes-too-long = the notes of event { $id } would have more than { $max } characters
error-rule-not-support = { $login } is not an active Support collaborator
error-rule-not-sales = { $login } is not an active Sales collaborator
error-rule-self-delete = nobody deletes their own account
error-rule-self-demote = nobody changes their own department
error-rule-last-manager = this is the last active Management account, and one must remain
error-rule-still-in-use = { $login } still owns { $customers } and runs { $events }: name who takes over
error-rule-inactive = the account { $login } is deactivated
error-rule-signup-closed = sign-up is for the first account only; Management creates the others
error-rule-database-not-empty = the database holds other collaborators: the demonstration company, whose passwords are public, is loaded into an empty one only

## Exit 7

error-conflict-duplicate-login = another collaborator already has this login, which may be a deactivated account
error-conflict-duplicate-email = another collaborator already has this e-mail address, which may be a deactivated account
error-conflict-duplicate-token = you already have a token called { $name }
error-conflict-stale =
    { $noun ->
        [audit_entry] audit entry { $id } has changed in the meantime
       *[other] { $noun } { $id } has changed in the meantime
    }
error-conflict-overlap = { $login } already runs event { $other } at the time of event { $event }; --allow-overlap assigns it all the same
error-conflict-audit-chain = the audit chain is broken at entry { $sequence }: { $fault }
error-chain-missing = it is missing, or out of its place
error-chain-unlinked = it does not follow from the entry before it
error-chain-changes = its changes are not the ones that were recorded
error-chain-fields = it is not as it was recorded
error-chain-truncated = it and all that followed are missing
error-chain-head = the database remembers another end
error-chain-anchor = the anchor knows another one, or one that is gone
