# Ce qui ne va pas dans la configuration de cette machine ou de la base de données (code 10), et les fichiers que `epic init` écrit.

## Réglages

config-invalid = valeur incorrecte pour { $source } : { $problem }
config-key-in-file = { $key } dans { $file }
config-not-utf-8 = doit être en UTF-8
config-ttl-long = doit être de { $days } jours au plus
config-lang = doit être en ou fr
config-home = il n’y a pas de répertoire personnel : définir HOME
config-dsn = doit être un DSN de Sentry tel que https://key@sentry.example/1
config-log = doit être des directives telles que epic=debug

## Secrets

config-secret-missing = { $variable } n’est ni dans l’environnement ni dans { $file }
config-secret-not-utf-8 = { $variable } n’est pas en UTF-8
config-secret-short = { $variable } est trop court : il faut au moins { $bytes } octets

## Fichiers

config-file-invalid = { $file } n’est pas correct
config-file-invalid-line = { $file } n’est pas correct à la ligne { $line } : { $problem }
config-file-invalid-key = { $file } n’est pas correct à la ligne { $line } ({ $key }) : { $problem }
config-file-not-utf-8 = il n’est pas en UTF-8
config-file-unknown-key = réglage inconnu, il y a { $known }
config-file-replaceable = d’autres peuvent remplacer les fichiers de { $directory }
config-file-foreign = { $file } appartient à un autre utilisateur
config-file-link = { $file } est un lien symbolique, qui n’est pas suivi
config-file-open = d’autres peuvent lire ou modifier { $file }
config-file-hard-link = { $file } a aussi un autre nom : c’est un lien physique
config-file-not-file = { $file } n’est pas un fichier
config-file-missing = impossible de lire { $file } : ce fichier n’existe pas
config-file-unreadable = impossible de lire { $file } : { $cause }
config-file-unwritable = impossible d’écrire { $file } : { $cause }
config-file-irremovable = impossible de supprimer { $file } : { $cause }

## Ce que contiennent les fichiers que `epic init` écrit

config-template =
    # Réglages d’epic. Chacun peut aussi venir de la variable d’environnement entre crochets, qui l’emporte.
    # database_url = "postgres://epic@db.example/epic?sslmode=verify-full"   [DATABASE_URL] par défaut : un fichier SQLite intégré
    # sentry_dsn = "https://key@sentry.example/1"        [SENTRY_DSN] par défaut : aucun, rien ne quitte la machine
    # session_ttl = "8h"                                 [EPIC_SESSION_TTL]
    # timezone = "Europe/Paris"                          [EPIC_TIMEZONE]
    # format = "table"                                   [EPIC_FORMAT] table, tsv, csv, json, jsonl, ids
    # lang = "fr"                                        [EPIC_LANG] en, fr
config-template-secrets = # Garder ce fichier secret, et une copie en lieu sûr. Qui le possède peut lever les pseudonymes des journaux.

## Atteindre la base de données

config-url-scheme = doit commencer par postgres://, postgresql:// ou sqlite://
config-url-path = le chemin de la base de données n’est pas en UTF-8
config-url-refused = la base de données refuse la connexion : { $cause }
config-url-percent = suite codée par pourcentage incorrecte : « … »
config-url-zero = valeur interdite %00 : « … »
config-url-space = espaces inattendues dans « … », les écrire %20
config-url-bracket = il manque le crochet fermant d’une adresse IPv6 : « … »
config-url-empty-address = une adresse IPv6 ne peut pas être vide : « … »
config-url-after-bracket = caractère inattendu après le crochet fermant (« : » ou « / » attendu) : « … »
config-url-no-equals = il manque le signe = dans un paramètre de l’URL : « … »
config-url-two-equals = il y a un signe = de trop dans un paramètre de l’URL : « … »
config-url-port = le port n’est pas un nombre entier : « … »
config-insecure = la connexion à la base de données n’est pas sûre : { $cause }
config-insecure-unverified = la connexion à { $host } ne serait pas sûre : un serveur qui n’est pas sur cette machine doit prouver que c’est le bon ; ajouter sslmode=verify-full aux paramètres de l’URL de la base de données
config-insecure-weakened = la connexion à { $host } ne serait pas sûre : { $parameter } ne peut y être que { $only } ; le changer dans l’URL de la base de données, ou l’enlever
config-insecure-service = service dans l’URL de la base de données pourrait désigner n’importe quel serveur : écrire à sa place l’hôte et le nom de la base dans l’URL
config-insecure-service-variable = PGSERVICE dans l’environnement pourrait désigner n’importe quel serveur
config-weak-credential = la base de données demande une preuve de mot de passe hors de la force acceptée
config-cannot-create = impossible de créer { $file } : { $cause }

## La base de données et son schéma

config-database-missing = il n’y a pas de base de données dans { $file }
config-database-empty = la base de données est vide
config-database-foreign = le fichier de la base de données contient les tables d’un autre programme
config-schema-other = le schéma de la base de données n’est pas celui que ce programme attend
config-schema-old = le schéma de la base de données est trop ancien pour ce programme ({ $version }, il faut { $needed })
config-schema-old-owner = le schéma de la base de données est trop ancien pour ce programme ({ $version }, il faut { $needed }), et seul son propriétaire le migre : donner l’URL du propriétaire
config-schema-unreleased = la base de données a été créée par une version non publiée de ce programme ({ $version }), et aucune migration ne mène de celle-ci à la version actuelle : créer une base de données vide, ou exporter ses données avec le programme qui l’a créée et les saisir à nouveau
config-schema-new = le schéma de la base de données est plus récent que ce programme ({ $version }, { $known } est connu) : mettre epic à jour
config-role-lacks-right = il manque au rôle de cette connexion un droit dont le programme a besoin
config-role-superuser = { $command } change des rôles et ce que tout le serveur partage : il faut l’URL d’un superutilisateur du serveur
config-embedded = { $command } est pour PostgreSQL : le propriétaire d’un fichier SQLite a de fait les droits de la gestion, et aucun rôle n’y change rien
config-not-locked-down = la base de données n’est pas verrouillée : qui s’y connecte décide soi-même
config-damaged = tout ce qui pouvait être réparé l’a été, mais ceci n’est pas tel que les migrations l’ont fait : { $left } ; le restaurer d’une sauvegarde, ou d’une base de la même version
config-demo-locked-down = la base de données est verrouillée : seul un superutilisateur du serveur y charge encore la société de démonstration
