# What `epic init` and `epic db …` say.

setup-new-secrets = New secrets were created: keep a backup of the secrets file in a safe place.
setup-demo-loaded-before = The demonstration company is already loaded.
setup-next = Next: { $command }
setup-next-demo = Next: { $command }   (management; CBrunel is sales, BRenard is support; password { $password })
setup-shared-url = Give this URL to the users who have no database role of their own. It is shown only once; { $command } creates a new one.
setup-enrolled = Give this URL to this collaborator only. It is shown only once; --rotate creates a new one.
setup-enrolled-before = The role already has a password; --rotate creates a new one.

## Why the database does not decide for itself

setup-finding-more = { $what } ({ $objects } and { $more } more)
setup-embedded = the owner of the file has the rights of Management
setup-never-locked-down = epic db lockdown was never run
setup-schema-older = its schema is older than this program
setup-schema-newer = its schema is newer than this program

## What a lockdown makes hold

setup-measure-row-security = row-level security applies to every table, even for its owner
setup-measure-policies = the policies are those of the migrations
setup-measure-triggers = the triggers are those of the migrations
setup-measure-triggers-enabled = no trigger is disabled
setup-measure-rules = no rule rewrites queries of a table
setup-measure-functions = the functions are those of the migrations
setup-measure-schema-owner = the schemas belong to epic_owner
setup-measure-table-owner = the tables belong to epic_owner
setup-measure-function-owner = the functions belong to epic_definer
setup-measure-schema-rights = no role has unneeded privileges on a schema
setup-measure-schema-usage = the roles can use the schemas that they need
setup-measure-table-rights = no role has unneeded privileges on a table
setup-measure-table-usage = the roles have the privileges on tables and columns that they need
setup-measure-function-rights = no role can call a function that it does not need
setup-measure-function-usage = clients can call the functions meant for them
setup-measure-later-functions = functions of later migrations are not public
setup-measure-later-objects = other objects of later migrations are not granted to clients by default
setup-measure-other-databases = the databases that come with the server refuse unlisted roles
setup-measure-database-owner = the database belongs to epic_owner
setup-measure-database-rights = no role has unneeded privileges on the database
setup-measure-database-usage = the roles that need it may connect
setup-measure-settings = the settings of the database
setup-measure-settings-guards = no setting of the database disables its guards
setup-measure-watching-functions = functions that observe, end or block the work of others are not public
setup-measure-watching-usage = the roles that need those functions can call them
setup-measure-languages = no unlisted role can run code in a procedural language
setup-measure-language-usage = the owners can write functions in plpgsql
setup-measure-definitions = clients cannot change the definition of the database
setup-measure-roles = the roles exist
setup-measure-role-attributes = the roles have the attributes that they need and no others
setup-measure-role-settings = the shared roles have no settings of their own
setup-measure-role-groups = the roles are members of the groups that they need
setup-measure-role-other-groups = the roles are members of no other group
setup-measure-former-owner = the previous owner of the database can still migrate it
setup-measure-password = { $role } has a password
