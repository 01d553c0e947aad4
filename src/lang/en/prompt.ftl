# Questions to the person at the terminal, and what is said around them.

## Counts in sentences, which leave out a count of zero: `none` is their name for it

count-customers =
    { $count ->
        [0] none
        [one] { $count } customer
       *[other] { $count } customers
    }
count-upcoming-events =
    { $count ->
        [0] none
        [one] { $count } upcoming event
       *[other] { $count } upcoming events
    }

prompt-line = { $label }:
prompt-problem = { $label }: { $problem }
prompt-keep = { $label } [{ $value }]
prompt-hinted = { $label } ({ $hint })
prompt-optional = { $label } (optional)
prompt-confirm = { $question } [y/N]
prompt-save = Save?
prompt-number = Number
prompt-look-for = { $label } (text to search for, < to go back)
prompt-number-or-text = { $label } (a number, or another text to search for)
prompt-not-a-number =
    { $count ->
        [one] Type 1, or < to go back.
       *[other] Type a number from 1 to { $count }, or < to go back.
    }
prompt-no-match = Nothing matches.
prompt-list-help = Type to search, ↑ ↓ to move, Enter to select, Esc to go back
prompt-password = Password
prompt-new-password = New password
prompt-new-password-again = Repeat the new password
prompt-password-refused = {"  "}the password { $problem }
prompt-not-the-same = {"  "}the passwords do not match
prompt-needs-yes = this needs confirmation: add --yes
prompt-no-password-here = cannot ask for a password here: { $cause }
prompt-line-too-long = the line is too long: it must have fewer than { $count } bytes
prompt-unreadable-answer = cannot read the answer: { $cause }
prompt-unreadable-stdin = cannot read standard input: { $cause }
prompt-stdin-not-text = standard input is not UTF-8
prompt-passwords-on-stdin =
    { $count ->
        [one] --password-stdin expects the password on standard input
       *[other] --password-stdin expects { $count } passwords on standard input, one per line
    }
prompt-invalid-password = the password { $problem }
prompt-invalid-value = invalid value for { $flag }: { $problem }
prompt-nothing-to-change = nothing to change: give at least one of { $flags }
prompt-missing = missing { $flags }
prompt-current-password = Current password

count-sessions =
    { $count ->
        [0] none
        [one] { $count } session
       *[other] { $count } sessions
    }
count-tokens =
    { $count ->
        [0] none
        [one] { $count } token
       *[other] { $count } tokens
    }

prompt-first-name = First name
prompt-last-name = Last name
prompt-email = E-mail
prompt-phone = Phone
prompt-company = Company
prompt-login = Login
prompt-department = Department
prompt-customer = Customer
prompt-contract = Contract
prompt-event = Event
prompt-collaborator = Collaborator
prompt-session = Session
prompt-token = Token
prompt-new-sales-contact = New sales contact
prompt-support-contact = Support contact
prompt-reassign-to = Reassign to
prompt-total = Total
prompt-due = Amount due
prompt-status = Status
prompt-amount = Amount
prompt-amount-of = Amount ({ $due } due)
prompt-title = Title
prompt-start = Start
prompt-start-hint = YYYY-MM-DD HH:MM
prompt-end = End
prompt-end-hint = YYYY-MM-DD HH:MM, or +3h
prompt-location = Location
prompt-attendees = Attendees
prompt-notes = Notes
prompt-revoke = Revoke { $what }?
prompt-a-customer = #{ $id } { $name }, { $company }
prompt-a-contract = #{ $id } { $name }, { $company }: { $status }, { $due } due of { $total }
prompt-an-event = #{ $id } { $title }, { $company }, { $start }, support: { $support }
prompt-a-collaborator = { $login }, { $name }, { $department }
prompt-a-credential =
    #{ $id } { $login }, { $name }, since { $since }{ $current ->
        [yes] {" "}(this one)
       *[no] {""}
    }
prompt-yes-or-no = Please answer y or n.
