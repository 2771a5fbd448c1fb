-- The trees over the events and what was signed of them. A log holds the events of all organs of this store under one
-- series of indices, from 0 without a gap; a second one begins only where events were lost. Over the same events it has
-- a tree for each hash, each with an origin and a key of its own: the same index is the same event in both.
CREATE TABLE log (
  number {i64} NOT NULL CONSTRAINT log_number CHECK (number > 0),
  hash TEXT NOT NULL CONSTRAINT log_hash CHECK (hash IN ('sha256','sm3')),
  origin TEXT NOT NULL,
  key_type TEXT NOT NULL CONSTRAINT log_key_type CHECK (key_type IN ('ed25519','sm2')),
  opened_at TEXT NOT NULL CONSTRAINT log_opened_at CHECK (opened_at LIKE '____-__-__T__:__:__.___Z'),
  PRIMARY KEY (number, hash),
  CONSTRAINT log_origin UNIQUE (origin)
) {keyed};

-- Which event has which index. The leaf's hash is the event's own.
CREATE TABLE log_entry (
  log {i64} NOT NULL,
  idx {i64} NOT NULL CONSTRAINT log_entry_idx CHECK (idx >= 0),
  organ TEXT NOT NULL,
  event_id TEXT NOT NULL,
  PRIMARY KEY (log, idx),
  CONSTRAINT log_entry_once UNIQUE (organ, event_id),
  CONSTRAINT log_entry_event FOREIGN KEY (organ, event_id) REFERENCES event (organ, id)
) {keyed};

-- Tiles of C2SP tlog-tiles, base64 of their bytes: of level 0 the full ones; of the levels above each as it stood when a
-- tile of level 0 became full. Every size of the tree finds all its tiles here but the partial one of level 0, whose
-- hashes are those of the newest events.
CREATE TABLE log_tile (
  log {i64} NOT NULL,
  hash TEXT NOT NULL,
  level INTEGER NOT NULL CONSTRAINT log_tile_level CHECK (level BETWEEN 0 AND 7),
  idx {i64} NOT NULL CONSTRAINT log_tile_idx CHECK (idx >= 0),
  width INTEGER NOT NULL CONSTRAINT log_tile_width CHECK (width BETWEEN 1 AND 256),
  bytes TEXT NOT NULL,
  PRIMARY KEY (log, hash, level, idx, width),
  CONSTRAINT log_tile_log FOREIGN KEY (log, hash) REFERENCES log (number, hash)
) {keyed};

-- The tree after each batch. `edge`: base64 of the hashes of the largest complete subtrees that it consists of, from left
-- to right; the root follows from them.
CREATE TABLE log_head (
  log {i64} NOT NULL,
  hash TEXT NOT NULL,
  size {i64} NOT NULL CONSTRAINT log_head_size CHECK (size > 0),
  edge TEXT NOT NULL,
  at TEXT NOT NULL CONSTRAINT log_head_at CHECK (at LIKE '____-__-__T__:__:__.___Z'),
  PRIMARY KEY (log, hash, size),
  CONSTRAINT log_head_log FOREIGN KEY (log, hash) REFERENCES log (number, hash)
) {keyed};

-- The signed notes, as they were given out.
CREATE TABLE log_checkpoint (
  log {i64} NOT NULL,
  hash TEXT NOT NULL,
  size {i64} NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (log, hash, size),
  CONSTRAINT log_checkpoint_head FOREIGN KEY (log, hash, size) REFERENCES log_head (log, hash, size)
) {keyed};

-- What witnesses signed under a checkpoint: the line of the note.
CREATE TABLE log_cosignature (
  log {i64} NOT NULL,
  hash TEXT NOT NULL,
  size {i64} NOT NULL,
  witness TEXT NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (log, hash, size, witness),
  CONSTRAINT log_cosignature_checkpoint FOREIGN KEY (log, hash, size) REFERENCES log_checkpoint (log, hash, size)
) {keyed};

-- Rows of the queue that did not prove themselves when they were to be sealed: never put into a tree.
CREATE TABLE log_set_aside (
  organ TEXT NOT NULL,
  event_id TEXT NOT NULL,
  code TEXT NOT NULL,
  at TEXT NOT NULL CONSTRAINT log_set_aside_at CHECK (at LIKE '____-__-__T__:__:__.___Z'),
  PRIMARY KEY (organ, event_id),
  CONSTRAINT log_set_aside_event FOREIGN KEY (organ, event_id) REFERENCES event (organ, id)
) {keyed};
