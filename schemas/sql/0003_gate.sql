-- The gate: a chain of keys from a text to its publication (architecture §3). What has not been reviewed, or was found
-- unlawful, finds no row to stand on. draft <- legality_opinion <- clearance <- agenda_item <- decision <- settled_text
-- <- publication. Insert-only but for clearance.standing and agenda_item.state, holds. Titles, times and whatever moves
-- stand in read tables of their own.
CREATE TABLE matter (
  organ TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  needs_office INTEGER NOT NULL CHECK (needs_office IN (0,1)),
  needs_party INTEGER NOT NULL CHECK (needs_party IN (0,1)),
  CONSTRAINT matter_route CHECK (needs_office + needs_party > 0),
  PRIMARY KEY (organ, id),
  UNIQUE (organ, id, needs_office, needs_party)
) {keyed};

-- `main_document` is the digest of the document with the role draft: by it the same text is found in other matters.
CREATE TABLE draft (
  organ TEXT NOT NULL,
  matter TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  digest TEXT NOT NULL,
  main_document TEXT NOT NULL,
  PRIMARY KEY (organ, matter, version),
  CONSTRAINT draft_text_once UNIQUE (organ, matter, digest),
  UNIQUE (organ, matter, version, digest),
  CONSTRAINT gate_draft FOREIGN KEY (organ, matter) REFERENCES matter (organ, id)
) {keyed};
CREATE INDEX draft_by_main_document ON draft (organ, main_document);

-- One conclusion per version: no second opinion until it pleases.
CREATE TABLE legality_opinion (
  organ TEXT NOT NULL,
  id TEXT NOT NULL,
  matter TEXT NOT NULL,
  version INTEGER NOT NULL,
  digest TEXT NOT NULL,
  conclusion TEXT NOT NULL CHECK (conclusion IN ('lawful','should_amend','unlawful','exploratory')),
  reviewer TEXT NOT NULL,
  event TEXT NOT NULL,
  event_type TEXT NOT NULL CONSTRAINT opinion_event_type CHECK (event_type = 'legality_opinion.issued'),
  event_outcome TEXT NOT NULL CONSTRAINT opinion_event_outcome CHECK (event_outcome = 'ok'),
  PRIMARY KEY (organ, id),
  CONSTRAINT opinion_once_per_version UNIQUE (organ, matter, version),
  CONSTRAINT opinion_once_per_event UNIQUE (organ, event),
  UNIQUE (organ, id, matter, version, digest, conclusion),
  CONSTRAINT gate_opinion_draft FOREIGN KEY (organ, matter, version, digest) REFERENCES draft (organ, matter, version, digest),
  CONSTRAINT gate_opinion FOREIGN KEY (organ, event, event_type, event_outcome) REFERENCES event (organ, id, type, outcome)
) {keyed};

-- Never from `unlawful`. `standing` only ever falls.
CREATE TABLE clearance (
  organ TEXT NOT NULL,
  id TEXT NOT NULL,
  matter TEXT NOT NULL,
  version INTEGER NOT NULL,
  digest TEXT NOT NULL,
  opinion TEXT NOT NULL,
  opinion_version INTEGER NOT NULL,
  opinion_digest TEXT NOT NULL,
  conclusion TEXT NOT NULL,
  ground TEXT NOT NULL,
  event TEXT NOT NULL,
  event_type TEXT NOT NULL,
  event_outcome TEXT NOT NULL CONSTRAINT clearance_event_outcome CHECK (event_outcome = 'ok'),
  standing INTEGER NOT NULL CHECK (standing IN (0,1)),
  CONSTRAINT clearance_ground CHECK (
       (ground = 'opinion' AND conclusion IN ('lawful','exploratory')
        AND version = opinion_version AND digest = opinion_digest AND event_type = 'legality_opinion.issued')
    OR (ground = 'responded' AND conclusion = 'should_amend'
        AND version = opinion_version AND digest = opinion_digest AND event_type = 'opinion.responded')
    OR (ground = 'confirmed' AND conclusion IN ('lawful','should_amend','exploratory')
        AND version > opinion_version AND event_type = 'change.confirmed')),
  PRIMARY KEY (organ, id),
  UNIQUE (organ, id, standing),
  UNIQUE (organ, id, matter, version, digest),
  CONSTRAINT gate_clearance_draft FOREIGN KEY (organ, matter, version, digest)
    REFERENCES draft (organ, matter, version, digest),
  CONSTRAINT gate_clearance FOREIGN KEY (organ, opinion, matter, opinion_version, opinion_digest, conclusion)
    REFERENCES legality_opinion (organ, id, matter, version, digest, conclusion),
  CONSTRAINT gate_clearance_event FOREIGN KEY (organ, event, event_type, event_outcome)
    REFERENCES event (organ, id, type, outcome)
) {keyed};
CREATE INDEX clearance_by_draft ON clearance (organ, matter, version);

