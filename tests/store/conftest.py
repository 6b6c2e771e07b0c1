"""Databases for the tests of this folder."""

from tests.databases import database_url, postgres_url, register, sqlite_url  # noqa: F401
