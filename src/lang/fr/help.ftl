### L’aide en français. L’aide en anglais se trouve là où clap apprend les commandes ; chaque entrée d’ici en traduit un texte.

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
help-help-short = Afficher l’aide (davantage avec « --help »)
help-help-long = Afficher l’aide (un résumé avec « -h »)
help-default = { $help } [par défaut : { $value }]
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
help-value-lang = LANGUE
help-value-last-name = NOM
help-value-location = LIEU
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
help-arg-format = table, tsv, csv, json, jsonl ou ids ; par défaut : table dans un terminal, tsv ailleurs [env : EPIC_FORMAT]
help-arg-json = Équivaut à --format json
help-arg-fields = Choisir et ordonner les colonnes, champs imbriqués par leur nom pointé : id,customer.company
help-arg-color = auto, always (toujours) ou never (jamais) [env : NO_COLOR, CLICOLOR_FORCE]
help-arg-quiet = N’afficher aucun message hormis les erreurs
help-arg-verbose = Décrire ce qui se passe sur l’erreur standard ; davantage avec -vv [env : EPIC_LOG]
help-arg-no-input = Ne jamais demander ce qui manque [env : EPIC_NO_INPUT, CI]
help-arg-yes = Répondre oui aux confirmations
help-arg-database-url = Utiliser cette base de données : postgres://… ou sqlite://… [env : DATABASE_URL]
help-arg-config = Lire les réglages dans ce fichier [env : EPIC_CONFIG]
help-arg-lang = en ou fr : la langue des messages ; par défaut : celle de l’environnement [env : EPIC_LANG]

## Ordre et pagination
help-arg-sort = Trier par ce champ, en sens inverse avec un - devant ; à égalité, par id
help-arg-limit = Afficher ce nombre de lignes au plus
help-arg-offset = Passer ce nombre de lignes
help-arg-after = Afficher les lignes qui suivent cet id dans l’ordre choisi
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
help-arg-start = Début : "2026-05-20 18:00" ou 2026-05-20T18:00+02:00
help-arg-location = Lieu
help-arg-attendees = Nombre de personnes attendues
help-arg-notes = Notes

## Les commandes
help-epic = CRM sécurisé d’Epic Events : clients, contrats et événements en une seule ligne de commande
help-init = Préparer cette machine : configuration, secrets, schéma ; indique quoi faire ensuite
help-init--demo = Charger l’entreprise de démonstration, dont les mots de passe sont publics, dans une base vide
help-signup = Créer le premier compte, dans le service gestion
help-login = Se connecter ; indique qui, et jusqu’à quand
help-login--login = L’identifiant du compte
help-logout = Fermer cette session
help-logout--everywhere = Fermer toutes les sessions de ce compte, sur toutes les machines
help-whoami = Afficher qui est connecté, avec quoi, et jusqu’à quand
help-search = Trouver des clients, contrats, événements et collaborateurs, la meilleure réponse d’abord
help-search--text = Mots d’un nom, d’une société, d’un e-mail, d’un titre, d’un lieu ou d’une note, numéro de téléphone ou partie d’un numéro, ou id
help-search--kinds = Ceux-là seulement : customer (client), contract (contrat), event (événement), collaborator (collaborateur)
help-search--limit = Afficher ce nombre de réponses au plus ; 20 par défaut
help-history = Afficher ce qui est arrivé à une fiche, du plus ancien au plus récent
help-history--entity = customer (client), contract (contrat), event (événement) ou collaborator (collaborateur)
help-history--record = La fiche ; un client ou un collaborateur par son e-mail ou son nom aussi, un collaborateur par son identifiant

help-password = Changer son propre mot de passe
help-password-change = Changer son propre mot de passe ; ferme toutes ses sessions et révoque tous ses jetons
help-password-change--password-stdin = Lire le mot de passe actuel et le nouveau sur l’entrée standard, un par ligne

help-session = Voir et fermer les sessions
help-session-list = Lister ses sessions ouvertes
help-session-list--all = Celles de tout le monde ; réservé à la gestion
help-session-revoke = Fermer des sessions, toutes ou aucune ; celles des autres pour la gestion
help-session-revoke--ids = Les sessions

