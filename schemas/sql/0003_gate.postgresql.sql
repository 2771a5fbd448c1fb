-- Insert-only, for those whom no grant stops.
CREATE TRIGGER matter_insert_only BEFORE UPDATE OR DELETE ON matter FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER matter_no_truncate BEFORE TRUNCATE ON matter FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE matter ENABLE ALWAYS TRIGGER matter_insert_only;
ALTER TABLE matter ENABLE ALWAYS TRIGGER matter_no_truncate;
CREATE TRIGGER draft_insert_only BEFORE UPDATE OR DELETE ON draft FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER draft_no_truncate BEFORE TRUNCATE ON draft FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE draft ENABLE ALWAYS TRIGGER draft_insert_only;
ALTER TABLE draft ENABLE ALWAYS TRIGGER draft_no_truncate;
CREATE TRIGGER legality_opinion_insert_only BEFORE UPDATE OR DELETE ON legality_opinion FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER legality_opinion_no_truncate BEFORE TRUNCATE ON legality_opinion FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE legality_opinion ENABLE ALWAYS TRIGGER legality_opinion_insert_only;
ALTER TABLE legality_opinion ENABLE ALWAYS TRIGGER legality_opinion_no_truncate;
CREATE TRIGGER clearance_insert_only BEFORE UPDATE ON clearance FOR EACH ROW
  WHEN ((OLD.organ, OLD.id, OLD.matter, OLD.version, OLD.digest, OLD.opinion, OLD.opinion_version, OLD.opinion_digest, OLD.conclusion, OLD.ground, OLD.event, OLD.event_type, OLD.event_outcome)
    IS DISTINCT FROM (NEW.organ, NEW.id, NEW.matter, NEW.version, NEW.digest, NEW.opinion, NEW.opinion_version, NEW.opinion_digest, NEW.conclusion, NEW.ground, NEW.event, NEW.event_type, NEW.event_outcome))
  EXECUTE FUNCTION insert_only();
CREATE TRIGGER clearance_no_delete BEFORE DELETE ON clearance FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER clearance_no_truncate BEFORE TRUNCATE ON clearance FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE clearance ENABLE ALWAYS TRIGGER clearance_insert_only;
ALTER TABLE clearance ENABLE ALWAYS TRIGGER clearance_no_delete;
ALTER TABLE clearance ENABLE ALWAYS TRIGGER clearance_no_truncate;
CREATE TRIGGER meeting_insert_only BEFORE UPDATE OR DELETE ON meeting FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER meeting_no_truncate BEFORE TRUNCATE ON meeting FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE meeting ENABLE ALWAYS TRIGGER meeting_insert_only;
ALTER TABLE meeting ENABLE ALWAYS TRIGGER meeting_no_truncate;
CREATE TRIGGER roster_insert_only BEFORE UPDATE OR DELETE ON roster FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER roster_no_truncate BEFORE TRUNCATE ON roster FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE roster ENABLE ALWAYS TRIGGER roster_insert_only;
ALTER TABLE roster ENABLE ALWAYS TRIGGER roster_no_truncate;
CREATE TRIGGER agenda_item_insert_only BEFORE UPDATE ON agenda_item FOR EACH ROW
  WHEN ((OLD.organ, OLD.id, OLD.meeting, OLD.kind, OLD.matter, OLD.version, OLD.digest, OLD.clearance)
    IS DISTINCT FROM (NEW.organ, NEW.id, NEW.meeting, NEW.kind, NEW.matter, NEW.version, NEW.digest, NEW.clearance))
  EXECUTE FUNCTION insert_only();
