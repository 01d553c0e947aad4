//! Measures on the server and on the database as a whole: connections, settings, and PostgreSQL's default privileges.

use super::Measure;
use crate::t;

pub const MEASURES: &[Measure] = &[
    // Activity of the whole server can be seen, and terminated, from any of its databases. Other roles that connected there as
    // PUBLIC go on by a right of their own; a database of epic_owner has a lockdown of its own.
    Measure {
        what: || t!("setup-measure-other-databases"),
        sql: r"
WITH client AS (SELECT r.oid, r.rolname FROM pg_roles r WHERE r.rolname IN ('epic_app', 'epic_cli', 'epic_backup') OR r.rolname LIKE 'epic\_u\_%'),
     other AS (SELECT r.rolname FROM pg_roles r WHERE r.rolcanlogin AND NOT r.rolsuper AND r.oid NOT IN (SELECT c.oid FROM client c))
SELECT d.datname AS object,
       concat((SELECT string_agg(format('GRANT CONNECT ON DATABASE %I TO %I; ', d.datname, o.rolname), '')
                 FROM other o WHERE bool_or(a.grantee = 0)),
              string_agg(format('REVOKE CONNECT ON DATABASE %I FROM %s', d.datname, coalesce(quote_ident(c.rolname), 'PUBLIC')), '; ')) AS repair
  FROM pg_database d CROSS JOIN aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a LEFT JOIN client c ON c.oid = a.grantee
 WHERE d.datallowconn AND d.datname <> current_database() AND a.privilege_type = 'CONNECT'
   AND (a.grantee = 0 OR c.oid IS NOT NULL AND pg_get_userbyid(d.datdba) <> 'epic_owner')
 GROUP BY d.datname
 ORDER BY 1",
    },
    Measure {
        what: || t!("setup-measure-database-owner"),
        sql: "
SELECT d.datname AS object, format('ALTER DATABASE %I OWNER TO epic_owner', d.datname) AS repair
  FROM pg_database d WHERE d.datname = current_database() AND pg_get_userbyid(d.datdba) <> 'epic_owner'",
    },
    Measure {
        what: || t!("setup-measure-database-rights"),
        sql: r"
SELECT DISTINCT coalesce(r.rolname, 'PUBLIC') AS object,
       format('REVOKE ALL ON DATABASE %I FROM %s', d.datname, CASE WHEN r.oid IS NULL THEN 'PUBLIC' ELSE quote_ident(r.rolname) END) AS repair
  FROM pg_database d CROSS JOIN aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a LEFT JOIN pg_roles r ON r.oid = a.grantee
 WHERE d.datname = current_database()
   AND (a.grantee = 0 OR r.rolname IN ('epic_definer', 'epic_view', 'epic_cli') OR r.rolname LIKE 'epic\_u\_%'
        OR r.rolname IN ('epic_app', 'epic_backup') AND (a.privilege_type <> 'CONNECT' OR a.is_grantable))
 ORDER BY 1",
    },
    Measure {
        what: || t!("setup-measure-database-usage"),
        sql: "
SELECT r.rolname AS object, format('GRANT CONNECT ON DATABASE %I TO %I', d.datname, r.rolname) AS repair
  FROM pg_database d CROSS JOIN pg_roles r
 WHERE d.datname = current_database() AND NOT r.rolsuper
   AND (r.rolname IN ('epic_app', 'epic_backup')
        OR EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid AND g.rolname = 'epic_owner'))
   AND NOT EXISTS (SELECT FROM aclexplode(d.datacl) a WHERE a.grantee = r.oid AND a.privilege_type = 'CONNECT')
 ORDER BY 1",
    },
    // Bind values hold secrets; the program parses some English messages; an idle open transaction would hold locks.
    Measure {
        what: || t!("setup-measure-settings"),
        sql: "
SELECT w.name AS object, format('ALTER DATABASE %I SET %s = %s', d.datname, w.name,
           CASE w.name WHEN 'search_path' THEN w.value ELSE quote_literal(w.value) END) AS repair
  FROM pg_database d CROSS JOIN (VALUES ('search_path', 'public, pg_temp'), ('log_parameter_max_length', '0'),
           ('log_parameter_max_length_on_error', '0'), ('idle_in_transaction_session_timeout', '60s'), ('lc_messages', 'C'),
           ('temp_file_limit', '1GB')) w (name, value)
 WHERE d.datname = current_database()
   AND NOT EXISTS (SELECT FROM pg_db_role_setting s WHERE s.setdatabase = d.oid AND s.setrole = 0
                      AND w.name || '=' || w.value = ANY (s.setconfig))
 ORDER BY 1",
    },
    Measure {
        what: || t!("setup-measure-settings-guards"),
        sql: r"
SELECT n.name AS object, format('ALTER DATABASE %I RESET %s', d.datname, n.name) AS repair
  FROM pg_database d JOIN pg_db_role_setting s ON s.setdatabase = d.oid AND s.setrole = 0
       CROSS JOIN unnest(s.setconfig) c (entry) CROSS JOIN split_part(c.entry, '=', 1) n (name)
 WHERE d.datname = current_database()
   AND (n.name IN ('row_security', 'session_replication_role', 'role') OR n.name LIKE 'epic.%')
 ORDER BY 1",
    },
    // Users of one role could otherwise see and terminate each other's queries, fill the disk, or block a migration.
    Measure {
        what: || t!("setup-measure-watching-functions"),
        sql: r"
SELECT p.oid::regprocedure::text AS object, format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', p.oid::regprocedure) AS repair
  FROM pg_proc p
 WHERE p.pronamespace = 'pg_catalog'::regnamespace
   AND (p.proname IN ('pg_terminate_backend', 'pg_cancel_backend', 'pg_stat_get_activity', 'pg_logical_emit_message',
                      'lo_creat', 'lo_create', 'lo_from_bytea', 'lo_open', 'lo_put', 'lo_unlink', 'lo_truncate', 'lo_truncate64',
                      'lowrite')
        OR p.proname LIKE 'pg\_stat\_get\_backend\_%' OR p.proname LIKE 'pg\_advisory\_%' OR p.proname LIKE 'pg\_try\_advisory\_%')
   AND EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0)
 ORDER BY 1",
    },
    Measure {
        what: || t!("setup-measure-watching-usage"),
        sql: "
SELECT format('%s: %s', w.grantee, p.oid::regprocedure) AS object,
       format('GRANT EXECUTE ON FUNCTION %s TO %I', p.oid::regprocedure, w.grantee) AS repair
  FROM (VALUES ('epic_owner', 'pg_advisory_xact_lock(bigint)'), ('pg_read_all_stats', 'pg_stat_get_activity(integer)'),
               ('pg_signal_backend', 'pg_terminate_backend(integer,bigint)'), ('pg_signal_backend', 'pg_cancel_backend(integer)'))
       w (grantee, function) JOIN pg_proc p ON p.oid = to_regprocedure(w.function)
 WHERE NOT EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a JOIN pg_roles r ON r.oid = a.grantee
                    WHERE r.rolname = w.grantee)
 ORDER BY 1",
    },
    Measure {
        what: || t!("setup-measure-languages"),
        sql: "
SELECT l.lanname AS object, format('REVOKE USAGE ON LANGUAGE %I FROM PUBLIC', l.lanname) AS repair
  FROM pg_language l
 WHERE l.lanispl AND l.lanpltrusted
   AND EXISTS (SELECT FROM aclexplode(coalesce(l.lanacl, acldefault('l', l.lanowner))) a WHERE a.grantee = 0)
 ORDER BY 1",
    },
    Measure {
        what: || t!("setup-measure-language-usage"),
        sql: "
SELECT w.grantee AS object, format('GRANT USAGE ON LANGUAGE plpgsql TO %I', w.grantee) AS repair
  FROM pg_language l CROSS JOIN (VALUES ('epic_owner'), ('epic_definer')) w (grantee)
 WHERE l.lanname = 'plpgsql'
   AND NOT EXISTS (SELECT FROM aclexplode(l.lanacl) a JOIN pg_roles r ON r.oid = a.grantee WHERE r.rolname = w.grantee)
 ORDER BY 1",
    },
    // Defence in depth besides grants and ownership: a member of a group may act for it, and DROP OWNED BY epic_app
    // would drop every policy of the group. The function belongs to a superuser, in a schema of its own: owning a
    // function that superusers run is to be a superuser.
    Measure {
        what: || t!("setup-measure-definitions"),
        sql: "
WITH body (text) AS (VALUES ($body$
BEGIN
    IF NOT coalesce(pg_has_role(session_user, to_regrole('epic_owner'), 'MEMBER'), true) THEN
        RAISE EXCEPTION 'epic: clients define nothing' USING ERRCODE = '42501', CONSTRAINT = 'epic_denied';
    END IF;
END $body$))
SELECT 'epic_refuse_ddl' AS object,
       format('CREATE SCHEMA IF NOT EXISTS epic_guard; ALTER SCHEMA epic_guard OWNER TO %1$I;
               DROP EVENT TRIGGER IF EXISTS epic_refuse_ddl; DROP FUNCTION IF EXISTS epic_guard.refuse_ddl();
               CREATE FUNCTION epic_guard.refuse_ddl() RETURNS event_trigger
               LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS %2$L;
               CREATE EVENT TRIGGER epic_refuse_ddl ON ddl_command_start EXECUTE FUNCTION epic_guard.refuse_ddl()',
           current_user, b.text) AS repair
  FROM body b
 WHERE NOT EXISTS (
       SELECT FROM pg_event_trigger e JOIN pg_proc p ON p.oid = e.evtfoid JOIN pg_roles r ON r.oid = p.proowner
         JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles s ON s.oid = n.nspowner
        WHERE e.evtname = 'epic_refuse_ddl' AND e.evtevent = 'ddl_command_start' AND e.evtenabled IN ('O', 'A') AND e.evttags IS NULL
          AND n.nspname = 'epic_guard' AND r.rolsuper AND s.rolsuper AND p.prosrc = b.text
          AND p.proconfig = ARRAY['search_path=pg_catalog, pg_temp'])",
    },
];
