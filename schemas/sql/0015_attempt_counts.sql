-- Refusals from the tenth of one person on one resource within an hour on. `counted` is the event attempts.counted (JSON)
-- as far as it has come, `stream` where it will stand; when the hour has ended the event is written and the row taken out
-- in one transaction. A count is no record yet: it lies beside the event log, and no table follows from it.
CREATE TABLE attempt_count (
  organ TEXT NOT NULL,
  stream TEXT NOT NULL,
  person TEXT NOT NULL,
  hour_ends TEXT NOT NULL,
  counted TEXT NOT NULL,
  PRIMARY KEY (organ, stream, person)
) {strict};
CREATE INDEX attempt_count_by_end ON attempt_count (hour_ends);
