# Ce qui arrête une commande avant la fin : la phrase après « erreur : », sans majuscule ni point.

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
error-not-found-named =
    { $noun ->
        [customer] aucun client n’a l’adresse e-mail ou le nom complet { $key }
        [collaborator] aucun collaborateur n’a l’identifiant, l’adresse e-mail ou le nom complet { $key }
        [token] vous n’avez pas de jeton appelé { $key }
       *[other] { $noun } { $key } n’existe pas
    }
error-and = { $one } ; { $other }
error-unavailable = la base de données n’est pas disponible : { $cause }
error-lost-race = d’autres utilisateurs modifiaient les mêmes fiches : réessayez
error-commit-unknown = la connexion s’est interrompue pendant la validation : vérifiez si la modification a été faite avant de réessayer
error-interrupted = annulé
error-closed-pipe = la sortie standard a été fermée
error-stdout = impossible d’écrire sur la sortie standard : { $cause }
error-stdout-after-commit = la modification a été faite, mais son résultat ne peut pas être écrit sur la sortie standard : { $cause }
error-panic = défaillance inattendue (panique à { $place })
error-internal = défaillance inattendue ({ $kind }) : { $detail }

## Code de sortie 4

error-auth-required = vous n’êtes pas connecté
error-auth-invalid-credentials = identifiant ou mot de passe incorrect
error-auth-nobody = connexion impossible : il n’y a encore aucun compte
error-auth-invalid-token = votre session ou votre jeton n’est pas valable : reconnectez-vous
error-auth-expired = votre session a expiré : reconnectez-vous
error-auth-revoked = votre session a été révoquée : reconnectez-vous
error-auth-idle = votre session a expiré après une période d’inactivité : reconnectez-vous
error-auth-somebody-else = un autre utilisateur s’est connecté entre-temps : rien n’a été modifié
error-auth-variable-invalid-token = le jeton donné par { $variable } n’est pas valable
error-auth-variable-expired = le jeton donné par { $variable } a expiré
error-auth-variable-revoked = le jeton donné par { $variable } a été révoqué
error-auth-variable-idle = le jeton donné par { $variable } a expiré après une période d’inactivité
error-auth-throttled = trop de mots de passe incorrects : réessayez dans { $seconds } s
error-auth-locked = trop de mots de passe incorrects : ce compte est verrouillé jusqu’à ce que la gestion le déverrouille
error-auth-password-change-required = votre mot de passe a été choisi par la gestion et doit d’abord être changé
error-auth-reauthenticate = cette action exige une connexion de moins de 5 minutes : reconnectez-vous

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
        [collaborator] le collaborateur { $id } n’est pas le vôtre : vous ne pouvez pas { $what }
        [customer] le client { $id } n’est pas le vôtre : vous ne pouvez pas { $what }
        [contract] le contrat { $id } n’est pas le vôtre : vous ne pouvez pas { $what }
        [event] l’événement { $id } n’est pas le vôtre : vous ne pouvez pas { $what }
        [session] la session { $id } n’est pas la vôtre : vous ne pouvez pas { $what }
        [token] le jeton { $id } n’est pas le vôtre : vous ne pouvez pas { $what }
       *[other] { $noun } { $id } n’est pas le vôtre : vous ne pouvez pas { $what }
    }
error-denied-token = un jeton ne peut pas { $what } : connectez-vous avec un mot de passe
error-denied-read-only = ce jeton est en lecture seule et ne peut pas { $what }
error-denied-database = la base de données ne le permet pas

## Code de sortie 6

error-rule-contract-not-signed = le contrat { $id } n’est pas signé : un événement exige un contrat signé
error-rule-contract-signed = le contrat { $id } est signé : son statut, son montant total et son client ne peuvent plus changer
error-rule-contract-not-unsigned = le contrat { $id } est en attente ou signé : seul un contrat non signé peut changer de client
error-rule-payment-exceeds-due = le paiement dépasse le reste dû de { $due } sur le contrat { $id }
error-rule-paid-in-full = le contrat { $id } est déjà entièrement payé
error-rule-due-exceeds-total = le reste dû dépasserait le montant total du contrat { $id } ({ $total })
error-rule-event-in-past = un nouvel événement ne peut pas commencer dans le passé
error-rule-event-ends-before-start = l’événement { $id } finirait avant de commencer
error-rule-notes-too-long = les notes de l’événement { $id } auraient plus de { $max } caractères
error-rule-not-support = { $login } n’est pas un collaborateur actif du service support
error-rule-not-sales = { $login } n’est pas un collaborateur actif du service commercial
error-rule-self-delete = vous ne pouvez pas désactiver votre propre compte
error-rule-self-demote = vous ne pouvez pas changer votre propre service
error-rule-self-rename = vous ne pouvez pas changer votre propre identifiant : votre mot de passe n’y survivrait pas
error-rule-last-manager = c’est le dernier compte actif de la gestion : créez-en d’abord un autre
error-rule-still-in-use =
    { $login } a encore { $customers ->
        [none] { $events }
       *[other] { $events ->
            [none] { $customers }
           *[other] { $customers } et { $events }
        }
    } : choisissez son successeur avec --reassign-to
