# Ce qui est demandé à la personne au terminal, et ce qui est dit autour.

## Les nombres dans les phrases, qui omettent zéro : elles le connaissent sous le nom de `none`

count-customers =
    { $count ->
        [0] none
        [one] { $count } client
       *[other] { $count } clients
    }
count-upcoming-events =
    { $count ->
        [0] none
        [one] { $count } événement à venir
       *[other] { $count } événements à venir
    }

prompt-line = { $label } :
prompt-problem = { $label } : { $problem }
prompt-keep = { $label } [{ $value }]
prompt-hinted = { $label } ({ $hint })
prompt-optional = { $label } (facultatif)
prompt-confirm = { $question } [o/N]
prompt-save = Enregistrer ?
prompt-number = Numéro
prompt-look-for = { $label } (texte à chercher, < pour revenir)
prompt-number-or-text = { $label } (un numéro, ou un autre texte à chercher)
prompt-not-a-number =
    { $count ->
        [one] Tapez 1, ou < pour revenir.
       *[other] Tapez un numéro de 1 à { $count }, ou < pour revenir.
    }
prompt-no-match = Rien ne correspond.
prompt-list-help = Tapez pour chercher, ↑ ↓ pour choisir, Entrée pour valider, Échap pour revenir
prompt-password = Mot de passe
prompt-new-password = Nouveau mot de passe
prompt-new-password-again = Répétez le nouveau mot de passe
prompt-password-refused = {"  "}le mot de passe { $problem }
prompt-not-the-same = {"  "}les mots de passe ne sont pas identiques
prompt-needs-yes = une confirmation est nécessaire : ajoutez --yes
prompt-no-password-here = impossible de demander un mot de passe ici : { $cause }
prompt-line-too-long = la ligne est trop longue : elle doit avoir moins de { $count } octets
prompt-unreadable-answer = impossible de lire la réponse : { $cause }
prompt-unreadable-stdin = impossible de lire l’entrée standard : { $cause }
prompt-stdin-not-text = l’entrée standard n’est pas en UTF-8
prompt-passwords-on-stdin =
    { $count ->
        [one] --password-stdin attend le mot de passe sur l’entrée standard
       *[other] --password-stdin attend { $count } mots de passe sur l’entrée standard, un par ligne
    }
prompt-invalid-password = le mot de passe { $problem }
prompt-invalid-value = valeur incorrecte pour { $flag } : { $problem }
prompt-nothing-to-change = rien à modifier : indiquez au moins une de ces options : { $flags }
prompt-missing = il manque { $flags }
prompt-current-password = Mot de passe actuel

count-sessions =
    { $count ->
        [0] none
        [one] { $count } session
       *[other] { $count } sessions
    }
count-tokens =
    { $count ->
        [0] none
        [one] { $count } jeton
       *[other] { $count } jetons
    }

prompt-first-name = Prénom
prompt-last-name = Nom
prompt-email = E-mail
prompt-phone = Téléphone
prompt-company = Société
prompt-login = Identifiant
prompt-department = Service
prompt-customer = Client
prompt-contract = Contrat
prompt-event = Événement
prompt-collaborator = Collaborateur
prompt-session = Session
prompt-token = Jeton
prompt-new-sales-contact = Nouveau contact commercial
prompt-support-contact = Contact support
prompt-reassign-to = Successeur
prompt-total = Montant total
prompt-due = Reste dû
prompt-status = Statut
prompt-amount = Montant
prompt-amount-of = Montant (reste dû : { $due })
prompt-title = Titre
prompt-start = Début
prompt-start-hint = AAAA-MM-JJ HH:MM
prompt-end = Fin
prompt-end-hint = AAAA-MM-JJ HH:MM, ou +3h
prompt-location = Lieu
prompt-attendees = Participants
prompt-notes = Notes
prompt-revoke = Révoquer { $what } ?
prompt-a-customer = n° { $id } { $name }, { $company }
prompt-a-contract = n° { $id } { $name }, { $company } : { $status }, reste dû { $due } sur { $total }
prompt-an-event = n° { $id } { $title }, { $company }, { $start }, support : { $support }
prompt-a-collaborator = { $login }, { $name }, { $department }
prompt-a-credential =
    n° { $id } { $login }, { $name }, depuis le { $since }{ $current ->
        [yes] {" "}(celle-ci)
       *[no] {""}
    }
prompt-yes-or-no = Répondez par o (oui) ou n (non).
