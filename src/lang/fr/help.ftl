### L’aide en français. L’aide en anglais se trouve là où clap apprend les commandes ; chaque entrée d’ici en traduit un texte.

## Ce que clap dit de lui-même
help-man-heading-name = NOM
help-man-heading-synopsis = SYNOPSIS
help-man-heading-description = DESCRIPTION
help-man-heading-options = OPTIONS
help-man-heading-subcommands = SOUS-COMMANDES
help-heading-usage = Utilisation
help-heading-options = Options
help-heading-arguments = Arguments
help-heading-commands = Commandes
help-heading-global-options = Options globales
help-heading-order-and-paging = Ordre et pagination
help-help-short = Afficher l’aide (plus détaillée avec « --help »)
help-help-long = Afficher l’aide (un résumé avec « -h »)
help-default = { $help } [par défaut : { $value }]
help-version = Afficher la version
help-command-help = Afficher ce message ou l’aide des sous-commandes indiquées

## Les noms des valeurs
help-value-action = ACTION
help-value-amount = MONTANT
help-value-command = COMMANDE
help-value-company = SOCIÉTÉ
help-value-date = DATE
help-value-day = JOUR
help-value-department = SERVICE
help-value-dir = DOSSIER
help-value-duration = DURÉE
help-value-email = E-MAIL
help-value-entity = TYPE
help-value-field = CHAMP
help-value-file = FICHIER
help-value-first-name = PRÉNOM
help-value-hash = EMPREINTE
help-value-id = NUMÉRO
help-value-lang = LANGUE
help-value-last-name = NOM
help-value-location = LIEU
help-value-login = IDENTIFIANT
help-value-name = NOM
help-value-notes = NOTES
help-value-phone = TÉLÉPHONE
help-value-sequence = NUMÉRO
help-value-status = STATUT
help-value-text = TEXTE
help-value-time = HEURE
help-value-title = TITRE
help-value-type = TYPE
help-value-when = QUAND

## Les options globales
help-arg-format = table, tsv, csv, json, jsonl ou ids ; par défaut : table dans un terminal, tsv ailleurs [env : EPIC_FORMAT]
help-arg-json = Équivaut à --format json
help-arg-fields = Choisir et ordonner les colonnes, avec un point pour les champs imbriqués : id,customer.company
help-arg-color = auto, always (toujours) ou never (jamais) [env : NO_COLOR, CLICOLOR_FORCE]
help-arg-quiet = N’afficher que les erreurs
help-arg-verbose = Tracer les opérations sur l’erreur standard ; davantage avec -vv [env : EPIC_LOG]
help-arg-no-input = Ne jamais demander ce qui manque [env : EPIC_NO_INPUT, CI]
help-arg-yes = Répondre oui aux confirmations
help-arg-database-url = Utiliser cette base de données : postgres://… ou sqlite://… [env : DATABASE_URL]
help-arg-config = Lire les réglages dans ce fichier [env : EPIC_CONFIG]
help-arg-lang = en ou fr : la langue des messages ; par défaut : celle de l’environnement [env : EPIC_LANG]

## Ordre et pagination
help-arg-sort = Trier par ce champ, en ordre inverse s’il est précédé de - ; à égalité, par numéro
help-arg-limit = Afficher ce nombre de lignes au plus
help-arg-offset = Sauter ce nombre de lignes
help-arg-after = Afficher les lignes qui suivent ce numéro dans l’ordre choisi
help-arg-all = Afficher toutes les lignes, même dans un terminal

## Ce que plusieurs commandes ont en commun
help-arg-login = De 1 à 20 lettres, chiffres, points, tirets bas et tirets
help-arg-first-name = Prénom
help-arg-last-name = Nom de famille
help-arg-email = Adresse e-mail
help-arg-phone = Numéro de téléphone, français ou avec l’indicatif du pays
help-arg-password-stdin = Lire le mot de passe sur l’entrée standard
help-arg-if-version = Seulement si la fiche est encore à cette version
help-arg-collaborator = Le collaborateur
help-arg-company = Nom de la société
help-arg-title = Titre
help-arg-start = Début : "2026-05-20 18:00" ou 2026-05-20T18:00+02:00
help-arg-location = Lieu
help-arg-attendees = Nombre de personnes attendues
help-arg-notes = Notes

