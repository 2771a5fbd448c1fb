GRANT SELECT, INSERT, UPDATE, DELETE ON matter_reader, meeting_reader, document_use TO shenyi_app;
GRANT SELECT ON matter_reader, meeting_reader, document_use TO shenyi_auditor;
