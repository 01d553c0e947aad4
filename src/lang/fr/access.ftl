# Ce que disent les commandes des sessions, des jetons, du journal d’audit et de l’historique.

access-logged-out =
    { $count ->
        [one] { $login } est déconnecté.
       *[other] { $login } est déconnecté de { $count } sessions.
    }
access-nobody = Personne n’est connecté.
access-token-shown-once = Garder le jeton maintenant : il ne sera plus affiché.
access-ask-token-name = Nom
access-ask-token-expiry = Expire (90d, ou une date)
access-ask-noun = Type d’enregistrement
access-ask-record = Enregistrement (numéro, ou identifiant d’un collaborateur)
