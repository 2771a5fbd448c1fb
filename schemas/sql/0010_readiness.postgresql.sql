GRANT SELECT, INSERT, UPDATE ON readiness TO shenyi_app;
