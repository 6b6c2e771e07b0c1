"""What this room refuses.

WorkdaysError (a ValueError)
├── NaiveInstant      an instant without an offset
├── OutsideCalendar   a date before the first fact, or past the last countable year
├── InvalidAmount     an amount that cannot be read, or a fraction of a day
├── InvalidHours      opening hours that cannot be read, overlap or run backwards
├── UnknownCalendar   a calendar name that is not shipped
└── ClockPaused       a due date asked for while the pause is still open
"""


class WorkdaysError(ValueError):
    """Root of what this room refuses; the message is one sentence for a person."""


class NaiveInstant(WorkdaysError):
    """An instant came without an offset from UTC."""


class OutsideCalendar(WorkdaysError):
    """A date lies before the first fact of the calendar, or past the last countable year."""


class InvalidAmount(WorkdaysError):
    """An amount of time cannot be read."""


class InvalidHours(WorkdaysError):
    """Opening hours cannot be read."""


class UnknownCalendar(WorkdaysError):
    """No calendar of that name is shipped."""


class ClockPaused(WorkdaysError):
    """No due date exists while a pause is open."""
