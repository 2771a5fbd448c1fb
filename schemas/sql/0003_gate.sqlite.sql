-- What grants do in PostgreSQL, and each key of the chain a second time: a shell opens the file with foreign keys off,
-- and a refused key names nothing. A trigger raises the name that the constraint has in PostgreSQL.

-- Insert-only: no UPDATE, no DELETE, no REPLACE over any unique key.
CREATE TRIGGER matter_no_update BEFORE UPDATE ON matter BEGIN SELECT RAISE(ABORT, 'matter_insert_only'); END;
CREATE TRIGGER matter_no_delete BEFORE DELETE ON matter BEGIN SELECT RAISE(ABORT, 'matter_insert_only'); END;
CREATE TRIGGER matter_no_replace BEFORE INSERT ON matter
BEGIN
  SELECT RAISE(ABORT, 'matter_insert_only') WHERE EXISTS (SELECT 1 FROM matter WHERE organ = NEW.organ AND id = NEW.id);
END;
CREATE TRIGGER draft_no_update BEFORE UPDATE ON draft BEGIN SELECT RAISE(ABORT, 'draft_insert_only'); END;
CREATE TRIGGER draft_no_delete BEFORE DELETE ON draft BEGIN SELECT RAISE(ABORT, 'draft_insert_only'); END;
CREATE TRIGGER draft_no_replace BEFORE INSERT ON draft
BEGIN
  SELECT RAISE(ABORT, 'draft_insert_only') WHERE EXISTS (SELECT 1 FROM draft WHERE organ = NEW.organ AND matter = NEW.matter AND version = NEW.version);
  SELECT RAISE(ABORT, 'draft_text_once') WHERE EXISTS (SELECT 1 FROM draft WHERE organ = NEW.organ AND matter = NEW.matter AND digest = NEW.digest);
END;
CREATE TRIGGER legality_opinion_no_update BEFORE UPDATE ON legality_opinion BEGIN SELECT RAISE(ABORT, 'legality_opinion_insert_only'); END;
CREATE TRIGGER legality_opinion_no_delete BEFORE DELETE ON legality_opinion BEGIN SELECT RAISE(ABORT, 'legality_opinion_insert_only'); END;
CREATE TRIGGER legality_opinion_no_replace BEFORE INSERT ON legality_opinion
BEGIN
  SELECT RAISE(ABORT, 'legality_opinion_insert_only') WHERE EXISTS (SELECT 1 FROM legality_opinion WHERE organ = NEW.organ AND id = NEW.id);
  SELECT RAISE(ABORT, 'opinion_once_per_version') WHERE EXISTS (SELECT 1 FROM legality_opinion WHERE organ = NEW.organ AND matter = NEW.matter AND version = NEW.version);
  SELECT RAISE(ABORT, 'opinion_once_per_event') WHERE EXISTS (SELECT 1 FROM legality_opinion WHERE organ = NEW.organ AND event = NEW.event);
END;
CREATE TRIGGER clearance_no_update BEFORE UPDATE OF organ, id, matter, version, digest, opinion, opinion_version, opinion_digest, conclusion, ground, event, event_type, event_outcome ON clearance BEGIN SELECT RAISE(ABORT, 'clearance_insert_only'); END;
CREATE TRIGGER clearance_no_delete BEFORE DELETE ON clearance BEGIN SELECT RAISE(ABORT, 'clearance_insert_only'); END;
CREATE TRIGGER clearance_no_replace BEFORE INSERT ON clearance
BEGIN
  SELECT RAISE(ABORT, 'clearance_insert_only') WHERE EXISTS (SELECT 1 FROM clearance WHERE organ = NEW.organ AND id = NEW.id);
