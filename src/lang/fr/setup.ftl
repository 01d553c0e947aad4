# Ce que disent `epic init` et `epic db …`.

setup-new-secrets = De nouveaux secrets ont été créés : garder une copie du fichier des secrets en lieu sûr.
setup-demo-loaded-before = La société de démonstration est déjà là.
setup-next = Ensuite : { $command }
setup-next-demo = Ensuite : { $command }   (gestion ; CBrunel est du service commercial, BRenard du support ; mot de passe { $password })
setup-shared-url = Donner l’URL à ceux qui n’ont pas de rôle à eux. Elle n’est affichée que cette fois : { $command } en crée une nouvelle.
setup-enrolled = Ne donner l’URL qu’à cette personne. Elle n’est affichée que cette fois : --rotate en crée une nouvelle.
setup-enrolled-before = Le rôle a déjà son mot de passe : --rotate en crée un nouveau.

## Pourquoi la base de données ne décide pas elle-même

setup-finding-more = { $what } ({ $objects } et { $more } de plus)
setup-embedded = le propriétaire du fichier a de fait les droits de la gestion
setup-never-locked-down = epic db lockdown n’y a jamais été exécuté
setup-schema-older = son schéma est plus ancien que ce programme
setup-schema-newer = son schéma est plus récent que ce programme

## Ce qu’un verrouillage fait valoir

setup-measure-row-security = la sécurité par ligne vaut pour chaque table, son propriétaire compris
setup-measure-policies = les politiques sont celles des migrations
setup-measure-triggers = les déclencheurs sont ceux des migrations
setup-measure-triggers-enabled = aucun déclencheur n’est désactivé
setup-measure-rules = aucune règle ne réécrit ce qui est demandé à une table
setup-measure-functions = les fonctions sont celles des migrations
setup-measure-schema-owner = les schémas appartiennent à epic_owner
setup-measure-table-owner = les tables appartiennent à epic_owner
setup-measure-function-owner = les fonctions appartiennent à epic_definer
setup-measure-schema-rights = personne n’a sur un schéma un droit inutile
setup-measure-schema-usage = les rôles ont accès aux schémas nécessaires
setup-measure-table-rights = personne n’a sur une table un droit inutile
setup-measure-table-usage = les rôles ont sur les tables et les colonnes les droits nécessaires
setup-measure-function-rights = personne n’appelle une fonction inutile
setup-measure-function-usage = les clients appellent les fonctions qui leur sont destinées
setup-measure-later-functions = les fonctions de migrations futures ne sont pas pour tous
setup-measure-later-objects = rien d’autre des migrations futures n’est donné aux clients par défaut
setup-measure-other-databases = personne ne se connecte sans autorisation aux bases fournies avec le serveur
setup-measure-database-owner = la base de données appartient à epic_owner
setup-measure-database-rights = personne n’a sur la base de données un droit inutile
setup-measure-database-usage = les rôles qui en ont besoin peuvent se connecter
setup-measure-settings = les réglages de la base de données
setup-measure-settings-guards = aucun réglage de la base de données ne lève ses protections
setup-measure-watching-functions = les fonctions qui observent, terminent ou retardent le travail des autres ne sont pas pour tous
setup-measure-watching-usage = ces fonctions sont pour ceux qui en ont besoin
setup-measure-languages = personne n’exécute sans autorisation de code dans un langage procédural
setup-measure-language-usage = les propriétaires écrivent des fonctions en plpgsql
setup-measure-definitions = les clients ne changent rien à ce dont la base de données est faite
setup-measure-roles = les rôles existent
setup-measure-role-attributes = les rôles ont les attributs nécessaires, et aucun autre
setup-measure-role-settings = les rôles partagés n’ont pas de réglages propres
setup-measure-role-groups = les rôles sont membres des groupes nécessaires
setup-measure-role-other-groups = les rôles ne sont membres d’aucun autre groupe
setup-measure-former-owner = qui possédait la base de données peut continuer à la migrer
setup-measure-password = { $role } a un mot de passe