help-token = Gérer les jetons de longue durée des scripts
help-token-create = Créer un jeton pour un script ; son secret n’est montré qu’une fois
help-token-create--name = À quoi il sert : de 1 à 50 caractères, différent de ses autres jetons
help-token-create--expires = Sa fin : après une durée comme 90d, ou à une date ; dans l’année
help-token-create--read-only = Il peut lire et ne peut rien changer
help-token-list = Lister ses jetons valides ; leurs secrets sont montrés à leur création, et plus jamais ensuite
help-token-list--all = Ceux de tout le monde ; réservé à la gestion
help-token-revoke = Révoquer des jetons, tous ou aucun ; ceux des autres pour la gestion, par id
help-token-revoke--tokens = Les jetons

help-collaborator = Gérer les collaborateurs
help-collaborator-create = Créer un collaborateur
help-collaborator-create--department = management (gestion), sales (commercial) ou support
help-collaborator-list = Lister les collaborateurs
help-collaborator-list--department = De ce seul service : management (gestion), sales (commercial) ou support
help-collaborator-list--search = Dont le nom, l’identifiant, l’e-mail ou le téléphone contient ces mots, sans égard à la casse ni aux accents
help-collaborator-list--inactive = Les comptes désactivés aussi
help-collaborator-show = Afficher un collaborateur
help-collaborator-update = Modifier un collaborateur
help-collaborator-update--department = management (gestion), sales (commercial) ou support ; ferme toutes les sessions du compte
help-collaborator-delete = Désactiver un collaborateur : plus de connexion, toutes ses sessions fermées
help-collaborator-delete--reassign-to = Donner ses clients et ses événements à venir à ce collaborateur
help-collaborator-reset-password = Donner un autre mot de passe à un collaborateur ; ferme toutes ses sessions
help-collaborator-unlock = Laisser un collaborateur se reconnecter après trop de mots de passe erronés

help-customer = Gérer les clients
help-customer-create = Créer un client, qui devient le vôtre
help-customer-list = Lister les clients
help-customer-list--mine = Commercial : mes clients ; support : ceux dont j’assure les événements
help-customer-list--sales-contact = Ceux de ce contact commercial
help-customer-list--company = Ceux dont la société contient ce texte, sans égard à la casse ni aux accents
help-customer-list--search = Ceux dont le nom, la société, l’e-mail ou le téléphone contient ces mots, sans égard à la casse ni aux accents
help-customer-show = Afficher un client avec ses contrats et ses événements
help-customer-show--id = Le client
help-customer-update = Modifier un de ses clients
help-customer-update--id = Le client
help-customer-transfer = Confier des clients à un autre contact commercial, tous ou aucun
help-customer-transfer--ids = Les clients
help-customer-transfer--to = Le nouveau contact commercial

help-contract = Gérer les contrats
help-contract-create = Créer un contrat, non signé, pour n’importe quel client
help-contract-create--customer = Le client
help-contract-create--total = Montant total, en euros : 1500, 1500.50 ou "1 500,50"
help-contract-create--due = Reste dû ; le montant total si rien n’est indiqué
help-contract-list = Lister les contrats
help-contract-list--mine = Commercial : ceux de mes clients ; support : ceux dont j’assure les événements
help-contract-list--status = Avec un de ces statuts : unsigned (non signé), pending (en attente), signed (signé)
help-contract-list--unpaid = Pas entièrement payés
help-contract-list--no-event = Sans aucun événement
help-contract-list--customer = De ce client
help-contract-list--sales-contact = Des clients de ce contact commercial
help-contract-list--search = Dont le nom, la société, l’e-mail ou le téléphone du client contient ces mots, ou qui a cet id
help-contract-list--min-due = Avec au moins ce reste dû
help-contract-show = Afficher un contrat
help-contract-show--id = Le contrat
help-contract-update = Modifier un contrat
help-contract-update--id = Le contrat
help-contract-update--total = Nouveau montant total ; seul, il conserve ce qui a été payé
help-contract-update--due = Reste dû
help-contract-update--status = unsigned (non signé), pending (en attente) ou signed (signé)
help-contract-update--customer = Rattacher un contrat non signé à ce client (gestion)
help-contract-sign = Enregistrer qu’un contrat est signé
help-contract-sign--id = Le contrat
help-contract-pay = Enregistrer un paiement
help-contract-pay--id = Le contrat
help-contract-pay--amount = Ce qui a été payé, en euros : 1500, 1500.50 ou "1 500,50"

