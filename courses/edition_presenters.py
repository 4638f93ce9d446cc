"""What the screen of versions says, ready for its template."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.domain.editions import Change, Touched
from courses.enums import CourseChange

_SAID = {
    CourseChange.LESSON_NEW: lambda: _("New lesson: “%(title)s”"),
    CourseChange.LESSON_CHANGED: lambda: _("Changed text: “%(title)s”"),
    CourseChange.LESSON_GONE: lambda: _("Lesson taken out: “%(title)s”"),
    CourseChange.ORDER: lambda: _("The lessons stand in another order"),
    CourseChange.ASKED: lambda: _("Asked for now: “%(title)s”"),
    CourseChange.NOT_ASKED: lambda: _("No longer asked for: “%(title)s”"),
}


def changes(found: Iterable[Change]) -> list[tuple[str, str]]:
    """Each change in words, with the address where both texts stand side by side if there is one."""
    return [(_SAID[one.kind]() % {"title": one.title}, _compared(one)) for one in found]


def _compared(change: Change) -> str:
    if not change.revisions:
        return ""
    return reverse("wagtailadmin_pages:revisions_compare", args=[change.page_id, *map(str, change.revisions)])


def touched(found: Iterable[Touched]) -> list[tuple[str, str, str]]:
    """Cohort, version and how many learners are under way, in words."""
    return [
        (
            str(one.cohort) if one.cohort else _("Learners without a cohort"),
            _("version %(number)d") % {"number": one.edition} if one.edition else _("the course as it stands"),
            ngettext("%(count)d learner", "%(count)d learners", one.learners) % {"count": one.learners},
        )
        for one in found
    ]
