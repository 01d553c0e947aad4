# What `epic init` and `epic db …` say.

setup-new-secrets = New secrets were made: keep a copy of the secrets file in a safe place.
setup-demo-loaded-before = The demonstration company is there already.
setup-next = Next: { $command }
setup-next-demo = Next: { $command }   (management; CBrunel is sales, BRenard is support; password { $password })
setup-shared-url = Hand the URL out to those who have no login of their own. It is shown this once: { $command } makes a new one.
setup-enrolled = Hand the URL to this person alone. It is shown this once: --rotate makes a new one.
setup-enrolled-before = The role has its password already: --rotate makes a new one.

## Why the database does not decide for itself

setup-finding-more = { $what } ({ $objects } and { $more } more)
setup-embedded = the owner of the file is in effect Management
setup-never-locked-down = epic db lockdown was never run on it
setup-schema-older = its schema is older than this program
setup-schema-newer = its schema is newer than this program

## What a lockdown makes hold

setup-measure-row-security = row-level security holds for every table, its owner included
setup-measure-policies = the policies are those of the migrations
setup-measure-triggers = the triggers are those of the migrations
setup-measure-triggers-enabled = no trigger is disabled
setup-measure-rules = no rule rewrites what is asked of a table
setup-measure-functions = the functions are those of the migrations
setup-measure-schema-owner = the schemas belong to epic_owner
setup-measure-table-owner = the tables belong to epic_owner
setup-measure-function-owner = the functions belong to epic_definer
setup-measure-schema-rights = nobody has a right on a schema who needs none
setup-measure-schema-usage = the roles enter the schemas that they need
setup-measure-table-rights = nobody has a right on a table who needs none
setup-measure-table-usage = the roles have the rights on tables and columns that they need
setup-measure-function-rights = nobody calls a function who needs none
setup-measure-function-usage = clients call the functions that are for them
setup-measure-later-functions = functions of later migrations are not for everybody
setup-measure-later-objects = nothing else of later migrations is given to clients by itself
setup-measure-other-databases = nobody connects to the databases that come with the server without being let in
setup-measure-database-owner = the database belongs to epic_owner
setup-measure-database-rights = nobody has a right on the database who needs none
setup-measure-database-usage = the roles that need it may connect
setup-measure-settings = the settings of the database
setup-measure-settings-guards = no setting of the database takes its guards away
setup-measure-watching-functions = functions that watch, end or hold up the work of others are not for everybody
setup-measure-watching-usage = those functions are for those who need them
setup-measure-languages = nobody runs code in a procedural language without being let in
setup-measure-language-usage = the owners write functions in plpgsql
setup-measure-definitions = clients change nothing of what the database is made of
setup-measure-roles = the roles exist
setup-measure-role-attributes = the roles have the attributes that they need, and no other
setup-measure-role-settings = the shared roles have no settings of their own
setup-measure-role-groups = the roles are members of the groups that they need
setup-measure-role-other-groups = the roles are members of no other group
setup-measure-former-owner = whoever owned the database can go on migrating it
setup-measure-password = { $role } has a password