## Les commandes
help-epic = CRM sécurisé d’Epic Events : clients, contrats et événements en ligne de commande
help-init = Préparer cette machine : configuration, secrets, schéma ; indique la suite
help-init--demo = Charger la société de démonstration, dont les mots de passe sont publics, dans une base vide
help-signup = Créer le premier compte (gestion)
help-login = Se connecter ; affiche le compte et la fin de la session
help-login--login = L’identifiant du compte
help-logout = Se déconnecter
help-logout--everywhere = Révoquer toutes vos sessions, sur toutes les machines
help-whoami = Afficher votre compte, votre moyen de connexion et son expiration
help-search = Chercher des clients, contrats, événements et collaborateurs, du plus pertinent au moins pertinent
help-search--text = Mots d’un nom, d’une société, d’une adresse e-mail, d’un titre, d’un lieu ou d’une note, numéro de téléphone, même partiel, ou numéro de fiche
help-search--kinds = Seulement ces types : customer (client), contract (contrat), event (événement), collaborator (collaborateur)
help-search--limit = Afficher ce nombre de résultats au plus ; 20 par défaut
help-history = Afficher les modifications d’une fiche, de la plus ancienne à la plus récente
help-history--entity = customer (client), contract (contrat), event (événement) ou collaborator (collaborateur)
help-history--record = La fiche : son numéro ; pour un client ou un collaborateur aussi son adresse e-mail ou son nom, pour un collaborateur aussi son identifiant

help-password = Changer votre mot de passe
help-password-change = Changer votre mot de passe ; révoque toutes vos sessions et tous vos jetons
help-password-change--password-stdin = Lire le mot de passe actuel et le nouveau sur l’entrée standard, un par ligne

help-session = Lister et révoquer les sessions
help-session-list = Lister vos sessions ouvertes
help-session-list--all = Lister celles de tous les collaborateurs (gestion)
help-session-revoke = Révoquer des sessions (toutes ou aucune) ; la gestion peut révoquer celles des autres
help-session-revoke--ids = Les sessions

help-token = Gérer les jetons de longue durée des scripts
help-token-create = Créer un jeton pour un script ; son secret n’est affiché qu’une fois
help-token-create--name = Nom du jeton : de 1 à 50 caractères, différent de ceux de vos autres jetons
help-token-create--expires = Son expiration : après une durée telle que 90d (90 jours), ou à une date ; dans un an au plus
help-token-create--read-only = Jeton en lecture seule : il ne permet de rien modifier
help-token-list = Lister vos jetons valables ; leurs secrets ne sont affichés qu’à leur création
help-token-list--all = Lister ceux de tous les collaborateurs (gestion)
help-token-revoke = Révoquer des jetons (tous ou aucun) ; la gestion peut révoquer ceux des autres, par numéro
help-token-revoke--tokens = Les jetons

help-collaborator = Gérer les collaborateurs
help-collaborator-create = Créer un collaborateur
help-collaborator-create--department = management (gestion), sales (commercial) ou support
help-collaborator-list = Lister les collaborateurs
help-collaborator-list--department = De ce service : management (gestion), sales (commercial) ou support
help-collaborator-list--search = Dont le nom, l’identifiant, l’e-mail ou le téléphone contient ces mots, sans tenir compte de la casse ni des accents
help-collaborator-list--inactive = Lister aussi les comptes désactivés
help-collaborator-show = Afficher un collaborateur
help-collaborator-update = Modifier un collaborateur
help-collaborator-update--department = management (gestion), sales (commercial) ou support ; révoque toutes les sessions et tous les jetons du compte
help-collaborator-delete = Désactiver un collaborateur, et révoquer toutes ses sessions et tous ses jetons
help-collaborator-delete--reassign-to = Confier ses clients et ses événements à venir à ce collaborateur
help-collaborator-reset-password = Donner un nouveau mot de passe à un collaborateur ; révoque toutes ses sessions et tous ses jetons
help-collaborator-unlock = Permettre à un collaborateur de se reconnecter après trop de mots de passe incorrects

help-customer = Gérer les clients
help-customer-create = Créer un client, qui devient le vôtre
help-customer-list = Lister les clients
help-customer-list--mine = Commercial : vos clients ; support : ceux dont vous assurez les événements
help-customer-list--sales-contact = Ceux de ce contact commercial
help-customer-list--company = Ceux dont la société contient ce texte, sans tenir compte de la casse ni des accents
help-customer-list--search = Ceux dont le nom, la société, l’e-mail ou le téléphone contient ces mots, sans tenir compte de la casse ni des accents
help-customer-show = Afficher un client avec ses contrats et ses événements
help-customer-show--id = Le client
help-customer-update = Modifier un de vos clients
help-customer-update--id = Le client
help-customer-transfer = Transférer des clients à un autre contact commercial (tous ou aucun)
help-customer-transfer--ids = Les clients
help-customer-transfer--to = Le nouveau contact commercial

