"""Decisions: FEEL expressions and DMN decision tables.

Law 1: an expression is parsed when it is published and evaluated without `eval`.
Law 2: the same expression over the same context gives the same value, for ever.
Law 3: a definition that is wrong is refused with every problem located, before anything runs.
Law 4: this room may import `workdays` and nothing else of the house.
"""
