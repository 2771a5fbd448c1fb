-- Which migrations ran. Insert-only, like everything that is a record.
CREATE TABLE schema_migration (
  number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  applied_at TEXT NOT NULL CHECK (applied_at LIKE '____-__-__T__:__:__.___Z')
) {strict};
CREATE TRIGGER schema_migration_no_update BEFORE UPDATE ON schema_migration BEGIN SELECT RAISE(ABORT, 'schema_migration_insert_only'); END;
CREATE TRIGGER schema_migration_no_delete BEFORE DELETE ON schema_migration BEGIN SELECT RAISE(ABORT, 'schema_migration_insert_only'); END;
CREATE TRIGGER schema_migration_no_replace BEFORE INSERT ON schema_migration
WHEN EXISTS (SELECT 1 FROM schema_migration WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'schema_migration_insert_only'); END;
