"""The engine: BPMN 2.0 read, checked, compiled and run.

Law 1: (program, instance, occurrence) gives (instance, effects, facts), the same step, for ever.
Law 2: nothing here knows Temporal, a clock, a database or an organisation.
Law 3: an occurrence that is not allowed now is refused before anything changes.
Law 4: what is not supported is refused by name and line, never ignored.
Law 5: this room may import `decisions` and `workdays`.
"""
