# Ce que disent les commandes des sessions, des jetons, du journal d’audit et de l’historique.

access-logged-out =
    { $count ->
        [one] { $login } est déconnecté.
       *[other] { $login } est déconnecté de { $count } sessions.
    }
access-nobody = Vous n’êtes pas connecté.
access-token-shown-once = Copiez le jeton maintenant : il ne sera plus affiché.
access-ask-token-name = Nom
access-ask-token-expiry = Expiration (90d, ou une date)
access-ask-noun = Type de fiche
access-ask-record = Fiche (numéro, ou identifiant d’un collaborateur)