END;
CREATE TRIGGER meeting_no_update BEFORE UPDATE ON meeting BEGIN SELECT RAISE(ABORT, 'meeting_insert_only'); END;
CREATE TRIGGER meeting_no_delete BEFORE DELETE ON meeting BEGIN SELECT RAISE(ABORT, 'meeting_insert_only'); END;
CREATE TRIGGER meeting_no_replace BEFORE INSERT ON meeting
BEGIN
  SELECT RAISE(ABORT, 'meeting_insert_only') WHERE EXISTS (SELECT 1 FROM meeting WHERE organ = NEW.organ AND id = NEW.id);
END;
CREATE TRIGGER roster_no_update BEFORE UPDATE ON roster BEGIN SELECT RAISE(ABORT, 'roster_insert_only'); END;
CREATE TRIGGER roster_no_delete BEFORE DELETE ON roster BEGIN SELECT RAISE(ABORT, 'roster_insert_only'); END;
CREATE TRIGGER roster_no_replace BEFORE INSERT ON roster
BEGIN
  SELECT RAISE(ABORT, 'roster_insert_only') WHERE EXISTS (SELECT 1 FROM roster WHERE organ = NEW.organ AND meeting = NEW.meeting);
END;
CREATE TRIGGER agenda_item_no_update BEFORE UPDATE OF organ, id, meeting, kind, matter, version, digest, clearance ON agenda_item BEGIN SELECT RAISE(ABORT, 'agenda_item_insert_only'); END;
CREATE TRIGGER agenda_item_no_delete BEFORE DELETE ON agenda_item BEGIN SELECT RAISE(ABORT, 'agenda_item_insert_only'); END;
CREATE TRIGGER agenda_item_no_replace BEFORE INSERT ON agenda_item
BEGIN
  SELECT RAISE(ABORT, 'agenda_item_insert_only') WHERE EXISTS (SELECT 1 FROM agenda_item WHERE organ = NEW.organ AND id = NEW.id);
END;
CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'decision_insert_only'); END;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'decision_insert_only'); END;
CREATE TRIGGER decision_no_replace BEFORE INSERT ON decision
BEGIN
  SELECT RAISE(ABORT, 'decision_insert_only') WHERE EXISTS (SELECT 1 FROM decision WHERE organ = NEW.organ AND id = NEW.id);
  SELECT RAISE(ABORT, 'decision_once_per_item') WHERE EXISTS (SELECT 1 FROM decision WHERE organ = NEW.organ AND item = NEW.item);
END;
CREATE TRIGGER settled_text_no_update BEFORE UPDATE ON settled_text BEGIN SELECT RAISE(ABORT, 'settled_text_insert_only'); END;
CREATE TRIGGER settled_text_no_delete BEFORE DELETE ON settled_text BEGIN SELECT RAISE(ABORT, 'settled_text_insert_only'); END;
CREATE TRIGGER settled_text_no_replace BEFORE INSERT ON settled_text
BEGIN
  SELECT RAISE(ABORT, 'settled_text_insert_only') WHERE EXISTS (SELECT 1 FROM settled_text WHERE organ = NEW.organ AND decision = NEW.decision AND version = NEW.version);
END;
CREATE TRIGGER publication_no_update BEFORE UPDATE ON publication BEGIN SELECT RAISE(ABORT, 'publication_insert_only'); END;
CREATE TRIGGER publication_no_delete BEFORE DELETE ON publication BEGIN SELECT RAISE(ABORT, 'publication_insert_only'); END;
CREATE TRIGGER publication_no_replace BEFORE INSERT ON publication
BEGIN
  SELECT RAISE(ABORT, 'publication_insert_only') WHERE EXISTS (SELECT 1 FROM publication WHERE organ = NEW.organ AND id = NEW.id);
  SELECT RAISE(ABORT, 'publication_once') WHERE EXISTS (SELECT 1 FROM publication WHERE organ = NEW.organ AND matter = NEW.matter AND version = NEW.version);
END;

-- The chain.
CREATE TRIGGER gate_draft BEFORE INSERT ON draft
BEGIN
  SELECT RAISE(ABORT, 'gate_draft') WHERE NOT EXISTS
    (SELECT 1 FROM matter m WHERE m.organ = NEW.organ AND m.id = NEW.matter);
