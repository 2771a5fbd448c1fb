-- Secrets of log-in. They are no record: they change and go. What happened to an account is in the event log.
CREATE TABLE credential (
  organ TEXT NOT NULL,
  person TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  one_time INTEGER DEFAULT 0 NOT NULL CONSTRAINT credential_one_time CHECK (one_time IN (0,1)),
  changed_at TEXT NOT NULL,
  PRIMARY KEY (organ, person)
) {strict};

CREATE TABLE session (
  token_hash TEXT NOT NULL PRIMARY KEY,
  organ TEXT NOT NULL,
  person TEXT NOT NULL,
  csrf_hash TEXT,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) {strict};
CREATE INDEX session_by_person ON session (organ, person);
CREATE INDEX session_by_expiry ON session (expires_at);
