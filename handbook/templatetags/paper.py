"""Leaves on paper: {% load paper %}{% say value.text %}. What happens to them is in handbook/domain/book/passage.py."""

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ui.leaves import FieldTexts, LeafValue, Whole
from ui.reference import Law

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: Context, value: LeafValue | FieldTexts | None, tail: str = "") -> SafeString:
    """The leaf in the language of the book, or the next best, marked where its whole block isn't; `tail` ends it."""
    said: SafeString = context["passage"].say(value, context.get("whole"), tail)
    return said


@register.simple_tag(takes_context=True)
def law_note(context: Context, law: Law | None, article: str) -> SafeString:
    """The call of a note that names a law; the note itself stands at the foot of the page, or at the section's end."""
    called: SafeString = context["passage"].law_note(law, article)
    return called


@register.simple_tag
def whole_marks(whole: Whole) -> SafeString:
    """What is said once for a whole block."""
    stale = format_html('<span class="sign">{}</span>', "‡") if whole.stale else mark_safe("")
    if whole.fallback is None:
        return stale
    said = _("Not translated yet. Shown in: %(language)s") % {"language": whole.fallback.own_name}
    return format_html('<p class="mark" lang="{}">{}{}</p>', whole.fallback.wanted, said, stale)
