# What is wrong with the set-up of this machine or of the database (exit 10), and the files that `epic init` writes.

## Settings

config-invalid = invalid value for { $source }: { $problem }
config-key-in-file = { $key } in { $file }
config-not-utf-8 = must be UTF-8
config-ttl-long = must not exceed { $days } days
config-lang = must be en or fr
config-home = there is no home directory: set HOME
config-dsn = must be a Sentry DSN such as https://key@sentry.example/1
config-log = must be log directives such as epic=debug

## Secrets

config-secret-missing = { $variable } is set neither in the environment nor in { $file }
config-secret-not-utf-8 = { $variable } is not UTF-8
config-secret-short = { $variable } is too short: it must have at least { $bytes } bytes

## Files

config-file-invalid = { $file } has an error: it must be TOML and hold secret_key and pepper only
config-file-invalid-line = { $file } has an error on line { $line }: { $problem }
config-file-invalid-key = { $file } has an error on line { $line } ({ $key }): { $problem }
config-file-not-utf-8 = it is not UTF-8
config-file-unknown-key = unknown setting; the settings are { $known }
config-file-syntax = it is not valid TOML
config-file-type = the value must be in quotation marks
config-file-duplicate = the setting is given twice
config-file-replaceable = other users can replace the files in { $directory }
config-file-foreign = { $file } belongs to another user
config-file-link = { $file } is a symbolic link, which is not followed
config-file-open = other users can read or change { $file }
config-file-hard-link = { $file } has a second hard link
config-file-not-file = { $file } is not a file
config-file-missing = cannot read { $file }: the file does not exist
config-file-unreadable = cannot read { $file }: { $cause }
config-file-unwritable = cannot write { $file }: { $cause }
config-file-irremovable = cannot remove { $file }: { $cause }

## What is in the files that `epic init` writes

config-template =
    # Settings of epic: uncomment to change. The environment variable named after a setting takes precedence.
    # database_url = "postgres://epic@db.example/epic?sslmode=verify-full"   # DATABASE_URL; default: an embedded SQLite file
    # sentry_dsn = "https://key@sentry.example/1"        # SENTRY_DSN; default: none, nothing leaves the machine
    # session_ttl = "8h"                                 # EPIC_SESSION_TTL
    # timezone = "Europe/Paris"                          # EPIC_TIMEZONE
    # format = "table"                                   # EPIC_FORMAT: table, tsv, csv, json, jsonl, ids
    # lang = "en"                                        # EPIC_LANG: en, fr
config-template-secrets = # Keep this file secret and backed up. Its holder can reverse the pseudonyms in logs.

## Reaching the database

config-url-scheme = must start with postgres://, postgresql:// or sqlite://
config-url-path = the path of the database is not UTF-8
config-url-refused = the database refuses the connection: { $cause }
config-url-malformed = the database URL cannot be read: { $cause }
config-url-percent = a % must be followed by two hexadecimal digits; write a % itself as %25
config-url-zero = must not contain %00
config-url-space = must not contain spaces; write a space as %20
config-url-bracket = the ] after an IPv6 address is missing
config-url-empty-address = the IPv6 address between [ and ] is missing
config-url-after-bracket = only : or / can follow the ] of an IPv6 address
config-url-no-equals = a parameter has no =; write an & in a value as %26
config-url-two-equals = a parameter has more than one =; write an = in a value as %3D
config-url-port = the port must be a number; write a / in a password as %2F
config-insecure = the connection to the database is not secure: { $cause }
config-insecure-unverified = the server { $host } is not on this machine, so its identity must be verified: add sslmode=verify-full to the database URL
config-insecure-weakened = the connection to { $host } would not be secure: in the database URL, set { $parameter } to { $only } or leave it out
config-insecure-at = an @ in the password of the database URL must be written %40
config-insecure-service = service in the database URL may stand for any server: write the host and the name of the database instead
config-insecure-service-variable = PGSERVICE is set, and may stand for any server
config-weak-credential = the database asks for a password hash outside the accepted range: check that it is the right server
config-cannot-create = cannot create { $file }: { $cause }

## The database and its schema

config-database-missing = there is no database at { $file }
config-database-empty = the database is empty
config-database-damaged = the database file is damaged, or is not a database
config-database-foreign = the database file contains the tables of another program
config-schema-other = the database schema is not the one that this program expects
config-schema-old = the database schema ({ $version }) is too old for this program, which needs { $needed }
config-schema-old-owner = the database schema ({ $version }) is too old for this program, which needs { $needed }; only the owner of the database can migrate it: use the owner's URL
config-schema-unreleased = the database was created by an unreleased version of this program ({ $version }) and cannot be migrated: create an empty database, or export the records with that version and enter them again
config-schema-new = the database schema ({ $version }) is newer than this program, which knows { $known }: update epic
config-role-lacks-right = the database role lacks a privilege that this program needs
config-role-superuser = { $command } changes roles and settings of the whole server: use the URL of a superuser
config-embedded = { $command } is for PostgreSQL only: SQLite has no roles, and the owner of the file has Management's permissions
config-not-locked-down = the database is not locked down: anyone who can connect to it bypasses the rights of epic
config-damaged = some parts of the database differ from the migrations and cannot be repaired: { $left }; restore them from a backup, or from a database of the same version
config-demo-locked-down = the database is locked down: only a superuser of the server can load the demonstration company
