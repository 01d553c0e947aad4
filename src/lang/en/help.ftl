### Help: what both languages say here. The rest of the English help stands where clap is told of the commands.

help-sort-fields = { $help }. Fields: { $fields }
help-examples = Examples
help-man-exit-status = EXIT STATUS
help-man-examples = EXAMPLES
help-man-exit-status-text = 0 for success; see 'epic help exit-codes' for the others.
help-written-pages = { $count ->
    [one] { $count } page written to { $directory }.
   *[other] { $count } pages written to { $directory }.
 }

## What is wrong with a command line
help-subcommand-none = a subcommand is required but none was provided
usage-man-file = invalid value for --out: { $path } is not a directory

## The topic of permissions
help-right-command = Command
help-right-management = Management
help-right-sales = Sales
help-right-support = Support
help-right-token = Token
help-right-any = any
help-right-own = own
help-right-self = self
help-right-becomes-own = yes, assigned to you
help-right-signed = own, contract signed
help-right-unsigned = if unsigned
help-right-writing = read-write
help-right-legend =
    - own: for Sales, their customers and those customers' contracts and events; for Support, the events assigned to them
    - self: their own password, sessions and tokens
    - read-write: a token that is not read-only
help-right-public = No login is needed for

## What the candidates of a completion are
help-label-table = aligned columns
help-label-tsv = tab-separated
help-label-csv = comma-separated, with a header
help-label-json = one document
help-label-jsonl = one object per line
help-label-ids = one id per line
help-label-auto = on a terminal
help-label-always = always
help-label-never = never
help-label-en = English
help-label-fr = French
help-label-unsigned = not sent yet
help-label-pending = sent, awaiting signature
help-label-signed = signed
help-label-management = Management
help-label-sales = Sales
help-label-support = Support

