-- The year of the calendar that a task is about. Of a calendar that is waited for it is part of the task's id, so that
-- those of before would stay on their desks: they go, and `shenyi rebuild` makes them anew.
ALTER TABLE task ADD COLUMN year INTEGER;
DELETE FROM task WHERE box = 'todo' AND action IN ('load_calendar', 'confirm_calendar');
