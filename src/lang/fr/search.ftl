# Recherche : ce qui est dit des réponses et des références.

search-nothing = Aucun résultat.
