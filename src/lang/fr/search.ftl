# Recherche : ce qui est dit des réponses et des références.

search-text = Texte à chercher
search-which = Plusieurs correspondent à « { $name } »
search-several =
    plusieurs { $noun ->
        [customer] clients
       *[other] collaborateurs
    } correspondent à « { $name } » : { $told }{ $more ->
        [0] {""}
        [one] {" "}et { $more } autre
       *[other] {" "}et { $more } autres
    } ; indiquez plutôt un numéro
search-nothing = Rien ne correspond à « { $text } ».
search-cut = Voici les { $count } meilleurs résultats ; --limit en montre davantage.
