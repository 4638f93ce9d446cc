"""Addresses of the API, below /api/v2/: the same in every language, which is asked for in the query."""

from django.urls import path, re_path
from wagtail.utils.urlpatterns import decorate_urlpatterns

from handbook.api import endpoints
from handbook.api.speaking import nothing_here, spoken

app_name = "handbook_api"
urlpatterns = decorate_urlpatterns(
    [
        *endpoints.router.get_urlpatterns(),
        path("", endpoints.RootEndpoint.as_view(), name="root"),
        path("contents/", endpoints.ContentsEndpoint.as_view(), name="contents"),
        path("glossary/", endpoints.GlossaryEndpoint.as_view(), name="glossary"),
        path("laws/", endpoints.LawsEndpoint.as_view(), name="laws"),
        re_path(r"", nothing_here),
    ],
    spoken,
)
