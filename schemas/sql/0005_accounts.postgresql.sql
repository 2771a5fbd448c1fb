GRANT SELECT, INSERT, UPDATE, DELETE ON credential, session TO shenyi_app;
