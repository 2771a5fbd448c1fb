-- Nothing that was sealed is changed: rows are added.
CREATE TRIGGER log_insert_only BEFORE UPDATE OR DELETE ON log FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER log_no_truncate BEFORE TRUNCATE ON log FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE log ENABLE ALWAYS TRIGGER log_insert_only;
ALTER TABLE log ENABLE ALWAYS TRIGGER log_no_truncate;
CREATE TRIGGER log_entry_insert_only BEFORE UPDATE OR DELETE ON log_entry FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER log_entry_no_truncate BEFORE TRUNCATE ON log_entry FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE log_entry ENABLE ALWAYS TRIGGER log_entry_insert_only;
ALTER TABLE log_entry ENABLE ALWAYS TRIGGER log_entry_no_truncate;
CREATE TRIGGER log_tile_insert_only BEFORE UPDATE OR DELETE ON log_tile FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER log_tile_no_truncate BEFORE TRUNCATE ON log_tile FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE log_tile ENABLE ALWAYS TRIGGER log_tile_insert_only;
ALTER TABLE log_tile ENABLE ALWAYS TRIGGER log_tile_no_truncate;
CREATE TRIGGER log_head_insert_only BEFORE UPDATE OR DELETE ON log_head FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER log_head_no_truncate BEFORE TRUNCATE ON log_head FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE log_head ENABLE ALWAYS TRIGGER log_head_insert_only;
ALTER TABLE log_head ENABLE ALWAYS TRIGGER log_head_no_truncate;
CREATE TRIGGER log_checkpoint_insert_only BEFORE UPDATE OR DELETE ON log_checkpoint FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER log_checkpoint_no_truncate BEFORE TRUNCATE ON log_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE log_checkpoint ENABLE ALWAYS TRIGGER log_checkpoint_insert_only;
ALTER TABLE log_checkpoint ENABLE ALWAYS TRIGGER log_checkpoint_no_truncate;
CREATE TRIGGER log_cosignature_insert_only BEFORE UPDATE OR DELETE ON log_cosignature FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER log_cosignature_no_truncate BEFORE TRUNCATE ON log_cosignature FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE log_cosignature ENABLE ALWAYS TRIGGER log_cosignature_insert_only;
ALTER TABLE log_cosignature ENABLE ALWAYS TRIGGER log_cosignature_no_truncate;
CREATE TRIGGER log_set_aside_insert_only BEFORE UPDATE OR DELETE ON log_set_aside FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER log_set_aside_no_truncate BEFORE TRUNCATE ON log_set_aside FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE log_set_aside ENABLE ALWAYS TRIGGER log_set_aside_insert_only;
ALTER TABLE log_set_aside ENABLE ALWAYS TRIGGER log_set_aside_no_truncate;

GRANT SELECT, INSERT ON log, log_entry, log_tile, log_head, log_checkpoint, log_cosignature, log_set_aside TO shenyi_sealer;
GRANT SELECT ON log, log_entry, log_tile, log_head, log_checkpoint, log_cosignature, log_set_aside TO shenyi_app;
GRANT SELECT ON log, log_entry, log_tile, log_head, log_checkpoint, log_cosignature, log_set_aside TO shenyi_auditor;

-- Who serves seals: a login that may make roles, and made itself a member of the application (0001_foundation), becomes
-- one of the sealer too. Other logins are granted it by whoever granted them the application.
DO $$
BEGIN
  IF pg_has_role(session_user, 'shenyi_app', 'MEMBER') AND NOT pg_has_role(session_user, 'shenyi_sealer', 'MEMBER')
     AND (SELECT rolcreaterole FROM pg_roles WHERE rolname = session_user) THEN
    SET LOCAL ROLE NONE;
    EXECUTE format('GRANT shenyi_sealer TO %I', session_user);
    SET LOCAL ROLE shenyi_owner;
  END IF;
END $$;
