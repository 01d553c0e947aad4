# What ends a command before it is done: the sentence behind "error:", without a capital or a full stop.

error-not-found =
    { $noun ->
        [audit_entry] there is no audit entry { $key }
       *[other] there is no { $noun } { $key }
    }
error-not-found-named =
    { $noun ->
        [customer] no customer has the e-mail address or full name { $key }
        [collaborator] no collaborator has the login, e-mail address or full name { $key }
        [token] you have no token called { $key }
       *[other] there is no { $noun } { $key }
    }
error-and = { $one }; { $other }
error-unavailable = the database is not available: { $cause }
error-lost-race = other users were changing the same records: try again
error-commit-unknown = the connection broke during the commit: check whether the change was made before you try again
error-interrupted = cancelled
error-closed-pipe = standard output was closed
error-stdout = cannot write to standard output: { $cause }
error-stdout-after-commit = the change was made, but its result cannot be written to standard output: { $cause }
error-panic = unexpected failure (panic at { $place })
error-internal = unexpected failure ({ $kind }): { $detail }

## Exit 4

error-auth-required = you are not logged in
error-auth-invalid-credentials = wrong login or password
error-auth-nobody = cannot log in: there is no account yet
error-auth-invalid-token = your session or token is not valid: log in again
error-auth-expired = your session has expired: log in again
error-auth-revoked = your session was revoked: log in again
error-auth-idle = your session timed out because it was idle: log in again
error-auth-somebody-else = a different user has logged in since: nothing was changed
error-auth-variable-invalid-token = the token in { $variable } is not valid
error-auth-variable-expired = the token in { $variable } has expired
error-auth-variable-revoked = the token in { $variable } was revoked
error-auth-variable-idle = the token in { $variable } timed out because it was idle
error-auth-throttled = too many wrong passwords: try again in { $seconds } s
error-auth-locked = too many wrong passwords: this account is locked until Management unlocks it
error-auth-password-change-required = your password was chosen by Management and must be changed first
error-auth-reauthenticate = this needs a login within the last 5 minutes: log in again

## Exit 5

error-denied-department = the { $department } department cannot { $what }
error-denied-ownership = { $noun } { $id } is not yours, so you cannot { $what }
error-denied-token = a token cannot { $what }: log in with a password
error-denied-read-only = this token is read-only and cannot { $what }
error-denied-database = the database does not permit this

## Exit 6

error-rule-contract-not-signed = contract { $id } is not signed: an event needs a signed contract
error-rule-contract-signed = contract { $id } is signed, so its status, total and customer cannot change
error-rule-contract-not-unsigned = contract { $id } is pending or signed: only an unsigned contract can move to another customer
error-rule-payment-exceeds-due = the payment exceeds the { $due } still due on contract { $id }
error-rule-paid-in-full = contract { $id } is already paid in full
error-rule-due-exceeds-total = the amount due would exceed the total of contract { $id }, { $total }
error-rule-event-in-past = a new event cannot start in the past
error-rule-event-ends-before-start = event { $id } would end before it starts
error-rule-notes-too-long = the notes of event { $id } would have more than { $max } characters
error-rule-not-support = { $login } is not an active collaborator of the support department
error-rule-not-sales = { $login } is not an active collaborator of the sales department
error-rule-self-delete = you cannot deactivate your own account
error-rule-self-demote = you cannot change your own department
error-rule-self-rename = you cannot change your own login: it would end your password
error-rule-last-manager = this is the last active Management account: create another one first
error-rule-still-in-use =
    { $login } still has { $customers ->
        [none] { $events }
       *[other] { $events ->
            [none] { $customers }
           *[other] { $customers } and { $events }
        }
    }: choose who takes over with --reassign-to
error-rule-inactive = the account { $login } is deactivated
error-rule-signup-closed = sign-up is for the first account only: Management creates the others
error-rule-database-not-empty = the database is not empty: the demonstration company, whose passwords are public, can only be loaded into an empty one

## Exit 7

error-conflict-duplicate-login = another collaborator, active or not, already has this login
error-conflict-duplicate-email = another collaborator, active or not, already has this e-mail address
error-conflict-duplicate-token = you already have a token called { $name }
error-conflict-stale =
    { $noun ->
        [audit_entry] audit entry { $id } has changed in the meantime
       *[other] { $noun } { $id } has changed in the meantime
    }
error-conflict-overlap = { $login } is already assigned to event { $other }, which overlaps event { $event }: use --allow-overlap to assign it anyway
error-conflict-audit-chain = the audit log is broken at entry { $sequence }: { $fault }
error-chain-missing = it is missing or out of sequence
error-chain-unlinked = it does not link to the entry before it
error-chain-changes = its changes differ from the recorded ones
error-chain-fields = it differs from what was recorded
error-chain-truncated = it and all later entries are missing
error-chain-head = the database records a different last entry
error-chain-anchor = the anchor records a different entry, or one that is missing

## Causes that the operating system or the database server reports

error-cause-the-server = the server
error-cause-refused = { $server } refuses the connection: check that PostgreSQL is running there
error-cause-timed-out = { $server } did not answer in time
error-cause-host = the host { $host } was not found
error-cause-unreachable = { $server } is unreachable
error-cause-closed = the server closed the connection
error-cause-starting = the server is starting or shutting down
error-cause-crowded = the server has too many connections
error-cause-locked = another program has locked it
error-cause-read-only = it is read-only
error-cause-full = the disk is full
error-cause-disk = the disk reports an error
error-cause-open = its file cannot be opened
error-cause-memory = there is not enough memory
error-cause-cancelled = the server cancelled the statement, which took too long
error-cause-password = wrong user or password
error-cause-no-password = the password is missing
error-cause-not-admitted = this user may not connect from this machine
error-cause-no-database = the server has no such database
error-cause-no-role = the server has no such user
error-cause-parameter = the database URL has an unknown parameter, { $name }
error-cause-value = a value in the database URL is not valid
error-cause-no-tls = the server does not offer TLS
error-cause-root-certificate = the root certificate file is missing or cannot be read
error-cause-certificate = the certificate of the server is not trusted
error-cause-other-certificate = the certificate of the server is for another host
error-cause-binding = the server does not support channel binding
error-cause-tls = TLS failed
error-cause-missing = there is no such file or directory
error-cause-permission = permission denied
error-cause-exists = it already exists
error-cause-directory = it is a directory
error-cause-no-directory = a part of its path is not a directory
error-cause-name = its name is too long or not valid
error-cause-read-only-disk = the disk is read-only
error-cause-reader = its reader has gone
error-cause-too-large = it is too large
error-cause-busy = it is in use
error-cause-too-many-files = too many files are open
error-cause-links = there are too many symbolic links in its path
error-cause-no-terminal = there is no terminal
error-cause-not-text = it is not UTF-8
error-cause-unknown = unknown cause: run again with -v for details
