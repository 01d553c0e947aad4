# Tables and records for people, and what is said below them.

output-month =
    { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
output-month-short =
    { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    }
output-date = { $day } { $month } { $year }
output-day-short = { $day } { $month }
output-status =
    { $status ->
        [unsigned] unsigned
        [pending] pending
       *[signed] signed
    }
output-department =
    { $department ->
        [management] management
        [sales] sales
       *[support] support
    }
output-action =
    { $action ->
        [password_change] password change
        [password_reset] password reset
        [session_revoke] session revoke
        [token_create] token create
        [token_revoke] token revoke
        [credential_upgrade] credential upgrade
        [denied] denied
       *[other] { $action }
    }
output-entity = { $entity }
output-credential = { $credential }
output-yes = yes
output-no = no
output-label = { $label }:
output-change = { $field }: { $from } → { $to }
output-change-one-sided = { $field }: { $value }
output-heading =
    { $records ->
        [contracts] Contracts
       *[events] Events
    }
output-error-label = error:
output-hint-label = hint:
output-warning-label = warning:
output-invalid-format = must be one of table, tsv, csv, json, jsonl, ids
output-quoted = '{ $name }'
output-unknown-field =
    { $count ->
        [one] unknown field { $unknown } in --fields; the fields are { $known }
       *[other] unknown fields { $unknown } in --fields; the fields are { $known }
    }
output-left-out =
    { $count ->
        [one] No room for this column: { $columns }. Widen the window to see it.
       *[other] No room for these columns: { $columns }. Widen the window to see them.
    }
output-sum = Total
output-sum-shown = Subtotal
output-records =
    { $records ->
        [collaborators] collaborators
        [customers] customers
        [contracts] contracts
        [events] events
        [sessions] sessions
        [tokens] tokens
        [changes] changes
       *[audit-entries] audit entries
    }
output-none =
    { $records ->
        [collaborators] No collaborators to show.
        [customers] No customers to show.
        [contracts] No contracts to show.
        [events] No events to show.
        [sessions] No sessions to show.
        [tokens] No tokens to show.
        [changes] No changes to show.
       *[audit-entries] No audit entries to show.
    }
output-none-match =
    { $records ->
        [collaborators] No collaborators match { $flags }.
        [customers] No customers match { $flags }.
        [contracts] No contracts match { $flags }.
        [events] No events match { $flags }.
       *[audit-entries] No audit entries match { $flags }.
    }
output-page = { $shown } of { $total } { $records }; --all shows all of them.
output-page-bounded = { $shown } of more than { $bound } { $records }; --all shows all of them.
output-invalid-ids = must be one or more ids
output-invalid-search = must have at most { $max } characters
output-mine-management = --mine is for Sales and Support: Management has no records of its own