help-event = Gérer les événements
help-event-create = Créer un événement pour un contrat signé d’un de ses clients
help-event-create--contract = Id du contrat
help-event-create--end = Fin : comme --start, ou +3h
help-event-list = Lister les événements
help-event-list--mine = Commercial : ceux de mes clients ; support : ceux que j’assure
help-event-list--unassigned = Que personne n’assure encore
help-event-list--support = Assurés par ce contact support
help-event-list--contract = De ce contrat
help-event-list--customer = De ce client
help-event-list--from = Qui commencent ce jour ou plus tard : 2026-05-20, today (aujourd’hui), tomorrow (demain), +7d, -30d
help-event-list--to = Qui commencent ce jour ou plus tôt
help-event-list--search = Dont le titre, le lieu, les notes ou le client contient ces mots, ou qui a cet id
help-event-list--upcoming = Qui n’ont pas encore commencé
help-event-show = Afficher un événement
help-event-show--id = L’événement
help-event-update = Modifier un événement que l’on assure
help-event-update--id = L’événement
help-event-update--end = Fin : comme --start, ou +3h après le début
help-event-update--notes = Remplacer les notes
help-event-update--add-note = Ajouter une ligne aux notes
help-event-assign = Confier des événements à un contact support, tous ou aucun
help-event-assign--ids = Les événements
help-event-assign--support = Le contact support
help-event-assign--allow-overlap = Même s’il assure un autre événement au même moment
help-event-unassign = Retirer des événements à leur contact support, tous ou aucun
help-event-unassign--ids = Les événements

help-audit = Voir et vérifier qui a changé quoi
help-audit-list = Lister les entrées d’audit, de la plus récente à la plus ancienne
help-audit-list--by = Dont ce collaborateur est l’auteur
help-audit-list--since = À partir de ce jour ou de cet instant : 2026-05-20, today (aujourd’hui), -30d, 2026-05-20T18:00Z
help-audit-list--action = De cette action : create, update, delete, login, logout, password_change, password_reset, unlock, session_revoke, token_create, token_revoke, credential_upgrade
help-audit-list--entity = Sur ce type de fiche : collaborator, customer, contract, event, session
help-audit-verify = Vérifier qu’aucune entrée d’audit n’a été changée, retirée ou glissée
help-audit-verify--anchor = Ce que « epic audit anchor » a affiché un jour : un fichier, NUMÉRO:EMPREINTE, ou - pour l’entrée standard
help-audit-anchor = Afficher la fin de la chaîne, à garder là où personne de cette base ne peut l’atteindre

help-db = Administrer la base de données
help-db-migrate = Mettre le schéma au niveau de ce programme ; demande l’URL du propriétaire de la base
help-db-lockdown = Faire décider PostgreSQL de qui peut faire quoi, ou réparer ce qui a dévié depuis ; demande l’URL d’un superutilisateur
help-db-lockdown--rotate = Faire un nouveau mot de passe pour le rôle partagé ; l’ancien ne vaut plus rien
help-db-enroll = Créer le rôle de connexion d’une personne ; demande l’URL d’un superutilisateur
help-db-enroll--login = Le collaborateur
help-db-enroll--rotate = Faire un nouveau mot de passe ; l’ancien ne vaut plus rien
help-db-status = Indiquer version, taille et contenu, et si la base est verrouillée

help-menu = Choisir dans un menu ce que l’on veut faire, et se laisser demander le reste
help-completions = Afficher le script qui fait compléter epic par votre shell : bash, zsh, fish, powershell ou elvish
help-completions--shell = bash, zsh, fish, powershell ou elvish
help-man = Écrire les pages de manuel, une par commande
help-man--out = Le dossier où les écrire ; il est créé au besoin


## Ce que les deux langues disent ici
help-topics-of-help = Sujets : { $topics }
help-sort-fields = { $help }. Champs : { $fields }
help-examples = Exemples
help-man-exit-status = CODE DE RETOUR
help-man-examples = EXEMPLES
help-man-exit-status-text = 0 quand c’est fait ; 'epic help exit-codes' indique les autres.
help-written-pages = { $count ->
    [one] { $count } page écrite dans { $directory }.
   *[other] { $count } pages écrites dans { $directory }.
 }

