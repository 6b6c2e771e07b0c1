"""What a case is started with: wrong input ends it at once, readably."""

import gc
import zlib
from base64 import b64encode
from typing import Any

import pytest
from temporalio.client import WorkflowFailureError

from cases.parcel import Parcel
from tests.servers import fresh
from tests.workflows.hosting import Host, an_opening
from workflows.case_messages import start_of


def good() -> dict[str, Any]:
    """Return a right start argument as JSON."""
    return start_of(an_opening()).model_dump(mode="json")


def edited(*path: str, value: Any) -> dict[str, Any]:
    """Return a start argument with one value changed."""
    start = good()
    part = start
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return start


def parcel(content: bytes) -> dict[str, Any]:
    """Return a parcel of something else, its digest right."""
    import hashlib  # noqa: PLC0415

    packed = b64encode(zlib.compress(content)).decode()
    return Parcel(digest=hashlib.sha256(content).hexdigest(), content=packed).model_dump()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("start", "said"),
    [
        pytest.param(dict, "opening\n  Field required", id="nothing in it"),
        pytest.param(lambda: "hello", "CaseStart", id="a text"),
        pytest.param(lambda: edited("opening", "registration", "matter", value=""),
                     "opening.registration.matter", id="no matter"),
        pytest.param(lambda: edited("opening", "received_at", value="yesterday"),
                     "opening.received_at", id="no instant"),
        pytest.param(lambda: edited("opening", "law", "digest", value="0" * 64),
                     "expected content with the digest 0000", id="a spoiled law"),
        pytest.param(lambda: edited("opening", "law", "content", value="AAAA"),
                     "found what cannot be read", id="a law that cannot be read"),
        pytest.param(lambda: edited("opening", "law", value=parcel(b'{"pack": "x"}')),
                     "Field required", id="a law without its parts"),
        pytest.param(lambda: edited("colour", value="red"), "colour", id="an unknown key"),
    ],
)  # fmt: skip
async def test_a_case_with_a_wrong_start_fails_at_once(
    one_host: Host, start: Any, said: str
) -> None:
    """The failure says where; no case is left running that can never run."""
    handle = await one_host.client.start_workflow(
        "Case", start(), id=fresh("TS"), task_queue=one_host.queue
    )

    with pytest.raises(WorkflowFailureError) as failed:
        await handle.result()

    assert said in str(failed.value.cause)
    gc.collect()  # the SDK leaves the main coroutine of such a case unawaited
