"""Temporal workflows: hosts of a case, and the messages they take.

Law 1: a host receives, advances, carries out effects and records facts, nothing else.
Law 2: no clock, no randomness, no environment; time is the workflow's.
Law 3: this room may import `activities.contracts` and the pure rooms.
"""
