"""Pictures of pages; and the component page: every component in every state, for those who build screens."""

import mimetypes

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from ui import components_samples as samples

PICTURES = "images"  # where Wagtail puts what it has drawn for pages
SHOWN = {"image/webp", "image/png", "image/jpeg", "image/gif"}
YEAR = 365 * 24 * 3600


def components(request: HttpRequest) -> HttpResponse:
    """?dir=rtl turns the page round, ?theme=dark or light sets its colours."""
    choice = {
        "direction": "rtl" if request.GET.get("dir") == "rtl" else "ltr",
        "theme": request.GET.get("theme") if request.GET.get("theme") in {"dark", "light"} else "",
    }
    context = {**choice, **samples.frame(), **samples.data(), **samples.forms_shown(), "page_obj": samples.page()}
    return render(request, "ui/components.html", context)


def picture(request: HttpRequest, name: str) -> FileResponse:
    """A picture as pages show it, by its file's name. Originals, documents and books lie elsewhere: not from here."""
    kind = mimetypes.guess_type(name)[0] or ""
    path = f"{PICTURES}/{name}"
    if kind not in SHOWN or not default_storage.exists(path):
        raise Http404
    response = FileResponse(default_storage.open(path), content_type=kind)
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)  # a changed picture has another name
    return response
