# Searching: what is said about answers and references.

search-text = Text to search for
search-which = Several match “{ $name }”
search-several =
    several { $noun ->
        [customer] customers
       *[other] collaborators
    } match “{ $name }”: { $told }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }; give an id instead
search-nothing = Nothing found for “{ $text }”.
search-cut = These are the { $count } best results; --limit shows more.
