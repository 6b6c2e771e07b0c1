"""The register: facts, append-only and hash-chained per case, and what is projected from them.

Law 1: a fact is written once, under (case, sequence), and never changed.
Law 2: a projection is written in the same transaction as the facts it stems from.
Law 3: every instant in it is the case's time, never the database's; only when a notice was sent is
       its sender's.
Law 4: this room may import the pure rooms and SQLAlchemy; only `activities` and `starter` import it.
"""
