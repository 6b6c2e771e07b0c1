"""Whom a complaint is about. Read-only."""

from cases.case import Case
from regulations.law import Law


def accused(case: Case, law: Law, person: str) -> bool:
    """Whether *person* is whom the complaint is about, holds that post, or belongs to that unit."""
    organisation, against = law.organisation, case.against
    if not against or not person:
        return False
    if against in organisation.units:
        return organisation.unit_of(person) == against
    return organisation.same_person(person, against)
