"""Filters of this app's templates."""

import re
from decimal import Decimal

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from assessments import presenters
from assessments.domain.feedback import Reviewed
from assessments.markers import MARKER
from ui.content import rich

register = template.Library()


@register.filter
def marked(text: str) -> SafeString:
    """A question's small markup (paragraphs, lists, **bold**, *italic*) as HTML; everything else is escaped."""
    return mark_safe(rich(text))  # noqa: S308 (rich escapes what it is given and adds only its own tags)


@register.simple_tag
def gapped(widget: presenters.Widget, language: str) -> SafeString:
    """The text of a question with its gaps to be filled where its markers stand."""
    gaps = widget.asked.drawn["gaps"]

    def field(found: re.Match[str]) -> str:
        context = {"gap": gaps.get(int(found[1]), {"gap": found[1]}), "name": widget.name, "language": language}
        return render_to_string("assessments/kinds/gap.html", context).strip()

    return mark_safe(MARKER.sub(field, rich(widget.asked.stem)))  # noqa: S308 (rich escapes; the template too)


@register.filter
def plain_number(number: Decimal) -> str:
    """A number as it is written here."""
    return presenters.plain(number)


@register.filter
def earned(reviewed: Reviewed) -> str:
    """What an answer earned, in words."""
    return presenters.earned(reviewed)
