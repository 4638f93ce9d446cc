"""What a page of the handbook knows of its reader: {% load reading %}{% visited request as visits %}."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from handbook.domain import explain, visit
from handbook.models import SectionPage
from handbook.models.pages import Part
from handbook.presenters.contents import by_name
from ui import languages, reference
from ui.reference import Term

register = template.Library()


@dataclass(frozen=True)
class Text:
    """A section's text with its terms linked, and those terms by name in the reader's language."""

    html: SafeString
    words: list[Term]


@register.simple_tag(takes_context=True)
def explained(context: Context, page: SectionPage) -> Text:
    """{% explained page as text %}: the body as it is shown, each term linked where it first stands."""
    body = page.body.render_as_block(context.flatten())
    found = explain.explained(str(body), languages.current())
    terms = reference.terms()
    words = by_name(terms[code] for code in found.codes if code in terms)
    return Text(mark_safe(found.html), words)  # noqa: S308 (the page's own HTML, with links between its characters)


@register.simple_tag
def visited(request: HttpRequest) -> visit.Visits:
    """What whoever looks has read; nothing signed out, and nothing in a preview."""
    return visit.visits(None if getattr(request, "is_preview", False) else getattr(request, "user", None))


@register.simple_tag
def place_in(visits: visit.Visits, page: SectionPage) -> str:
    """Where whoever looks stopped in this section; "" at its beginning, or when all of it was read."""
    return "" if page.pk in visits.read else visits.place_in(page)


@register.simple_tag
def tally(parts: list[Part], visits: visit.Visits) -> dict[str, Any]:
    """How many of the sections there are whoever looks has read, and the last one they were in."""
    sections = {section.pk: section for part in parts for section in part.sections}
    last = next((sections[pk] for pk in visits.by_section if pk in sections), None)
    return {"read": len(visits.read & sections.keys()), "total": len(sections), "last": last}