CREATE TABLE meeting (
  organ TEXT NOT NULL,
  id TEXT NOT NULL,
  forum TEXT NOT NULL CHECK (forum IN ('office_meeting','party_group')),
  PRIMARY KEY (organ, id),
  UNIQUE (organ, id, forum)
) {keyed};

-- Frozen: one row a meeting, once. `due` (应到) is what every quorum and majority is counted against.
CREATE TABLE roster (
  organ TEXT NOT NULL,
  meeting TEXT NOT NULL,
  forum TEXT NOT NULL,
  due INTEGER NOT NULL CHECK (due > 0),
  PRIMARY KEY (organ, meeting),
  UNIQUE (organ, meeting, forum, due),
  CONSTRAINT gate_roster FOREIGN KEY (organ, meeting, forum) REFERENCES meeting (organ, id, forum)
) {keyed};

-- `holds` is 1 while the item needs its clearance to stand, NULL once closed, deferred or removed: the key from it to
-- clearance.standing keeps a clearance from falling under an item.
CREATE TABLE agenda_item (
  organ TEXT NOT NULL,
  id TEXT NOT NULL,
  meeting TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('decision','hearing','law_study')),
  state TEXT NOT NULL CHECK (state IN ('placed','open','closed','deferred','removed')),
  matter TEXT,
  version INTEGER,
  digest TEXT,
  clearance TEXT,
  holds INTEGER CHECK (holds = 1),
  CONSTRAINT item_cites_clearance CHECK (
       (kind = 'decision' AND matter IS NOT NULL AND version IS NOT NULL AND digest IS NOT NULL AND clearance IS NOT NULL)
    OR (kind <> 'decision' AND matter IS NULL AND version IS NULL AND digest IS NULL AND clearance IS NULL)),
  CONSTRAINT item_holds CHECK (kind <> 'decision' OR state IN ('closed','removed','deferred') OR holds IS NOT NULL),
  PRIMARY KEY (organ, id),
  UNIQUE (organ, id, holds),
  UNIQUE (organ, id, kind, meeting, matter, version, digest),
  CONSTRAINT gate_item_meeting FOREIGN KEY (organ, meeting) REFERENCES meeting (organ, id),
  CONSTRAINT gate_item FOREIGN KEY (organ, clearance, matter, version, digest)
    REFERENCES clearance (organ, id, matter, version, digest),
  CONSTRAINT gate_item_holds FOREIGN KEY (organ, clearance, holds) REFERENCES clearance (organ, id, standing)
) {keyed};
CREATE INDEX agenda_item_by_clearance ON agenda_item (organ, clearance, holds);

