# Ce qui ne va pas dans la configuration de cette machine ou de la base de données (code 10), et les fichiers que `epic init` écrit.

## Réglages

config-invalid = valeur incorrecte pour { $source } : { $problem }
config-key-in-file = { $key } dans { $file }
config-not-utf-8 = doit être en UTF-8
config-ttl-long = ne doit pas dépasser { $days } jours
config-lang = doit être en ou fr
config-home = il n’y a pas de dossier personnel : définissez HOME
config-dsn = doit être un DSN Sentry tel que https://key@sentry.example/1
config-log = doit contenir des directives de journal telles que epic=debug

## Secrets

config-secret-missing = { $variable } n’est définie ni dans l’environnement ni dans { $file }
config-secret-not-utf-8 = { $variable } n’est pas en UTF-8
config-secret-short = { $variable } est trop court : il doit avoir au moins { $bytes } octets

## Fichiers

config-file-invalid = { $file } contient une erreur : il doit être en TOML et ne contenir que secret_key et pepper
config-file-invalid-line = { $file } contient une erreur à la ligne { $line } : { $problem }
config-file-invalid-key = { $file } contient une erreur à la ligne { $line } ({ $key }) : { $problem }
config-file-not-utf-8 = il n’est pas en UTF-8
config-file-unknown-key = réglage inconnu ; les réglages sont { $known }
config-file-syntax = ce n’est pas du TOML correct
config-file-type = la valeur doit être entre guillemets droits
config-file-duplicate = ce réglage est donné deux fois
config-file-replaceable = d’autres utilisateurs peuvent remplacer les fichiers de { $directory }
config-file-foreign = { $file } appartient à un autre utilisateur
config-file-link = { $file } est un lien symbolique, qui n’est pas suivi
config-file-open = d’autres utilisateurs peuvent lire ou modifier { $file }
config-file-hard-link = { $file } a un second lien physique
config-file-not-file = { $file } n’est pas un fichier
config-file-missing = impossible de lire { $file } : ce fichier n’existe pas
config-file-unreadable = impossible de lire { $file } : { $cause }
config-file-unwritable = impossible d’écrire { $file } : { $cause }
config-file-irremovable = impossible de supprimer { $file } : { $cause }

## Ce que contiennent les fichiers que `epic init` écrit

config-template =
    # Réglages d’epic : enlever le # pour changer. La variable d’environnement nommée après un réglage l’emporte.
    # database_url = "postgres://epic@db.example/epic?sslmode=verify-full"   # DATABASE_URL ; par défaut : un fichier SQLite intégré
    # sentry_dsn = "https://key@sentry.example/1"        # SENTRY_DSN ; par défaut : aucun, rien ne quitte la machine
    # session_ttl = "8h"                                 # EPIC_SESSION_TTL
    # timezone = "Europe/Paris"                          # EPIC_TIMEZONE
    # format = "table"                                   # EPIC_FORMAT : table, tsv, csv, json, jsonl, ids
    # lang = "fr"                                        # EPIC_LANG : en, fr
config-template-secrets = # Garder ce fichier secret, et une copie en lieu sûr. Son détenteur peut lever les pseudonymes des journaux.

## Atteindre la base de données

config-url-scheme = doit commencer par postgres://, postgresql:// ou sqlite://
config-url-path = le chemin de la base de données n’est pas en UTF-8
config-url-refused = la base de données refuse la connexion : { $cause }
config-url-malformed = l’URL de la base de données est illisible : { $cause }
config-url-percent = un % doit être suivi de deux chiffres hexadécimaux ; écrivez %25 pour un %
config-url-zero = ne doit pas contenir %00
config-url-space = ne doit pas contenir d’espaces ; écrivez %20 pour une espace
config-url-bracket = il manque le ] après une adresse IPv6
config-url-empty-address = il manque l’adresse IPv6 entre [ et ]
config-url-after-bracket = seul « : » ou « / » peut suivre le ] d’une adresse IPv6
config-url-no-equals = un paramètre n’a pas de = ; écrivez %26 pour un & dans une valeur
config-url-two-equals = un paramètre a plusieurs = ; écrivez %3D pour un = dans une valeur
config-url-port = le port doit être un nombre ; écrivez %2F pour un / dans un mot de passe
config-insecure = la connexion à la base de données n’est pas sûre : { $cause }
config-insecure-unverified = le serveur { $host } n’est pas sur cette machine, son identité doit donc être vérifiée : ajoutez sslmode=verify-full à l’URL de la base de données
config-insecure-weakened = la connexion à { $host } ne serait pas sûre : dans l’URL de la base de données, donnez à { $parameter } la valeur { $only }, ou retirez ce paramètre
config-insecure-at = le @ du mot de passe doit s’écrire %40 dans l’URL de la base de données
config-insecure-service = le paramètre « service » de l’URL de la base de données peut désigner n’importe quel serveur : indiquez plutôt l’hôte et le nom de la base
config-insecure-service-variable = PGSERVICE est définie, et peut désigner n’importe quel serveur
config-weak-credential = la base de données demande un condensat de mot de passe hors des limites acceptées : vérifiez que c’est le bon serveur
config-cannot-create = impossible de créer { $file } : { $cause }

## La base de données et son schéma

config-database-missing = il n’y a pas de base de données dans { $file }
config-database-empty = la base de données est vide
config-database-damaged = le fichier de la base de données est endommagé, ou n’est pas une base de données
config-database-foreign = le fichier de la base de données contient les tables d’un autre programme
config-schema-other = le schéma de la base de données n’est pas celui que ce programme attend
config-schema-old = le schéma de la base de données ({ $version }) est trop ancien pour ce programme, qui exige { $needed }
config-schema-old-owner = le schéma de la base de données ({ $version }) est trop ancien pour ce programme, qui exige { $needed } ; seul le propriétaire de la base peut la migrer : utilisez son URL
config-schema-unreleased = la base de données a été créée par une version non publiée de ce programme ({ $version }) et ne peut pas être migrée : créez une base vide, ou exportez les fiches avec cette version et saisissez-les à nouveau
config-schema-new = le schéma de la base de données ({ $version }) est plus récent que ce programme, qui connaît { $known } : mettez epic à jour
config-role-lacks-right = il manque au rôle de base de données un droit dont ce programme a besoin
config-role-superuser = { $command } change des rôles et des réglages de tout le serveur : utilisez l’URL d’un superutilisateur
config-embedded = { $command } ne concerne que PostgreSQL : SQLite n’a pas de rôles, et le propriétaire du fichier a les droits de la gestion
config-not-locked-down = la base de données n’est pas verrouillée : toute personne qui peut s’y connecter contourne les droits définis par epic
config-damaged = des parties de la base de données diffèrent des migrations et ne peuvent pas être réparées : { $left } ; restaurez-les à partir d’une sauvegarde, ou d’une base de la même version
config-demo-locked-down = la base de données est verrouillée : seul un superutilisateur du serveur peut y charger la société de démonstration
