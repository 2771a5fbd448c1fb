-- Work lists (待办, 已办, 我发起, 抄送) and deadlines: read tables, projected in the same transaction as the events they
-- follow from. `shenyi rebuild` makes them anew.

-- One act on one desk. `addressee` is a person's id, or `role@unit` for whoever holds the post (`role@` in any unit); an
-- act of several addressees stands once for each under one `id`. Rows of `todo` follow from the state of `resource` (a
-- stream) and are replaced with it; the others follow from one event each and stay.
CREATE TABLE task (
  organ TEXT NOT NULL,
  box TEXT NOT NULL CONSTRAINT task_box CHECK (box IN ('todo','done','started','copied')),
  addressee TEXT NOT NULL,
  since TEXT NOT NULL,
  id TEXT NOT NULL,
  resource TEXT NOT NULL,
  action TEXT NOT NULL,
  role TEXT,
  matter TEXT,
  meeting TEXT,
  item TEXT,
  draft INTEGER,
  due TEXT,
  PRIMARY KEY (organ, box, addressee, since, id)
) {keyed};
CREATE INDEX task_to_do ON task (organ, resource) WHERE box = 'todo';

-- A running deadline of a matter. `ordered_by` is the day, or 9999-12-31 where it cannot be counted; `counted` is 1 where
-- the day hangs on a calendar. For whom it runs: `persons` (a JSON list of ids), or else the holders of `role` in
-- `role_unit`.
CREATE TABLE deadline (
  organ TEXT NOT NULL,
  matter TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  unit TEXT NOT NULL,
  day TEXT,
  calendar TEXT,
  missing_year INTEGER,
  counted INTEGER NOT NULL,
  ordered_by TEXT NOT NULL,
  role TEXT NOT NULL,
  role_unit TEXT,
  persons TEXT NOT NULL,
  PRIMARY KEY (organ, matter, id)
) {keyed};
CREATE INDEX deadline_by_day ON deadline (organ, ordered_by, id);
CREATE INDEX deadline_by_unit ON deadline (organ, unit, ordered_by, id);
CREATE INDEX deadline_of_review ON deadline (organ, ordered_by) WHERE kind = 'review_ceiling';
