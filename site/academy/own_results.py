"""The results on a person's own page: assessments has them, people has the page, and neither knows the other."""

from django.http import HttpRequest
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
