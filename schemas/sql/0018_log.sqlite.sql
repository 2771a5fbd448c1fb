-- Insert-only, as in PostgreSQL by grants and triggers; every key is looked at against REPLACE.
CREATE TRIGGER log_no_update BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'log_insert_only'); END;
CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'log_insert_only'); END;
CREATE TRIGGER log_no_replace BEFORE INSERT ON log
BEGIN
  SELECT RAISE(ABORT, 'log_insert_only') WHERE EXISTS (SELECT 1 FROM log WHERE number = NEW.number AND hash = NEW.hash);
  SELECT RAISE(ABORT, 'log_origin') WHERE EXISTS (SELECT 1 FROM log WHERE origin = NEW.origin);
END;
CREATE TRIGGER log_entry_no_update BEFORE UPDATE ON log_entry BEGIN SELECT RAISE(ABORT, 'log_entry_insert_only'); END;
CREATE TRIGGER log_entry_no_delete BEFORE DELETE ON log_entry BEGIN SELECT RAISE(ABORT, 'log_entry_insert_only'); END;
CREATE TRIGGER log_entry_no_replace BEFORE INSERT ON log_entry
BEGIN
  SELECT RAISE(ABORT, 'log_entry_insert_only') WHERE EXISTS (SELECT 1 FROM log_entry WHERE log = NEW.log AND idx = NEW.idx);
  SELECT RAISE(ABORT, 'log_entry_once') WHERE EXISTS (SELECT 1 FROM log_entry WHERE organ = NEW.organ AND event_id = NEW.event_id);
END;
CREATE TRIGGER log_tile_no_update BEFORE UPDATE ON log_tile BEGIN SELECT RAISE(ABORT, 'log_tile_insert_only'); END;
CREATE TRIGGER log_tile_no_delete BEFORE DELETE ON log_tile BEGIN SELECT RAISE(ABORT, 'log_tile_insert_only'); END;
CREATE TRIGGER log_tile_no_replace BEFORE INSERT ON log_tile
BEGIN
  SELECT RAISE(ABORT, 'log_tile_insert_only') WHERE EXISTS (SELECT 1 FROM log_tile WHERE log = NEW.log AND hash = NEW.hash AND level = NEW.level AND idx = NEW.idx AND width = NEW.width);
END;
CREATE TRIGGER log_head_no_update BEFORE UPDATE ON log_head BEGIN SELECT RAISE(ABORT, 'log_head_insert_only'); END;
CREATE TRIGGER log_head_no_delete BEFORE DELETE ON log_head BEGIN SELECT RAISE(ABORT, 'log_head_insert_only'); END;
CREATE TRIGGER log_head_no_replace BEFORE INSERT ON log_head
BEGIN
  SELECT RAISE(ABORT, 'log_head_insert_only') WHERE EXISTS (SELECT 1 FROM log_head WHERE log = NEW.log AND hash = NEW.hash AND size = NEW.size);
END;
CREATE TRIGGER log_checkpoint_no_update BEFORE UPDATE ON log_checkpoint BEGIN SELECT RAISE(ABORT, 'log_checkpoint_insert_only'); END;
CREATE TRIGGER log_checkpoint_no_delete BEFORE DELETE ON log_checkpoint BEGIN SELECT RAISE(ABORT, 'log_checkpoint_insert_only'); END;
CREATE TRIGGER log_checkpoint_no_replace BEFORE INSERT ON log_checkpoint
BEGIN
  SELECT RAISE(ABORT, 'log_checkpoint_insert_only') WHERE EXISTS (SELECT 1 FROM log_checkpoint WHERE log = NEW.log AND hash = NEW.hash AND size = NEW.size);
END;
CREATE TRIGGER log_cosignature_no_update BEFORE UPDATE ON log_cosignature BEGIN SELECT RAISE(ABORT, 'log_cosignature_insert_only'); END;
CREATE TRIGGER log_cosignature_no_delete BEFORE DELETE ON log_cosignature BEGIN SELECT RAISE(ABORT, 'log_cosignature_insert_only'); END;
CREATE TRIGGER log_cosignature_no_replace BEFORE INSERT ON log_cosignature
BEGIN
  SELECT RAISE(ABORT, 'log_cosignature_insert_only') WHERE EXISTS (SELECT 1 FROM log_cosignature WHERE log = NEW.log AND hash = NEW.hash AND size = NEW.size AND witness = NEW.witness);
END;
CREATE TRIGGER log_set_aside_no_update BEFORE UPDATE ON log_set_aside BEGIN SELECT RAISE(ABORT, 'log_set_aside_insert_only'); END;
CREATE TRIGGER log_set_aside_no_delete BEFORE DELETE ON log_set_aside BEGIN SELECT RAISE(ABORT, 'log_set_aside_insert_only'); END;
CREATE TRIGGER log_set_aside_no_replace BEFORE INSERT ON log_set_aside
BEGIN
  SELECT RAISE(ABORT, 'log_set_aside_insert_only') WHERE EXISTS (SELECT 1 FROM log_set_aside WHERE organ = NEW.organ AND event_id = NEW.event_id);
END;
