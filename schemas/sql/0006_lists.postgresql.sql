GRANT SELECT, INSERT, UPDATE, DELETE ON matter_view, meeting_view, draft_document TO shenyi_app;
GRANT SELECT ON matter_view, meeting_view, draft_document TO shenyi_auditor;
