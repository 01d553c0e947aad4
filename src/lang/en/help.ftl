### Help: what both languages say here. The rest of the English help stands where clap is told of the commands.

help-topics-of-help = Topics: { $topics }
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
help-subcommand-none = a subcommand is required but none was provided
usage-man-file = invalid value for --out: { $path } is not a directory

## The topic of permissions
help-right-title = Permissions: who may use which command, and on which records
help-right-command = command
help-right-management = management
help-right-sales = sales
help-right-support = support
help-right-token = token
help-right-any = any
help-right-own = own
help-right-writing = writing
help-right-legend =
    own: for Sales the customers whose sales contact they are, and what hangs on
    them; for Support the events they run; for passwords, sessions and tokens
    their own. writing: a token that is not read-only.
help-right-public = Nobody has to be logged in for

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