## Ce qui ne va pas dans une ligne de commande
usage-label = erreur :
usage-tip = conseil :
usage-usage = Utilisation :
usage-more = Pour en savoir plus, essayez '{ $help }'.
usage-multiple = l’argument '{ $argument }' ne peut pas être donné plusieurs fois
usage-conflict = l’argument '{ $argument }' ne peut pas être donné avec '{ $other }'
usage-conflict-several = l’argument '{ $argument }' ne peut pas être donné avec :
usage-conflict-others = l’argument '{ $argument }' ne peut pas être donné avec un ou plusieurs des autres arguments
usage-value-missing = '{ $argument }' demande une valeur, mais aucune n’est donnée
usage-value-invalid = valeur '{ $value }' invalide pour '{ $argument }'
usage-value-because = valeur '{ $value }' invalide pour '{ $argument }' : { $reason }
usage-possible-values = valeurs possibles
usage-subcommands = sous-commandes
usage-subcommand-unknown = sous-commande '{ $name }' inconnue
usage-subcommand-missing = '{ $name }' demande une sous-commande, mais aucune n’est donnée
help-subcommand-none = il manque une sous-commande
usage-required = ces arguments obligatoires manquent :
usage-utf8 = un ou plusieurs arguments ne sont pas de l’UTF-8 valide
usage-too-many = valeur '{ $value }' de trop pour '{ $argument }'
usage-argument-unknown = argument '{ $argument }' inattendu
usage-other = la ligne de commande est illisible
usage-similar-subcommands = { $count ->
    [one] une sous-commande semblable existe : { $names }
   *[other] des sous-commandes semblables existent : { $names }
 }
usage-similar-arguments = { $count ->
    [one] un argument semblable existe : { $names }
   *[other] des arguments semblables existent : { $names }
 }
usage-similar-values = { $count ->
    [one] une valeur semblable existe : { $names }
   *[other] des valeurs semblables existent : { $names }
 }
usage-as-value = pour donner '{ $value }' comme valeur, écrivez '{ $written }'
usage-exists = '{ $flag }' existe
usage-reason-empty = un nombre entier est attendu
usage-reason-digit = un nombre entier est attendu
usage-reason-large = ce nombre est trop grand
usage-reason-small = ce nombre est trop petit
usage-reason-range = { $value } n’est pas compris dans { $range }
usage-man-file = valeur invalide pour --out : { $path } n’est pas un dossier

## Le sujet des droits
help-right-title = Droits : qui peut utiliser quelle commande, et sur quelles fiches
help-right-command = commande
help-right-management = gestion
help-right-sales = commercial
help-right-support = support
help-right-token = jeton
help-right-any = tout
help-right-own = siens
help-right-writing = écriture
help-right-legend =
    siens : pour le service commercial, les clients dont on est le contact
    commercial et ce qui s’y rattache ; pour le support, les événements que l’on
    assure ; pour les mots de passe, sessions et jetons, les siens propres.
    écriture : un jeton qui n’est pas en lecture seule.
help-right-public = Sans être connecté, tout le monde peut utiliser

## Ce que sont les candidats d'une complétion
help-label-table = des colonnes alignées
help-label-tsv = séparé par des tabulations
help-label-csv = séparé par des virgules, avec un en-tête
help-label-json = un document
help-label-jsonl = un objet par ligne
help-label-ids = un id par ligne
help-label-auto = dans un terminal
help-label-always = partout
help-label-never = nulle part
help-label-en = anglais
help-label-fr = français
help-label-unsigned = non signé
help-label-pending = en attente de signature
help-label-signed = signé
help-label-management = gestion
help-label-sales = commercial
help-label-support = support

