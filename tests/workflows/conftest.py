"""One server for the folder, and the library's cases on it."""

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.servers import temporal  # noqa: F401
from tests.workflows.hosting import Host, hosting


@pytest.fixture(
    scope="session",
    params=[
        pytest.param({}, id="cached"),
        pytest.param({"max_cached_workflows": 0}, id="not cached"),
    ],
)
async def host(
    request: pytest.FixtureRequest,
    temporal: WorkflowEnvironment,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
):
    """Give a worker for the library's cases, once with a cache and once without."""
    async with hosting(temporal, tmp_path_factory.mktemp("register"), **request.param) as found:
        yield found


@pytest.fixture(scope="session")
async def one_host(
    temporal: WorkflowEnvironment,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
):
    """Give a worker where the cache does not matter."""
    async with hosting(temporal, tmp_path_factory.mktemp("register")) as found:
        yield found


__all__ = ["Host", "host", "one_host"]
