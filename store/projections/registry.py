"""Every kind of fact that is projected, and the function that does it.

A kind that is not here is kept as a fact and not projected.
"""

from collections.abc import Iterable

from cases.facts import Fact
from store.projections import answers, clocks, handovers, registration, tasks, troubles
from store.projections.writes import Projections, Rows

PROJECTIONS: Projections = {
    **registration.PROJECTIONS,
    **tasks.PROJECTIONS,
    **handovers.PROJECTIONS,
    **clocks.PROJECTIONS,
    **answers.PROJECTIONS,
    **troubles.PROJECTIONS,
}


def project(case: str, facts: Iterable[Fact]) -> Rows:
    """Return what *facts*, in order, write into the rows of *case*."""
    rows = Rows(case)
    for fact in facts:
        projection = PROJECTIONS.get(fact.kind)
        if projection is not None:
            for write in projection(case, fact):
                rows.add(write, fact.sequence)
    return rows
