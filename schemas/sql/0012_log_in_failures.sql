-- Failed log-ins that still count: `login` over all addresses, `place` at one address (`name` is address, space, login). No
-- address is counted over all its log-ins: behind one may sit a whole bureau. They are no record: what happened is in
-- the event log. `succeeded_at`: the last time the login's password was right at that place.
DROP TABLE log_in_failures;
CREATE TABLE log_in_failures (
  organ TEXT NOT NULL,
  kind TEXT NOT NULL CONSTRAINT log_in_failures_kind CHECK (kind IN ('login','place')),
  name TEXT NOT NULL,
  failures INTEGER NOT NULL CONSTRAINT log_in_failures_count CHECK (failures >= 0),
  last_at TEXT NOT NULL,
  locked_until TEXT,
  succeeded_at TEXT,
  PRIMARY KEY (organ, kind, name)
) {strict};
CREATE INDEX log_in_failures_by_age ON log_in_failures (last_at);
