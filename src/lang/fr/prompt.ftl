# Ce qui est demandé à la personne au terminal, et ce qui est dit autour.

count-customers =
    { $count ->
        [one] { $count } client
       *[other] { $count } clients
    }
count-upcoming-events =
    { $count ->
        [one] { $count } événement à venir
       *[other] { $count } événements à venir
    }
