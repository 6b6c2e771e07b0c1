"""The page of a pack: whole, in the order of the articles, and never older than the pack."""

import re
import shutil
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from regulations.publishing import PublishedPack
from starter.main import main
from starter.pack_files import SHIPPED, find_pack, load_pack
from starter.pages.page import pages_of
from starter.pages.writing import PAGES
from starter.tracing import read_register

REGISTER = read_register()
WRITTEN = sorted(file.stem for file in PAGES.glob("*.md"))
LIBRARY = Path(__file__).parents[1] / "regulations" / "packs" / "library"


@cache
def made(pack: str) -> dict[str, str]:
    """Return the page of a pack and its drawings, made anew."""
    return dict(pages_of(pack, published(pack), REGISTER, find_pack(pack)))


@cache
def published(pack: str) -> PublishedPack:
    """Return a pack, published once."""
    return load_pack(pack)


@pytest.mark.parametrize("pack", WRITTEN)
def test_the_page_is_that_of_the_pack_as_it_stands(pack: str) -> None:
    """After a change of the pack: `make pages`."""
    for path, text in made(pack).items():
        assert (PAGES / path).read_text("utf-8") == text, f"{path} is stale: run `make pages`"
    drawn = {f"{pack}/{file.name}" for file in (PAGES / pack).glob("*.svg")}
    assert drawn == {path for path in made(pack) if path.startswith(f"{pack}/")}


def test_no_drawing_of_a_shared_diagram_is_left_that_nobody_uses() -> None:
    """A shared diagram is drawn once, for all the pages that show it."""
    used = {path for pack in WRITTEN for path in made(pack) if path.startswith("shared/")}

    assert used == {f"shared/{file.name}" for file in (PAGES / "shared").glob("*.svg")}


@pytest.mark.parametrize("pack", WRITTEN)
def test_the_rules_stand_in_the_order_of_the_articles(pack: str) -> None:
    """Each rule once, under its clause, with our own line."""
    page = made(pack)[f"{pack}.md"]

    found = re.findall(r"^\*\*(R[0-9]+)　", page, re.MULTILINE)

    assert list(REGISTER.of_pack(pack)) == found


@pytest.mark.parametrize("pack", WRITTEN)
def test_everything_of_the_pack_is_on_its_page_and_nobodys_name(pack: str) -> None:
    """Limits, forms, declarations, cases and diagrams are there; people are counted, not named."""
    page = made(pack)[f"{pack}.md"].replace("\\", "")
    law = published(pack).pack
    titles = [
        *(each.title for each in law.limits.values()),
        *(each.title for each in law.forms.values()),
        *(each.title for each in law.units.values()),
        *(each.title for each in law.posts.values()),
        *(each.declared for each in law.declarations),
        *(each["name"] for entries in published(pack).source.cases.values() for each in entries),
        *(path for path in made(pack) if path.endswith(".svg")),
    ]

    assert [] == [title for title in titles if title not in page]
    assert [] == [person.name for person in law.staff.values() if person.name in page]


@pytest.mark.parametrize("pack", WRITTEN)
def test_what_the_organisation_declared_is_marked_as_its_own(pack: str) -> None:
    """Nobody takes for the text's what the organisation decided."""
    page = made(pack)[f"{pack}.md"].replace("\\", "")

    for limit in published(pack).pack.limits.values():
        for value in limit.values:
            if value.declared and not value.cites:
                assert f"【本单位声明】{value.declared.rstrip('。')}" in page


def test_a_number_that_the_article_does_not_name_is_marked_beside_the_article() -> None:
    """The article asks for haste, the organisation says how long; a number of the text has no mark."""
    page = made("citizens-service-centre")["citizens-service-centre.md"]

    assert "| 承诺办结时限 | 3个工作日（限时办结制1，R208）【本单位声明】<br>" in page
    assert "登记事项：7个工作日（服务承诺制4，R206）<br>" in page
    assert "登记事项7个工作日（服务承诺制4，R206）；" in page


def test_units_and_posts_that_the_text_does_not_name_are_said_to_be_examples() -> None:
    """Nobody looks in the regulation for a section that stands there to play the cases."""
    page = made("tax-bureau")["tax-bureau.md"]

    part = page.partition("## 一、单位与岗位")[2].partition("## 二、")[0]

    assert "其余的名称和人数是示例，由本单位换成自己的。" in part


def test_how_often_somebody_is_called_back_is_said_as_it_runs() -> None:
    """Where a case is followed until there is a result, no number of attempts ends it."""
    until = made("forestry-company")["forestry-company.md"]

    assert "由首问责任者回访，联系不上的再联系，直到有明确结果" in until
    assert "由首问责任者回访，联系不上的至多3次" in made("power-supply")["power-supply.md"]


def test_what_is_listed_is_told_apart() -> None:
    """An outcome that is itself a list, or a sentence with a comma, stands between semicolons."""
    page = made("social-security")["social-security.md"]

    assert "；不清楚、责任不明：请示领导；" in page
    assert "| 请示事项和理由 | 备注 | 上报请示 |" in page


def test_what_a_decision_table_decides_is_on_the_page() -> None:
    """Every rule in its author's words, with its result by name; never a bare key."""
    part = made("hotel")["hotel.md"].partition("、决策表")[2].partition("\n## ")[0]

    assert "看什么：涉及部门数、是否涉及人身伤害或财物损失、是否需要外部单位配合" in part
    assert "| 涉及两个部门（比照四、5） | 复杂 |" in part
    assert "| 设施设备 | 工程部 |" in part
    assert "| 首问责任人本职范围内的一般事项：" in made("tax-bureau")["tax-bureau.md"]
    assert "、决策表" not in made("party-office")["party-office.md"]