## Examples
help-example-init-1 = Prepare this machine for real data
help-example-init-2 = Try it with the demonstration company
help-example-signup-1 = Create the first account, with a password from a file
help-example-signup-2 = As JSON, for a script
help-example-login-1 = Log in with a password from a file
help-example-login-2 = Log in, with the result as JSON
help-example-logout-1 = Log out of this machine
help-example-logout-2 = Log out everywhere
help-example-whoami-1 = Show your account
help-example-whoami-2 = As JSON, for a script
help-example-password-change-1 = Current and new password from a file, one per line
help-example-password-change-2 = From variables
help-example-session-list-1 = My sessions
help-example-session-list-2 = All sessions, as Management
help-example-session-revoke-1 = Revoke one session
help-example-session-revoke-2 = Revoke two sessions
help-example-token-create-1 = For a scheduled report
help-example-token-create-2 = Save the secret to a file
help-example-token-list-1 = My tokens
help-example-token-list-2 = All tokens, as Management
help-example-token-revoke-1 = Revoke a token by name
help-example-token-revoke-2 = Revoke a token by id
help-example-collaborator-create-1 = A new salesperson
help-example-collaborator-create-2 = Save the new id in a variable
help-example-collaborator-list-1 = The sales department
help-example-collaborator-list-2 = Everyone by last name, deactivated accounts included
help-example-collaborator-show-1 = By login
help-example-collaborator-show-2 = By id, in JSON
help-example-collaborator-update-1 = A new phone number
help-example-collaborator-update-2 = A new name
help-example-collaborator-delete-1 = Reassign the customers to a colleague
help-example-collaborator-delete-2 = Reassign the upcoming events to a colleague
help-example-collaborator-reset-password-1 = Set a temporary password
help-example-collaborator-reset-password-2 = By id
help-example-collaborator-unlock-1 = By login
help-example-collaborator-unlock-2 = By id, without messages
help-example-customer-create-1 = A new customer of yours
help-example-customer-create-2 = Save the new id in a variable
help-example-customer-list-1 = Find one of my customers
help-example-customer-list-2 = The ten newest whose company contains a word
help-example-customer-show-1 = With contracts and events
help-example-customer-show-2 = As JSON, for a script
help-example-customer-update-1 = A new phone number
help-example-customer-update-2 = Only if nothing has changed since version 1
help-example-customer-transfer-1 = Two customers
help-example-customer-transfer-2 = One customer, with the result as JSON
help-example-contract-create-1 = Nothing paid yet
help-example-contract-create-2 = With 2000 euros paid in advance
help-example-contract-list-1 = My contracts that still need a signature
help-example-contract-list-2 = The ten highest amounts due
help-example-contract-show-1 = One contract
help-example-contract-show-2 = Two of its fields, for a script
help-example-contract-update-1 = A new total; the amount paid stays the same
help-example-contract-update-2 = It was sent to the customer
help-example-contract-sign-1 = The customer has signed
help-example-contract-sign-2 = As JSON, for a script
help-example-contract-pay-1 = A payment of 500 euros
help-example-contract-pay-2 = With cents
help-example-event-create-1 = An evening event of five hours
help-example-event-create-2 = A two-day event, with notes
help-example-event-list-1 = My events of the next 30 days
help-example-event-list-2 = Upcoming events without a support contact
help-example-event-show-1 = One event
help-example-event-show-2 = Two of its fields, for a script
help-example-event-update-1 = More attendees, and a line added to the notes
help-example-event-update-2 = A new date
help-example-event-assign-1 = Two events to one collaborator
help-example-event-assign-2 = Despite an overlapping event
help-example-event-unassign-1 = One event
help-example-event-unassign-2 = Two events
help-example-audit-list-1 = Changes by one collaborator this week
help-example-audit-list-2 = Changes of contracts, as JSON
help-example-audit-verify-1 = Verify the whole log
help-example-audit-verify-2 = Compare it with an anchor that is kept elsewhere
help-example-audit-anchor-1 = The last entry
help-example-audit-anchor-2 = Save it to a file
help-example-db-migrate-1 = After an update of the program
help-example-db-migrate-2 = Another database
help-example-db-lockdown-1 = As a superuser, after each update
help-example-db-lockdown-2 = With a new password for the shared role
help-example-db-enroll-1 = A database role for one collaborator
help-example-db-enroll-2 = With a new password
help-example-db-status-1 = Version, size, contents and state
help-example-db-status-2 = As JSON, for a script
help-example-search-1 = Everything that matches a name
help-example-search-2 = Customers and events by a part of a phone number, as JSON
help-example-menu-1 = Start the menu
help-example-menu-2 = With plain lines, for a screen reader
help-example-history-1 = All changes of a contract
help-example-history-2 = All changes of a collaborator, as JSON
help-example-completions-1 = For this shell; in ~/.bashrc, for every shell
help-example-completions-2 = Save it to a file, for zsh
help-example-man-1 = All pages
help-example-man-2 = In French

## Actions, after "cannot"

help-may-read = read the records
help-may-read-history = read the history of a record
help-may-read-audit = read the audit log
help-may-change-own-password = change your password
help-may-list-sessions = list the sessions of other users
help-may-revoke-session = revoke a session
help-may-list-tokens = list the tokens of other users
help-may-revoke-token = revoke a token
help-may-create-token = create a token
help-may-create-collaborator = create a collaborator
help-may-update-collaborator = update a collaborator
help-may-delete-collaborator = deactivate a collaborator
help-may-reset-password = reset a password
help-may-unlock-collaborator = unlock an account
help-may-create-customer = create a customer
help-may-update-customer = update a customer
help-may-transfer-customer = transfer a customer
help-may-create-contract = create a contract
help-may-update-contract = update a contract
help-may-sign-contract = sign a contract
help-may-pay-contract = record a payment
help-may-move-contract = move a contract to another customer
help-may-create-event = create an event
help-may-update-event = update an event
help-may-assign-event = assign an event
help-may-unassign-event = unassign an event

## Actions on a record of another user, after "cannot"

help-own-update-customer = change it
help-own-update-contract = change it
help-own-update-event = change it
help-own-transfer-customer = transfer it
help-own-move-contract = move it to another customer
help-own-sign-contract = sign it
help-own-pay-contract = record a payment for it
help-own-create-event = create an event for it
help-own-assign-event = assign it
help-own-unassign-event = unassign it
help-own-revoke-session = revoke it
help-own-revoke-token = revoke it
help-own-use = use it
