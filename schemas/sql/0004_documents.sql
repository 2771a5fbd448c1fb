-- Documents by content: `id` is `sha256:` and the digest of the bytes, `sm3` the second digest of the same bytes.
CREATE TABLE document (
  organ TEXT NOT NULL,
  id TEXT NOT NULL CONSTRAINT document_digest CHECK (id LIKE 'sha256:%' AND length(id) = 71),
  size {i64} NOT NULL CONSTRAINT document_size CHECK (size >= 0),
  sm3 TEXT NOT NULL CONSTRAINT document_sm3 CHECK (length(sm3) = 64),
  media_type TEXT NOT NULL,
  name TEXT NOT NULL,
  uploaded_by TEXT NOT NULL,
  at TEXT NOT NULL CONSTRAINT document_at CHECK (at LIKE '____-__-__T__:__:__.___Z'),
  PRIMARY KEY (organ, id)
) {keyed};
