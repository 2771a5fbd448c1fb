-- Read tables: lists are answered from them. Projected from events in the same transaction; `shenyi rebuild` makes them anew.
CREATE TABLE matter_view (
  organ TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  stage TEXT NOT NULL,
  undertaking_unit TEXT NOT NULL,
  lead_unit TEXT,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  seq {i64} NOT NULL,
  PRIMARY KEY (organ, id)
) {strict};
CREATE INDEX matter_view_newest ON matter_view (organ, created_at, id);
CREATE INDEX matter_view_by_stage ON matter_view (organ, stage, created_at, id);
CREATE INDEX matter_view_by_unit ON matter_view (organ, undertaking_unit, created_at, id);

CREATE TABLE meeting_view (
  organ TEXT NOT NULL,
  id TEXT NOT NULL,
  forum TEXT NOT NULL,
  stage TEXT NOT NULL,
  held_at TEXT NOT NULL,
  seq {i64} NOT NULL,
  PRIMARY KEY (organ, id)
) {strict};
CREATE INDEX meeting_view_by_day ON meeting_view (organ, held_at, id);

-- Which versions a document is part of, whatever its role there.
CREATE TABLE draft_document (
  organ TEXT NOT NULL,
  document TEXT NOT NULL,
  matter TEXT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (organ, document, matter, version)
) {strict};

-- Everybody who uploaded a content: the document keeps its first uploader, and each of them may attach it.
CREATE TABLE document_upload (
  organ TEXT NOT NULL,
  document TEXT NOT NULL,
  person TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (organ, document, person),
  CONSTRAINT document_upload_document FOREIGN KEY (organ, document) REFERENCES document (organ, id)
) {strict};
