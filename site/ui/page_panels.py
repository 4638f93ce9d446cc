"""Panels of the page editor."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel

from ui import languages, weight
from ui.staleness import State

WORST = 12


@dataclass(frozen=True)
class LanguageState:
    """One line of the panel: a language, how much of it is missing and stale, and where."""

    name: str
    missing: int
    stale: int
    places: list[tuple[str, str, State]]  # (label, block id or "", state)
    more: int


def language_states(page: Any) -> list[LanguageState]:
    """The state of each language of a page, in the order of the settings; at most WORST places are named."""
    found = list(page.leaves())
    lines = []
    for code in languages.codes():
        places = [
            (leaf.label, leaf.block_id, one) for leaf in found if (one := leaf.value.state(code)) is not State.FRESH
        ]
        missing = sum(one is State.MISSING for _, _, one in places)
        stale, more = len(places) - missing, max(0, len(places) - WORST)
        lines.append(LanguageState(languages.own_name(code), missing, stale, places[:WORST], more))
    return lines


def editor_settings() -> dict[str, Any]:
    """What the editor's scripts know: the languages, and their own words in the language of the interface."""
    words = {
        "languages": _("Languages"),
        "source": _("source"),
        "missing": _("missing"),
        "stale": _("out of date"),
        "will": _("out of date after this change"),
        "changed": _("changed now"),
        "confirmed": _("confirmed now"),
        "fine": _("in step"),
        "still": _("Still right"),
        "compare": _("What changed?"),
        "failed": _("This can't be shown now. Try again in a minute."),
        "change": _("This change is one of"),
        "meaning": _("meaning"),
        "wording": _("wording"),
        "view": _("How languages are shown"),
        "auto": _("as there is room"),
        "columns": _("columns"),
        "tabs": _("tabs"),
        "pair": _("source and one other"),
        "keys": _("Alt + Page Down leads to the next text that is missing or out of date, Alt + Page Up back."),
    }
    known = [{"code": code, "name": languages.own_name(code)} for code in languages.codes()]
    return {"languages": known, "words": {name: str(text) for name, text in words.items()}}


class TranslationPanel(Panel):
    """What of this page is missing and what is stale, a line a language, each place a link to its block."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "ui/admin/translation_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return context | {"lines": language_states(self.instance) if self.instance.pk else []}


class WeightPanel(Panel):
    """How heavy the page is, how long a poor line takes for it, and what makes it so."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "ui/admin/weight_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            if not self.instance.pk:
                return context | {"weight": None}
            found = weight.weigh(self.instance)
            poor, edge = (round(weight.seconds(found.first, line)) for line in (weight.POOR_3G, weight.EDGE))
            return context | {"weight": found, "poor": poor, "edge": edge, "budget": weight.BUDGET}
