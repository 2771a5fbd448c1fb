-- The log. `body` is the event, its canonical bytes (TEXT: a JSON type would rewrite them); the other columns are copies
-- for searching and are themselves checked by fsck. Hashes are lower-case hexadecimal.
CREATE TABLE event (
  organ TEXT NOT NULL,
  id TEXT NOT NULL,
  stream TEXT NOT NULL,
  stream_seq {i64} NOT NULL CHECK (stream_seq > 0),
  type TEXT NOT NULL,
  outcome TEXT NOT NULL CONSTRAINT event_outcome CHECK (outcome IN ('ok','refused')),
  actor_id TEXT,
  at TEXT NOT NULL CONSTRAINT event_at CHECK (at LIKE '____-__-__T__:__:__.___Z'),
  body TEXT NOT NULL CONSTRAINT event_size CHECK (length(body) <= 60000),
  leaf_sha256 TEXT NOT NULL CONSTRAINT event_leaf_sha256 CHECK (length(leaf_sha256) = 64),
  leaf_sm3 TEXT NOT NULL CONSTRAINT event_leaf_sm3 CHECK (length(leaf_sm3) = 64),
  mac TEXT NOT NULL CONSTRAINT event_mac CHECK (length(mac) > 0),
  PRIMARY KEY (organ, id),
  CONSTRAINT event_stream_seq UNIQUE (organ, stream, stream_seq),
  UNIQUE (organ, id, type, outcome)
) {strict};
CREATE INDEX event_by_time ON event (organ, at);
CREATE INDEX event_by_actor ON event (organ, actor_id, at);

-- Lock and sequence of a stream; it holds no state. `seq` is the stream_seq of its newest event, 0 before the first.
CREATE TABLE stream (
  organ TEXT NOT NULL,
  id TEXT NOT NULL,
  seq {i64} NOT NULL,
  last_leaf TEXT,
  CONSTRAINT stream_last_leaf CHECK ((seq = 0 AND last_leaf IS NULL) OR (seq > 0 AND last_leaf IS NOT NULL)),
  PRIMARY KEY (organ, id)
) {keyed};

-- Personal or classified values that may have to be erased; the event holds only the hash of salt and value.
CREATE TABLE event_private (
  organ TEXT NOT NULL,
  event_id TEXT NOT NULL,
  name TEXT NOT NULL,
  salt TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (organ, event_id, name),
  CONSTRAINT event_private_event FOREIGN KEY (organ, event_id) REFERENCES event (organ, id)
) {strict};

-- What was answered to a request that carried an Idempotency-Key, refusals included.
CREATE TABLE idempotency (
  organ TEXT NOT NULL,
  actor TEXT NOT NULL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  key TEXT NOT NULL CONSTRAINT idempotency_key_length CHECK (length(key) BETWEEN 1 AND 128),
  body_sha256 TEXT NOT NULL CONSTRAINT idempotency_body CHECK (length(body_sha256) = 64),
  status INTEGER NOT NULL CONSTRAINT idempotency_status CHECK (status BETWEEN 200 AND 599),
  answer TEXT NOT NULL,
  at TEXT NOT NULL CONSTRAINT idempotency_at CHECK (at LIKE '____-__-__T__:__:__.___Z'),
  PRIMARY KEY (organ, actor, method, path, key)
) {strict};
