# What `epic init` and `epic db …` say.

setup-new-secrets = New secrets were created: keep a backup of the secrets file in a safe place.
setup-demo-loaded-before = The demonstration company is already loaded.
setup-next = Next: { $command }
setup-next-demo = Next: { $command }
    (AMartinez is management, CBrunel sales, BRenard support; password { $password })
setup-shared-url = Give this URL to the users who have no database role of their own. It is shown only once; { $command } creates a new one.
setup-enrolled = Give this URL to this collaborator only. It is shown only once; --rotate creates a new one.
setup-enrolled-before = The role already has a password; --rotate creates a new one.

## Why the database does not decide for itself

setup-finding-more = { $what } ({ $objects } and { $more } more)
setup-embedded = the owner of the file has Management's permissions
setup-never-locked-down = epic db lockdown was never run
setup-schema-older = its schema is older than this program
setup-schema-newer = its schema is newer than this program

## What a lockdown repairs

setup-measure-row-security = row-level security is missing or does not apply to the owner of a table
setup-measure-views = views differ from those of this program
setup-measure-policies = policies differ from those of this program
setup-measure-triggers = triggers differ from those of this program
setup-measure-triggers-enabled = disabled triggers
setup-measure-rules = rules that rewrite queries of a table
setup-measure-functions = functions differ from those of this program
setup-measure-schema-owner = schemas that do not belong to epic_owner
setup-measure-table-owner = tables and types that do not belong to epic_owner
setup-measure-view-owner = views that do not belong to epic_view
setup-measure-function-owner = functions that do not belong to epic_definer
setup-measure-schema-rights = unneeded privileges on a schema
setup-measure-schema-usage = missing privileges on a schema
setup-measure-table-rights = unneeded privileges on a table
setup-measure-table-usage = missing privileges on tables or columns
setup-measure-function-rights = unneeded privileges on a function
setup-measure-function-usage = missing privileges on the functions of users
setup-measure-later-functions = functions of later migrations would be public
setup-measure-later-objects = objects of later migrations would be granted to users
setup-measure-other-databases = other databases of the server admit users
setup-measure-database-owner = the database does not belong to epic_owner
setup-measure-database-rights = unneeded privileges on the database
setup-measure-database-usage = roles that cannot connect
setup-measure-settings = wrong settings of the database
setup-measure-settings-guards = settings of the database that disable its guards
setup-measure-watching-functions = public functions that observe, end or block the work of others
setup-measure-watching-usage = roles that cannot call functions that they need
setup-measure-languages = unlisted roles that can run code in a procedural language
setup-measure-language-usage = owners that cannot write functions in plpgsql
setup-measure-definitions = users who can change definitions of the database
setup-measure-roles = missing roles
setup-measure-role-attributes = roles with wrong attributes
setup-measure-role-settings = settings on the shared roles
setup-measure-role-groups = missing memberships of roles
setup-measure-role-other-groups = unneeded memberships of roles
setup-measure-former-owner = the previous owner of the database cannot migrate it
setup-measure-password = { $role } has no password
