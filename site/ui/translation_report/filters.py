"""What may be asked of the report: each filter and order has a list of what it takes; the rest is as if not said."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ui import languages
from ui.staleness import State
from ui.translation_report.rows import Row, Sheet, Why

AGES = (7, 30, 90)
DRAFT, PUBLISHED = "draft", "published"
BY_NUMBER, BY_AGE = "number", "age"


@dataclass(frozen=True)
class Filters:
    """What was asked; "" is everything. under and page are ids, kind is «app.model» in small letters."""

    state: str = ""
    language: str = ""
    under: str = ""
    kind: str = ""
    age: str = ""
    why: str = ""
    status: str = ""
    sort: str = ""
    page: str = ""

    def holds_for(self, sheet: Sheet) -> bool:
        """Whether a page is among those asked for."""
        return (
            self.under in {"", str(sheet.parent_id)}
            and self.page in {"", str(sheet.page.pk)}
            and self.kind in {"", sheet.kind}
            and self.status in {"", DRAFT if sheet.draft else PUBLISHED}
        )

    def holds_in(self, row: Row) -> bool:
        """Whether a row of such a page is among those asked for."""
        return (
            self.state in {"", row.state}
            and self.language in {"", row.language}
            and self.why in {"", row.why}
            and (not self.age or row.days >= int(self.age))
        )

    @property
    def as_pairs(self) -> list[tuple[str, str]]:
        """What was asked, by name, for a form that carries it on."""
        return [(name, value) for name, value in asdict(self).items() if value]

    @property
    def query(self) -> str:
        """The same as a query string."""
        return urlencode(self.as_pairs)


class FilterForm(forms.Form):
    """The filters, as the reader sets them."""

    def __init__(self, data: Mapping[str, Any], sheets: list[Sheet]) -> None:
        super().__init__(data)
        kinds = {sheet.kind: sheet.kind_name for sheet in sheets}
        above = {str(sheet.parent_id): sheet.parent for sheet in sheets}
        ages = [(str(days), format_lazy(_("{days} days or longer"), days=days)) for days in AGES]
        orders = [
            ("", _("as the pages stand")),
            (BY_NUMBER, _("most behind first")),
            (BY_AGE, _("longest behind first")),
        ]
        self._offer("language", _("Language"), [(code, languages.own_name(code)) for code in languages.codes()])
        self._offer("state", _("State"), [(State.MISSING, _("missing")), (State.STALE, _("out of date"))])
        self._offer("why", _("Why"), WHY_WORDS.items())
        self._offer("age", _("Age"), ages)
        self._offer("under", _("Chapter or course"), above.items())
        self._offer("kind", _("Kind of page"), sorted(kinds.items()))
        self._offer("status", _("Draft or published"), STATUS_WORDS.items())
        self.fields["sort"] = forms.ChoiceField(label=_("Order"), choices=orders, required=False)
        self._offer("page", "", [(str(sheet.page.pk), sheet.title) for sheet in sheets])
        self.fields["page"].widget = forms.HiddenInput()

    def _offer(self, name: str, label: Any, choices: Iterable[tuple[Any, Any]]) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=[("", _("all")), *choices], required=False)

    def filters(self) -> Filters:
        """What was asked, of what may be asked."""
        self.is_valid()
        return Filters(**{name: self.cleaned_data.get(name, "") for name in self.fields})


STATUS_WORDS = {DRAFT: _("with unpublished changes"), PUBLISHED: _("published as it is")}
WHY_WORDS = {
    Why.NEVER: _("never translated"),
    Why.MEANING: _("after a change of meaning"),
    Why.OTHER: _("not yet said to be in step"),
}


def read(data: Mapping[str, Any], sheets: list[Sheet]) -> tuple[FilterForm, Filters]:
    """The form as it is to be shown again, holding only what may be asked, and the filters."""
    filters = FilterForm(data, sheets).filters()
    return FilterForm(asdict(filters), sheets), filters
