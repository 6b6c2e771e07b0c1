"""The sample day: every inquiry comes to where its note says, whenever it is loaded."""

import re
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
from starter.answers import CaseItem
from starter.connection import Place
from starter.desk import Desk
from starter.embedded_greeting import day_loaded, sample_summary, things_to_try
from starter.pack_files import load_pack
from starter.sample_day import (
    InvalidSample,
    SampleCase,
    appointed_at,
    read_sample_day,
    received_at,
    registration,
    sampled_packs,
)
from starter.sample_loading import Loaded
from starter.sample_page import PAGE
from tests.up.running import Up, up

pytestmark = pytest.mark.timeout(1_200)
TRIED = ("wifi-password", "pool-towels", "minibar-charge")
"""Inquiries that the commands to try are about."""
LOADING = 600.0
"""Seconds for the sample of all organisations, on a machine that does other things as well."""
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
    ("written", "now", "means"),
    [
        ("+1d 10:00", "2026-10-14T09:40:00+08:00", "2026-10-15T10:00:00+08:00"),
        ("+2d 09:30", "2026-10-16T23:00:00+08:00", "2026-10-20T09:30:00+08:00"),
        ("+1d 10:00", "2026-09-30T09:40:00+08:00", "2026-10-08T10:00:00+08:00"),
    ],
    ids=["the next working day", "over a weekend", "over a holiday"],
)
def test_an_appointment_lies_ahead(written: str, now: str, means: str) -> None:
    """Working days count on from tomorrow."""
    found = appointed_at(written, load_pack("hotel"), datetime.fromisoformat(now))
    assert found == datetime.fromisoformat(means)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "expected a list of inquiries"),
        (
            "- {key: a, note: n, open: {}, received: -1m, appointment: soon}",
            'inquiry 1: appointment: expected such as "+1d 10:00"',
        ),
        ("- [", "is not valid YAML"),
        ("- {key: a, note: n, open: {}, received: yesterday}", "inquiry 1: received:"),
        ("- {key: A, note: n, open: {}, received: -1m}", "inquiry 1: key:"),
        ("- {key: a, note: n, received: -1m}", "inquiry 1: open:"),
        ("- &x {key: a, note: n, open: {}, received: -1m}\n- *x", "the key a stands there twice"),
    ],
    ids=[
        "no list",
        "no appointment",
        "no YAML",
        "no instant",
        "no key",
        "no registration",
        "twice",
    ],
)
def test_an_invalid_sample_is_located(tmp_path: Path, text: str, said: str) -> None:
    """File, inquiry and field."""
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "sample_day.yaml").write_text(text, "utf-8")
    with pytest.raises(InvalidSample) as refused:
        read_sample_day("p", tmp_path)
    assert str(tmp_path / "p" / "sample_day.yaml") in str(refused.value)
    assert said in str(refused.value)


async def _seen(running: Up) -> tuple[list[CaseItem], int]:
    """Return all cases, and how many have a workflow task that fails."""
    async with await Desk.connect(running.place()) as desk:
        client = await desk.client()
        failing = await client.count_workflows("TemporalReportedProblems IS NOT NULL")
        return list(await desk.list(limit=1_000)), failing.count


async def test_a_sample_of_all_organisations_is_loaded_once(tmp_path: Path) -> None:
    """All stand where they should, without an incident; the second start opens nothing."""
    with up(tmp_path) as running:
        running.line()
        loaded = running.line(LOADING)
        cases, failing = await _seen(running)
        assert running.stop() == 0
    assert loaded["opened"] == len(cases) == len(loaded["cases"])
    assert loaded["opened"] == sum(len(read_sample_day(pack)) for pack in sampled_packs())
    assert {case.pack for case in cases} == set(sampled_packs())
    assert (len(sampled_packs()) >= 10, failing) == (True, 0)
    assert {case.alert for case in cases} == {"正常", "临期", "逾期"}
    assert {case.closed_at is None for case in cases} == {True, False}
    page = (tmp_path / PAGE).read_text("utf-8")
    assert all(f"/workflows/{case.case}" in page for case in cases)
    with up(tmp_path, "--until-sampled") as again:
        again.line()
        assert again.line() == {**loaded, "opened": 0}
        assert again.process.wait() == 0


def test_people_are_told_how_many_inquiries_of_how_many_organisations() -> None:
    """And how to see those of one; what somebody else took over is named."""
    day = [Loaded("hotel", key, "办结", {"first_contact": "fo-01"}, f"HT-{key}") for key in TRIED]
    other = Loaded("property", "lamp", "承办中", {}, "PM-1", stopped="no such task")
    place, folder = Place({"target_host": "127.0.0.1:7000"}, "sqlite://", "q"), Path("/data")

    told = [
        *day_loaded("property", "物业公司首问责任制", [other]),
        *sample_summary(4, [*day, other], folder),
        *things_to_try(place, folder, day),
    ]

    said = "\n".join(told)
    assert "4 inquiries of 2 organisations" in said
    assert re.search(r"1  property +物业公司首问责任制\n +PM-1 stopped .*no such task", said)
    assert "list --pack hotel --data-dir /data" in said
    assert "nothing was opened twice" in "\n".join(sample_summary(0, day, folder))
