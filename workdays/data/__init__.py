"""Vendored facts: one file per State Council notice, and the dates of the lunar festivals."""
