"""Boxed expressions, one file per kind."""
