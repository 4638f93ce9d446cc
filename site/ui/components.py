"""What components are made of: small frozen values that a view or presenter fills, and the sums they need."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

VARIANTS = ("primary", "secondary", "quiet", "danger")
TONES = ("info", "success", "warning", "error")
# The blocks of the handbook; those without a label of their own are plain text to a reader.
BLOCKS = {
    "text": "",
    "steps": "",
    "comparison": "",
    "case": _("Case"),
    "warning": _("Warning"),
    "law": _("The law"),
    "definition": _("Definition"),
    "question": _("Think about it"),
    "try": _("Try it"),
}
# What became of an answer, in words.
SAVED_STATES = {
    "idle": _("Not answered yet"),
    "saving": _("Saving…"),
    "saved": _("Saved"),
    "waiting": _("Kept on this device; it will be sent when there is a connection"),
    "failed": _("Not saved"),
}
# Django's message levels, as the tones that a message is drawn in.
LEVEL_TONES = {"debug": "info", "info": "info", "success": "success", "warning": "warning", "error": "error"}


@dataclass(frozen=True)
class NavItem:
    """One entry of the main navigation, `ui_nav`."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Account:
    """Who is signed in, `ui_account`: the name that is shown, their own page, where log-out is posted to."""

    name: str
    url: str
    logout_url: str


@dataclass(frozen=True)
class Step:
    """One entry of a row of steps."""

    label: str
    done: bool
    current: bool


@dataclass(frozen=True)
class Problem:
    """One line of an error summary: what is wrong, and the input that the line leads to ("" if none)."""

    text: str
    target: str = ""


@dataclass(frozen=True)
class PageLink:
    """One number of a pagination; `url` is empty for the gap between numbers."""

    number: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Pages:
    """A pagination ready to be drawn."""

    number: int
    count: int
    previous: str
    next: str
    links: list[PageLink] = field(default_factory=list)


def one_of(value: str, allowed: Collection[str]) -> str:
    """`value`, if it is allowed: a misspelt variant fails at once, not as a component without a style."""
    if value not in allowed:
        raise ValueError(f"{value!r} is none of {', '.join(allowed)}")
    return value


def html_attributes(attrs: dict[str, Any]) -> dict[str, Any]:
    """Keyword arguments as HTML attributes: data_question=3 is data-question="3"; None and False are left out."""
    return {
        name.rstrip("_").replace("_", "-"): value
        for name, value in attrs.items()
        if value is not None and value is not False
    }


def steps(labels: Iterable[str], current: int) -> list[Step]:
    """Labels in order; those before `current` (counted from 1) are done; past the last, all are."""
    return [Step(str(label), place < current, place == current) for place, label in enumerate(labels, start=1)]


def problems(form: BaseForm) -> list[Problem]:
    """Everything wrong with a form: first what concerns it as a whole, then its fields in order."""
    found = [Problem(str(text)) for text in form.non_field_errors()]
    for bound in form:
        found += [Problem(f"{bound.label} — {text}", first_input(bound)) for text in bound.errors]
    return found


def first_input(bound: BoundField) -> str:
    """The id of the input that an error leads to: the first one of a group."""
    if not bound.auto_id or bound.is_hidden:
        return ""
    return bound.id_for_label or f"{bound.auto_id}_0"


def pages(page: Page, request: HttpRequest | None, parameter: str = "page") -> Pages:
    """A page of a paginator with its links, every other parameter of the address kept."""
    paginator = page.paginator
    numbers = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [_page_link(n, page.number, request, parameter) for n in numbers]
    before = page_url(request, parameter, page.number - 1) if page.has_previous() else ""
    after = page_url(request, parameter, page.number + 1) if page.has_next() else ""
    return Pages(page.number, paginator.num_pages, before, after, links)


def _page_link(number: int | str, current: int, request: HttpRequest | None, parameter: str) -> PageLink:
    if isinstance(number, int):
        return PageLink(str(number), page_url(request, parameter, number), number == current)
    return PageLink(number, "")


def page_url(request: HttpRequest | None, parameter: str, number: int) -> str:
    """The same address, on another page."""
    if request is None:
        return f"?{parameter}={number}"
    query = request.GET.copy()
    query[parameter] = str(number)
    return f"?{query.urlencode()}"


def clock_text(seconds: int) -> str:
    """Seconds as a clock shows them: 1:05:09, 38:20, 0:07."""
    minutes, rest = divmod(max(seconds, 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
