"""The law: packs, limits, transfer policy, roles, sanctions.

Law 1: a value is a value since a date, with the article it stems from.
Law 2: code asks for the law in force on a day and never compares dates.
Law 3: what a text leaves open is the organisation's own declaration and is marked as such.
Law 4: this room may import `bpmn`, `decisions` and `workdays`.
"""
