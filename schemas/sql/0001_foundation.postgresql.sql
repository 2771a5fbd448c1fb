-- Roles belong to the cluster, not to the database: made where they are missing. Two databases of one cluster may be
-- migrated at the same moment; the lock on the shared catalogue keeps both from making the same role.
DO $$
DECLARE
  wanted CONSTANT text[] := ARRAY['shenyi_owner', 'shenyi_migrate', 'shenyi_app', 'shenyi_sealer', 'shenyi_auditor', 'shenyi_eraser'];
  wanted_role text;
BEGIN
  IF (SELECT count(*) FROM pg_roles WHERE rolname = ANY (wanted)) < cardinality(wanted)
     OR NOT pg_has_role('shenyi_migrate', 'shenyi_owner', 'MEMBER') THEN
    IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
      LOCK TABLE pg_catalog.pg_authid IN SHARE ROW EXCLUSIVE MODE;
    END IF;
    FOREACH wanted_role IN ARRAY wanted LOOP
      IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = wanted_role) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted_role);
        -- Who makes a role is no member of it, but has to act as the owner below, and as the application where the same
        -- login serves. Roles that somebody else made are somebody else's to grant.
        IF wanted_role IN ('shenyi_owner', 'shenyi_app') AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
          EXECUTE format('GRANT %I TO %I', wanted_role, current_user);
        END IF;
      END IF;
    END LOOP;
    IF NOT pg_has_role('shenyi_migrate', 'shenyi_owner', 'MEMBER') THEN
      GRANT shenyi_owner TO shenyi_migrate;
    END IF;
  END IF;
END $$;
CREATE SCHEMA IF NOT EXISTS shenyi AUTHORIZATION shenyi_owner;
-- Everything from here on, and every later migration, runs as the owner.
SET LOCAL ROLE shenyi_owner;
GRANT USAGE ON SCHEMA shenyi TO shenyi_app, shenyi_sealer, shenyi_auditor, shenyi_eraser;

-- What an insert-only table says to UPDATE, DELETE and TRUNCATE. ENABLE ALWAYS everywhere, because otherwise
-- session_replication_role = replica would switch the triggers off.
CREATE FUNCTION insert_only() RETURNS trigger LANGUAGE plpgsql SET search_path = shenyi, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME
    USING ERRCODE = '23514', CONSTRAINT = TG_TABLE_NAME || '_insert_only', TABLE = TG_TABLE_NAME;
END $$;

-- Which migrations ran.
CREATE TABLE schema_migration (
  number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  applied_at TEXT NOT NULL CHECK (applied_at LIKE '____-__-__T__:__:__.___Z')
);
CREATE TRIGGER schema_migration_insert_only BEFORE UPDATE OR DELETE ON schema_migration FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER schema_migration_no_truncate BEFORE TRUNCATE ON schema_migration FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE schema_migration ENABLE ALWAYS TRIGGER schema_migration_insert_only;
ALTER TABLE schema_migration ENABLE ALWAYS TRIGGER schema_migration_no_truncate;
GRANT SELECT ON schema_migration TO shenyi_app, shenyi_sealer, shenyi_auditor, shenyi_eraser;
