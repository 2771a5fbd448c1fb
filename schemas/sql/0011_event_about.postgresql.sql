GRANT SELECT, INSERT, UPDATE, DELETE ON event_about TO shenyi_app;
GRANT SELECT ON event_about TO shenyi_auditor;
