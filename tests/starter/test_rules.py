"""Traceability: every rule that a pack claims has its carrier and its proofs, and the command shows them."""

import json
import shutil
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cases.rehearsal import ReadableCase
from starter.main import main
from starter.pack_files import SHIPPED, load_pack
from starter.sheets import width
from starter.tracing import LATER, STATUSES, Trace, read_register, trace_rules

REGISTER = read_register()
WRITTEN = [key for key in REGISTER.packs() if (SHIPPED / key / "pack.yaml").is_file()]


@cache
def traces_of(pack: str) -> tuple[Trace, ...]:
    """Return the traces of a pack's rules."""
    return trace_rules(REGISTER, REGISTER.of_pack(pack))


def shouwen(*arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["rules", *arguments])


# what the packs claim, and whether it is proved


@pytest.mark.parametrize("pack", WRITTEN)
def test_every_rule_of_the_pack_has_its_carrier_and_its_proofs(pack: str) -> None:
    """What runs is carried, kept in a case, and broken in a case unless nobody can break it."""
    assert {} == {trace.key: trace.missing for trace in traces_of(pack) if trace.missing}


@pytest.mark.parametrize("pack", WRITTEN)
def test_the_pack_speaks_of_the_rules_of_its_organisation_and_of_no_others(pack: str) -> None:
    """Entries, citations and proofs name rules of the pack's own range."""
    published, own = load_pack(pack), set(REGISTER.of_pack(pack))
    letter = REGISTER.rules[min(own)].organisation

    proved = {
        rule
        for entries in published.source.cases.values()
        for entry in entries
        for proves in [ReadableCase.model_validate(entry).proves]
        for rule in (*proves.kept, *proves.broken)
    }

    assert published.pack.source.organisation == letter
    assert set(published.pack.rules) <= own
    assert proved <= own
    numbers = sorted(int(rule[1:]) for rule in own)
    assert published.pack.source.rules == f"R{numbers[0]}-R{numbers[-1]}"


@pytest.mark.parametrize("pack", WRITTEN)
def test_the_pack_leaves_out_what_the_register_leaves_out(pack: str) -> None:
    """`out` stands where the register says so, and nowhere else; `note` nowhere else."""
    claimed = load_pack(pack).pack.rules
    classes = {key: REGISTER.rules[key].rule_class for key in claimed}

    assert {key for key, name in classes.items() if name == "out"} == {
        key for key, entry in claimed.items() if "out" in entry.carried_by
    }
    assert {key for key, name in classes.items() if name == "note"} >= {
        key for key, entry in claimed.items() if "note" in entry.carried_by
    }


@pytest.mark.parametrize("pack", WRITTEN)
def test_a_rule_judged_later_says_so_in_its_pack(pack: str) -> None:
    """The entry names `later`, so that nobody reads recorded facts as a judgement."""
    claimed = load_pack(pack).pack.rules

    assert [] == [
        trace.key
        for trace in traces_of(pack)
        if trace.status == LATER and "later" not in claimed[trace.key].carried_by
    ]


# the same, where something is missing


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a folder with a copy of the hotel's pack."""
    shutil.copytree(SHIPPED / "hotel", tmp_path / "hotel")
    return tmp_path


