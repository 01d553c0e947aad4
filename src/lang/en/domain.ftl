# Why a typed value is refused: the end of "invalid value for --x: …", without a capital or a full stop.

invalid-blank = must not be blank
invalid-nul = must not contain U+0000
invalid-length = must have { $min } to { $max } characters (this has { $count })
invalid-length-at-most = must have at most { $max } characters (this has { $count })
invalid-line-break = must not contain line breaks ({ $code })
invalid-control = must not contain control characters ({ $code })
invalid-bidirectional = must not contain bidirectional controls or byte order marks ({ $code })
invalid-id = must be an id, such as 12
invalid-one-of = must be one of { $known }
invalid-either = { $one } or { $other }
invalid-attendees = must be a whole number from 1 to { $max }
invalid-contract-status = must be unsigned, pending or signed
invalid-department = must be management, sales or support
invalid-history-noun = must be customer, contract, event or collaborator
invalid-audit-anchor = must be SEQUENCE:HASH, or a file with the output of epic audit anchor
invalid-token-name = must not be a number: numbers are ids
invalid-login = must contain only letters without accents, digits, dots, underscores and dashes

## Durations, dates and times

invalid-duration = must be a duration such as 45s, 30m, 8h, 1d or 1h30m
invalid-duration-zero = must be longer than zero
invalid-duration-long = must be a shorter duration
invalid-zone = must be an IANA time zone such as Europe/Paris or UTC
invalid-years = must be between the years 1970 and 9999
invalid-calendar-day = must be a day that exists
invalid-clock-time = must have a time between 00:00:00 and 23:59:59
invalid-instant = must be an RFC 3339 time such as 2026-05-20T16:00:00Z
invalid-date-time = must be a date and time such as 2026-05-20 18:00
invalid-end = must be a date and time such as 2026-05-20 18:00, or a duration such as +3h
invalid-day = must be a day such as 2026-05-20, today, tomorrow, yesterday, +7d or -30d
invalid-time-twice = { $time } occurs twice in { $zone }, where clocks go back: write { $readings }
invalid-time-skipped = { $time } does not exist in { $zone }, where clocks go forward: write { $readings }
invalid-time-reading = { $instant } ({ $shown } there)
invalid-expiry = must be a duration such as 90d, or a date such as 2026-05-20
invalid-expiry-past = must be in the future
invalid-expiry-far = must be at most { $days } days from now

## E-mail addresses

invalid-email-bytes = must have at most { $max } bytes (this has { $count })
invalid-email-at = must contain an @, as in name@example.com
invalid-email-name = must have a name before the @
invalid-email-name-long = must have at most 64 bytes before the @
invalid-email-domain = must have a domain after the @
invalid-email-dot = must have a domain with a dot after the @, such as example.com
invalid-email-part = must not have an empty part in its domain
invalid-email-part-long = must have at most 63 characters in each part of its domain
invalid-email-literal = must have a domain name after the @, not an IP address
invalid-email-display-name = must be the address alone, without a name or angle brackets
invalid-email-character = must be an address such as name@example.com, without spaces or special characters

## Amounts

invalid-negative = must not be negative
invalid-amount = must be an amount such as 1500, 1500.50 or 1 500,50
invalid-amount-large = must not exceed { $max }
invalid-amount-separators = must have one decimal separator and only spaces between thousands, as in 1500.50 or 1 500,50
invalid-amount-decimals = must have at most two decimals
invalid-amount-groups = must group its digits in threes, as in 1 500 000

## Telephone numbers

invalid-phone-characters = must contain only digits, spaces, dots, dashes, slashes, parentheses and a leading +
invalid-phone-digits = must have { $min } to { $max } digits with the country code (this has { $count })
invalid-phone-code = must have a country code after + or 00; none starts with 0
invalid-phone-french = must be a French number such as 06 01 02 03 04, or start with a country code such as +33

## Passwords: the end of "the password …"

invalid-password-short = must have at least { $min } characters
invalid-password-long = must have at most { $max } characters
invalid-password-public = is published in the documentation
invalid-password-weak = is too easy to guess
invalid-password-reason = { $problem }: { $reason }
invalid-password-rows = straight rows of keys are easy to guess
invalid-password-keyboard = short keyboard patterns are easy to guess
invalid-password-repeats = repeats like "aaa" are easy to guess
invalid-password-repeated-groups = repeats like "abcabcabc" are only slightly harder to guess than "abc"
invalid-password-top-10 = this is a top-10 common password
invalid-password-top-100 = this is a top-100 common password
invalid-password-common = this is a very common password
invalid-password-similar = this is similar to a commonly used password
invalid-password-sequences = sequences like abc or 6543 are easy to guess
invalid-password-recent-years = recent years are easy to guess
invalid-password-word = a word by itself is easy to guess
invalid-password-dates = dates are often easy to guess
invalid-password-names-alone = names and surnames by themselves are easy to guess
invalid-password-names = common names and surnames are easy to guess
invalid-password-use-words = use a few words, and avoid common phrases
invalid-password-use-anything = symbols, digits and capitals are not needed
invalid-password-use-another-word = add a word or two, preferably uncommon
invalid-password-capitals = capitals do not help very much
invalid-password-all-capitals = all capitals are almost as easy to guess as all small letters
invalid-password-reversed = reversed words are not much harder to guess
invalid-password-substitutions = predictable substitutions like '@' instead of 'a' do not help very much
invalid-password-use-longer-pattern = use a longer keyboard pattern with more turns
invalid-password-avoid-repeats = avoid repeated words and characters
invalid-password-avoid-sequences = avoid sequences
invalid-password-avoid-recent-years = avoid recent years
invalid-password-avoid-own-years = avoid years that are associated with you
invalid-password-avoid-own-dates = avoid dates and years that are associated with you
