"""The project's addresses, and beside them the floors: views that do the least that could be done."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from academy import urls as ours

handler400, handler403, handler404, handler500 = ours.handler400, ours.handler403, ours.handler404, ours.handler500


def empty(request: HttpRequest) -> HttpResponse:
    """A page that only knows who asks."""
    return HttpResponse(f"<!doctype html><title>{request.user.pk}</title>")


def insert(request: HttpRequest) -> HttpResponse:
    """One row, committed, for whoever is signed in."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_floor (value) VALUES (%s)", [f"{request.user.pk}"])
    return HttpResponse("{}", content_type="application/json")


urlpatterns = [path("floor/empty/", empty), path("floor/insert/", insert), *ours.urlpatterns]
