"""What the handbook adds to a person's own page."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from handbook.domain import contents, report, visit
from people.models import User
from people.sections import Section

LATEST = 10


def my_reading(user: User, request: HttpRequest) -> Section | None:
    """How much of the handbook this person has read, and the last places; two queries."""
    sections = {section.pk: section for section in contents.sections()}
    visits = visit.visits(user)
    last = [sections[pk] for pk in visits.by_section if pk in sections][:LATEST]
    if not last:
        return None
    told = {"read": len(visits.read & sections.keys()), "total": len(sections)}
    data = {"told": told, "last": last, "read": visits.read}
    return Section("reading", _("Your reading"), "handbook/sections/reading.html", data)


def my_reports(user: User, request: HttpRequest) -> Section | None:
    """What this person reported, with the trainers' answers; one query."""
    found = list(report.of(user)[:LATEST])
    return (
        Section("reports", _("Problems that you reported"), "handbook/sections/reports.html", {"reports": found})
        if found
        else None
    )
