# Searching: what is said about answers and references.

search-nothing = Nothing found.
