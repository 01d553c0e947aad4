//! Measures on views, policies, triggers, rules and functions, compared with `guards.json`; bodies of functions with the code
//! that this program renders.

use super::Measure;
use crate::t;

/// Query that lists views, policies, triggers and functions as `guards.json` does. Blanks are removed: versions of PostgreSQL
/// break lines differently; and names of tables before columns of a view, which PostgreSQL writes before version 16.
pub const LISTING: &str = "
SELECT 'view' AS kind, NULL AS relation, c.oid::regclass::text AS name,
       concat('WITH (' || array_to_string(c.reloptions, ', ') || ') ', 'AS ', rtrim(replace(pg_get_viewdef(c.oid), c.relname || '.', ''), ';')) AS definition
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = 'epic_api' AND c.relkind = 'v'
 UNION ALL
SELECT 'policy' AS kind, p.polrelid::regclass::text AS relation, p.polname::text AS name,
       format('AS %s FOR %s TO %s%s%s', CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
           CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
           CASE WHEN p.polroles = '{0}' THEN 'PUBLIC' ELSE (SELECT string_agg(quote_ident(pg_get_userbyid(r.oid)), ', ' ORDER BY r.n)
                FROM unnest(p.polroles) WITH ORDINALITY r (oid, n)) END,
           ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') AS definition
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname IN ('public', 'epic_sec')
 UNION ALL
SELECT 'trigger', t.tgrelid::regclass::text, t.tgname::text, pg_get_triggerdef(t.oid)
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname IN ('public', 'epic_api', 'epic_sec') AND NOT t.tgisinternal
 UNION ALL
SELECT 'function', NULL, p.oid::regprocedure::text,
       format('%s %s %s%s%s %s returns %s %s', l.lanname, p.provolatile, CASE WHEN p.prosecdef THEN 'definer' ELSE 'invoker' END,
           CASE WHEN p.proisstrict THEN ' strict' END, CASE WHEN p.proleakproof THEN ' leakproof' END,
           array_to_string(p.proconfig, ' '), pg_get_function_result(p.oid), pg_get_function_arguments(p.oid))
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
 WHERE n.nspname IN ('epic_api', 'epic_sec')
";

/// Before the measures on objects, which give a view its owner and its privileges.
pub const VIEWS: &[Measure] = &[Measure {
    what: || t!("setup-measure-views"),
    sql: "
WITH expected AS (
    SELECT e.* FROM jsonb_to_recordset($1::jsonb -> 'guards') e (kind text, name text, definition text) WHERE e.kind = 'view'),
found AS (SELECT f.* FROM ( /* listing */ ) f WHERE f.kind = 'view')
SELECT coalesce(e.name, f.name) AS object,
       concat_ws('; ', CASE WHEN f.name IS NOT NULL THEN format('DROP VIEW %s CASCADE', f.name) END,
           CASE WHEN e.name IS NOT NULL THEN format('CREATE VIEW %s %s', e.name, e.definition) END) AS repair
  FROM expected e FULL JOIN found f ON f.name = e.name
 WHERE regexp_replace(e.definition, '\\s', '', 'g') IS DISTINCT FROM regexp_replace(f.definition, '\\s', '', 'g')
 ORDER BY 1",
}];

pub const MEASURES: &[Measure] = &[
    Measure {
        what: || t!("setup-measure-policies"),
        sql: "
WITH expected AS (
    SELECT e.* FROM jsonb_to_recordset($1::jsonb -> 'guards') e (kind text, relation text, name text, definition text) WHERE e.kind = 'policy'),
found AS (SELECT f.* FROM ( /* listing */ ) f WHERE f.kind = 'policy')
SELECT format('%s on %s', coalesce(e.name, f.name), coalesce(e.relation, f.relation)) AS object,
       concat_ws('; ',
           CASE WHEN f.name IS NOT NULL THEN format('DROP POLICY %I ON %s', f.name, f.relation) END,
           CASE WHEN e.name IS NOT NULL THEN format('CREATE POLICY %I ON %s %s', e.name, e.relation, e.definition) END) AS repair
  FROM expected e FULL JOIN found f ON f.relation = e.relation AND f.name = e.name
 WHERE regexp_replace(e.definition, '\\s', '', 'g') IS DISTINCT FROM regexp_replace(f.definition, '\\s', '', 'g')
 ORDER BY 1",
    },
    Measure {
        what: || t!("setup-measure-triggers"),
        sql: "
WITH expected AS (
    SELECT e.* FROM jsonb_to_recordset($1::jsonb -> 'guards') e (kind text, relation text, name text, definition text) WHERE e.kind = 'trigger'),
found AS (SELECT f.* FROM ( /* listing */ ) f WHERE f.kind = 'trigger')
SELECT format('%s on %s', coalesce(e.name, f.name), coalesce(e.relation, f.relation)) AS object,
       concat_ws('; ', CASE WHEN f.name IS NOT NULL THEN format('DROP TRIGGER %I ON %s', f.name, f.relation) END, e.definition) AS repair
  FROM expected e FULL JOIN found f ON f.relation = e.relation AND f.name = e.name
 WHERE regexp_replace(e.definition, '\\s', '', 'g') IS DISTINCT FROM regexp_replace(f.definition, '\\s', '', 'g')
 ORDER BY 1",
    },
    Measure {
        what: || t!("setup-measure-triggers-enabled"),
        sql: "
SELECT DISTINCT t.tgrelid::regclass::text AS object, format('ALTER TABLE %s ENABLE TRIGGER ALL', t.tgrelid::regclass) AS repair
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname IN ('public', 'epic_sec') AND t.tgenabled NOT IN ('O', 'A')
 ORDER BY 1",
    },
    Measure {
        what: || t!("setup-measure-rules"),
        sql: "
SELECT format('%s on %s', r.rulename, r.ev_class::regclass) AS object, format('DROP RULE %I ON %s', r.rulename, r.ev_class::regclass) AS repair
  FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname IN ('public', 'epic_api', 'epic_sec') AND (c.relkind IN ('r', 'p') OR c.relkind = 'v' AND r.rulename <> '_RETURN')
 ORDER BY 1",
    },
    // No repair: the lockdown has no function's text, and the purpose of an unknown function is its author's to say.
    Measure {
        what: || t!("setup-measure-functions"),
        sql: "
WITH expected AS (
    SELECT e.*, $1::jsonb -> 'bodies' ->> split_part(e.name, '(', 1) AS body
      FROM jsonb_to_recordset($1::jsonb -> 'guards') e (kind text, name text, definition text) WHERE e.kind = 'function'),
found AS (
    SELECT f.*, p.prosrc AS body FROM ( /* listing */ ) f JOIN pg_proc p ON p.oid::regprocedure::text = f.name WHERE f.kind = 'function')
SELECT coalesce(e.name, f.name) AS object, NULL::text AS repair
  FROM expected e FULL JOIN found f ON f.name = e.name
 WHERE f.definition IS DISTINCT FROM e.definition OR f.body IS DISTINCT FROM e.body
 ORDER BY 1",
    },
];
