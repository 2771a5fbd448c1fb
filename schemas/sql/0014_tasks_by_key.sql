-- Rows of what is to be done are taken out by their key now: nobody looks for those of a resource any more.
DROP INDEX task_to_do;
