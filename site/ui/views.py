"""The component page: every component in every state, for those who build screens. Development only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ui import components_samples as samples


def components(request: HttpRequest) -> HttpResponse:
    """?dir=rtl turns the page round, ?theme=dark or light sets its colours."""
    choice = {
        "direction": "rtl" if request.GET.get("dir") == "rtl" else "ltr",
        "theme": request.GET.get("theme") if request.GET.get("theme") in {"dark", "light"} else "",
    }
    context = {**choice, **samples.frame(), **samples.data(), **samples.forms_shown(), "page_obj": samples.page()}
    return render(request, "ui/components.html", context)