help-contract = Gérer les contrats
help-contract-create = Créer un contrat, non signé, pour n’importe quel client
help-contract-create--customer = Le client
help-contract-create--total = Montant total, en euros : 1500, 1500.50 ou "1 500,50"
help-contract-create--due = Reste dû ; par défaut le montant total
help-contract-list = Lister les contrats
help-contract-list--mine = Commercial : ceux de vos clients ; support : ceux dont vous assurez les événements
help-contract-list--status = Avec un de ces statuts : unsigned (non signé), pending (en attente), signed (signé)
help-contract-list--unpaid = Pas entièrement payés
help-contract-list--no-event = Sans aucun événement
help-contract-list--customer = De ce client
help-contract-list--sales-contact = Des clients de ce contact commercial
help-contract-list--search = Dont le nom, la société, l’e-mail ou le téléphone du client contient ces mots, ou dont ce texte est le numéro de contrat
help-contract-list--min-due = Avec au moins ce reste dû
help-contract-show = Afficher un contrat
help-contract-show--id = Le contrat
help-contract-update = Modifier un contrat
help-contract-update--id = Le contrat
help-contract-update--total = Nouveau montant total ; seul, il conserve le montant payé
help-contract-update--due = Reste dû
help-contract-update--status = unsigned (non signé), pending (en attente) ou signed (signé)
help-contract-update--customer = Rattacher un contrat non signé à ce client (gestion)
help-contract-sign = Enregistrer qu’un contrat est signé
help-contract-sign--id = Le contrat
help-contract-pay = Enregistrer un paiement
help-contract-pay--id = Le contrat
help-contract-pay--amount = Montant payé, en euros : 1500, 1500.50 ou "1 500,50"

help-event = Gérer les événements
help-event-create = Créer un événement pour un contrat signé d’un de vos clients
help-event-create--contract = Numéro du contrat
help-event-create--end = Fin : comme --start, ou +3h
help-event-list = Lister les événements
help-event-list--mine = Commercial : ceux de vos clients ; support : ceux que vous assurez
help-event-list--unassigned = Sans contact support
help-event-list--support = Assurés par ce contact support
help-event-list--contract = De ce contrat
help-event-list--customer = De ce client
help-event-list--from = Qui commencent ce jour ou plus tard : 2026-05-20, today (aujourd’hui), tomorrow (demain), +7d, -30d
help-event-list--to = Qui commencent ce jour ou plus tôt
help-event-list--search = Dont le titre, le lieu, les notes ou le client contient ces mots, ou dont ce texte est le numéro d’événement
help-event-list--upcoming = Qui n’ont pas encore commencé
help-event-show = Afficher un événement
help-event-show--id = L’événement
help-event-update = Modifier un événement que vous assurez
help-event-update--id = L’événement
help-event-update--end = Fin : comme --start, ou +3h après le début
help-event-update--notes = Remplacer les notes
help-event-update--add-note = Ajouter une ligne aux notes
help-event-assign = Confier des événements à un contact support (tous ou aucun)
help-event-assign--ids = Les événements
help-event-assign--support = Le contact support
help-event-assign--allow-overlap = Même s’il assure un autre événement au même moment
help-event-unassign = Retirer des événements à leur contact support (tous ou aucun)
help-event-unassign--ids = Les événements

help-audit = Consulter et vérifier le journal d’audit
help-audit-list = Lister les entrées d’audit, de la plus récente à la plus ancienne
help-audit-list--by = De ce collaborateur
help-audit-list--since = À partir de ce jour ou de cet instant : 2026-05-20, today (aujourd’hui), -30d, 2026-05-20T18:00Z
help-audit-list--action = De cette action : create (création), update (modification), delete (suppression), login (connexion), logout (déconnexion), password_change (changement de mot de passe), password_reset (réinitialisation), unlock (déverrouillage), session_revoke (révocation de session), token_create (création de jeton), token_revoke (révocation de jeton), credential_upgrade (nouveau condensat), denied (refus)
help-audit-list--entity = Sur ce type de fiche : collaborator (collaborateur), customer (client), contract (contrat), event (événement), session (session ou jeton)
help-audit-verify = Vérifier qu’aucune entrée d’audit n’a été modifiée, retirée ou insérée
help-audit-verify--anchor = Ce qu’a affiché « epic audit anchor » : un fichier, NUMÉRO:EMPREINTE, ou - pour l’entrée standard
help-audit-anchor = Afficher la dernière entrée du journal, à conserver hors d’atteinte des utilisateurs de cette base

