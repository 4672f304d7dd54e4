CREATE DATABASE prefect; \connect prefect
CREATE EXTENSION IF NOT EXISTS pg_trgm;
