"""Every engine test runs twice: as it is, and saved and loaded after every step."""

from collections.abc import Callable

import pytest

from tests.bpmn.case import Case


@pytest.fixture(params=[False, True], ids=["plain", "reloading"])
def reloading(request: pytest.FixtureRequest) -> bool:
    """Whether the case goes through JSON after every step."""
    return bool(request.param)


@pytest.fixture
def case(reloading: bool) -> Callable[..., Case]:
    """Make a case of BPMN texts."""

    def make(*files: str, **more: object) -> Case:
        return Case(*files, reloading=reloading, **more)  # type: ignore[arg-type]

    return make