-- The arithmetic of R-MEET and R-DEC. `present`: members present and not recused. The head may go against or aside from
-- the majority of an office meeting, with reasons.
CREATE TABLE decision (
  organ TEXT NOT NULL,
  id TEXT NOT NULL,
  item TEXT NOT NULL,
  item_kind TEXT NOT NULL CONSTRAINT decision_item_kind CHECK (item_kind = 'decision'),
  meeting TEXT NOT NULL,
  forum TEXT NOT NULL,
  due INTEGER NOT NULL,
  matter TEXT NOT NULL,
  version INTEGER NOT NULL,
  digest TEXT NOT NULL,
  quorum_two_thirds INTEGER NOT NULL CHECK (quorum_two_thirds IN (0,1)),
  present INTEGER NOT NULL,
  votes_for INTEGER NOT NULL CHECK (votes_for >= 0),
  votes_against INTEGER NOT NULL CHECK (votes_against >= 0),
  abstained INTEGER NOT NULL CHECK (abstained >= 0),
  outcome TEXT NOT NULL CHECK (outcome IN ('adopted','adopted_as_amended','not_adopted','rework','deferred')),
  head_reasons TEXT,
  adopted INTEGER NOT NULL GENERATED ALWAYS AS (CASE WHEN outcome IN ('adopted','adopted_as_amended') THEN 1 ELSE 0 END) STORED,
  CONSTRAINT decision_votes CHECK (present <= due AND votes_for + votes_against + abstained <= present),
  CONSTRAINT decision_quorum CHECK (CASE quorum_two_thirds WHEN 1 THEN 3 * present >= 2 * due ELSE 2 * present >= due END),
  CONSTRAINT decision_party_majority CHECK (forum <> 'party_group'
    OR ((outcome IN ('adopted','adopted_as_amended')) = (2 * votes_for > due)) OR outcome IN ('rework','deferred')),
  CONSTRAINT decision_head_adopts CHECK (forum <> 'office_meeting'
    OR outcome NOT IN ('adopted','adopted_as_amended') OR 2 * votes_for > present OR head_reasons IS NOT NULL),
  CONSTRAINT decision_head_rejects CHECK (forum <> 'office_meeting'
    OR outcome <> 'not_adopted' OR 2 * votes_against > present OR head_reasons IS NOT NULL),
  CONSTRAINT decision_head_defers CHECK (forum <> 'office_meeting'
    OR outcome NOT IN ('rework','deferred') OR 2 * votes_for <= present OR head_reasons IS NOT NULL),
  PRIMARY KEY (organ, id),
  CONSTRAINT decision_once_per_item UNIQUE (organ, item),
  UNIQUE (organ, id, forum, matter, version, digest, outcome, adopted),
  CONSTRAINT gate_decision_item FOREIGN KEY (organ, item, item_kind, meeting, matter, version, digest)
    REFERENCES agenda_item (organ, id, kind, meeting, matter, version, digest),
  CONSTRAINT gate_decision_roster FOREIGN KEY (organ, meeting, forum, due) REFERENCES roster (organ, meeting, forum, due)
) {keyed};

-- The text that a decision stands for: the one submitted or, adopted as amended, the later one that the reviewer confirmed.
CREATE TABLE settled_text (
  organ TEXT NOT NULL,
  decision TEXT NOT NULL,
  forum TEXT NOT NULL,
  matter TEXT NOT NULL,
  decided_version INTEGER NOT NULL,
  decided_digest TEXT NOT NULL,
  outcome TEXT NOT NULL,
  adopted INTEGER NOT NULL CONSTRAINT settled_adopted CHECK (adopted = 1),
  version INTEGER NOT NULL,
  digest TEXT NOT NULL,
  clearance TEXT NOT NULL,
  CONSTRAINT settled_version CHECK ((outcome = 'adopted' AND version = decided_version AND digest = decided_digest)
    OR (outcome = 'adopted_as_amended' AND version > decided_version)),
  PRIMARY KEY (organ, decision, version),
  UNIQUE (organ, decision, forum, matter, version, digest),
  CONSTRAINT gate_settled FOREIGN KEY (organ, decision, forum, matter, decided_version, decided_digest, outcome, adopted)
    REFERENCES decision (organ, id, forum, matter, version, digest, outcome, adopted),
  CONSTRAINT gate_settled_clearance FOREIGN KEY (organ, clearance, matter, version, digest)
    REFERENCES clearance (organ, id, matter, version, digest)
) {keyed};

-- One settled text of the same digest for each forum of the matter's frozen route.
CREATE TABLE publication (
  organ TEXT NOT NULL,
  id TEXT NOT NULL,
  matter TEXT NOT NULL,
  version INTEGER NOT NULL,
  digest TEXT NOT NULL,
  needs_office INTEGER NOT NULL,
  needs_party INTEGER NOT NULL,
  office_decision TEXT,
  office_forum TEXT CHECK (office_forum = 'office_meeting'),
  party_decision TEXT,
  party_forum TEXT CHECK (party_forum = 'party_group'),
  CONSTRAINT publication_office CHECK (needs_office = 0 OR (office_decision IS NOT NULL AND office_forum IS NOT NULL)),
  CONSTRAINT publication_party CHECK (needs_party = 0 OR (party_decision IS NOT NULL AND party_forum IS NOT NULL)),
  PRIMARY KEY (organ, id),
  CONSTRAINT publication_once UNIQUE (organ, matter, version),
  CONSTRAINT gate_publication_route FOREIGN KEY (organ, matter, needs_office, needs_party)
    REFERENCES matter (organ, id, needs_office, needs_party),
  CONSTRAINT gate_publication_office FOREIGN KEY (organ, office_decision, office_forum, matter, version, digest)
    REFERENCES settled_text (organ, decision, forum, matter, version, digest),
  CONSTRAINT gate_publication_party FOREIGN KEY (organ, party_decision, party_forum, matter, version, digest)
    REFERENCES settled_text (organ, decision, forum, matter, version, digest)
) {keyed};
