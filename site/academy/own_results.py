"""The results on a person's own page: assessments has them, people has the page, and neither knows the other."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import presenters
from assessments.domain import results
from people.models import User
from people.sections import Section

LATEST = 5


def my_results(user: User, request: HttpRequest) -> Section:
    """The latest results of this person, and the way to all of them; one query."""
    found = presenters.own_rows(results.of(user)[: LATEST + 1])
    data = {"rows": found[:LATEST], "more": len(found) > LATEST}
    return Section("results", _("Your results"), "academy/section_results.html", data)


def corrected(user: User) -> list[presenters.Row]:
    """Results of this person that somebody corrected lately, as far as they are shown; one query."""
    return [row for row in presenters.own_rows(results.corrected_lately(user)) if row.score]


def taken_along(user: User) -> list[dict[str, Any]]:
    """The results of this person as far as they are shown, for the file of their own data; one query."""
    return [
        {
            "assessment": row.sitting.assessment.code,
            "number": row.sitting.number,
            "score": str(row.result.score),
            "out_of": str(row.result.out_of),
            "waiting": row.score.waiting,
            "passed": row.score.passed,
            "at": timezone.localtime(row.result.marked_at).isoformat(timespec="seconds"),
        }
        for row in presenters.own_rows(results.of(user))
        if row.score
    ]
