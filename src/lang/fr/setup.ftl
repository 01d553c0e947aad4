# Ce que disent `epic init` et `epic db …`.

setup-new-secrets = De nouveaux secrets ont été créés : gardez une copie du fichier des secrets en lieu sûr.
setup-demo-loaded-before = La société de démonstration est déjà chargée.
setup-next = Ensuite : { $command }
setup-next-demo = Ensuite : { $command }
    (AMartinez : gestion ; CBrunel : commercial ; BRenard : support ; mot de passe : { $password })
setup-shared-url = Donnez cette URL aux utilisateurs qui n’ont pas de rôle à eux. Elle n’est affichée qu’une fois ; { $command } en crée une nouvelle.
setup-enrolled = Donnez cette URL à ce seul collaborateur. Elle n’est affichée qu’une fois ; --rotate en crée une nouvelle.
setup-enrolled-before = Le rôle a déjà un mot de passe ; --rotate en crée un nouveau.

## Pourquoi la base de données ne décide pas elle-même

setup-finding-more = { $what } ({ $objects } et { $more ->
        [one] { $more } autre
       *[other] { $more } autres
    })
setup-embedded = le propriétaire du fichier a les droits de la gestion
setup-never-locked-down = epic db lockdown n’a jamais été exécuté
setup-schema-older = son schéma est plus ancien que ce programme
setup-schema-newer = son schéma est plus récent que ce programme

## Ce qu’un verrouillage fait valoir

setup-measure-row-security = sécurité au niveau des lignes absente, ou sans effet pour le propriétaire d’une table
setup-measure-views = vues différentes de celles de ce programme
setup-measure-policies = politiques différentes de celles de ce programme
setup-measure-triggers = déclencheurs différents de ceux de ce programme
setup-measure-triggers-enabled = déclencheurs désactivés
setup-measure-rules = règles qui réécrivent les requêtes d’une table
setup-measure-functions = fonctions différentes de celles de ce programme
setup-measure-schema-owner = schémas qui n’appartiennent pas à epic_owner
setup-measure-table-owner = tables et types qui n’appartiennent pas à epic_owner
setup-measure-view-owner = vues qui n’appartiennent pas à epic_view
setup-measure-function-owner = fonctions qui n’appartiennent pas à epic_definer
setup-measure-schema-rights = privilèges superflus sur un schéma
setup-measure-schema-usage = privilèges manquants sur un schéma
setup-measure-table-rights = privilèges superflus sur une table
setup-measure-table-usage = privilèges manquants sur des tables ou des colonnes
setup-measure-function-rights = privilèges superflus sur une fonction
setup-measure-function-usage = privilèges manquants sur les fonctions des utilisateurs
setup-measure-later-functions = les fonctions de migrations ultérieures seraient publiques
setup-measure-later-objects = les objets de migrations ultérieures seraient accordés aux utilisateurs
setup-measure-other-databases = d’autres bases du serveur admettent les utilisateurs
setup-measure-database-owner = la base de données n’appartient pas à epic_owner
setup-measure-database-rights = privilèges superflus sur la base de données
setup-measure-database-usage = rôles qui ne peuvent pas se connecter
setup-measure-settings = réglages incorrects de la base de données
setup-measure-settings-guards = réglages de la base de données qui désactivent ses protections
setup-measure-watching-functions = fonctions publiques qui observent, terminent ou bloquent le travail des autres
setup-measure-watching-usage = rôles qui ne peuvent pas appeler les fonctions nécessaires
setup-measure-languages = rôles non prévus qui peuvent exécuter du code dans un langage procédural
setup-measure-language-usage = propriétaires qui ne peuvent pas écrire de fonctions en plpgsql
setup-measure-definitions = utilisateurs qui peuvent changer les définitions de la base de données
setup-measure-roles = rôles manquants
setup-measure-role-attributes = rôles aux attributs incorrects
setup-measure-role-settings = réglages sur les rôles partagés
setup-measure-role-groups = rôles qui ne sont pas membres des groupes nécessaires
setup-measure-role-other-groups = rôles membres de groupes superflus
setup-measure-former-owner = l’ancien propriétaire de la base de données ne peut pas la migrer
setup-measure-password = { $role } n’a pas de mot de passe
