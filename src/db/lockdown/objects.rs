//! Measures on ownership, privileges and row-level security of the migrations' objects. The owner of the tables can
//! apply them all, and does so after each migration.

use super::Measure;
use crate::t;

pub const MEASURES: &[Measure] = &[
    Measure {
        what: || t!("setup-measure-schema-owner"),
        sql: "
SELECT n.nspname AS object, format('ALTER SCHEMA %I OWNER TO epic_owner', n.nspname) AS repair
  FROM pg_namespace n
 WHERE n.nspname IN ('public', 'epic_api', 'epic_sec') AND pg_get_userbyid(n.nspowner) <> 'epic_owner'
 ORDER BY 1",
    },
    Measure {
        what: || t!("setup-measure-table-owner"),
        sql: "
SELECT c.oid::regclass::text AS object, format('ALTER TABLE %s OWNER TO epic_owner', c.oid::regclass) AS repair
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname IN ('public', 'epic_api', 'epic_sec') AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
   AND pg_get_userbyid(c.relowner) <> 'epic_owner' AND NOT (n.nspname = 'epic_api' AND c.relkind = 'v')
   -- What belongs to an extension or to a column goes with it.
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('e', 'i', 'a'))
 UNION ALL
SELECT t.oid::regtype::text, format('ALTER DOMAIN %s OWNER TO epic_owner', t.oid::regtype)
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE n.nspname IN ('public', 'epic_api', 'epic_sec') AND t.typtype = 'd' AND pg_get_userbyid(t.typowner) <> 'epic_owner'
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
 ORDER BY 1",
    },
    // Row-level security asks for the owner of a view, who has the rights of the clients and no other.
    Measure {
        what: || t!("setup-measure-view-owner"),
        sql: "
WITH strange AS (
    SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'epic_api' AND c.relkind = 'v' AND pg_get_userbyid(c.relowner) <> 'epic_view')
-- Whoever is not superuser has to let the new owner create there for a moment; the rights on schemas come later.
SELECT NULL AS object, 'GRANT CREATE ON SCHEMA epic_api TO epic_view' AS repair
 WHERE current_setting('is_superuser') = 'off' AND EXISTS (SELECT FROM strange)
 UNION ALL
SELECT s.oid::regclass::text, format('ALTER VIEW %s OWNER TO epic_view', s.oid::regclass) FROM strange s
 ORDER BY 1 NULLS FIRST",
    },
    Measure {
        what: || t!("setup-measure-function-owner"),
        sql: "
WITH strange AS (
    SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname IN ('epic_api', 'epic_sec') AND pg_get_userbyid(p.proowner) <> 'epic_definer')
-- Whoever is not superuser has to let the new owner create there for a moment; the rights on schemas come later.
SELECT NULL AS object, 'GRANT CREATE ON SCHEMA epic_api, epic_sec TO epic_definer' AS repair
 WHERE current_setting('is_superuser') = 'off' AND EXISTS (SELECT FROM strange)
 UNION ALL
SELECT s.oid::regprocedure::text, format('ALTER ROUTINE %s OWNER TO epic_definer', s.oid::regprocedure) FROM strange s
 ORDER BY 1 NULLS FIRST",
    },
    Measure {
        what: || t!("setup-measure-schema-rights"),
        sql: r"
SELECT DISTINCT format('%s: %s', n.nspname, coalesce(r.rolname, 'PUBLIC')) AS object,
       format('REVOKE ALL ON SCHEMA %I FROM %s', n.nspname, CASE WHEN r.oid IS NULL THEN 'PUBLIC' ELSE quote_ident(r.rolname) END) AS repair
  FROM pg_namespace n CROSS JOIN aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a LEFT JOIN pg_roles r ON r.oid = a.grantee
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND (a.grantee = 0 OR r.rolname IN ('epic_app', 'epic_definer', 'epic_view', 'epic_cli', 'epic_backup') OR r.rolname LIKE 'epic\_u\_%')
   AND (a.is_grantable OR (r.rolname, n.nspname, a.privilege_type) NOT IN (
        ('epic_app', 'public', 'USAGE'), ('epic_app', 'epic_api', 'USAGE'), ('epic_definer', 'public', 'USAGE'),
        ('epic_definer', 'epic_api', 'USAGE'), ('epic_definer', 'epic_sec', 'USAGE')) OR a.grantee = 0)
 ORDER BY 1",
    },
    Measure {
        what: || t!("setup-measure-schema-usage"),
        sql: "
SELECT format('%s: %s', w.schema, w.grantee) AS object, format('GRANT USAGE ON SCHEMA %I TO %I', w.schema, w.grantee) AS repair
  FROM (VALUES ('epic_app', 'public'), ('epic_app', 'epic_api'), ('epic_definer', 'public'), ('epic_definer', 'epic_api'),
               ('epic_definer', 'epic_sec')) w (grantee, schema) JOIN pg_namespace n ON n.nspname = w.schema
 WHERE NOT EXISTS (SELECT FROM aclexplode(n.nspacl) a JOIN pg_roles r ON r.oid = a.grantee
                    WHERE r.rolname = w.grantee AND a.privilege_type = 'USAGE')
 ORDER BY 1",
    },
    Measure {
        what: || t!("setup-measure-table-rights"),
        sql: r"
WITH wanted AS (
    SELECT w.role, w.relation, w.privilege, w.field FROM jsonb_to_recordset($1::jsonb -> 'grants') w (role text, relation text, privilege text, field text)),
held AS (
    SELECT c.oid, NULL::name AS field, a.grantee, a.privilege_type, a.is_grantable
      FROM pg_class c CROSS JOIN aclexplode(c.relacl) a WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
     UNION ALL
    SELECT c.oid, t.attname, a.grantee, a.privilege_type, a.is_grantable
      FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid CROSS JOIN aclexplode(t.attacl) a WHERE NOT t.attisdropped)
SELECT format('%s: %s %s%s', c.oid::regclass, coalesce(r.rolname, 'PUBLIC'), h.privilege_type, ' (' || h.field || ')') AS object,
       format('REVOKE %s%s ON %s FROM %s', h.privilege_type, ' (' || quote_ident(h.field) || ')', c.oid::regclass,
           CASE WHEN r.oid IS NULL THEN 'PUBLIC' ELSE quote_ident(r.rolname) END) AS repair
  FROM held h JOIN pg_class c ON c.oid = h.oid JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_roles r ON r.oid = h.grantee
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
   AND h.grantee <> c.relowner AND (h.grantee = 0 OR r.rolname IN ('epic_app', 'epic_definer', 'epic_view', 'epic_cli', 'epic_backup') OR r.rolname LIKE 'epic\_u\_%')
   AND (h.is_grantable OR NOT EXISTS (
        SELECT FROM wanted w WHERE w.role = r.rolname AND w.relation = n.nspname || '.' || c.relname AND w.privilege = h.privilege_type
           AND w.field IS NOT DISTINCT FROM h.field))
 ORDER BY 1",
    },
    Measure {
        what: || t!("setup-measure-table-usage"),
        sql: "
SELECT format('%s: %s %s%s', c.oid::regclass, w.role, w.privilege, ' (' || w.field || ')') AS object,
       format('GRANT %s%s ON %s TO %I', w.privilege, ' (' || quote_ident(w.field) || ')', c.oid::regclass, w.role) AS repair
  FROM jsonb_to_recordset($1::jsonb -> 'grants') w (role text, relation text, privilege text, field text)
  JOIN pg_namespace n ON n.nspname = split_part(w.relation, '.', 1)
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = split_part(w.relation, '.', 2) LEFT JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = w.field
 WHERE NOT EXISTS (
       SELECT FROM aclexplode(CASE WHEN w.field IS NULL THEN c.relacl ELSE t.attacl END) a JOIN pg_roles r ON r.oid = a.grantee
        WHERE r.rolname = w.role AND a.privilege_type = w.privilege)
 ORDER BY 1",
    },
    Measure {
        what: || t!("setup-measure-function-rights"),
        sql: r"
SELECT DISTINCT format('%s: %s', p.oid::regprocedure, coalesce(r.rolname, 'PUBLIC')) AS object,
       format('REVOKE ALL ON ROUTINE %s FROM %s', p.oid::regprocedure, CASE WHEN r.oid IS NULL THEN 'PUBLIC' ELSE quote_ident(r.rolname) END) AS repair
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       CROSS JOIN aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a LEFT JOIN pg_roles r ON r.oid = a.grantee
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   -- Extensions bring operators, which all may use.
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
   AND (a.grantee = 0 OR r.rolname IN ('epic_view', 'epic_cli', 'epic_backup') OR r.rolname LIKE 'epic\_u\_%'
        OR r.rolname = 'epic_app' AND (n.nspname <> 'epic_api' OR a.is_grantable))
 ORDER BY 1",
    },
    Measure {
        what: || t!("setup-measure-function-usage"),
        sql: "
SELECT p.oid::regprocedure::text AS object, format('GRANT EXECUTE ON ROUTINE %s TO epic_app', p.oid::regprocedure) AS repair
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE n.nspname = 'epic_api'
   AND p.oid::regprocedure::text IN (
       SELECT e.name FROM jsonb_to_recordset($1::jsonb -> 'guards') e (kind text, name text) WHERE e.kind = 'function')
   AND NOT EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a JOIN pg_roles r ON r.oid = a.grantee
                    WHERE r.rolname = 'epic_app')
 ORDER BY 1",
    },
    Measure {
        what: || t!("setup-measure-later-functions"),
        sql: "
SELECT w.owner AS object, format('ALTER DEFAULT PRIVILEGES FOR ROLE %I REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC', w.owner) AS repair
  FROM (VALUES ('epic_owner'), ('epic_definer')) w (owner)
 WHERE NOT EXISTS (
       SELECT FROM pg_default_acl d WHERE pg_get_userbyid(d.defaclrole) = w.owner AND d.defaclnamespace = 0 AND d.defaclobjtype = 'f'
          AND NOT EXISTS (SELECT FROM aclexplode(d.defaclacl) a WHERE a.grantee = 0))
 ORDER BY 1",
    },
    Measure {
        what: || t!("setup-measure-later-objects"),
        sql: r"
SELECT DISTINCT format('%s of %s: %s', k.kind, o.rolname, coalesce(r.rolname, 'PUBLIC')) AS object,
       format('ALTER DEFAULT PRIVILEGES FOR ROLE %I %s REVOKE ALL ON %s FROM %s', o.rolname,
           CASE WHEN n.oid IS NOT NULL THEN format('IN SCHEMA %I', n.nspname) END, k.kind,
           CASE WHEN r.oid IS NULL THEN 'PUBLIC' ELSE quote_ident(r.rolname) END) AS repair
  FROM pg_default_acl d JOIN pg_roles o ON o.oid = d.defaclrole LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
       CROSS JOIN aclexplode(d.defaclacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee,
       LATERAL (SELECT CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
                            WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' END AS kind) k
 WHERE k.kind IS NOT NULL AND a.grantee <> d.defaclrole
   AND (a.grantee = 0 OR r.rolname IN ('epic_app', 'epic_definer', 'epic_view', 'epic_cli', 'epic_backup') OR r.rolname LIKE 'epic\_u\_%')
 ORDER BY 1",
    },
    Measure {
        what: || t!("setup-measure-row-security"),
        sql: "
SELECT c.oid::regclass::text AS object, format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', c.oid::regclass) AS repair
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname IN ('public', 'epic_sec') AND c.relkind IN ('r', 'p') AND c.relname <> '__diesel_schema_migrations'
   AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
 ORDER BY 1",
    },
];