help-db = Administrer la base de données
help-db-migrate = Mettre le schéma à la version de ce programme ; nécessite l’URL du propriétaire de la base
help-db-lockdown = Faire appliquer les droits par PostgreSQL, ou réparer ce qui a dévié depuis ; nécessite l’URL d’un superutilisateur
help-db-lockdown--rotate = Donner un nouveau mot de passe au rôle partagé ; révoque l’ancien
help-db-enroll = Créer le rôle de base de données d’un collaborateur ; nécessite l’URL d’un superutilisateur
help-db-enroll--login = Le collaborateur
help-db-enroll--rotate = Donner un nouveau mot de passe ; révoque l’ancien
help-db-status = Afficher la version, la taille, le contenu et l’état de la base, et si elle est verrouillée

help-menu = Ouvrir le menu guidé
help-completions = Afficher le script de complétion de votre shell : bash, zsh, fish, powershell ou elvish
help-completions--shell = bash, zsh, fish, powershell ou elvish
help-man = Écrire les pages de manuel, une par commande
help-man--out = Le dossier où les écrire ; il est créé si nécessaire


## Ce que les deux langues disent ici
help-sort-fields = { $help }. Champs : { $fields }
help-examples = Exemples
help-man-exit-status = CODE DE RETOUR
help-man-examples = EXEMPLES
help-man-exit-status-text = 0 en cas de succès ; « epic help exit-codes » indique les autres.
help-written-pages = { $count ->
    [one] { $count } page écrite dans { $directory }.
   *[other] { $count } pages écrites dans { $directory }.
 }

## Ce qui ne va pas dans une ligne de commande
usage-label = erreur :
usage-tip = conseil :
usage-usage = Utilisation :
usage-quoted = « { $name } »
usage-more = Pour en savoir plus, essayez « { $help } ».
usage-multiple = l’argument « { $argument } » ne peut pas être donné plusieurs fois
usage-conflict = l’argument « { $argument } » ne peut pas être donné avec « { $other } »
usage-conflict-several = l’argument « { $argument } » ne peut pas être donné avec :
usage-conflict-others = l’argument « { $argument } » ne peut pas être donné avec un ou plusieurs des autres arguments
usage-value-missing = « { $argument } » exige une valeur, mais aucune n’est donnée
usage-value-invalid = valeur « { $value } » incorrecte pour « { $argument } »
usage-value-because = valeur « { $value } » incorrecte pour « { $argument } » : { $reason }
usage-possible-values = valeurs possibles
usage-subcommands = sous-commandes
usage-subcommand-unknown = sous-commande « { $name } » inconnue
usage-subcommand-missing = « { $name } » exige une sous-commande, mais aucune n’est donnée
help-subcommand-none = il manque une sous-commande
usage-required = ces arguments obligatoires manquent :
usage-utf8 = un ou plusieurs arguments ne sont pas de l’UTF-8 valide
usage-too-many = valeur « { $value } » de trop pour « { $argument } »
usage-argument-unknown = argument « { $argument } » inconnu
usage-other = la ligne de commande est illisible
usage-similar-subcommands = { $count ->
    [one] une sous-commande semblable existe : { $names }
   *[other] des sous-commandes semblables existent : { $names }
 }
usage-similar-arguments = { $count ->
    [one] un argument semblable existe : { $names }
   *[other] des arguments semblables existent : { $names }
 }
usage-similar-values = { $count ->
    [one] une valeur semblable existe : { $names }
   *[other] des valeurs semblables existent : { $names }
 }
usage-as-value = pour donner « { $value } » comme valeur, écrivez « { $written } »
usage-exists = « { $flag } » existe
usage-reason-empty = un nombre entier est attendu
usage-reason-digit = un nombre entier est attendu
usage-reason-large = ce nombre est trop grand
usage-reason-small = ce nombre est trop petit
usage-reason-range = { $value } n’est pas compris dans { $range }
usage-man-file = valeur incorrecte pour --out : { $path } n’est pas un dossier

