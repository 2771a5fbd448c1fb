-- The queue of events that no checkpoint covers yet. AUTOINCREMENT: a number is never given twice, even after its row left.
CREATE TABLE event_pending (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  organ TEXT NOT NULL,
  event_id TEXT NOT NULL,
  CONSTRAINT event_pending_once UNIQUE (organ, event_id),
  CONSTRAINT event_pending_event FOREIGN KEY (organ, event_id) REFERENCES event (organ, id)
) {strict};
CREATE TRIGGER event_pending_no_update BEFORE UPDATE ON event_pending BEGIN SELECT RAISE(ABORT, 'event_pending_insert_only'); END;

-- SQLite has no grants. INSERT OR REPLACE deletes the row in its way without asking a delete trigger (recursive_triggers
-- is off in a shell), whichever unique key or rowid it was in the way of; so every key is looked at before an INSERT.
-- (NEW.rowid is -1 where the statement names none.)
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'event_insert_only'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'event_insert_only'); END;
CREATE TRIGGER event_no_replace BEFORE INSERT ON event
BEGIN
  SELECT RAISE(ABORT, 'event_insert_only')
    WHERE EXISTS (SELECT 1 FROM event WHERE organ = NEW.organ AND id = NEW.id) OR EXISTS (SELECT 1 FROM event WHERE rowid = NEW.rowid);
  SELECT RAISE(ABORT, 'event_stream_seq')
    WHERE EXISTS (SELECT 1 FROM event WHERE organ = NEW.organ AND stream = NEW.stream AND stream_seq = NEW.stream_seq);
END;

CREATE TRIGGER stream_no_update BEFORE UPDATE OF organ, id ON stream BEGIN SELECT RAISE(ABORT, 'stream_insert_only'); END;
CREATE TRIGGER stream_no_delete BEFORE DELETE ON stream BEGIN SELECT RAISE(ABORT, 'stream_insert_only'); END;
CREATE TRIGGER stream_no_replace BEFORE INSERT ON stream
WHEN EXISTS (SELECT 1 FROM stream WHERE organ = NEW.organ AND id = NEW.id AND seq >= NEW.seq)
BEGIN SELECT RAISE(ABORT, 'stream_grows'); END;
CREATE TRIGGER stream_grows BEFORE UPDATE ON stream WHEN NEW.seq <= OLD.seq BEGIN SELECT RAISE(ABORT, 'stream_grows'); END;

-- Rows may leave here (erasure, itself an event), never change.
CREATE TRIGGER event_private_no_update BEFORE UPDATE ON event_private BEGIN SELECT RAISE(ABORT, 'event_private_insert_only'); END;
CREATE TRIGGER event_private_no_replace BEFORE INSERT ON event_private
WHEN EXISTS (SELECT 1 FROM event_private WHERE (organ = NEW.organ AND event_id = NEW.event_id AND name = NEW.name) OR rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'event_private_insert_only'); END;

CREATE TRIGGER idempotency_no_update BEFORE UPDATE ON idempotency BEGIN SELECT RAISE(ABORT, 'idempotency_insert_only'); END;
CREATE TRIGGER idempotency_no_delete BEFORE DELETE ON idempotency BEGIN SELECT RAISE(ABORT, 'idempotency_insert_only'); END;
CREATE TRIGGER idempotency_no_replace BEFORE INSERT ON idempotency
BEGIN
  SELECT RAISE(ABORT, 'idempotency_pkey')
    WHERE EXISTS (SELECT 1 FROM idempotency
                  WHERE organ = NEW.organ AND actor = NEW.actor AND method = NEW.method AND path = NEW.path AND key = NEW.key)
       OR EXISTS (SELECT 1 FROM idempotency WHERE rowid = NEW.rowid);
END;
