-- Events that bear on a matter or meeting in whose stream they do not stand: what was tried on a meeting with a matter's
-- item or papers, what somebody read of a matter. `about` is the stream of the matter or meeting.
CREATE TABLE event_about (
  organ TEXT NOT NULL,
  about TEXT NOT NULL,
  event TEXT NOT NULL,
  PRIMARY KEY (organ, about, event)
) {strict};
