"""The handbook's fixed address: navigation leads here, whatever trainers call the page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from wagtail.views import serve

from handbook.domain.contents import front_page


def contents(request: HttpRequest) -> HttpResponse:
    """The front page of the handbook, or the news that there is none yet."""
    index = front_page()
    if index is None:
        return render(request, "handbook/contents.html")
    if index.slug != "handbook":
        return redirect(index.get_url(request))
    return serve(request, "handbook/")
