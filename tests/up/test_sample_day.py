"""The sample day: every inquiry comes to where its note says, whenever it is loaded."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from cases.commands import CompleteTask
from cases.opening import Registration, prepare_opening
from cases.orders import StartJob
from cases.proceeding import Proceeding
from cases.views import alert
from regulations.publishing import PublishedPack
from starter.pack_files import load_pack
from starter.sample_day import (
    InvalidSample,
    SampleCase,
    read_sample_day,
    received_at,
    registration,
    sampled_packs,
)
from tests.up.running import up

NOWS = {
    "a working morning": "2026-10-14T09:40:00+08:00",
    "a working evening": "2026-10-14T19:20:00+08:00",
    "a Sunday night": "2026-10-18T03:05:00+08:00",
    "the National Day holiday": "2026-10-04T12:00:00+08:00",
    "the first working day of a year": "2026-01-05T08:30:00+08:00",
}


def _play(published: PublishedPack, case: SampleCase, now: datetime) -> Proceeding:
    given = Registration.model_validate(registration(case, published, now))
    law = published.law(given.received_at.date())
    proceeding = Proceeding.begin(prepare_opening("X-1", given, law, published.program, now), now)
    _serve(proceeding, now)
    for step in case.steps:
        command = CompleteTask(actor=step.by, task=step.do, outcome=step.outcome, data=step.data)
        proceeding.carry_out(command, now)
        _serve(proceeding, now)
    return proceeding


def _serve(proceeding: Proceeding, now: datetime) -> None:
    while jobs := [one for one in proceeding.take_orders() if isinstance(one, StartJob)]:
        for job in jobs:
            proceeding.job_done(job.job, {}, now)


def _played(now: datetime) -> Iterator[tuple[SampleCase, Proceeding]]:
    for pack in sampled_packs():
        published = load_pack(pack)
        for case in read_sample_day(pack):
            yield case, _play(published, case, now)


@pytest.mark.parametrize("now", NOWS.values(), ids=NOWS.keys())
def test_every_inquiry_comes_to_where_its_note_says(now: str) -> None:
    """Closed, late and near due are so at any hour; no step is refused."""
    for case, proceeding in _played(datetime.fromisoformat(now)):
        assert bool(proceeding.case.closed_at) == case.note.endswith("办结"), case.key
        expected = {"逾期": "逾期", "临期": "临期", "总时": "逾期"}.get(case.note[:2], "正常")
        assert alert(proceeding) == expected, case.key


def test_the_sample_shows_every_stage_and_channel_and_kind() -> None:
    """What a pack's registration admits is all there, and most stages are."""
    for pack in sampled_packs():
        law = load_pack(pack).law(datetime.fromisoformat(NOWS["a working morning"]).date())
        cases = read_sample_day(pack)
        assert {case.opening["channel"] for case in cases} == set(law.registration.channels)
        assert {case.opening["kind"] for case in cases} == set(law.registration.kinds)
    stages = {one.case.stage for _, one in _played(datetime.fromisoformat(NOWS["a Sunday night"]))}
    assert len(stages) >= 15


@pytest.mark.parametrize(
    ("written", "now", "means"),
    [
        ("-25m", "2026-10-14T09:40:00+08:00", "2026-10-14T09:15:00+08:00"),
        ("-3wh", "2026-10-14T09:40:00+08:00", "2026-10-13T15:40:00+08:00"),
        ("-1d 09:10", "2026-10-14T09:40:00+08:00", "2026-10-13T09:10:00+08:00"),
        ("-1d 09:10", "2026-10-14T18:00:00+08:00", "2026-10-14T09:10:00+08:00"),
        ("-1d 20:00", "2026-10-14T19:00:00+08:00", "2026-10-13T20:00:00+08:00"),
        ("-1d 20:00", "2026-10-18T03:05:00+08:00", "2026-10-16T20:00:00+08:00"),
        ("-2d 09:10", "2026-10-08T10:00:00+08:00", "2026-09-29T09:10:00+08:00"),
    ],
    ids=[
        "minutes",
        "working hours, over night",
        "the working day before",
        "after closing time the day itself is over",
        "an hour that is still to come",
        "a day off counts to the next working day",
        "over a holiday",
    ],
)
def test_reception_lies_in_the_past(written: str, now: str, means: str) -> None:
    """Working days count back from the last one that is over."""
    found = received_at(written, load_pack("hotel"), datetime.fromisoformat(now))
    assert found == datetime.fromisoformat(means)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "expected a list of inquiries"),
        ("- [", "is not valid YAML"),
        ("- {key: a, note: n, open: {}, received: yesterday}", "inquiry 1: received:"),
        ("- {key: A, note: n, open: {}, received: -1m}", "inquiry 1: key:"),
        ("- {key: a, note: n, received: -1m}", "inquiry 1: open:"),
        ("- &x {key: a, note: n, open: {}, received: -1m}\n- *x", "the key a stands there twice"),
    ],
    ids=["no list", "no YAML", "no instant", "no key", "no registration", "twice"],
)
def test_an_invalid_sample_is_located(tmp_path: Path, text: str, said: str) -> None:
    """File, inquiry and field."""
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "sample_day.yaml").write_text(text, "utf-8")
    with pytest.raises(InvalidSample) as refused:
        read_sample_day("p", tmp_path)
    assert str(tmp_path / "p" / "sample_day.yaml") in str(refused.value)
    assert said in str(refused.value)


def test_a_sample_is_loaded_once(tmp_path: Path) -> None:
    """The second start opens nothing and takes no step again."""
    opened = []
    for _ in range(2):
        with up(tmp_path, "--until-sampled") as running:
            running.line()
            opened.append(running.line())
            assert running.process.wait() == 0
    assert opened[0]["opened"] == sum(len(read_sample_day(pack)) for pack in sampled_packs())
    assert opened[1] == {**opened[0], "opened": 0}
