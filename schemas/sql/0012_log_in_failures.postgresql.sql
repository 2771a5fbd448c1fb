GRANT SELECT, INSERT, UPDATE, DELETE ON log_in_failures TO shenyi_app;
