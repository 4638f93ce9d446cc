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
        gettext_lazy("Tasks of the plan"),
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
    plan: Plan = {name: clean(posted.get(name, "")) for name in TEXTS}
    for group, (_label, columns) in ROWS.items():
        rows = []
        for number in range(MOST_ROWS):
            row = {name: clean(posted.get(f"{group}-{number}-{name}", "")) for name in columns}
            if any(row.values()):
                rows.append(row)
        plan[group] = rows
    return plan


def clean(text: str) -> str:
    """What was typed, as it is kept: a new line is one letter, as browsers count it, and none is a NUL."""
    return text.replace("\r\n", "\n").replace("\0", "").strip()


def too_long(plan: Plan) -> list[str]:
    """The fields that are too long to be kept, in sentences."""
    fields = [(label, plan[name]) for name, label in TEXTS.items()]
    for group, (_label, columns) in ROWS.items():
        fields += [(columns[name], text) for row in plan[group] for name, text in row.items()]
    said = _("%(field)s: %(most)d letters at most. Make it shorter.")
    return [said % {"field": label, "most": LONGEST} for label, text in fields if len(text) > LONGEST]


def lacks(plan: Plan) -> list[str]:
    """What is missing before it can be handed in, in sentences that say where."""
    found = [_("Fill in: %(field)s.") % {"field": label} for name, label in TEXTS.items() if not plan.get(name)]
    if not plan.get("partners"):
        found.append(_("Name at least one partner."))
    if not plan.get("tasks"):
        found.append(_("Write at least one task."))
    for number, task in enumerate(plan.get("tasks", []), start=1):
        if not task["what"]:
            found.append(_("Task %(number)s: say what is done.") % {"number": number})
        if not task["owner"]:
            found.append(_("Task %(number)s has nobody who is responsible.") % {"number": number})
        if not is_day(task["by"]):
            found.append(_("Task %(number)s has no day by which it is done.") % {"number": number})
    counted = [one for one in plan.get("indicators", []) if one["what"] and one["wanted"]]
    if not counted:
        found.append(_("Write at least one indicator: what is counted, and how much of it is wanted."))
    return found


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
