# Recherche : ce qui est dit des réponses et des références.

search-text = Texte à chercher
search-which = Qui est « { $name } »
search-several =
    « { $name } » désigne plusieurs { $noun ->
        [customer] clients
       *[other] collaborateurs
    } : { $told }{ $more ->
        [0] {""}
       *[other] {" "}et { $more } de plus
    } ; désignez-en un par ce que lui seul a
search-nothing = Rien ne correspond à « { $text } ».
search-cut = Voici les { $count } meilleures réponses ; --limit N en montre davantage.