def test_tasks_of_a_shared_diagram_that_nobody_comes_to_are_named_below_it() -> None:
    """A centre that knows no extension does not seem to have one."""
    page = made("service-centre")["service-centre.md"].partition("、流程图")[2]

    assert "“审批延期”（本制度不设延期）；“恢复计时”（本制度不设暂停计时）" in page
    assert "这些环节不适用" not in made("hotel")["hotel.md"]


def test_what_holds_in_several_places_is_declared_once() -> None:
    """One line names all the forms; whoever signs does not read the same sentence ten times."""
    page = made("food-drug")["food-drug.md"]
    part = page.partition("、本单位声明\n")[2].partition("\n## ")[0]

    rows = [line.rpartition("【本单位声明】")[2] for line in part.splitlines() if "| 【" in line]
    assert len(rows) == len(set(rows))
    assert "| 表单“投诉受理”、“指定调查人”、“投诉调查”、" in part


def test_longer_limits_and_pauses_say_whose_they_are() -> None:
    """The article lets the manager extend; how far, and what stops the clock, the hall declared."""
    page = made("service-hall")["service-hall.md"]

    assert "批准延长，最多5个工作日（三（三）2，R250）【本单位声明】" in page
    assert "可以中止的情形：等候客户补充说明（三（三）1，R249）【本单位声明】" in page


def test_the_page_says_how_it_was_made_and_has_a_place_to_sign() -> None:
    """The command at the top; who approved it, in which post and when, at the end."""
    page = made("hotel")["hotel.md"]

    assert "`shouwen pack page hotel`" in page.splitlines()[2]
    assert "【本单位声明】版本、施行日期和案号的编法由本单位定。" in page
    for word in ("审定人", "职务", "日期"):
        assert f"| {word} |" in page
    assert "1小时（四、3，R68）" in page
    assert "1个工作日（四、4，R71）" in page


def test_what_a_pack_does_not_say_is_not_on_its_page() -> None:
    """No guide, no roster, no gravity, no silence: no such part."""
    page = made("hotel")["hotel.md"]

    for part in ("办事指南", "值班表", "轻重分档", "沉默的后果", "共用流程的设定"):
        assert f"、{part}" not in page


def test_drawings_of_diagrams_that_are_gone_are_removed(tmp_path: Path) -> None:
    """The command writes page and drawings, and leaves nothing else of the pack behind."""
    (tmp_path / "hotel").mkdir()
    (tmp_path / "hotel" / "old.svg").write_text("<svg/>", "utf-8")

    result = CliRunner().invoke(main, ["pack", "page", "hotel", "--out", str(tmp_path)])

    assert 0 == result.exit_code
    assert {str(tmp_path / path) for path in made("hotel")} == set(result.stdout.splitlines())
    assert ["first_contact.svg"] == [file.name for file in (tmp_path / "hotel").iterdir()]


def test_a_shared_diagram_is_drawn_in_the_folder_of_what_is_shared(tmp_path: Path) -> None:
    """Pages link the one drawing; the caption says that others use the diagram too."""
    shutil.copytree(SHIPPED / "tax-bureau", tmp_path / "tax-bureau")
    shared = tmp_path / "shared" / "processes"
    shared.mkdir(parents=True)
    shutil.move(tmp_path / "tax-bureau/processes/consultation.bpmn", shared)
    pack = tmp_path / "tax-bureau" / "pack.yaml"
    text = pack.read_text("utf-8") + "shares: [processes/consultation.bpmn]\n"
    pack.write_text(text, "utf-8")

    found = pages_of("tax-bureau", load_pack(str(pack.parent)), REGISTER, pack.parent)

    assert {"tax-bureau.md", "tax-bureau/first-contact.svg", "tax-bureau/instruction.svg"} | {
        "shared/consultation.svg"
    } == set(found)
    assert "与其他单位共用）](shared/consultation.svg)" in found["tax-bureau.md"]


def test_a_pack_that_does_not_check_gets_no_page(tmp_path: Path) -> None:
    """Its problems are told instead."""
    shutil.copytree(LIBRARY, tmp_path / "library")
    pack = tmp_path / "library" / "pack.yaml"
    pack.write_text(pack.read_text("utf-8").replace("within: total", "within: whole"), "utf-8")

    result = CliRunner().invoke(main, ["pack", "page", str(pack.parent), "--out", str(tmp_path)])

    assert 1 == result.exit_code
    assert "limits." in result.stderr
    assert not list(tmp_path.glob("*.md"))


def test_every_pack_has_its_page() -> None:
    """No owner is left without a page to sign."""
    assert sorted(WRITTEN) == sorted(REGISTER.packs())


def test_where_there_are_no_documents_a_folder_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written beside the packages of an installed release."""
    monkeypatch.setattr("starter.commands.pack.PAGES", tmp_path / "docs")
    ran = CliRunner().invoke(main, ["pack", "page", "hotel", "--out", str(tmp_path / "docs")])

    assert (1, "expected the folder of the pages, such as --out pages\n") == (
        ran.exit_code,
        ran.stderr,
    )
    assert not (tmp_path / "docs").exists()


def test_a_folder_for_pages_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    """Here a file stands in its way."""
    (tmp_path / "file").write_text("")
    ran = CliRunner().invoke(
        main, ["pack", "page", "hotel", "--out", str(tmp_path / "file" / "x")]
    )
    assert ran.exit_code == 1
    assert ran.stderr.startswith(f"the pages cannot be written to {tmp_path / 'file' / 'x'} (")
    assert ran.stderr.endswith("): choose another --out\n")
