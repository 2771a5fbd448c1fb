GRANT SELECT, INSERT, UPDATE, DELETE ON attempt_count TO shenyi_app;
GRANT SELECT ON attempt_count TO shenyi_auditor;
