-- The bytes stand in files beside the database.
CREATE TRIGGER document_no_update BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'document_insert_only'); END;
CREATE TRIGGER document_no_delete BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'document_insert_only'); END;
CREATE TRIGGER document_no_replace BEFORE INSERT ON document
WHEN EXISTS (SELECT 1 FROM document WHERE organ = NEW.organ AND id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'document_insert_only'); END;
