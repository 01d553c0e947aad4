### Help: what both languages say here. The rest of the English help stands where clap is told of the commands.

help-sort-fields = { $help }. Fields: { $fields }
help-examples = Examples
help-man-exit-status = EXIT STATUS
help-man-examples = EXAMPLES
help-man-exit-status-text = 0 when it is done; 'epic help exit-codes' tells the others.
help-written-pages = { $count ->
    [one] { $count } page written to { $directory }.
   *[other] { $count } pages written to { $directory }.
 }

## What is wrong with a command line
usage-label = error:
usage-tip = tip:
usage-usage = Usage:
usage-more = For more information, try '{ $help }'.
usage-multiple = the argument '{ $argument }' cannot be used multiple times
usage-conflict = the argument '{ $argument }' cannot be used with '{ $other }'
usage-conflict-several = the argument '{ $argument }' cannot be used with:
usage-conflict-others = the argument '{ $argument }' cannot be used with one or more of the other specified arguments
usage-value-missing = a value is required for '{ $argument }' but none was supplied
usage-value-invalid = invalid value '{ $value }' for '{ $argument }'
usage-value-because = invalid value '{ $value }' for '{ $argument }': { $reason }
usage-possible-values = possible values
usage-subcommands = subcommands
usage-subcommand-unknown = unrecognized subcommand '{ $name }'
usage-subcommand-missing = '{ $name }' requires a subcommand but one was not provided
usage-subcommand-none = a subcommand is required but none was provided
usage-required = the following required arguments were not provided:
usage-utf8 = invalid UTF-8 was detected in one or more arguments
usage-too-many = unexpected value '{ $value }' for '{ $argument }' found; no more were expected
usage-argument-unknown = unexpected argument '{ $argument }' found
usage-other = the command line cannot be read
usage-similar-subcommands = { $count ->
    [one] a similar subcommand exists: { $names }
   *[other] some similar subcommands exist: { $names }
 }
usage-similar-arguments = { $count ->
    [one] a similar argument exists: { $names }
   *[other] some similar arguments exist: { $names }
 }
usage-similar-values = { $count ->
    [one] a similar value exists: { $names }
   *[other] some similar values exist: { $names }
 }
usage-as-value = to pass '{ $value }' as a value, use '{ $written }'
usage-exists = '{ $flag }' exists
usage-reason-empty = cannot parse integer from empty string
usage-reason-digit = invalid digit found in string
usage-reason-large = number too large to fit in target type
usage-reason-small = number too small to fit in target type
usage-reason-range = { $value } is not in { $range }
usage-topic-similar = did you mean { $names }?
usage-man-file = invalid value for --out: { $path } is not a directory

## The topic of permissions
help-right-title = Permissions: which department can use which command
help-right-command = Command
help-right-management = Management
help-right-sales = Sales
help-right-support = Support
help-right-token = Token
help-right-any = any
help-right-own = own
help-right-self = self
help-right-becomes-own = becomes own
help-right-signed = own, if signed
help-right-unsigned = if unsigned
help-right-writing = writing
help-right-legend =
    - own: for Sales, their own customers with the contracts and events of these; for Support, the events assigned to them
    - self: their own password, sessions and tokens
    - writing: a token that is not read-only
help-right-public = No login is needed for

## What the candidates of a completion are
help-label-table = aligned columns
help-label-tsv = separated by tabs
help-label-csv = separated by commas, with a header
help-label-json = one document
help-label-jsonl = one object a line
help-label-ids = one id a line
help-label-auto = at a terminal
help-label-always = everywhere
help-label-never = nowhere
help-label-en = English
help-label-fr = French
help-label-unsigned = not signed
help-label-pending = waiting for the signature
help-label-signed = signed
help-label-management = Management
help-label-sales = Sales
help-label-support = Support

