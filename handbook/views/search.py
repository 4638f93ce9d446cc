"""The search of the handbook."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from handbook.domain.contents import front_page
from handbook.forms.search import SearchForm
from handbook.presenters import search as presenters


def search(request: HttpRequest) -> HttpResponse:
    """The field, and what was found; a query that is too long is refused and stays in the field."""
    context = presenters.context(request, SearchForm(request.GET), front_page())
    return render(request, "handbook/search.html", context)
