"""Side effects: transfers, follow-ups, accountability, notices and the register.

Law 1: an activity done twice has the effect of one done once.
Law 2: `contracts.py` is the only file here that workflows may import.
Law 3: one log line per attempt, without personal data.
Law 4: this room may import `store` and the pure rooms.
"""