## Examples
help-example-init-1 = Prepare this machine for real data
help-example-init-2 = Try it with the demonstration company
help-example-signup-1 = Make the first account, with a password from a file
help-example-signup-2 = The same in a script
help-example-login-1 = Log in with a password from a file
help-example-login-2 = Log in, and see until when in JSON
help-example-logout-1 = End the session of this machine
help-example-logout-2 = End my sessions on all machines
help-example-whoami-1 = Who am I?
help-example-whoami-2 = The same in a script
help-example-password-change-1 = Current and new password, one a line
help-example-password-change-2 = From variables
help-example-session-list-1 = My sessions
help-example-session-list-2 = Everybody's, as Management
help-example-session-revoke-1 = End one session
help-example-session-revoke-2 = End two without a question
help-example-token-create-1 = For a report that runs by itself
help-example-token-create-2 = Keep the secret in a file
help-example-token-list-1 = My tokens
help-example-token-list-2 = Everybody's, as Management
help-example-token-revoke-1 = End a token by its name
help-example-token-revoke-2 = End one by its id, without a question
help-example-collaborator-create-1 = Somebody new in sales
help-example-collaborator-create-2 = Keep the new id in a variable
help-example-collaborator-list-1 = The sales department
help-example-collaborator-list-2 = Everybody, those who left too, by name
help-example-collaborator-show-1 = By login
help-example-collaborator-show-2 = By id, in JSON
help-example-collaborator-update-1 = Another telephone number
help-example-collaborator-update-2 = Another name
help-example-collaborator-delete-1 = Give the customers to somebody else
help-example-collaborator-delete-2 = Give the upcoming events to somebody else
help-example-collaborator-reset-password-1 = A password to be changed at the next login
help-example-collaborator-reset-password-2 = By id
help-example-collaborator-unlock-1 = By login
help-example-collaborator-unlock-2 = By id, without a word
help-example-customer-create-1 = A customer of my own
help-example-customer-create-2 = Keep the new id in a variable
help-example-customer-list-1 = Find one of my customers
help-example-customer-list-2 = The ten newest of a town
help-example-customer-show-1 = With contracts and events
help-example-customer-show-2 = The same in a script
help-example-customer-update-1 = Another telephone number
help-example-customer-update-2 = Only if nobody was faster
help-example-customer-transfer-1 = Two customers for another sales contact
help-example-customer-transfer-2 = The same in a script
help-example-contract-create-1 = Nothing paid yet
help-example-contract-create-2 = With 2000 paid in advance
help-example-contract-list-1 = What I still have to have signed
help-example-contract-list-2 = The ten highest amounts due
help-example-contract-show-1 = One contract
help-example-contract-show-2 = Two fields of it in a script
help-example-contract-update-1 = Another total; what was paid stays paid
help-example-contract-update-2 = Sent to the customer
help-example-contract-sign-1 = The customer has signed
help-example-contract-sign-2 = The same in a script
help-example-contract-pay-1 = 500 euros came in
help-example-contract-pay-2 = With cents
help-example-event-create-1 = An evening of five hours
help-example-event-create-2 = Two days, with notes
help-example-event-list-1 = Mine of the next 30 days
help-example-event-list-2 = Those that need somebody of support
help-example-event-show-1 = One event
help-example-event-show-2 = Two fields of it in a script
help-example-event-update-1 = More people, and one more note
help-example-event-update-2 = Another day
help-example-event-assign-1 = Two events for one person
help-example-event-assign-2 = Although another one is at that time
help-example-event-unassign-1 = Somebody else will do it
help-example-event-unassign-2 = Two at once
help-example-audit-list-1 = What somebody did this week
help-example-audit-list-2 = Changes of contracts, in JSON
help-example-audit-verify-1 = Is the chain whole?
help-example-audit-verify-2 = Does it hold what was kept elsewhere?
help-example-audit-anchor-1 = The end of the chain
help-example-audit-anchor-2 = Keep it in a file
help-example-db-migrate-1 = After an update of the program
help-example-db-migrate-2 = Another database
help-example-db-lockdown-1 = As a superuser, after each update
help-example-db-lockdown-2 = With a new password for the shared login
help-example-db-enroll-1 = A database role for one person
help-example-db-enroll-2 = With a new password
help-example-db-status-1 = How does it stand?
help-example-db-status-2 = The same in a script
help-example-search-1 = Everything about a name
help-example-search-2 = Customers and events of a part of a phone number, in JSON
help-example-menu-1 = Be led through the day's work
help-example-menu-2 = With plain lines, for a screen reader
help-example-history-1 = What happened to a contract
help-example-history-2 = To a collaborator, in JSON
help-example-completions-1 = In this shell; in ~/.bashrc for all of them
help-example-completions-2 = A file for zsh
help-example-man-1 = All pages
help-example-man-2 = In French
