# What is wrong with the set-up of this machine or of the database (exit 10), and the files that `epic init` writes.

## Settings

config-invalid = invalid value for { $source }: { $problem }
config-key-in-file = { $key } in { $file }
config-not-utf-8 = must be UTF-8
config-ttl-long = must be { $days } days at most
config-lang = must be en or fr
config-home = there is no home directory: set HOME
config-dsn = must be a DSN of Sentry such as https://key@sentry.example/1
config-log = must be directives such as epic=debug

## Secrets

config-secret-missing = { $variable } is neither in the environment nor in { $file }
config-secret-not-utf-8 = { $variable } is not UTF-8
config-secret-short = { $variable } is too short: it needs { $bytes } bytes at least

## Files

config-file-invalid = { $file } is not valid
config-file-invalid-line = { $file } is not valid at line { $line }: { $problem }
config-file-invalid-key = { $file } is not valid at line { $line } ({ $key }): { $problem }
config-file-not-utf-8 = it is not UTF-8
config-file-unknown-key = unknown setting, there are { $known }
config-file-replaceable = others can replace the files in { $directory }
config-file-foreign = { $file } belongs to another user
config-file-link = { $file } is a symbolic link, which is not followed
config-file-open = others can read or write { $file }
config-file-hard-link = { $file } has another name too: it is a hard link
config-file-not-file = { $file } is not a file
config-file-missing = cannot read { $file }: there is no such file
config-file-unreadable = cannot read { $file }: { $cause }
config-file-unwritable = cannot write { $file }: { $cause }
config-file-irremovable = cannot remove { $file }: { $cause }

## What is in the files that `epic init` writes

config-template =
    # Settings of epic. Each can also be set by the environment variable in brackets, which goes first.
    # database_url = "postgres://epic@db.example/epic?sslmode=verify-full"   [DATABASE_URL] default: an embedded SQLite file
    # sentry_dsn = "https://key@sentry.example/1"        [SENTRY_DSN] default: none, nothing leaves the machine
    # session_ttl = "8h"                                 [EPIC_SESSION_TTL]
    # timezone = "Europe/Paris"                          [EPIC_TIMEZONE]
    # format = "table"                                   [EPIC_FORMAT] table, tsv, csv, json, jsonl, ids
    # lang = "en"                                        [EPIC_LANG] en, fr
config-template-secrets = # Keep this file secret and backed up. Whoever has it can undo the pseudonyms in logs.

## Reaching the database

config-url-scheme = must start with postgres://, postgresql:// or sqlite://
config-url-path = the path of the database is not UTF-8
config-url-refused = the database refuses the connection: { $cause }
config-url-percent = invalid percent-encoded token: "…"
config-url-zero = forbidden value %00 in percent-encoded value: "…"
config-url-space = unexpected spaces found in "…", use percent-encoded spaces (%20) instead
config-url-bracket = end of string reached when looking for matching "…" in IPv6 host address in URI: "…"
config-url-empty-address = IPv6 host address may not be empty in URI: "…"
config-url-after-bracket = unexpected character in URI (expected ":" or "/" after "]"): "…"
config-url-no-equals = missing key/value separator "=" in URI query parameter: "…"
config-url-two-equals = extra key/value separator "=" in URI query parameter: "…"
config-url-port = invalid integer value "…" for connection option "port"
config-insecure = the connection to the database is not safe: { $cause }
config-insecure-unverified = the connection to { $host } would not be safe: a server that is not on this machine has to prove that it is the right one; add sslmode=verify-full to the parameters of the database URL
config-insecure-weakened = the connection to { $host } would not be safe: { $parameter } may only be { $only } there; change it in the database URL, or leave it out
config-insecure-service = service in the database URL could stand for any server: write the host and the name of the database into the URL in its place
config-insecure-service-variable = PGSERVICE in the environment could stand for any server
config-weak-credential = the database asks for a password proof outside the accepted strength
config-cannot-create = cannot create { $file }: { $cause }

## The database and its schema

config-database-missing = there is no database at { $file }
config-database-empty = the database is empty
config-database-foreign = the database file holds the tables of another program
config-schema-other = the schema of the database is not the one this program expects
config-schema-old = the schema of the database is too old for this program ({ $version }, { $needed } is needed)
config-schema-old-owner = the schema of the database is too old for this program ({ $version }, { $needed } is needed), and only its owner migrates it: give the owner's URL
config-schema-unreleased = the database was made by an unreleased version of this program ({ $version }), and no migration leads from it to this one: create an empty database, or export its records with the program that made it and enter them again
config-schema-new = the schema of the database is newer than this program ({ $version }, { $known } is known): update epic
config-role-lacks-right = the database role of this connection lacks a right that the program needs
config-role-superuser = { $command } changes roles and what the whole server shares: it needs the URL of a superuser of the server
config-embedded = { $command } is for PostgreSQL: the owner of an SQLite file is in effect Management, and no role can change that
config-not-locked-down = the database is not locked down: whoever connects to it decides for themselves
config-damaged = everything that could be repaired was, but this is not as the migrations made it: { $left }; restore it from a backup, or from a database of the same version
config-demo-locked-down = the database is locked down: only a superuser of the server still loads the demonstration company
