### English: how numbers are written, what means yes, and the words for records that a search accepts.

language-thousands = ,
language-amount = €{ $whole }.{ $cents }
# What stands between a heading or a label and what follows it.
language-colon = :
# The first is the one that questions show.
language-yes = y, yes
language-no = n, no
language-noun-customer = customer
language-noun-contract = contract
language-noun-event = event
language-noun-collaborator = collaborator
