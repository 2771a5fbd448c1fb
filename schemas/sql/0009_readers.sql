-- Who sees a matter or meeting, by the names of workflow/readers.hpp, so that a list is read along an index. `source` is the
-- stream from whose state a name follows: the matter's, or that of a meeting on whose agenda it stands.
CREATE TABLE matter_reader (
  organ TEXT NOT NULL,
  matter TEXT NOT NULL,
  source TEXT NOT NULL,
  reader TEXT NOT NULL,
  PRIMARY KEY (organ, matter, source, reader)
) {strict};
CREATE INDEX matter_reader_newest ON matter_reader (organ, reader, matter);

CREATE TABLE meeting_reader (
  organ TEXT NOT NULL,
  meeting TEXT NOT NULL,
  reader TEXT NOT NULL,
  held_at TEXT NOT NULL,
  PRIMARY KEY (organ, meeting, reader)
) {strict};
CREATE INDEX meeting_reader_by_day ON meeting_reader (organ, reader, held_at, meeting);

-- The matters and meetings in whose events a document is named: `matter/…`, `meeting/…`.
CREATE TABLE document_use (
  organ TEXT NOT NULL,
  document TEXT NOT NULL,
  stream TEXT NOT NULL,
  PRIMARY KEY (organ, document, stream)
) {strict};

-- What a list of meetings shows, so that no meeting is loaded for it.
ALTER TABLE meeting_view ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE meeting_view ADD COLUMN chair TEXT NOT NULL DEFAULT '';
ALTER TABLE meeting_view ADD COLUMN recorder TEXT NOT NULL DEFAULT '';
