"""The handbook's fixed address: navigation leads here, whatever trainers call the page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from wagtail.views import serve

from handbook.domain.contents import front_page
from handbook.presenters import contents as presenters


def contents(request: HttpRequest) -> HttpResponse:
    """The front page of the handbook, or the news that there is none yet."""
    index = front_page()
    if index is None:
        return render(request, "handbook/contents.html")
    if index.slug != "handbook":
        return redirect(index.get_url(request))
    return serve(request, "handbook/")


def glossary(request: HttpRequest) -> HttpResponse:
    """Every term with its meaning, by the alphabet of the reader's language."""
    return render(request, "handbook/glossary.html", {"letters": presenters.glossary(), "index": front_page()})


def laws(request: HttpRequest) -> HttpResponse:
    """Every law that the handbook cites, by name."""
    return render(request, "handbook/laws.html", {"laws": presenters.cited_laws(), "index": front_page()})
