"""The live board for invigilators: how far everybody is, without a word of what they answered."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments import board_presenters
from assessments.domain import authored
from assessments.domain import board as watching
from assessments.models import Assessment
from people.access import SignedIn, permission_required, refused
from people.looks import record_looks
from people.roles import Permission

PER_PAGE = 100
EVERY = 15  # seconds between two looks of the page's script


@permission_required(Permission.SEE_OWN_COHORTS, Permission.SEE_ALL_RESULTS)
@require_safe
def board(request: SignedIn, code: str) -> HttpResponse:
    """Totals of everybody whom one may see, and a line for each, trouble first; with the header X-Part
    what changes, alone.

    Each look is written down for the people on the page, like a look at results by name.
    """
    try:
        found = authored.get(code=code)
    except Assessment.DoesNotExist:
        raise refused(request, "assessment") from None
    now = timezone.now()
    seats = watching.seats(assessment=found, viewer=request.user, now=now)
    page = Paginator(seats, PER_PAGE).get_page(request.GET.get("page"))
    # The person looked at reads this line, perhaps in another language than the viewer's: so the content's own.
    with translation.override(settings.CONTENT_LANGUAGE):
        what = _("How far you are in «%(title)s»") % {"title": found.title}
    record_looks(viewer=request.user, people=[seat.person for seat in page], what=what)
    context = {
        "assessment": found,
        "page_obj": page,
        "lines": board_presenters.lines(page, now),
        "tiles": board_presenters.tiles(seats),
        "now": now,
        "every": EVERY,
    }
    if "X-Part" in request.headers:
        return render(request, "assessments/board_part.html", context)
    context["rehearsal"] = watching.last_rehearsal(found)
    return render(request, "assessments/board.html", context)
