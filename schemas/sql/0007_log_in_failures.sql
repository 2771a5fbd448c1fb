-- Failed log-ins that still count, by login and by address. They are no record: what happened is in the event log.
CREATE TABLE log_in_failures (
  organ TEXT NOT NULL,
  kind TEXT NOT NULL CONSTRAINT log_in_failures_kind CHECK (kind IN ('login','address')),
  name TEXT NOT NULL,
  failures INTEGER NOT NULL CONSTRAINT log_in_failures_count CHECK (failures >= 0),
  counted_from TEXT NOT NULL,
  locked_until TEXT,
  PRIMARY KEY (organ, kind, name)
) {strict};
CREATE INDEX log_in_failures_by_age ON log_in_failures (counted_from);
