-- Written to see whether the database takes writes. It is no record and says nothing.
CREATE TABLE readiness (
  organ TEXT NOT NULL,
  written_at TEXT NOT NULL,
  PRIMARY KEY (organ)
) {strict};
