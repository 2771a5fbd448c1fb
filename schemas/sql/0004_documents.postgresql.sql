-- The bytes in pieces, numbered from 0. BYTEA and not a large object, which would stand outside these tables' triggers and
-- grants; SOCI binds it as text: `decode(:bytes, 'hex')` in, `encode(bytes, 'hex')` out.
CREATE TABLE document_chunk (
  organ TEXT NOT NULL,
  document TEXT NOT NULL,
  n INTEGER NOT NULL CONSTRAINT document_chunk_n CHECK (n >= 0),
  bytes BYTEA NOT NULL CONSTRAINT document_chunk_size CHECK (octet_length(bytes) BETWEEN 1 AND 1048576),
  PRIMARY KEY (organ, document, n),
  CONSTRAINT document_chunk_document FOREIGN KEY (organ, document) REFERENCES document (organ, id)
);

CREATE TRIGGER document_insert_only BEFORE UPDATE OR DELETE ON document FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER document_no_truncate BEFORE TRUNCATE ON document FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE document ENABLE ALWAYS TRIGGER document_insert_only;
ALTER TABLE document ENABLE ALWAYS TRIGGER document_no_truncate;
CREATE TRIGGER document_chunk_insert_only BEFORE UPDATE OR DELETE ON document_chunk FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER document_chunk_no_truncate BEFORE TRUNCATE ON document_chunk FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE document_chunk ENABLE ALWAYS TRIGGER document_chunk_insert_only;
ALTER TABLE document_chunk ENABLE ALWAYS TRIGGER document_chunk_no_truncate;

GRANT SELECT, INSERT ON document, document_chunk TO shenyi_app;
GRANT SELECT ON document, document_chunk TO shenyi_auditor;
