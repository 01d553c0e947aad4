# Ce qui arrête une commande avant la fin : la phrase après « erreur : », sans majuscule ni point.

error-not-found =
    { $noun ->
        [collaborator] le collaborateur { $key } n’existe pas
        [customer] le client { $key } n’existe pas
        [contract] le contrat { $key } n’existe pas
        [event] l’événement { $key } n’existe pas
        [audit_entry] l’entrée d’audit { $key } n’existe pas
        [session] la session { $key } n’existe pas
        [token] le jeton { $key } n’existe pas
       *[other] { $noun } { $key } n’existe pas
    }
error-and = { $one } ; { $other }
error-unavailable = la base de données n’est pas disponible : { $cause }
error-lost-race = d’autres modifiaient les mêmes enregistrements : réessayer
error-commit-unknown = la connexion s’est interrompue pendant l’enregistrement : la modification a peut-être été faite, vérifier avant de réessayer
error-interrupted = annulé
error-closed-pipe = la sortie standard a été fermée
error-stdout = impossible d’écrire sur la sortie standard : { $cause }
error-stdout-after-commit = la modification a été faite, mais son résultat ne peut pas être écrit sur la sortie standard : { $cause }
error-panic = défaillance inattendue (panic à { $place })
error-internal = défaillance inattendue ({ $kind }) : { $detail }
error-invalid-value = valeur incorrecte pour { $flag } : { $problem }

## Code de sortie 4

error-auth-required = vous n’êtes pas connecté
error-auth-invalid-credentials = identifiant ou mot de passe incorrect
error-auth-nobody = identifiant ou mot de passe incorrect : il n’y a encore aucun compte, et l’inscription crée le premier
error-auth-invalid-token = la session ou le jeton n’est pas valide
error-auth-expired = la session a expiré
error-auth-revoked = la session a été fermée
error-auth-idle = la session est restée inutilisée trop longtemps
error-auth-somebody-else = quelqu’un d’autre s’est connecté entre-temps : rien n’a été fait
error-auth-variable-invalid-token = le jeton de la variable { $variable } n’est pas valide
error-auth-variable-expired = le jeton de la variable { $variable } a expiré
error-auth-variable-revoked = le jeton de la variable { $variable } a été révoqué
error-auth-variable-idle = le jeton de la variable { $variable } est resté inutilisé trop longtemps
error-auth-throttled = trop de mots de passe incorrects : réessayer dans { $seconds } s
error-auth-locked = trop de mots de passe incorrects : ce compte est verrouillé jusqu’à ce que la gestion le déverrouille
error-auth-password-change-required = le mot de passe a été donné par quelqu’un d’autre et doit d’abord être changé
error-auth-reauthenticate = ceci demande une connexion de moins de 5 minutes : prouver à nouveau qui vous êtes

## Code de sortie 5

error-denied-department =
    { $department ->
        [management] le service gestion ne peut pas { $what }
        [sales] le service commercial ne peut pas { $what }
        [support] le service support ne peut pas { $what }
       *[other] le service { $department } ne peut pas { $what }
    }
error-denied-ownership =
    { $noun ->
        [collaborator] vous ne pouvez { $what } que pour ce qui est à vous, et le collaborateur { $id } ne l’est pas
        [customer] vous ne pouvez { $what } que pour ce qui est à vous, et le client { $id } ne l’est pas
        [contract] vous ne pouvez { $what } que pour ce qui est à vous, et le contrat { $id } ne l’est pas
        [event] vous ne pouvez { $what } que pour ce qui est à vous, et l’événement { $id } ne l’est pas
        [session] vous ne pouvez { $what } que pour ce qui est à vous, et la session { $id } ne l’est pas
        [token] vous ne pouvez { $what } que pour ce qui est à vous, et le jeton { $id } ne l’est pas
       *[other] vous ne pouvez { $what } que pour ce qui est à vous, et { $noun } { $id } ne l’est pas
    }
error-denied-token = un jeton ne peut pas { $what } : il faut s’être connecté
error-denied-read-only = ce jeton ne fait que lire, et ne peut pas { $what }
error-denied-database = la base de données ne vous le permet pas

## Ce que quelqu’un ne peut pas faire, à lire après « ne peut pas »