## Le sujet des droits
help-right-command = Commande
help-right-management = Gestion
help-right-sales = Commercial
help-right-support = Support
help-right-token = Jeton
help-right-any = tout
help-right-own = siens
help-right-self = soi
help-right-becomes-own = devient sien
help-right-signed = siens, si signé
help-right-unsigned = si non signé
help-right-writing = écriture
help-right-legend =
    - siens : pour le service commercial, ses propres clients avec leurs contrats et événements ; pour le support, les événements qui lui sont affectés
    - soi : son mot de passe, ses sessions et ses jetons
    - écriture : un jeton qui n’est pas en lecture seule
help-right-public = Aucune connexion n’est nécessaire pour

## Ce que sont les candidats d'une complétion
help-label-table = des colonnes alignées
help-label-tsv = séparé par des tabulations
help-label-csv = séparé par des virgules, avec un en-tête
help-label-json = un document
help-label-jsonl = un objet par ligne
help-label-ids = un numéro par ligne
help-label-auto = dans un terminal
help-label-always = toujours
help-label-never = jamais
help-label-en = anglais
help-label-fr = français
help-label-unsigned = pas encore envoyé
help-label-pending = envoyé, en attente de signature
help-label-signed = signé
help-label-management = gestion
help-label-sales = commercial
help-label-support = support

## Les exemples
help-example-init-1 = Préparer cette machine pour de vraies données
help-example-init-2 = Essayer avec la société de démonstration
help-example-signup-1 = Créer le premier compte, avec un mot de passe lu dans un fichier
help-example-signup-2 = En JSON, pour un script
help-example-login-1 = Se connecter avec un mot de passe lu dans un fichier
help-example-login-2 = Se connecter, avec le résultat en JSON
help-example-logout-1 = Se déconnecter de cette machine
help-example-logout-2 = Se déconnecter de toutes les machines
help-example-whoami-1 = Afficher votre compte
help-example-whoami-2 = En JSON, pour un script
help-example-password-change-1 = Le mot de passe actuel et le nouveau dans un fichier, un par ligne
help-example-password-change-2 = Depuis des variables
help-example-session-list-1 = Mes sessions
help-example-session-list-2 = Toutes les sessions, pour la gestion
help-example-session-revoke-1 = Révoquer une session
help-example-session-revoke-2 = Révoquer deux sessions
help-example-token-create-1 = Pour un rapport planifié
help-example-token-create-2 = Enregistrer le secret dans un fichier
help-example-token-list-1 = Mes jetons
help-example-token-list-2 = Tous les jetons, pour la gestion
help-example-token-revoke-1 = Révoquer un jeton par son nom
help-example-token-revoke-2 = Révoquer un jeton par son numéro
help-example-collaborator-create-1 = Un nouveau commercial
help-example-collaborator-create-2 = Garder le nouveau numéro dans une variable
help-example-collaborator-list-1 = Le service commercial
help-example-collaborator-list-2 = Tous, par nom de famille, comptes désactivés compris
help-example-collaborator-show-1 = Par identifiant
help-example-collaborator-show-2 = Par numéro, en JSON
help-example-collaborator-update-1 = Un nouveau numéro de téléphone
help-example-collaborator-update-2 = Un nouveau nom
help-example-collaborator-delete-1 = Confier les clients à un collègue
help-example-collaborator-delete-2 = Confier les événements à venir à un collègue
help-example-collaborator-reset-password-1 = Un mot de passe à changer à la prochaine connexion
help-example-collaborator-reset-password-2 = Par numéro
help-example-collaborator-unlock-1 = Par identifiant
help-example-collaborator-unlock-2 = Par numéro, sans message
help-example-customer-create-1 = Un nouveau client, qui est le vôtre
help-example-customer-create-2 = Garder le nouveau numéro dans une variable
help-example-customer-list-1 = Trouver un de mes clients
help-example-customer-list-2 = Les dix plus récents dont la société contient un mot
help-example-customer-show-1 = Avec contrats et événements
help-example-customer-show-2 = En JSON, pour un script
help-example-customer-update-1 = Un nouveau numéro de téléphone
help-example-customer-update-2 = Seulement si rien n’a changé depuis la version 1
help-example-customer-transfer-1 = Deux clients
help-example-customer-transfer-2 = Un client, avec le résultat en JSON
help-example-contract-create-1 = Rien n’est encore payé
help-example-contract-create-2 = Avec 2000 euros payés d’avance
help-example-contract-list-1 = Mes contrats à faire signer
help-example-contract-list-2 = Les dix restes dus les plus élevés
help-example-contract-show-1 = Un contrat
help-example-contract-show-2 = Deux de ses champs, pour un script
help-example-contract-update-1 = Un nouveau montant total ; le montant payé ne change pas
help-example-contract-update-2 = Il a été envoyé au client
help-example-contract-sign-1 = Le client a signé
help-example-contract-sign-2 = En JSON, pour un script
help-example-contract-pay-1 = Un paiement de 500 euros
help-example-contract-pay-2 = Avec des centimes
help-example-event-create-1 = Une soirée de cinq heures
help-example-event-create-2 = Deux jours, avec des notes
help-example-event-list-1 = Mes événements des 30 prochains jours
help-example-event-list-2 = Les événements à venir sans contact support
help-example-event-show-1 = Un événement
help-example-event-show-2 = Deux de ses champs, pour un script
help-example-event-update-1 = Plus de participants, et une ligne ajoutée aux notes
help-example-event-update-2 = Une nouvelle date
help-example-event-assign-1 = Deux événements à un collaborateur
help-example-event-assign-2 = Bien qu’un autre événement ait lieu au même moment
help-example-event-unassign-1 = Un événement
help-example-event-unassign-2 = Deux événements
help-example-audit-list-1 = Les modifications d’un collaborateur cette semaine
help-example-audit-list-2 = Les modifications de contrats, en JSON
help-example-audit-verify-1 = Vérifier tout le journal
help-example-audit-verify-2 = Le comparer avec une ancre gardée ailleurs
help-example-audit-anchor-1 = La dernière entrée
help-example-audit-anchor-2 = L’enregistrer dans un fichier
help-example-db-migrate-1 = Après une mise à jour du programme
help-example-db-migrate-2 = Une autre base de données
help-example-db-lockdown-1 = En superutilisateur, après chaque mise à jour
help-example-db-lockdown-2 = Avec un nouveau mot de passe pour le rôle partagé
help-example-db-enroll-1 = Un rôle de base de données pour un collaborateur
help-example-db-enroll-2 = Avec un nouveau mot de passe
help-example-db-status-1 = Version, taille, contenu et état
help-example-db-status-2 = En JSON, pour un script
help-example-search-1 = Tout ce qui correspond à un nom
help-example-search-2 = Clients et événements par une partie d’un numéro de téléphone, en JSON
help-example-menu-1 = Ouvrir le menu
help-example-menu-2 = Avec de simples lignes, pour un lecteur d’écran
help-example-history-1 = Toutes les modifications d’un contrat
help-example-history-2 = Toutes les modifications d’un collaborateur, en JSON
help-example-completions-1 = Pour ce shell ; dans ~/.bashrc, pour tous les shells
help-example-completions-2 = L’enregistrer dans un fichier, pour zsh
help-example-man-1 = Toutes les pages
help-example-man-2 = En français

