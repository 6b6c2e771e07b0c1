"""What each job is given: taken from the case, so that a diagram names the job and little more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.admitting.units import concerned
from cases.case import Breach, Case
from cases.clocks import Clocks
from cases.cover import stand_ins, with_stand_ins
from cases.functions import follow_up_by
from cases.recorder import iso
from cases.texts import clock_values, fill, local_time
from regulations.law import Law

COORDINATION = "coordination"
"""The property `slip` of a slip's job, where the coordination slip is meant and not the handover's."""


@dataclass(frozen=True, slots=True)
class JobContext:
    """The case, its law, and the element's properties."""

    case: Case
    law: Law
    clocks: Clocks
    properties: Mapping[str, Any]
    now: datetime

    def text(self, key: str) -> str:
        """Return a property as text."""
        value = self.properties.get(key)
        return "" if value is None else str(value)


def job_data(job_type: str, context: JobContext) -> dict[str, Any]:
    """Return the job's data; its shape is `activities.contracts.JOB_DATA[job_type]`.

    Where the case has not what the job is about (no slip was sent, the clock never ran), the data
    is empty: the activity refuses it, and that is an incident at the element.
    """
    try:
        return _BUILDERS[job_type](context)
    except LookupError:
        return {}


def _slip(context: JobContext) -> dict[str, Any]:
    case, law = context.case, context.law
    if context.text("slip") == COORDINATION:
        return _coordination_slip(context)
    policy, organisation = law.transfer_policy, law.organisation
    handover = case.handovers[-1]
    form = law.forms.get(policy.slip_type)
    back = handover.state == "returned"
    receiver, sender = handover.to_unit, handover.from_unit
    copies = tuple(unit for unit in policy.copies_to if unit != receiver)
    taker = sender if back else receiver
    taking = with_stand_ins(case, law, organisation.holders(taker))
    copied = with_stand_ins(
        case, law, (person for unit in copies for person in organisation.holders(unit))
    )
    return {
        "slip": handover.slip,
        "slip_type": policy.slip_type,
        "title": form.title if form else policy.slip_type,
        "handover": handover.number,
        "from_unit": receiver if back else sender,
        "to_unit": taker,
        "to_title": organisation.label(taker),
        "signed_by": handover.signed_by if back else handover.from_person,
        "copies": list(copies),
        "counterparts": policy.counterparts,
        "content": {"matter": case.matter, **handover.content},
        "opinion": handover.opinion,
        "recipients": taking,
        "copied": [person for person in copied if person not in taking],
    }


def _coordination_slip(context: JobContext) -> dict[str, Any]:
    """The slip goes to the unit that leads, before one is named to the coordinator; the others get copies."""
    case, law = context.case, context.law
    policy, organisation = law.transfer_policy, law.organisation
    slip = case.coordinations[-1]
    to_unit = case.lead or organisation.unit_of(policy.coordinator) or case.unit
    copies = [unit for unit in (*concerned(case), *policy.copies_to) if unit != to_unit]
    taking = with_stand_ins(
        case, law, organisation.holders(case.lead or policy.coordinator or to_unit)
    )
    copied = with_stand_ins(
        case, law, (person for unit in copies for person in organisation.holders(unit))
    )
    return {
        "slip": slip.slip,
        "slip_type": policy.coordination_slip,
        "title": law.forms[policy.coordination_slip].title,
        "handover": 0,
        "from_unit": slip.from_unit,
        "to_unit": to_unit,
        "to_title": organisation.label(to_unit),
        "signed_by": slip.from_person,
        "copies": list(dict.fromkeys(copies)),
        "counterparts": 1,
        "content": {"matter": case.matter, "reason": slip.reason, **slip.content},
        "opinion": case.opinion,
        "recipients": taking,
        "copied": [person for person in copied if person not in taking],
    }


def _call_back(context: JobContext) -> dict[str, Any]:
    case = context.case
    wanted = {"preferred_contact": case.preferred_contact} if case.preferred_contact else {}
    return {
        "round": case.round,
        "attempt": case.attempts + 1,
        "caller": follow_up_by(case, context.law) or case.owner,
        "contact": case.requester | wanted,
    }


def _breach(context: JobContext) -> dict[str, Any]:
    breach = _latest_breach(context)
    covering = stand_ins(context.case, context.law, breach.person)
    return {
        "clock": breach.clock,
        "leg": breach.leg,
        "title": breach.title,
        "rule": breach.rule,
        "cites": breach.cites,
        "due": iso(breach.due),
        "found_at": iso(breach.found_at),
        "responsible": breach.person,
        "unit": breach.unit,
        "superiors": list(breach.superiors),
        "oversight": context.law.organisation.oversight_unit(),
        "provisional": breach.provisional,
        "text": _breach_text(context, breach),
        **({"stand_ins": covering} if covering else {}),
    }


def _breach_text(context: JobContext, breach: Breach) -> str:
    """Return the pack's notice of a breach; none where no finding may rest on the due date yet."""
    case, law = context.case, context.law
    if breach.provisional:
        return ""
    values = clock_values(breach.clock, case, law)
    values |= {"unit": law.organisation.label(breach.unit), "due": local_time(breach.due, law)}
    values["cites"] = breach.cites or values["cites"]
    return fill(law.notices.get("breach", ""), values)


def _latest_breach(context: JobContext) -> Breach:
    """Return the breach of the leg exceeded last, or one as of now where its limit is soft.

    Of a count it is the latest.
    """
    key = context.text("clock")
    waiting = (each for each in context.case.breaches if each.clock == key and not each.recorded)
    if found := next(waiting, None):
        return found
    if key in context.law.counts:
        return [each for each in context.case.breaches if each.clock == key][-1]
    limit, legs = context.law.limits[key], context.case.clocks[key]
    leg = next((each for each in reversed(legs) if each.exceeded_at), legs[-1])
    for breach in reversed(context.case.breaches):
        if (breach.clock, breach.leg) == (key, leg.number):
            return breach
    person, unit = context.clocks.answerable(limit)
    entry = limit.entry(context.case.difficulty, context.case.subject)
    return Breach(
        clock=key,
        leg=leg.number,
        title=limit.title,
        due=leg.due,
        found_at=context.now,
        rule=entry.rule,
        cites=entry.cites,
        person=person,
        unit=unit,
        superiors=context.law.organisation.superiors(unit),
        provisional=leg.provisional,
    )


def _notice(context: JobContext) -> dict[str, Any]:
    key = context.text("clock")
    template = context.text("template")
    values = clock_values(key, context.case, context.law)
    return {
        "template": template,
        "text": fill(context.law.notices[template], values),
        "recipients": with_stand_ins(context.case, context.law, _recipients(context, key)),
    }


def _recipients(context: JobContext, clock: str) -> list[str]:
    to = context.properties.get("to")
    if isinstance(to, str) and to:
        to = [part.strip() for part in to.split(",")]
    if isinstance(to, list | tuple) and to:
        return _unique(str(key) for key in to if key)
    limit = context.law.limits.get(clock) or context.law.counts.get(clock)
    if limit:
        return [context.clocks.answerable(limit)[0]]
    return [context.case.owner]


def _unique(keys: Any) -> list[str]:
    return list(dict.fromkeys(keys))


_BUILDERS: dict[str, Callable[[JobContext], dict[str, Any]]] = {
    "transfers.send_slip": _slip,
    "transfers.return_slip": _slip,
    "follow_ups.schedule": _call_back,
    "accountability.record_breach": _breach,
    "notices.send": _notice,
}