## Les exemples
help-example-init-1 = Préparer cette machine pour de vraies données
help-example-init-2 = Essayer avec l’entreprise de démonstration
help-example-signup-1 = Créer le premier compte, avec un mot de passe lu dans un fichier
help-example-signup-2 = La même chose dans un script
help-example-login-1 = Se connecter avec un mot de passe lu dans un fichier
help-example-login-2 = Se connecter, et voir jusqu’à quand en JSON
help-example-logout-1 = Fermer la session de cette machine
help-example-logout-2 = Fermer mes sessions sur toutes les machines
help-example-whoami-1 = Qui suis-je ?
help-example-whoami-2 = La même chose dans un script
help-example-password-change-1 = Le mot de passe actuel et le nouveau, un par ligne
help-example-password-change-2 = Depuis des variables
help-example-session-list-1 = Mes sessions
help-example-session-list-2 = Celles de tout le monde, pour la gestion
help-example-session-revoke-1 = Fermer une session
help-example-session-revoke-2 = En fermer deux sans question
help-example-token-create-1 = Pour un rapport qui tourne tout seul
help-example-token-create-2 = Garder le secret dans un fichier
help-example-token-list-1 = Mes jetons
help-example-token-list-2 = Ceux de tout le monde, pour la gestion
help-example-token-revoke-1 = Révoquer un jeton par son nom
help-example-token-revoke-2 = En révoquer un par son id, sans question
help-example-collaborator-create-1 = Une nouvelle personne au service commercial
help-example-collaborator-create-2 = Garder le nouvel id dans une variable
help-example-collaborator-list-1 = Le service commercial
help-example-collaborator-list-2 = Tout le monde, même parti, par nom
help-example-collaborator-show-1 = Par identifiant
help-example-collaborator-show-2 = Par id, en JSON
help-example-collaborator-update-1 = Un autre numéro de téléphone
help-example-collaborator-update-2 = Un autre nom
help-example-collaborator-delete-1 = Confier les clients à quelqu’un d’autre
help-example-collaborator-delete-2 = Confier les événements à venir à quelqu’un d’autre
help-example-collaborator-reset-password-1 = Un mot de passe à changer à la prochaine connexion
help-example-collaborator-reset-password-2 = Par id
help-example-collaborator-unlock-1 = Par identifiant
help-example-collaborator-unlock-2 = Par id, sans un mot
help-example-customer-create-1 = Un client à moi
help-example-customer-create-2 = Garder le nouvel id dans une variable
help-example-customer-list-1 = Trouver un de mes clients
help-example-customer-list-2 = Les dix plus récents d’une ville
help-example-customer-show-1 = Avec contrats et événements
help-example-customer-show-2 = La même chose dans un script
help-example-customer-update-1 = Un autre numéro de téléphone
help-example-customer-update-2 = Seulement si personne n’a été plus rapide
help-example-customer-transfer-1 = Deux clients pour un autre contact commercial
help-example-customer-transfer-2 = La même chose dans un script
help-example-contract-create-1 = Rien n’est encore payé
help-example-contract-create-2 = Avec 2000 payés d’avance
help-example-contract-list-1 = Ce qu’il me reste à faire signer
help-example-contract-list-2 = Les dix plus grands restes dus
help-example-contract-show-1 = Un contrat
help-example-contract-show-2 = Deux de ses champs dans un script
help-example-contract-update-1 = Un autre montant total ; ce qui est payé le reste
help-example-contract-update-2 = Envoyé au client
help-example-contract-sign-1 = Le client a signé
help-example-contract-sign-2 = La même chose dans un script
help-example-contract-pay-1 = 500 euros sont arrivés
help-example-contract-pay-2 = Avec des centimes
help-example-event-create-1 = Une soirée de cinq heures
help-example-event-create-2 = Deux jours, avec des notes
help-example-event-list-1 = Les miens des 30 prochains jours
help-example-event-list-2 = Ceux à qui il manque un contact support
help-example-event-show-1 = Un événement
help-example-event-show-2 = Deux de ses champs dans un script
help-example-event-update-1 = Plus de monde, et une note de plus
help-example-event-update-2 = Un autre jour
help-example-event-assign-1 = Deux événements pour une personne
help-example-event-assign-2 = Bien qu’un autre ait lieu au même moment
help-example-event-unassign-1 = Quelqu’un d’autre s’en chargera
help-example-event-unassign-2 = Deux à la fois
help-example-audit-list-1 = Ce que quelqu’un a fait cette semaine
help-example-audit-list-2 = Les modifications de contrats, en JSON
help-example-audit-verify-1 = La chaîne est-elle entière ?
help-example-audit-verify-2 = Contient-elle ce qui a été gardé ailleurs ?
help-example-audit-anchor-1 = La fin de la chaîne
help-example-audit-anchor-2 = La garder dans un fichier
help-example-db-migrate-1 = Après une mise à jour du programme
help-example-db-migrate-2 = Une autre base de données
help-example-db-lockdown-1 = En superutilisateur, après chaque mise à jour
help-example-db-lockdown-2 = Avec un nouveau mot de passe pour le rôle partagé
help-example-db-enroll-1 = Un rôle de base de données pour une personne
help-example-db-enroll-2 = Avec un nouveau mot de passe
help-example-db-status-1 = Où en est-elle ?
help-example-db-status-2 = La même chose dans un script
help-example-search-1 = Tout ce qui touche à un nom
help-example-search-2 = Clients et événements d’une partie d’un numéro de téléphone, en JSON
help-example-menu-1 = Se laisser guider dans le travail du jour
help-example-menu-2 = Avec de simples lignes, pour un lecteur d’écran
help-example-history-1 = Ce qui est arrivé à un contrat
help-example-history-2 = À un collaborateur, en JSON
help-example-completions-1 = Dans ce shell ; dans ~/.bashrc pour tous
help-example-completions-2 = Un fichier pour zsh
help-example-man-1 = Toutes les pages
help-example-man-2 = En français