END;
CREATE TRIGGER gate_opinion BEFORE INSERT ON legality_opinion
BEGIN
  SELECT RAISE(ABORT, 'gate_opinion_draft') WHERE NOT EXISTS
    (SELECT 1 FROM draft d WHERE d.organ = NEW.organ AND d.matter = NEW.matter AND d.version = NEW.version AND d.digest = NEW.digest);
  SELECT RAISE(ABORT, 'gate_opinion') WHERE NOT EXISTS
    (SELECT 1 FROM event e WHERE e.organ = NEW.organ AND e.id = NEW.event AND e.type = 'legality_opinion.issued' AND e.outcome = 'ok');
END;
CREATE TRIGGER gate_clearance BEFORE INSERT ON clearance
BEGIN
  SELECT RAISE(ABORT, 'gate_clearance_draft') WHERE NOT EXISTS
    (SELECT 1 FROM draft d WHERE d.organ = NEW.organ AND d.matter = NEW.matter AND d.version = NEW.version AND d.digest = NEW.digest);
  SELECT RAISE(ABORT, 'gate_clearance') WHERE NOT EXISTS
    (SELECT 1 FROM legality_opinion p
     WHERE p.organ = NEW.organ AND p.id = NEW.opinion AND p.matter = NEW.matter AND p.version = NEW.opinion_version AND p.digest = NEW.opinion_digest AND p.conclusion = NEW.conclusion);
  SELECT RAISE(ABORT, 'gate_clearance_event') WHERE NOT EXISTS
    (SELECT 1 FROM event e WHERE e.organ = NEW.organ AND e.id = NEW.event AND e.type = NEW.event_type AND e.outcome = 'ok');
END;
CREATE TRIGGER gate_roster BEFORE INSERT ON roster
BEGIN
  SELECT RAISE(ABORT, 'gate_roster') WHERE NOT EXISTS
    (SELECT 1 FROM meeting m WHERE m.organ = NEW.organ AND m.id = NEW.meeting AND m.forum = NEW.forum);
END;
CREATE TRIGGER gate_item_meeting BEFORE INSERT ON agenda_item
BEGIN
  SELECT RAISE(ABORT, 'gate_item_meeting') WHERE NOT EXISTS
    (SELECT 1 FROM meeting m WHERE m.organ = NEW.organ AND m.id = NEW.meeting);
END;
CREATE TRIGGER gate_item BEFORE INSERT ON agenda_item
WHEN NEW.kind = 'decision'
BEGIN
  SELECT RAISE(ABORT, 'gate_item') WHERE NOT EXISTS
    (SELECT 1 FROM clearance c
     WHERE c.organ = NEW.organ AND c.id = NEW.clearance AND c.matter = NEW.matter AND c.version = NEW.version AND c.digest = NEW.digest);
END;
CREATE TRIGGER gate_item_holds BEFORE INSERT ON agenda_item
WHEN NEW.holds = 1 AND NEW.clearance IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'gate_item_holds') WHERE NOT EXISTS
    (SELECT 1 FROM clearance c WHERE c.organ = NEW.organ AND c.id = NEW.clearance AND c.standing = 1);
END;
CREATE TRIGGER gate_item_holds_again BEFORE UPDATE ON agenda_item
WHEN NEW.holds = 1 AND NEW.clearance IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'gate_item_holds') WHERE NOT EXISTS
    (SELECT 1 FROM clearance c WHERE c.organ = NEW.organ AND c.id = NEW.clearance AND c.standing = 1);
