"""What the page editor asks of the server about one leaf."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST
from wagtail.models import Page

from ui import languages
from ui.diff import compare
from ui.sources import source_of

DIGEST = re.compile(r"[0-9a-f]{12}")
# Characters of a source text as the editor has it now; a leaf is a few paragraphs.
LONGEST = 40_000


@require_POST
def source_change(request: HttpRequest, page_id: int) -> HttpResponse:
    """What changed in the source text since one translation was made, as a piece of HTML for the editor.

    Posted: `digest` (of the text that it was made from), `text` (the source as it stands in the editor, maybe not saved
    yet), `language` (the source's), `block`. 403 for whoever may not edit this page, whatever page it is.
    """
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        return HttpResponseForbidden()
    return render(request, "ui/admin/source_change.html", _change(page, request.POST))


def _change(page: Page, posted: Any) -> dict[str, Any]:
    digest, language = posted.get("digest", ""), posted.get("language", "")
    now = posted.get("text", "")[:LONGEST]
    known = DIGEST.fullmatch(digest) is not None
    before = source_of(page, [posted.get("block", "")], digest) if known else None
    return {
        "now": now,
        "language": language if language in languages.codes() else "",
        "known": before is not None,
        "pieces": compare(before, now) if before is not None else [],
    }
