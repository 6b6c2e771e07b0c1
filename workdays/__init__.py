"""Working time: until when, and why.

Law 1: every instant is aware, and the zone belongs to the calendar.
Law 2: four units, and none converts into another: elapsed hours, working hours, working days, calendar days.
Law 3: every date rests on a recorded fact or says that it is provisional.
Law 4: this room imports no other room and knows no clock.
"""