error-rule-inactive = le compte { $login } est désactivé
error-rule-signup-closed = l’inscription est réservée au premier compte : la gestion crée les autres
error-rule-database-not-empty = la base de données n’est pas vide : la société de démonstration, dont les mots de passe sont publics, ne peut être chargée que dans une base vide

## Code de sortie 7

error-conflict-duplicate-login = un autre collaborateur, actif ou non, a déjà cet identifiant
error-conflict-duplicate-email = un autre collaborateur, actif ou non, a déjà cette adresse e-mail
error-conflict-duplicate-token = vous avez déjà un jeton appelé { $name }
error-conflict-stale =
    { $noun ->
        [collaborator] le collaborateur { $id } a été modifié entre-temps : vérifiez la fiche avant de recommencer
        [customer] le client { $id } a été modifié entre-temps : vérifiez la fiche avant de recommencer
        [contract] le contrat { $id } a été modifié entre-temps : vérifiez la fiche avant de recommencer
        [event] l’événement { $id } a été modifié entre-temps : vérifiez la fiche avant de recommencer
        [audit_entry] l’entrée d’audit { $id } a été modifiée entre-temps : vérifiez la fiche avant de recommencer
        [session] la session { $id } a été modifiée entre-temps : vérifiez la fiche avant de recommencer
        [token] le jeton { $id } a été modifié entre-temps : vérifiez la fiche avant de recommencer
       *[other] { $noun } { $id } a été modifié entre-temps : vérifiez la fiche avant de recommencer
    }
error-conflict-overlap = { $login } s’occupe déjà de l’événement { $other } pendant l’événement { $event } ; --allow-overlap le lui confie quand même
error-conflict-audit-chain = le journal d’audit est rompu à l’entrée { $sequence } : { $fault }
error-chain-missing = elle manque ou n’est pas à sa place
error-chain-unlinked = elle ne suit pas l’entrée précédente
error-chain-changes = ses modifications diffèrent de celles qui ont été enregistrées
error-chain-fields = elle diffère de ce qui a été enregistré
error-chain-truncated = elle manque, ainsi que toutes les suivantes
error-chain-head = la base de données indique une autre dernière entrée
error-chain-anchor = l’ancre indique une autre entrée, ou une entrée qui manque

## Les causes que signalent le système d’exploitation ou le serveur de base de données

error-cause-the-server = le serveur
error-cause-refused = { $server } refuse la connexion : vérifiez que PostgreSQL y est démarré
error-cause-timed-out = { $server } n’a pas répondu à temps
error-cause-host = l’hôte { $host } est introuvable
error-cause-unreachable = { $server } est injoignable
error-cause-closed = le serveur a fermé la connexion
error-cause-starting = le serveur démarre ou s’arrête
error-cause-crowded = le serveur a trop de connexions
error-cause-locked = un autre programme l’a verrouillée
error-cause-read-only = elle est en lecture seule
error-cause-full = le disque est plein
error-cause-disk = le disque signale une erreur
error-cause-open = son fichier ne peut pas être ouvert
error-cause-memory = la mémoire est insuffisante
error-cause-cancelled = le serveur a annulé la requête, qui durait trop longtemps
error-cause-password = identifiant ou mot de passe incorrect
error-cause-no-password = il manque le mot de passe
error-cause-not-admitted = cet utilisateur ne peut pas se connecter depuis cette machine
error-cause-no-database = cette base n’existe pas sur le serveur
error-cause-no-role = cet utilisateur n’existe pas sur le serveur
error-cause-parameter = l’URL de la base de données a un paramètre inconnu, { $name }
error-cause-value = une valeur de l’URL de la base de données est incorrecte
error-cause-no-tls = le serveur ne propose pas TLS
error-cause-root-certificate = le fichier du certificat racine manque ou est illisible
error-cause-certificate = le certificat du serveur n’est pas reconnu
error-cause-other-certificate = le certificat du serveur est celui d’un autre hôte
error-cause-binding = le serveur ne propose pas la liaison de canal
error-cause-tls = TLS a échoué
error-cause-missing = ce fichier ou ce dossier n’existe pas
error-cause-permission = accès refusé
error-cause-exists = il existe déjà
error-cause-directory = c’est un dossier
error-cause-no-directory = une partie de son chemin n’est pas un dossier
error-cause-name = son nom est trop long ou incorrect
error-cause-read-only-disk = le disque est en lecture seule
error-cause-reader = le programme qui lisait la sortie s’est arrêté
error-cause-too-large = il est trop volumineux
error-cause-busy = il est utilisé
error-cause-too-many-files = trop de fichiers sont ouverts
error-cause-links = son chemin contient trop de liens symboliques
error-cause-no-terminal = il n’y a pas de terminal
error-cause-not-text = ce n’est pas de l’UTF-8
error-cause-unknown = cause non reconnue : ajoutez -v pour en voir le détail
