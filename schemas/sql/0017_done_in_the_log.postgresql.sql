-- An event enters the queue in the transaction that writes it, and in no other: its own key says that it is there once.
-- The second index doubled what the queue costs.
ALTER TABLE event_pending DROP CONSTRAINT event_pending_once;
