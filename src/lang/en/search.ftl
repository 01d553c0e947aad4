# Searching: what is said about answers and references.

search-text = What to look for
search-which = Which { $name }
search-several =
    several { $noun ->
        [customer] customers
       *[other] collaborators
    } answer to “{ $name }”: { $told }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }; name one by what no other has
search-nothing = Nothing found for “{ $text }”.
search-cut = These are the best { $count }; --limit N shows more.
