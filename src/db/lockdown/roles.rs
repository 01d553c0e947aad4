//! Measures on roles, which all databases of a server share.

use super::Measure;
use crate::t;

pub const MEASURES: &[Measure] = &[
    Measure {
        what: || t!("setup-measure-roles"),
        sql: "
SELECT r.name AS object, format('CREATE ROLE %I %s', r.name, r.kind) AS repair
  FROM (VALUES ('epic_owner', 'NOLOGIN'), ('epic_definer', 'NOLOGIN'), ('epic_view', 'NOLOGIN'), ('epic_app', 'NOLOGIN'),
               ('epic_cli', 'LOGIN CONNECTION LIMIT 40'), ('epic_backup', 'LOGIN BYPASSRLS CONNECTION LIMIT 5')) r (name, kind)
 WHERE NOT EXISTS (SELECT FROM pg_roles p WHERE p.rolname = r.name)",
    },
    // The administrator decides on a client's LOGIN and connection limit, but a limit there must be.
    Measure {
        what: || t!("setup-measure-role-attributes"),
        sql: r"
SELECT r.rolname AS object,
       format('ALTER ROLE %I NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION INHERIT %s %s %s', r.rolname,
           CASE WHEN k.backup THEN 'BYPASSRLS' ELSE 'NOBYPASSRLS' END,
           CASE WHEN k.nobody THEN 'NOLOGIN' END,
           CASE WHEN r.rolconnlimit < 0 AND NOT k.nobody THEN format('CONNECTION LIMIT %s', k.most) END) AS repair
  FROM pg_roles r,
       LATERAL (SELECT r.rolname IN ('epic_owner', 'epic_definer', 'epic_view', 'epic_app') AS nobody, r.rolname = 'epic_backup' AS backup,
                       CASE r.rolname WHEN 'epic_cli' THEN 40 ELSE 5 END AS most) k
 WHERE (k.nobody OR k.backup OR r.rolname = 'epic_cli' OR r.rolname LIKE 'epic\_u\_%')
   AND (r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR NOT r.rolinherit OR r.rolbypassrls <> k.backup
        OR k.nobody AND r.rolcanlogin OR NOT k.nobody AND r.rolconnlimit < 0)
 ORDER BY 1",
    },
    // A setting of a shared role would affect all its users.
    Measure {
        what: || t!("setup-measure-role-settings"),
        sql: "
SELECT format('%s%s', r.rolname, ' in ' || d.datname) AS object,
       format('ALTER ROLE %I %s RESET ALL', r.rolname, CASE WHEN d.oid IS NOT NULL THEN format('IN DATABASE %I', d.datname) END) AS repair
  FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase
 WHERE r.rolname IN ('epic_owner', 'epic_definer', 'epic_view', 'epic_app', 'epic_cli')
 ORDER BY 1",
    },
    // The owner of the tables has to be able to replace functions and views.
    Measure {
        what: || t!("setup-measure-role-groups"),
        sql: r"
SELECT format('%s in %s', m.rolname, w.wanted) AS object, format('GRANT %I TO %I', w.wanted, m.rolname) AS repair
  FROM pg_roles m JOIN (VALUES ('epic_owner', 'epic_definer'), ('epic_owner', 'epic_view'), ('epic_backup', 'pg_read_all_data'), ('epic_cli', 'epic_app'),
                               ('epic\_u\_%', 'epic_app')) w (member, wanted) ON m.rolname = w.member OR w.member LIKE '%\%' AND m.rolname LIKE w.member
 WHERE NOT EXISTS (SELECT FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid WHERE a.member = m.oid AND g.rolname = w.wanted)
 ORDER BY 1",
    },
    Measure {
        what: || t!("setup-measure-role-other-groups"),
        sql: r"
SELECT format('%s in %s', m.rolname, g.rolname) AS object,
       format('REVOKE %s%I FROM %I%s CASCADE', CASE WHEN w.wanted THEN 'ADMIN OPTION FOR ' END, g.rolname, m.rolname,
           -- Since version 16 each grantor's grant is one of its own.
           CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN format(' GRANTED BY %s', a.grantor::regrole) END) AS repair
  FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member JOIN pg_roles g ON g.oid = a.roleid,
       LATERAL (SELECT (m.rolname, g.rolname) IN (('epic_owner', 'epic_definer'), ('epic_owner', 'epic_view'), ('epic_backup', 'pg_read_all_data'))
                       OR (m.rolname = 'epic_cli' OR m.rolname LIKE 'epic\_u\_%') AND g.rolname = 'epic_app' AS wanted) w
 WHERE (m.rolname IN ('epic_owner', 'epic_definer', 'epic_view', 'epic_app', 'epic_cli', 'epic_backup') OR m.rolname LIKE 'epic\_u\_%')
   AND (NOT w.wanted OR a.admin_option)
 ORDER BY 1",
    },
    Measure {
        what: || t!("setup-measure-former-owner"),
        sql: r"
SELECT r.rolname AS object, format('GRANT epic_owner TO %I', r.rolname) AS repair
  FROM (SELECT d.datdba AS owner FROM pg_database d WHERE d.datname = current_database()
        UNION SELECT c.relowner FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relname = 'collaborators') o
  JOIN pg_roles r ON r.oid = o.owner
 WHERE NOT r.rolsuper AND r.rolname NOT LIKE 'epic\_u\_%'
   AND r.rolname NOT IN ('epic_owner', 'epic_definer', 'epic_view', 'epic_app', 'epic_cli', 'epic_backup')
   AND NOT EXISTS (SELECT FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid WHERE a.member = r.oid AND g.rolname = 'epic_owner')
 ORDER BY 1",
    },
];
