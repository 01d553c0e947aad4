# Ce que disent `epic init` et `epic db …`.

setup-new-secrets = De nouveaux secrets ont été créés : gardez une copie du fichier des secrets en lieu sûr.
setup-demo-loaded-before = La société de démonstration est déjà chargée.
setup-next = Ensuite : { $command }
setup-next-demo = Ensuite : { $command }   (gestion ; CBrunel est du service commercial, BRenard du support ; mot de passe { $password })
setup-shared-url = Donnez cette URL aux utilisateurs qui n’ont pas de rôle à eux. Elle n’est affichée qu’une fois ; { $command } en crée une nouvelle.
setup-enrolled = Donnez cette URL à ce seul collaborateur. Elle n’est affichée qu’une fois ; --rotate en crée une nouvelle.
setup-enrolled-before = Le rôle a déjà un mot de passe ; --rotate en crée un nouveau.

## Pourquoi la base de données ne décide pas elle-même

setup-finding-more = { $what } ({ $objects } et { $more } de plus)
setup-embedded = le propriétaire du fichier a les droits de la gestion
setup-never-locked-down = epic db lockdown n’a jamais été exécuté
setup-schema-older = son schéma est plus ancien que ce programme
setup-schema-newer = son schéma est plus récent que ce programme

## Ce qu’un verrouillage fait valoir

setup-measure-row-security = la sécurité par ligne vaut pour chaque table, même pour son propriétaire
setup-measure-policies = les politiques sont celles des migrations
setup-measure-triggers = les déclencheurs sont ceux des migrations
setup-measure-triggers-enabled = aucun déclencheur n’est désactivé
setup-measure-rules = aucune règle ne réécrit les requêtes d’une table
setup-measure-functions = les fonctions sont celles des migrations
setup-measure-schema-owner = les schémas appartiennent à epic_owner
setup-measure-table-owner = les tables appartiennent à epic_owner
setup-measure-function-owner = les fonctions appartiennent à epic_definer
setup-measure-schema-rights = aucun rôle n’a de droit inutile sur un schéma
setup-measure-schema-usage = les rôles ont accès aux schémas dont ils ont besoin
setup-measure-table-rights = aucun rôle n’a de droit inutile sur une table
setup-measure-table-usage = les rôles ont les droits dont ils ont besoin sur les tables et les colonnes
setup-measure-function-rights = aucun rôle ne peut appeler une fonction dont il n’a pas besoin
setup-measure-function-usage = les clients peuvent appeler les fonctions qui leur sont destinées
setup-measure-later-functions = les fonctions des migrations futures ne sont pas publiques
setup-measure-later-objects = les autres objets des migrations futures ne sont pas accordés aux clients par défaut
setup-measure-other-databases = les bases fournies avec le serveur refusent les rôles non autorisés
setup-measure-database-owner = la base de données appartient à epic_owner
setup-measure-database-rights = aucun rôle n’a de droit inutile sur la base de données
setup-measure-database-usage = les rôles qui en ont besoin peuvent se connecter
setup-measure-settings = les réglages de la base de données
setup-measure-settings-guards = aucun réglage de la base de données ne désactive ses protections
setup-measure-watching-functions = les fonctions qui observent, arrêtent ou bloquent le travail des autres ne sont pas publiques
setup-measure-watching-usage = les rôles qui ont besoin de ces fonctions peuvent les appeler
setup-measure-languages = aucun rôle non autorisé ne peut exécuter de code dans un langage procédural
setup-measure-language-usage = les propriétaires peuvent écrire des fonctions en plpgsql
setup-measure-definitions = les clients ne peuvent pas changer la définition de la base de données
setup-measure-roles = les rôles existent
setup-measure-role-attributes = les rôles ont les attributs dont ils ont besoin, et aucun autre
setup-measure-role-settings = les rôles partagés n’ont pas de réglages propres
setup-measure-role-groups = les rôles sont membres des groupes dont ils ont besoin
setup-measure-role-other-groups = les rôles ne sont membres d’aucun autre groupe
setup-measure-former-owner = l’ancien propriétaire de la base de données peut encore la migrer
setup-measure-password = { $role } a un mot de passe
