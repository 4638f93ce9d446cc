"""Recall as its screen shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handbook.domain import recall
from handbook.domain.recall import Recall
from handbook.enums import ChangeOf
from handbook.models import Recheck
from people.models import User
from people.roles import Permission, may
from ui import languages
from ui.citations import Citation, Rest, base, law_of, resolve_many
from ui.diff import Piece, compare

KINDS = {
    "section": gettext_lazy("Sections of the handbook"),
    "lesson": gettext_lazy("Lessons"),
    "question": gettext_lazy("Questions"),
    "assessment": gettext_lazy("Drafts of quizzes and examinations"),
    "edition": gettext_lazy("Published editions"),
    "course": gettext_lazy("Courses"),
    "certificates": gettext_lazy("Certificates given on the old text"),
}


@dataclass(frozen=True)
class Line:
    """One thing that rests on a change; url is empty where the viewer may not go."""

    key: str
    title: str
    url: str
    note: str
    recheck: Recheck | None


@dataclass(frozen=True)
class Group:
    """Things of one kind."""

    heading: str
    lines: list[Line]


@dataclass(frozen=True)
class Card:
    """One change: where, when, who, what changed, and what rests on it."""

    pk: int
    title: str
    above: str
    url: str
    language: str
    at: datetime
    who: str
    is_law: bool
    diff: list[Piece]
    gone: bool
    groups: list[Group]
    done: int
    total: int


def cards(shown: Sequence[Recall], viewer: User) -> list[Card]:
    """The recalls of one page, with their texts; three queries and those of the citations."""
    refs = [ref for one in shown for ref in (one.change.ref, base(one.change.ref))]
    cited = resolve_many(refs, languages.current())
    registers = may(viewer, Permission.ISSUE_CERTIFICATES) or may(viewer, Permission.REVOKE_CERTIFICATES)
    return [_card(one, cited, registers=registers) for one in recall.with_texts(shown)]


def _card(one: Recall, cited: dict[str, Citation], *, registers: bool) -> Card:
    change = one.change
    found = cited.get(change.ref) or cited.get(base(change.ref))
    return Card(
        pk=change.pk,
        title=found.title if found else change.label,
        above=found.heading if found else _("It is not in the handbook any more."),
        url=found.url if found else "",
        language=change.language,
        at=change.at,
        who=change.by_label,
        is_law=change.of == ChangeOf.LAW,
        diff=compare(change.before, change.after),
        gone=not change.after,
        groups=_groups(one, registers=registers),
        done=one.done,
        total=one.total,
    )


def _groups(one: Recall, *, registers: bool) -> list[Group]:
    return [
        Group(str(heading), lines)
        for kind, heading in KINDS.items()
        if (lines := [_line(rest, recheck, registers) for rest, recheck in one.rests if rest.kind == kind])
    ]


def _line(rest: Rest, recheck: Recheck | None, registers: bool) -> Line:
    if rest.kind != "certificates":
        return Line(rest.key, rest.title, rest.url, "", recheck)
    words = ngettext("%(count)d certificate issued before", "%(count)d certificates issued before", rest.count)
    return Line(rest.key, rest.title, rest.url if registers else "", words % {"count": rest.count}, recheck)


def places() -> list[tuple[str, str]]:
    """For the filter: the sections and laws that have changes, each as reference and name, laws last."""
    refs = recall.wholes()
    cited = resolve_many(refs, languages.current())
    named = [(ref, cited[ref].title if ref in cited else ref) for ref in refs]
    return sorted(named, key=lambda pair: (law_of(pair[0]) is not None, pair[0]))


def kept(query: Any) -> dict[str, str]:
    """What of a query the screen knows: the filters and the page, as safe short texts."""
    return {name: query[name][:120] for name in ("state", "where", "page") if query.get(name)}