def edit(file: Path, old: str, new: str) -> None:
    """Replace *old*, which must be there."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def missing_in(folder: Path, rule: str, *, prove: bool = False) -> tuple[str, ...]:
    """Return what a rule lacks in the packs of *folder*."""
    return trace_rules(REGISTER, [rule], folder, prove=prove)[0].missing


def test_a_rule_claimed_without_a_case_is_found(copied: Path) -> None:
    """Neither kept nor broken anywhere: both proofs are missing."""
    for file in (copied / "hotel" / "cases").glob("*.yaml"):
        file.write_text(file.read_text("utf-8").replace("R82", "R83"), "utf-8")

    assert missing_in(copied, "R82") == ("kept", "broken")
    assert missing_in(copied, "R83") == ()


def test_a_rule_that_is_only_said_to_be_recorded_does_not_run(copied: Path) -> None:
    """What software runs is carried by something that does it."""
    pack = copied / "hotel" / "pack.yaml"
    edit(
        pack,
        "R82: {carried_by: [policy:transfer, element:sign_slip]",
        "R82: {carried_by: [recorded]",
    )

    assert missing_in(copied, "R82") == ("carrier",)


def test_a_case_that_fails_its_rehearsal_proves_nothing(copied: Path) -> None:
    """With --prove the cases are played; a wrong ending takes its proofs away."""
    for file in (copied / "hotel" / "cases").glob("*.yaml"):
        file.write_text(
            file.read_text("utf-8").replace("  ends: {", "  ends: {jobs: [none.such], "), "utf-8"
        )

    assert missing_in(copied, "R68") == ()
    assert missing_in(copied, "R68", prove=True) == ("kept", "broken")


def test_a_pack_that_is_not_there_or_does_not_check_leaves_its_rules_without_carriers(
    copied: Path,
) -> None:
    """Nothing is claimed for a pack that could not run; what is left out lacks nothing."""
    edit(copied / "hotel" / "pack.yaml", "process: first_contact", "process: last_contact")

    assert missing_in(copied, "R68") == ("pack",)
    assert missing_in(copied, "R99") == ("pack",)
    assert missing_in(copied, "R12") == ()
    assert missing_in(copied, "R232") == ()


# what the command prints


def test_every_rule_is_listed_under_its_organisation_with_what_becomes_of_it() -> None:
    """298 rules, each with one of the words, and the count at the end."""
    result = shouwen()

    assert 0 == result.exit_code
    lines = result.stdout.splitlines()
    listed = [line.split()[0] for line in lines if line.startswith("  R")]
    assert listed == list(REGISTER.rules)
    assert "D 酒店  (hotel)" in lines
    assert lines[-1].startswith("298 rules: 184 runs, 41 recorded, judged later, 29 out, ")
    assert any("公文起草" in line and "because" in line for line in lines)


def test_the_columns_stay_in_line_beside_chinese() -> None:
    """Each title begins at the same column of the screen."""
    lines = shouwen("--pack", "tax-bureau").stdout.splitlines()
    titles = {key: REGISTER.rules[key].title for key in REGISTER.of_pack("tax-bureau")}

    columns = {
        width(line[: line.index(titles[line.split()[0]])])
        for line in lines
        if line.startswith("  R")
    }

    assert 1 == len(columns)


def test_one_rule_is_shown_with_everything_that_is_known_of_it() -> None:
    """From the clause to the limit with its number, the diagram and the cases."""
    result = shouwen("--rule", "R68")

    assert 0 == result.exit_code
    for part in (
        "酒店（D）四、3",
        "runs",
        "时限“转交时限”1小时（四、3，R68）  [limit:transfer]",
        "只量不判",
        "first_contact.bpmn",
        "packs/hotel/cases/2-transfer.yaml: ",
    ):
        assert part in result.stdout


def test_json_gives_one_object_a_rule() -> None:
    """Programs read the same, with keys and files."""
    result = shouwen("--pack", "hotel", "--json")

    rules = {one["rule"]: one for one in map(json.loads, result.stdout.splitlines())}
    assert list(rules) == list(REGISTER.of_pack("hotel"))
    assert LATER == rules["R76"]["status"]
    carriers = rules["R78"]["carried_by"]
    assert {
        "kind": "element",
        "key": "follow_up",
        "words": "环节“回访客人核实答复”（first_contact.bpmn）",
        "diagram": "processes/first_contact.bpmn",
    } in carriers
    assert all(one["file"].startswith("cases/") for one in rules["R78"]["kept"])
    assert {one["status"] for one in rules.values()} <= {*STATUSES.values(), LATER}


def test_what_is_out_shows_its_reason() -> None:
    """A rule left out says why, and lacks nothing."""
    rule = json.loads(shouwen("--rule", "R20", "--json").stdout)

    assert "out" == rule["status"]
    assert rule["out"]
    assert [] == rule["missing"]


def test_strict_ends_with_one_where_something_is_missing() -> None:
    """A script may rely on the exit code."""
    assert 0 == shouwen("--pack", "hotel", "--strict", "--prove").exit_code
    lacking = [name for name in REGISTER.packs() if name not in WRITTEN]
    for name in lacking[:1]:
        assert 1 == shouwen("--pack", name, "--strict").exit_code


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--rule", "R299"), "expected a rule from R1 to R298, found 'R299'"),
        (("--rule", "first"), "expected a rule from R1 to R298, found 'first'"),
        (("--pack", "hotel@9"), "expected an edition of hotel (1), found 'hotel@9'"),
        (("--pack", "./nowhere"), "or a folder with a pack.yaml, found './nowhere'"),
        (("--pack", "hotel@1", "--rule", "R271"), "expected a rule that hotel@1 carries (R61, "),
        (("--pack", "hotl"), "expected a pack (party-office, "),
        (("--pack", "hotel", "--rule", "R99"), "found R99, carried by tax-bureau"),
        (("--pack", "hotel", "--rule", "R232"), "found R232, carried by no pack"),
    ],
    ids=[
        "no such number",
        "no number",
        "no such edition",
        "no such folder",
        "not the edition's rule",
        "no such pack",
        "another pack's rule",
        "nobody's rule",
    ],
)
def test_an_unknown_rule_or_pack_is_refused_in_one_sentence(
    arguments: tuple[str, ...], says: str
) -> None:
    """Exit code 1, one sentence on standard error that says what was expected."""
    result = shouwen(*arguments)

    assert 1 == result.exit_code
    assert "" == result.stdout
    assert says in result.stderr


def test_every_organisation_has_its_pack() -> None:
    """Every rule of every organisation is carried by a pack that is there."""
    assert sorted(REGISTER.packs()) == sorted(WRITTEN)
    assert not [each.key for each in trace_rules(REGISTER, REGISTER.rules) if each.missing]


def test_an_owner_sees_the_rules_of_a_pack_in_a_folder(tmp_path: Path) -> None:
    """What is not shipped is traced as what is, and its cases are named where they are."""
    copy = Path(shutil.copytree(SHIPPED / "hotel", tmp_path / "hotel"))
    text = (copy / "pack.yaml").read_text("utf-8")
    (copy / "pack.yaml").write_text(text.replace("element:closed_verified, ", ""), "utf-8")
    shown = shouwen("--pack", str(copy))
    one = shouwen("--pack", str(copy), "--rule", "R61", "--json")

    assert (0, 0) == (shown.exit_code, one.exit_code)
    assert f"{copy}/cases/1-reception.yaml: " in shown.output
    assert "closed_verified" not in [each["key"] for each in json.loads(one.output)["carried_by"]]
    assert "closed_verified" in shouwen("--rule", "R61", "--json").output