## Ce que quelqu’un ne peut pas faire, à lire après « ne peut pas »

help-may-read = lire les fiches
help-may-read-history = lire l’historique d’une fiche
help-may-read-audit = lire le journal d’audit
help-may-change-own-password = changer votre mot de passe
help-may-list-sessions = lister les sessions des autres
help-may-revoke-session = révoquer de session
help-may-list-tokens = lister les jetons des autres
help-may-revoke-token = révoquer de jeton
help-may-create-token = créer de jeton
help-may-create-collaborator = créer de collaborateur
help-may-update-collaborator = modifier de collaborateur
help-may-delete-collaborator = désactiver de collaborateur
help-may-reset-password = réinitialiser de mot de passe
help-may-unlock-collaborator = déverrouiller de compte
help-may-create-customer = créer de client
help-may-update-customer = modifier de client
help-may-transfer-customer = transférer de client
help-may-create-contract = créer de contrat
help-may-update-contract = modifier de contrat
help-may-sign-contract = signer de contrat
help-may-pay-contract = enregistrer de paiement
help-may-move-contract = rattacher de contrat à un autre client
help-may-create-event = créer d’événement
help-may-update-event = modifier d’événement
help-may-assign-event = confier d’événement
help-may-unassign-event = retirer d’événement à son contact support

## Actions sur la fiche d’un autre, après « ne pouvez pas »

help-own-update-customer = le modifier
help-own-update-contract = le modifier
help-own-update-event = le modifier
help-own-transfer-customer = le transférer
help-own-move-contract = le rattacher à un autre client
help-own-sign-contract = le signer
help-own-pay-contract = enregistrer de paiement pour ce contrat
help-own-create-event = créer d’événement pour ce contrat
help-own-assign-event = le confier à un contact support
help-own-unassign-event = le retirer à son contact support
help-own-revoke-session = la révoquer
help-own-revoke-token = le révoquer
help-own-use = l’utiliser
