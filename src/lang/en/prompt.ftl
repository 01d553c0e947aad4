# Questions to the person at the terminal, and what is said around them.

count-customers =
    { $count ->
        [one] { $count } customer
       *[other] { $count } customers
    }
count-upcoming-events =
    { $count ->
        [one] { $count } upcoming event
       *[other] { $count } upcoming events
    }