error-may-read = lire les enregistrements
error-may-read-history = lire l’historique d’un enregistrement
error-may-read-audit = lire le journal d’audit
error-may-change-own-password = changer son mot de passe
error-may-list-sessions = lister les sessions
error-may-revoke-session = fermer une session
error-may-list-tokens = lister les jetons
error-may-revoke-token = révoquer un jeton
error-may-create-token = créer un jeton
error-may-create-collaborator = créer un collaborateur
error-may-update-collaborator = modifier un collaborateur
error-may-delete-collaborator = supprimer un collaborateur
error-may-reset-password = réinitialiser un mot de passe
error-may-unlock-collaborator = déverrouiller un compte
error-may-create-customer = créer un client
error-may-update-customer = modifier un client
error-may-transfer-customer = transférer un client
error-may-create-contract = créer un contrat
error-may-update-contract = modifier un contrat
error-may-sign-contract = signer un contrat
error-may-pay-contract = enregistrer un paiement
error-may-move-contract = déplacer un contrat vers un autre client
error-may-create-event = créer un événement
error-may-update-event = modifier un événement
error-may-assign-event = affecter un événement
error-may-unassign-event = désaffecter un événement

## Code de sortie 6

error-rule-contract-not-signed = le contrat { $id } n’est pas signé, et un événement demande un contrat signé
error-rule-contract-signed = le contrat { $id } est signé : son statut, son montant total et son client ne changent plus
error-rule-contract-not-unsigned = le contrat { $id } n’est plus au statut non signé, et seul un contrat non signé change de client
error-rule-payment-exceeds-due = le paiement dépasse le reste dû de { $due } sur le contrat { $id }
error-rule-due-exceeds-total = le reste dû dépasserait le montant total du contrat { $id }, { $total }
error-rule-event-in-past = un nouvel événement ne peut pas commencer dans le passé
error-rule-event-ends-before-start = l’événement { $id } finirait avant de commencer
error-rule-notes-too-long = les notes de l’événement { $id } auraient plus de { $max } caractères
error-rule-not-support = { $login } n’est pas un collaborateur actif du service support
error-rule-not-sales = { $login } n’est pas un collaborateur actif du service commercial
error-rule-self-delete = personne ne supprime son propre compte
error-rule-self-demote = personne ne change son propre service
error-rule-last-manager = c’est le dernier compte actif du service gestion, et il doit en rester un
error-rule-still-in-use = { $login } a encore { $customers } et { $events } : nommer qui prend la suite
error-rule-inactive = le compte { $login } est désactivé
error-rule-signup-closed = l’inscription est pour le premier compte seulement ; la gestion crée les autres
error-rule-database-not-empty = la base de données contient d’autres collaborateurs : la société de démonstration, dont les mots de passe sont publics, ne se charge que dans une base vide

## Code de sortie 7

error-conflict-duplicate-login = un autre collaborateur a déjà cet identifiant, peut-être un compte désactivé
error-conflict-duplicate-email = un autre collaborateur a déjà cette adresse électronique, peut-être un compte désactivé
error-conflict-duplicate-token = vous avez déjà un jeton appelé { $name }
error-conflict-stale =
    { $noun ->
        [collaborator] le collaborateur { $id } a changé entre-temps
        [customer] le client { $id } a changé entre-temps
        [contract] le contrat { $id } a changé entre-temps
        [event] l’événement { $id } a changé entre-temps
        [audit_entry] l’entrée d’audit { $id } a changé entre-temps
        [session] la session { $id } a changé entre-temps
        [token] le jeton { $id } a changé entre-temps
       *[other] { $noun } { $id } a changé entre-temps
    }
error-conflict-overlap = { $login } s’occupe déjà de l’événement { $other } à l’heure de l’événement { $event } ; --allow-overlap l’affecte malgré tout
error-conflict-audit-chain = la chaîne d’audit est rompue à l’entrée { $sequence } : { $fault }
error-chain-missing = elle manque, ou n’est pas à sa place
error-chain-unlinked = elle ne découle pas de l’entrée précédente
error-chain-changes = ses modifications ne sont pas celles qui ont été enregistrées
error-chain-fields = elle n’est pas telle qu’elle a été enregistrée
error-chain-truncated = elle manque, avec tout ce qui la suivait
error-chain-head = la base de données se souvient d’une autre fin
error-chain-anchor = l’ancre en connaît une autre, ou une qui a disparu
