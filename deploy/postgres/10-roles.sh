#!/bin/sh
# Runs once, when the database volume is empty: two databases, and three roles of which each has
# no more than it needs. The application may read the ledger and add to it; only the owner of the
# schema, whom nothing but the migrations job signs in as, could lift its triggers.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set airflow_password="$AIRFLOW_DB_PASSWORD" \
  --set owner_password="$INFODESK_OWNER_PASSWORD" \
  --set application_password="$INFODESK_DB_PASSWORD" <<'SQL'
CREATE ROLE airflow LOGIN PASSWORD :'airflow_password';
CREATE ROLE infodesk_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE infodesk LOGIN PASSWORD :'application_password';
CREATE DATABASE airflow OWNER airflow TEMPLATE template0 ENCODING 'UTF8';
CREATE DATABASE infodesk OWNER infodesk_owner TEMPLATE template0 ENCODING 'UTF8';
REVOKE CONNECT ON DATABASE airflow FROM PUBLIC;
REVOKE CONNECT ON DATABASE infodesk FROM PUBLIC;
GRANT CONNECT ON DATABASE infodesk TO infodesk;
\connect infodesk
ALTER SCHEMA public OWNER TO infodesk_owner;
SQL
