"""Filters of this app's templates."""

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString, mark_safe

from assessments import presenters
from assessments.domain.feedback import Reviewed
from ui.content import rich

register = template.Library()


@register.filter
def marked(text: str) -> SafeString:
    """A question's small markup (paragraphs, lists, **bold**, *italic*) as HTML; everything else is escaped."""
    return mark_safe(rich(text))  # noqa: S308 (rich escapes what it is given and adds only its own tags)


@register.filter
def plain_number(number: Decimal) -> str:
    """A number as it is written here."""
    return presenters.plain(number)


@register.filter
def earned(reviewed: Reviewed) -> str:
    """What an answer earned, in words."""
    return presenters.earned(reviewed)
