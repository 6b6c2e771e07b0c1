#!/bin/sh
# Bring Temporal's two databases to the schema of this release. May run any number of times.
# Reads SQL_PLUGIN, SQL_HOST, SQL_PORT, SQL_USER and SQL_PASSWORD.
set -eu

schemas=${SCHEMAS:-/etc/temporal/schema/postgresql/v12}

migrate() {
  echo "schema of $1"
  temporal-sql-tool --database "$1" setup-schema --version 0.0
  temporal-sql-tool --database "$1" update-schema --schema-dir "$schemas/$2/versioned"
}

migrate temporal temporal
migrate temporal_visibility visibility
echo "schemas are up to date"
