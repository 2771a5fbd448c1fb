GRANT SELECT, INSERT, UPDATE, DELETE ON matter_view, meeting_view, draft_document TO shenyi_app;
GRANT SELECT ON matter_view, meeting_view, draft_document TO shenyi_auditor;
GRANT SELECT, INSERT ON document_upload TO shenyi_app;
GRANT SELECT ON document_upload TO shenyi_auditor;
