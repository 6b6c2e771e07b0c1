#!/bin/sh
# Runs once, on an empty database: one role for Temporal, one for the register, neither sees the other.
set -eu

psql --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
  --set temporal_password="$TEMPORAL_DB_PASSWORD" --set register_password="$REGISTER_PASSWORD" <<'SQL'
CREATE ROLE temporal LOGIN PASSWORD :'temporal_password';
CREATE ROLE shouwen LOGIN PASSWORD :'register_password';
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
CREATE DATABASE shouwen OWNER shouwen;
REVOKE CONNECT ON DATABASE temporal, temporal_visibility, shouwen FROM PUBLIC;
SQL
