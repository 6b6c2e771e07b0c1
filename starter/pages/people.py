"""Who there is, and how an inquiry is taken in. Posts and numbers, never names."""

from collections.abc import Mapping

from regulations.pack import RegistrationRules
from regulations.standing_in import DutyTurn
from starter.pages.markdown import bullets, lines_of, plain, table
from starter.pages.subject import OWN, Subject, basis, cited

_OWNERS = {
    "person": "首先接待的人",
    "unit": "首先接待的部门",
    "person_and_unit": "首先接待的人和其所在部门，同为首问责任者",
}
_TOGETHER = {"first": "先登记的一人", "senior": "职级高的一人"}
_CALENDARS = {"cn": "国家工作日（含调休上班日）", "cn-24x7": "国家工作日，全天营业"}
_WEEKDAYS = dict(
    zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "一二三四五六日", strict=True)
)


def people(subject: Subject) -> list[str]:
    """Return units, posts, stand-ins and the duty roster."""
    return [*_units(subject), *_posts(subject), *_roster(subject)]


def registration(subject: Subject) -> list[str]:
    """Return channels, kinds, subjects and tiers, and who becomes the owner."""
    rules, pack = subject.pack.registration, subject.pack
    label = pack.organisation.label
    tiers = [
        f"{title}（归{label(rules.owners_by_tier[key])}）"
        if key in rules.owners_by_tier
        else title
        for key, title in rules.tiers.items()
    ]
    return [
        *table(
            ("项目", "内容"),
            [
                ("受理渠道", _titles(rules.channels)),
                ("事项类别", _titles(rules.kinds)),
                *([("事项名目", _titles(rules.subjects))] if rules.subjects else []),
                *([("客户等级", plain("、".join(tiers)))] if tiers else []),
                ("登记表", plain(f"《{pack.forms[rules.form].title}》")),
                ("首问责任者", _OWNERS[rules.owner]),
                ("几人同时被问", _together(rules)),
                ("依据", plain(cited(rules) or basis(rules))),
                ("日历", plain(_calendar(subject))),
            ],
            whole=True,
        ),
        *bullets(
            f"{OWN}{plain(text)}" for text in (rules.declared, pack.calendar.declared) if text
        ),
    ]


def _together(rules: RegistrationRules) -> str:
    """Return who owns what several were asked, where the pack says so."""
    said = "asked_together" in rules.model_fields_set
    return _TOGETHER[rules.asked_together] if said else ""


def _titles(named: Mapping[str, str]) -> str:
    return plain("、".join(named.values()))


def _calendar(subject: Subject) -> str:
    calendar = subject.pack.calendar
    hours = f"，每日{'、'.join(calendar.hours)}" if calendar.hours else ""
    days = "".join(f"；{day.date} {day.name}" for day in calendar.days)
    return f"{_CALENDARS.get(calendar.base, calendar.base)}{hours}{days}"


def _units(subject: Subject) -> list[str]:
    pack = subject.pack
    label = pack.organisation.label
    return table(
        ("部门", "负责人", "上级", "人数", "备注"),
        [
            (
                plain(unit.title),
                plain(label(unit.head)) if unit.head else "",
                plain(label(unit.superior)) if unit.superior else "",
                str(sum(person.unit == key for person in pack.staff.values())),
                lines_of(
                    (
                        plain(f"监督部门{f'（{unit.cites}）' if unit.cites else ''}")
                        if unit.oversight
                        else "",
                        f"{OWN}{plain(unit.declared)}" if unit.declared else "",
                    )
                ),
            )
            for key, unit in pack.units.items()
        ],
    )


def _posts(subject: Subject) -> list[str]:
    pack = subject.pack
    label = pack.organisation.label
    return table(
        ("岗位", "部门", "上级", "B岗", "人数"),
        [
            (
                plain(post.title),
                plain(label(post.unit)) if post.unit else "",
                plain(label(post.superior)) if post.superior else "",
                plain(label(post.backup)) if post.backup else "",
                str(sum(key in person.posts for person in pack.staff.values())),
            )
            for key, post in pack.posts.items()
        ],
    )


def _roster(subject: Subject) -> list[str]:
    turns = subject.pack.duty_roster
    if not turns:
        return []
    label = subject.pack.organisation.label
    rows = [(_when(turn), plain(label(turn.staff)), plain(basis(turn))) for turn in turns]
    return ["**值班表**", "", *table(("何时", "值班人员", "依据"), rows)]


def _when(turn: DutyTurn) -> str:
    if turn.day is not None:
        return turn.day.isoformat()
    return f"每周{_WEEKDAYS[turn.weekday]}" if turn.weekday else "每日"
