### Le français : l’écriture des nombres, ce qui veut dire oui, et les mots par lesquels une recherche nomme les fiches.

language-thousands = { "\u202F" }
language-amount = { $whole },{ $cents }{ "\u202F" }€
# Ce qui sépare un titre ou un libellé de ce qui le suit.
language-colon =  :
# Le premier est celui que montrent les questions.
language-yes = o, oui
language-no = n, non
language-noun-customer = client
language-noun-contract = contrat
language-noun-event = évènement
language-noun-collaborator = collaborateur
