"""The case: requester, owner, handler, slips, handovers, clocks.

Law 1: a case is a pure fold over its events; an event that is not allowed now is refused before anything changes.
Law 2: the first-contact owner stays bound until the follow-up is verified; only the handler changes.
Law 3: time used is the integral of working time less the pauses, never a counter.
Law 4: this room may import `regulations`, `bpmn`, `decisions` and `workdays`.
"""
