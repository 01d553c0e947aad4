# What the commands of sessions, tokens, the audit log and the history say.

access-logged-out =
    { $count ->
        [one] { $login } is logged out.
       *[other] { $login } is logged out of { $count } sessions.
    }
access-nobody = You are not logged in.
access-token-shown-once = Copy the token now: it will not be shown again.
access-ask-token-name = Name
access-ask-token-expiry = Expires (90d, or a date)
access-ask-noun = Type of record
access-ask-record = Record (id, or login of a collaborator)
