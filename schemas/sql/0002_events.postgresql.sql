-- The queue of events that no checkpoint covers yet; `n` is drawn after the stream's row is locked.
CREATE TABLE event_pending (
  n BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  organ TEXT NOT NULL,
  event_id TEXT NOT NULL,
  CONSTRAINT event_pending_once UNIQUE (organ, event_id),
  CONSTRAINT event_pending_event FOREIGN KEY (organ, event_id) REFERENCES event (organ, id)
);

CREATE TRIGGER event_insert_only BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE event ENABLE ALWAYS TRIGGER event_insert_only;
ALTER TABLE event ENABLE ALWAYS TRIGGER event_no_truncate;

CREATE TRIGGER event_pending_insert_only BEFORE UPDATE ON event_pending FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER event_pending_no_truncate BEFORE TRUNCATE ON event_pending FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE event_pending ENABLE ALWAYS TRIGGER event_pending_insert_only;
ALTER TABLE event_pending ENABLE ALWAYS TRIGGER event_pending_no_truncate;

CREATE TRIGGER event_private_insert_only BEFORE UPDATE ON event_private FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER event_private_no_truncate BEFORE TRUNCATE ON event_private FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE event_private ENABLE ALWAYS TRIGGER event_private_insert_only;
ALTER TABLE event_private ENABLE ALWAYS TRIGGER event_private_no_truncate;

CREATE TRIGGER idempotency_insert_only BEFORE UPDATE OR DELETE ON idempotency FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER idempotency_no_truncate BEFORE TRUNCATE ON idempotency FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE idempotency ENABLE ALWAYS TRIGGER idempotency_insert_only;
ALTER TABLE idempotency ENABLE ALWAYS TRIGGER idempotency_no_truncate;

CREATE FUNCTION stream_grows() RETURNS trigger LANGUAGE plpgsql SET search_path = shenyi, pg_temp AS $$
BEGIN
  IF (NEW.organ, NEW.id) IS DISTINCT FROM (OLD.organ, OLD.id) OR NEW.seq <= OLD.seq THEN
    RAISE EXCEPTION 'the sequence of a stream only grows' USING ERRCODE = '23514', CONSTRAINT = 'stream_grows', TABLE = 'stream';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stream_grows BEFORE UPDATE ON stream FOR EACH ROW EXECUTE FUNCTION stream_grows();
CREATE TRIGGER stream_insert_only BEFORE DELETE ON stream FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER stream_no_truncate BEFORE TRUNCATE ON stream FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE stream ENABLE ALWAYS TRIGGER stream_grows;
ALTER TABLE stream ENABLE ALWAYS TRIGGER stream_insert_only;
ALTER TABLE stream ENABLE ALWAYS TRIGGER stream_no_truncate;

GRANT SELECT, INSERT ON event, event_pending, event_private, idempotency TO shenyi_app;
GRANT SELECT, INSERT, UPDATE (seq, last_leaf) ON stream TO shenyi_app;
GRANT SELECT ON event, stream TO shenyi_sealer;
GRANT SELECT, DELETE ON event_pending TO shenyi_sealer;
GRANT SELECT ON event, stream, event_pending, event_private, idempotency TO shenyi_auditor;
GRANT SELECT, DELETE ON event_private TO shenyi_eraser;
