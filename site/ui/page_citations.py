"""What pages cite in their bodies: laws in law blocks, and sections that their text links to."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from ui.citations import Wanted, law_reference

Cited = dict[int, tuple[str, ...]]


def laws_in(body: Any) -> Iterator[str]:
    """The references of the laws that a body cites in blocks of its own."""
    for child in body:
        if child.block_type == "law" and (code := child.value.get("law")):
            yield law_reference(code, child.value.get("article") or "")


def cited_in_bodies(model: type[Page], wanted: Wanted) -> Cited:
    """For the pages of a model whose bodies cite something asked about: what, by the page's id. Four queries."""
    found: dict[int, list[str]] = {}
    for page in _with_laws(model, wanted):
        found.setdefault(page.pk, []).extend(wanted.among(laws_in(page.body)))
    for pk, ref in _linking(model, wanted):
        found.setdefault(pk, []).append(ref)
    return {pk: tuple(dict.fromkeys(refs)) for pk, refs in found.items() if refs}


def _with_laws(model: Any, wanted: Wanted) -> list[Any]:
    """Pages whose body names one of the laws somewhere; whether a law block does is for the caller to see."""
    if not wanted.laws:
        return []
    named = reduce(or_, [Q(body_text__contains=f'"{code}"') for code in wanted.laws])
    return list(model.objects.annotate(body_text=Cast("body", TextField())).filter(named))


def _linking(model: type[Page], wanted: Wanted) -> Iterator[tuple[int, str]]:
    """Pages that link to one of the sections, as Wagtail's index of references has it; none links to itself."""
    if not wanted.sections:
        return
    at = reduce(or_, [Q(url_path__endswith=f"/{ref}/") for ref in wanted.sections])
    places = dict(Page.objects.filter(at).values_list("pk", "url_path"))
    kind = ContentType.objects.get_for_model(model)
    links = ReferenceIndex.objects.filter(content_type=kind, to_object_id__in=[str(pk) for pk in places])
    page_kind = ContentType.objects.get_for_model(Page)
    for pk, to in links.filter(to_content_type=page_kind).values_list("object_id", "to_object_id").distinct():
        if pk != to:
            yield int(pk), "/".join(places[int(to)].split("/")[-3:-1])
