"""The community action plan as a form: its fields, what is typed into it, and what it lacks. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TEXTS = {
    "place": gettext_lazy("Place"),
    "problem": gettext_lazy("The problem in one sentence: what, where, when, how often"),
    "harmed": gettext_lazy("Who is harmed"),
    "goal": gettext_lazy("What will be different"),
}
ROWS = {
    "partners": (gettext_lazy("Partners"), {"who": gettext_lazy("Who"), "brings": gettext_lazy("What they bring")}),
    "tasks": (
        gettext_lazy("Tasks"),
        {
            "what": gettext_lazy("What is done"),
            "owner": gettext_lazy("Who is responsible"),
            "by": gettext_lazy("By which day"),
        },
    ),
    "indicators": (
        gettext_lazy("Indicators"),
        {
            "what": gettext_lazy("What is counted"),
            "now": gettext_lazy("Now"),
            "wanted": gettext_lazy("Wanted"),
            "checked": gettext_lazy("Checked when"),
        },
    ),
}
LONGEST, MOST_ROWS, FEWEST = 1_000, 30, 3
Plan = dict[str, Any]


def read(posted: Mapping[str, str]) -> Plan:
    """What was typed, by field; rows without a word are left out. Names in the form are tasks-0-owner and the like."""
    plan: Plan = {name: posted.get(name, "").strip()[:LONGEST] for name in TEXTS}
    for group, (_label, columns) in ROWS.items():
        rows = []
        for number in range(MOST_ROWS):
            row = {name: posted.get(f"{group}-{number}-{name}", "").strip()[:LONGEST] for name in columns}
            if any(row.values()):
                rows.append(row)
        plan[group] = rows
    return plan


def lacks(plan: Plan) -> list[tuple[str, str]]:
    """What is missing before it can be handed in: the field that lacks it, as `read` names it, and a sentence."""
    found = [(name, _("Fill in: %(field)s.") % {"field": label}) for name, label in TEXTS.items() if not plan[name]]
    if not plan["partners"]:
        found.append(("partners-0-who", _("Name at least one partner.")))
    if not plan["tasks"]:
        found.append(("tasks-0-what", _("Write at least one task.")))
    for place, task in enumerate(plan["tasks"]):
        found += [(f"tasks-{place}-{name}", said) for name, said in _task_lacks(task, place + 1)]
    if not any(one["what"] and one["wanted"] for one in plan["indicators"]):
        said = _("Write at least one indicator: what is counted, and how much of it is wanted.")
        found.append(("indicators-0-what", said))
    return found


def _task_lacks(task: Mapping[str, str], number: int) -> list[tuple[str, str]]:
    found = []
    if not task["what"]:
        found.append(("what", _("Task %(number)s: say what is done.") % {"number": number}))
    if not task["owner"]:
        found.append(("owner", _("Task %(number)s has nobody who is responsible.") % {"number": number}))
    if not is_day(task["by"]):
        found.append(("by", _("Task %(number)s has no day by which it is done.") % {"number": number}))
    return found


def flat(plan: Plan) -> dict[str, str]:
    """The plan as a form names its fields, so that `read` gives it back."""
    told = {name: plan[name] for name in TEXTS}
    for group in ROWS:
        for number, row in enumerate(plan[group]):
            told |= {f"{group}-{number}-{name}": text for name, text in row.items()}
    return told


def rows(plan: Plan, more: str = "") -> dict[str, int]:
    """How many rows to draw of each group: those written and one, three at least; of the group `more` three more."""
    drawn = {group: max(FEWEST, len(plan[group]) + 1) for group in ROWS}
    if more in drawn:
        drawn[more] = max(drawn[more], len(plan[more]) + FEWEST)
    return {group: min(count, MOST_ROWS) for group, count in drawn.items()}


def is_day(text: str) -> bool:
    """Whether it is a day such as 2026-12-01."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def blank() -> Plan:
    """A plan in which nothing is written."""
    return {**dict.fromkeys(TEXTS, ""), **{group: [] for group in ROWS}}
