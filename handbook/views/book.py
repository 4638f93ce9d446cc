"""The book: what there is to download, asking for what isn't, and how far it is."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from handbook.domain.book.ask import NoSuchEdition, ask, edition
from handbook.domain.book.find import ready
from handbook.domain.book.published import NothingToPrint
from handbook.domain.contents import front_page
from handbook.presenters import book as presenters
from people.access import SignedIn
from ui import throttle
from ui.ranges import ranged

TYPES = {"pdf": "application/pdf", "epub": "application/epub+zip"}
# There are a dozen editions; whoever asks for more than a few times all of them an hour is a machine.
MOST, SECONDS = 30, 3600


@require_safe
def books(request: HttpRequest) -> HttpResponse:
    """Every edition: to download, under way, failed, or to be asked for by whoever is signed in."""
    now = presenters.present()
    groups = presenters.shelf(now) if now else []
    under_way = any(one.under_way for group in groups for one in group.editions)
    context = {"index": front_page(), "groups": groups, "under_way": under_way, "now": now}
    response = render(request, "handbook/books.html", context | {"day": presenters.state_of(now) if now else ""})
    if under_way:
        response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def make(request: SignedIn) -> HttpResponse:
    """Has an edition made: once for each published state, whoever asks and however often."""
    asked = {name: request.POST.get(name, "")[:8] for name in ("format", "language", "beside")}
    try:
        wanted = edition(**asked)
    except NoSuchEdition:
        raise Http404("edition") from None
    if throttle.spent(what="book", visitor=str(request.user.pk), most=MOST, seconds=SECONDS):
        messages.error(request, _("You have asked for many books. Please try again in an hour."))
        return redirect("handbook:books")
    try:
        ask(wanted=wanted, by=request.user)
    except NothingToPrint:
        messages.error(request, _("There is nothing published yet."))
    return redirect("handbook:books")


@never_cache
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """How far each edition under way is, for the page's script: {"under_way": {"pdf-tg": 40}}."""
    now = presenters.present()
    return JsonResponse(presenters.progress(presenters.shelf(now) if now else []))


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a book, of the present state or an earlier one; not sent again to who has it, and to who was cut
    off while it came only what is missing.
    """
    book = ready(pk)
    if book is None:
        raise Http404("book")
    tag = f'"{book.sha256}"'
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers={"ETag": tag})
    try:
        file = book.file.open("rb")
    except FileNotFoundError:
        raise Http404("book") from None
    response = ranged(request, file, size=book.size, tag=tag, kind=TYPES[book.format])
    name = presenters.file_name(book)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Content-Encoding"] = "identity"  # packed already; packed again, it would lose its length and its tag
    return response