END;
CREATE TRIGGER gate_clearance_held BEFORE UPDATE OF standing ON clearance
WHEN NEW.standing <> 1 AND EXISTS (SELECT 1 FROM agenda_item i WHERE i.organ = NEW.organ AND i.clearance = NEW.id AND i.holds = 1)
BEGIN SELECT RAISE(ABORT, 'gate_item_holds'); END;
-- A clearance that fell does not stand up again: a new one has a new event.
CREATE TRIGGER gate_clearance_fallen BEFORE UPDATE OF standing ON clearance WHEN OLD.standing = 0 AND NEW.standing <> 0
BEGIN SELECT RAISE(ABORT, 'gate_clearance_fallen'); END;
-- A closed or removed item is final.
CREATE TRIGGER gate_item_final BEFORE UPDATE ON agenda_item WHEN OLD.state IN ('closed','removed')
BEGIN SELECT RAISE(ABORT, 'gate_item_final'); END;
-- Decided is only what lies open on a clearance that stands. Not a key: after a first forum's adoption the clearance may
-- still fall (R-GATE-09), and then the second forum must not decide.
CREATE TRIGGER gate_decision BEFORE INSERT ON decision
BEGIN
  SELECT RAISE(ABORT, 'gate_decision') WHERE NOT EXISTS
    (SELECT 1 FROM agenda_item i JOIN clearance c ON c.organ = i.organ AND c.id = i.clearance
     WHERE i.organ = NEW.organ AND i.id = NEW.item AND i.state = 'open' AND i.holds = 1 AND c.standing = 1);
  SELECT RAISE(ABORT, 'gate_decision_item') WHERE NOT EXISTS
    (SELECT 1 FROM agenda_item i
     WHERE i.organ = NEW.organ AND i.id = NEW.item AND i.kind = NEW.item_kind AND i.meeting = NEW.meeting AND i.matter = NEW.matter AND i.version = NEW.version AND i.digest = NEW.digest);
  SELECT RAISE(ABORT, 'gate_decision_roster') WHERE NOT EXISTS
    (SELECT 1 FROM roster r WHERE r.organ = NEW.organ AND r.meeting = NEW.meeting AND r.forum = NEW.forum AND r.due = NEW.due);
END;
CREATE TRIGGER gate_settled BEFORE INSERT ON settled_text
BEGIN
  SELECT RAISE(ABORT, 'gate_settled') WHERE NOT EXISTS
    (SELECT 1 FROM decision d
     WHERE d.organ = NEW.organ AND d.id = NEW.decision AND d.forum = NEW.forum AND d.matter = NEW.matter AND d.version = NEW.decided_version AND d.digest = NEW.decided_digest AND d.outcome = NEW.outcome AND d.adopted = 1);
  SELECT RAISE(ABORT, 'gate_settled_clearance') WHERE NOT EXISTS
    (SELECT 1 FROM clearance c
     WHERE c.organ = NEW.organ AND c.id = NEW.clearance AND c.matter = NEW.matter AND c.version = NEW.version AND c.digest = NEW.digest);
END;
CREATE TRIGGER gate_publication_route BEFORE INSERT ON publication
BEGIN
  SELECT RAISE(ABORT, 'gate_publication_route') WHERE NOT EXISTS
    (SELECT 1 FROM matter m
     WHERE m.organ = NEW.organ AND m.id = NEW.matter AND m.needs_office = NEW.needs_office AND m.needs_party = NEW.needs_party);
END;
CREATE TRIGGER gate_publication_office BEFORE INSERT ON publication
WHEN NEW.office_decision IS NOT NULL AND NEW.office_forum IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'gate_publication_office') WHERE NOT EXISTS
    (SELECT 1 FROM settled_text s
     WHERE s.organ = NEW.organ AND s.decision = NEW.office_decision AND s.forum = NEW.office_forum AND s.matter = NEW.matter AND s.version = NEW.version AND s.digest = NEW.digest);
END;
CREATE TRIGGER gate_publication_party BEFORE INSERT ON publication
WHEN NEW.party_decision IS NOT NULL AND NEW.party_forum IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'gate_publication_party') WHERE NOT EXISTS
    (SELECT 1 FROM settled_text s
     WHERE s.organ = NEW.organ AND s.decision = NEW.party_decision AND s.forum = NEW.party_forum AND s.matter = NEW.matter AND s.version = NEW.version AND s.digest = NEW.digest);
END;
