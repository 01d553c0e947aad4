# Tableaux et fiches, et ce qui est dit en dessous.

output-month =
    { $month ->
        [1] janvier
        [2] février
        [3] mars
        [4] avril
        [5] mai
        [6] juin
        [7] juillet
        [8] août
        [9] septembre
        [10] octobre
        [11] novembre
       *[12] décembre
    }
output-month-short =
    { $month ->
        [1] janv.
        [2] févr.
        [3] mars
        [4] avr.
        [5] mai
        [6] juin
        [7] juil.
        [8] août
        [9] sept.
        [10] oct.
        [11] nov.
       *[12] déc.
    }
output-date =
    { $day ->
        [1] 1er { $month } { $year }
       *[other] { $day } { $month } { $year }
    }
output-day-short =
    { $day ->
        [1] 1er { $month }
       *[other] { $day } { $month }
    }
output-status =
    { $status ->
        [unsigned] non signé
        [pending] en attente
       *[signed] signé
    }
output-department =
    { $department ->
        [management] gestion
        [sales] commercial
       *[support] support
    }
output-action =
    { $action ->
        [create] création
        [update] modification
        [delete] suppression
        [login] connexion
        [logout] déconnexion
        [password_change] changement de mot de passe
        [password_reset] réinitialisation du mot de passe
        [unlock] déverrouillage
        [session_revoke] révocation de session
        [token_create] création de jeton
        [token_revoke] révocation de jeton
        [credential_upgrade] mise à niveau du mot de passe
        [denied] refus
       *[other] { $action }
    }
output-entity =
    { $entity ->
        [collaborator] collaborateur
        [customer] client
        [contract] contrat
        [event] événement
       *[other] { $entity }
    }
output-credential =
    { $credential ->
        [token] jeton
       *[other] { $credential }
    }
output-yes = oui
output-no = non
output-label = { $label } :
output-change = { $field } : { $from } → { $to }
output-change-one-sided = { $field } : { $value }
output-heading =
    { $records ->
        [contracts] Contrats
       *[events] Événements
    }
output-error-label = erreur :
output-hint-label = conseil :
output-warning-label = attention :
output-invalid-format = doit être table, tsv, csv, json, jsonl ou ids
output-quoted = « { $name } »
output-unknown-field =
    { $count ->
        [one] champ inconnu { $unknown } dans --fields ; les champs sont { $known }
       *[other] champs inconnus { $unknown } dans --fields ; les champs sont { $known }
    }
output-left-out =
    { $count ->
        [one] Pas de place pour la colonne { $columns }. Élargissez la fenêtre pour la voir.
       *[other] Pas de place pour les colonnes { $columns }. Élargissez la fenêtre pour les voir.
    }
output-sum = Total
output-sum-shown = Sous-total
output-records =
    { $records ->
        [collaborators] collaborateurs
        [customers] clients
        [contracts] contrats
        [events] événements
        [sessions] sessions
        [tokens] jetons
        [changes] modifications
       *[audit-entries] entrées d’audit
    }
output-none =
    { $records ->
        [collaborators] Aucun collaborateur à afficher.
        [customers] Aucun client à afficher.
        [contracts] Aucun contrat à afficher.
        [events] Aucun événement à afficher.
        [sessions] Aucune session à afficher.
        [tokens] Aucun jeton à afficher.
        [changes] Aucune modification à afficher.
       *[audit-entries] Aucune entrée d’audit à afficher.
    }
output-none-match =
    { $records ->
        [collaborators] Aucun collaborateur ne correspond à { $flags }.
        [customers] Aucun client ne correspond à { $flags }.
        [contracts] Aucun contrat ne correspond à { $flags }.
        [events] Aucun événement ne correspond à { $flags }.
       *[audit-entries] Aucune entrée d’audit ne correspond à { $flags }.
    }
output-page = { $shown } { $records } sur { $total } ; --all affiche tout.
output-page-bounded = { $shown } { $records } sur plus de { $bound } ; --all affiche tout.
output-invalid-ids = doit être un ou plusieurs numéros
output-invalid-search = doit avoir au plus { $max } caractères
output-mine-management = --mine est réservé aux services commercial et support : la gestion n’a pas de fiches à elle