CREATE TRIGGER agenda_item_no_delete BEFORE DELETE ON agenda_item FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER agenda_item_no_truncate BEFORE TRUNCATE ON agenda_item FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE agenda_item ENABLE ALWAYS TRIGGER agenda_item_insert_only;
ALTER TABLE agenda_item ENABLE ALWAYS TRIGGER agenda_item_no_delete;
ALTER TABLE agenda_item ENABLE ALWAYS TRIGGER agenda_item_no_truncate;
CREATE TRIGGER decision_insert_only BEFORE UPDATE OR DELETE ON decision FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER decision_no_truncate BEFORE TRUNCATE ON decision FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE decision ENABLE ALWAYS TRIGGER decision_insert_only;
ALTER TABLE decision ENABLE ALWAYS TRIGGER decision_no_truncate;
CREATE TRIGGER settled_text_insert_only BEFORE UPDATE OR DELETE ON settled_text FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER settled_text_no_truncate BEFORE TRUNCATE ON settled_text FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE settled_text ENABLE ALWAYS TRIGGER settled_text_insert_only;
ALTER TABLE settled_text ENABLE ALWAYS TRIGGER settled_text_no_truncate;
CREATE TRIGGER publication_insert_only BEFORE UPDATE OR DELETE ON publication FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TRIGGER publication_no_truncate BEFORE TRUNCATE ON publication FOR EACH STATEMENT EXECUTE FUNCTION insert_only();
ALTER TABLE publication ENABLE ALWAYS TRIGGER publication_insert_only;
ALTER TABLE publication ENABLE ALWAYS TRIGGER publication_no_truncate;

-- Decided is only what lies open on a clearance that stands. Not a key: after a first forum's adoption the clearance may
-- still fall (R-GATE-09), and then the second forum must not decide. The search_path is fixed, because a temporary table of
-- the same name would otherwise answer for ours. FOR SHARE needs no more than the role has.
CREATE FUNCTION gate_decision() RETURNS trigger LANGUAGE plpgsql SET search_path = shenyi, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM agenda_item i JOIN clearance c ON c.organ = i.organ AND c.id = i.clearance
                 WHERE i.organ = NEW.organ AND i.id = NEW.item AND i.state = 'open' AND i.holds = 1 AND c.standing = 1
                 FOR SHARE OF i, c) THEN
    RAISE EXCEPTION 'nothing is decided but what lies open on a standing clearance'
      USING ERRCODE = '23514', CONSTRAINT = 'gate_decision', TABLE = 'decision';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER gate_decision BEFORE INSERT ON decision FOR EACH ROW EXECUTE FUNCTION gate_decision();
ALTER TABLE decision ENABLE ALWAYS TRIGGER gate_decision;

-- A closed or removed item is final.
CREATE FUNCTION gate_item_final() RETURNS trigger LANGUAGE plpgsql SET search_path = shenyi, pg_temp AS $$
BEGIN
  IF OLD.state IN ('closed','removed') THEN
    RAISE EXCEPTION 'a closed or removed item is final' USING ERRCODE = '23514', CONSTRAINT = 'gate_item_final', TABLE = 'agenda_item';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER gate_item_final BEFORE UPDATE ON agenda_item FOR EACH ROW EXECUTE FUNCTION gate_item_final();
ALTER TABLE agenda_item ENABLE ALWAYS TRIGGER gate_item_final;

-- A clearance that fell does not stand up again: a new one has a new event.
CREATE FUNCTION gate_clearance_fallen() RETURNS trigger LANGUAGE plpgsql SET search_path = shenyi, pg_temp AS $$
BEGIN
  IF OLD.standing = 0 AND NEW.standing <> 0 THEN
    RAISE EXCEPTION 'a clearance that fell does not stand up again'
      USING ERRCODE = '23514', CONSTRAINT = 'gate_clearance_fallen', TABLE = 'clearance';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER gate_clearance_fallen BEFORE UPDATE ON clearance FOR EACH ROW EXECUTE FUNCTION gate_clearance_fallen();
ALTER TABLE clearance ENABLE ALWAYS TRIGGER gate_clearance_fallen;

GRANT SELECT, INSERT ON matter, draft, legality_opinion, meeting, roster, decision, settled_text, publication TO shenyi_app;
GRANT SELECT, INSERT, UPDATE (standing) ON clearance TO shenyi_app;
GRANT SELECT, INSERT, UPDATE (state, holds) ON agenda_item TO shenyi_app;
GRANT SELECT ON matter, draft, legality_opinion, clearance, meeting, roster, agenda_item, decision, settled_text, publication TO shenyi_auditor;
