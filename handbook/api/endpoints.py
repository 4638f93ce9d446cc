"""The endpoints: pages (Wagtail's own, narrowed), the contents tree, the glossary and the laws."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from rest_framework.response import Response
from rest_framework.views import APIView
from wagtail.api.v2.filters import ChildOfFilter, DescendantOfFilter
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import Page

from handbook.api import fields
from handbook.api.blocks import absolute, law_told, term_told, text
from handbook.api.speaking import LIMIT_MAX, OFFSET_MAX, Speaking, number, page_of, said
from handbook.domain import published
from handbook.presenters import contents as presenters
from ui import languages

PAGING = frozenset({"language", "limit", "offset"})
TYPES = {model._meta.label: model for model in published.KINDS}


class PagesEndpoint(Speaking, PagesAPIViewSet):
    """The front page, chapters and sections that are published; of other kinds of pages it knows nothing."""

    known_query_parameters = PAGING | {"fields", "type", "child_of", "descendant_of", "slug"}
    find_query_parameters = frozenset({"id", "html_path"})
    filter_backends = [ChildOfFilter, DescendantOfFilter]
    body_fields = ["id", *fields.BODY]
    meta_fields = ["type", "detail_url", *[name for name in fields.META if name != "type"]]
    listing_default_fields = ["id", "type", "detail_url", "html_url", "slug", "language", "title"]
    detail_only_fields = ["parent", "body"]

    @classmethod
    def get_field_serializer_overrides(cls, model: Any) -> dict[str, Any]:
        return fields.META | fields.BODY

    @classmethod
    def get_available_fields(cls, model: Any, db_fields_only: bool = False) -> list[str]:
        return ["slug"] if db_fields_only else [*cls.body_fields, *cls.meta_fields]

    @classmethod
    def get_detail_default_fields(cls, model: Any) -> list[str]:
        return cls.get_available_fields(model)

    @classmethod
    def get_listing_default_fields(cls, model: Any) -> list[str]:
        return list(cls.listing_default_fields)

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Refuses what isn't asked in our words before anything is looked up."""
        super().initial(request, *args, **kwargs)
        allowed = self.known_query_parameters
        if self.action == "find_view":
            allowed = frozenset({"language", "fields"}) | self.find_query_parameters
        elif self.action == "detail_view":
            allowed = frozenset({"language", "fields"})
        self.refuse_odd(allowed)
        number(request, "limit", 0, LIMIT_MAX)
        number(request, "offset", 0, OFFSET_MAX)

    def get_base_queryset(self) -> Any:
        if not hasattr(self, "_published"):
            self._published = published.pages()
        return self._published

    def get_root_page(self) -> Page:
        index = self.get_base_queryset().first()
        if index is None:
            raise BadRequestError("there is no handbook")
        return index

    def get_queryset(self) -> Any:
        asked = self.request.GET
        found = self.get_base_queryset()
        if "type" in asked:
            if asked["type"] not in TYPES:
                raise BadRequestError(f"type: one of {', '.join(TYPES)}")
            found = found.exact_type(TYPES[asked["type"]])
        return found.filter(slug=asked["slug"]) if "slug" in asked else found

    def paginate_queryset(self, queryset: Any) -> Any:
        """Whole pages, without what only a page of its own shows."""
        return super().paginate_queryset(queryset.specific(defer=False).defer_streamfields())

    def find_object(self, queryset: Any, request: Any) -> Any:
        """By ?id= or by the address that people see, with or without its language."""
        if "id" in request.GET:
            return queryset.filter(pk=number(request, "id", 0, 2**31 - 1)).first()
        parts = [part for part in request.GET.get("html_path", "").split("/") if part]
        if parts and parts[0] in languages.codes():
            parts = parts[1:]
        # An address is below the page that stands at "/": the last parts of the path tell the page.
        return queryset.filter(depth=len(parts) + 2, url_path__endswith=f"/{'/'.join(parts)}/").first()

    def get_renderer_context(self) -> dict[str, Any]:
        return super().get_renderer_context() | {"indent": None}

    def handle_exception(self, exc: Exception) -> Response:
        return said(exc) or super().handle_exception(exc)


class ListEndpoint(Speaking, APIView):
    """The base of the endpoints that aren't pages."""

    known = PAGING

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.refuse_odd(self.known)

    def handle_exception(self, exc: Exception) -> Response:
        return said(exc) or super().handle_exception(exc)


def _listed(rows: list[Any], shown: list[Any]) -> Response:
    return Response({"meta": {"total_count": len(rows), "language": languages.current()}, "items": shown})


class GlossaryEndpoint(ListEndpoint):
    """The terms by the alphabet of the language asked."""

    def get(self, request: HttpRequest) -> Response:
        """The terms asked for."""
        rows = [term for letter in presenters.glossary() for term in letter.terms]
        return _listed(rows, [term_told(term) for term in page_of(rows, request)])


class LawsEndpoint(ListEndpoint):
    """The laws by name."""

    def get(self, request: HttpRequest) -> Response:
        """The laws asked for."""
        rows = presenters.laws()
        return _listed(rows, [law_told(law) for law in page_of(rows, request)])


class ContentsEndpoint(ListEndpoint):
    """What there is to read, in reading order: chapters with their sections."""

    known = frozenset({"language"})

    def get(self, request: HttpRequest) -> Response:
        """The whole tree, without texts."""
        index, chapters = published.contents()
        if index is None:
            raise Http404
        told = [_entry(one, self) | {"sections": [_entry(two, self) for two in below]} for one, below in chapters]
        return Response(_entry(index, self) | {"language": languages.current(), "chapters": told})


class RootEndpoint(ListEndpoint):
    """Where the rest is."""

    known = frozenset({"language"})

    def get(self, request: HttpRequest) -> Response:
        """The addresses of the endpoints."""
        names = {"pages": "pages:listing", "contents": "contents", "glossary": "glossary", "laws": "laws"}
        addresses = {name: absolute(reverse(f"handbook_api:{view}")) for name, view in names.items()}
        return Response({"version": 2, "languages": languages.codes()} | addresses)


def _entry(page: Any, view: Any) -> dict[str, Any]:
    """A page as the contents name it."""
    found = {"id": page.pk, "slug": page.slug, "title": text(page.field_texts("heading"))}
    found |= {name: getattr(page, name) for name in ("number", "minutes") if hasattr(page, name)}
    detail = absolute(reverse("handbook_api:pages:detail", args=[page.pk]))
    return found | {"detail_url": detail, "html_url": fields.html_url(page, view)}


router = WagtailAPIRouter("handbook_api")
router.register_endpoint("pages", PagesEndpoint)
