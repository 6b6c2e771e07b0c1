"""Databases for the tests of this folder."""

from tests.databases import (  # noqa: F401
    database_url,
    kept_registers,
    postgres_url,
    register,
    sqlite_register,
    sqlite_url,
)
