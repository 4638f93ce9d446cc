"""Leaves in templates: {% load leaves %}{% leaf value.text %}."""

from django import template
from django.template.context import Context
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.blocks import StructValue

from ui.leaves import FieldTexts, LeafValue, Shown, Whole

PICTURE = "max-720x720|format-webp|webpquality-70"
ROWS = 4

register = template.Library()


@register.simple_tag(takes_context=True)
def leaf(context: Context, value: LeafValue | FieldTexts | None, mark: bool = True) -> SafeString | str:
    """The text in the reader's language, or the next best with its own lang; marked, unless its block is already.

    mark=False leaves the marks out, for menus and lists that lead to the text itself.
    """
    shown = value.shown() if value is not None else None
    if shown is None:
        return ""
    said: Whole = context.get("whole") or Whole(None, None)
    fallback = shown.fallback and said.fallback is None
    text = shown.in_own_language() if fallback else shown.html
    if not mark:
        return text
    stale = shown.stale and said.stale is None
    return _marks(shown if fallback else None, shown if stale else None, tag="span") + text


@register.simple_tag
def marks(said: Whole) -> SafeString:
    """What is said once for a whole block."""
    return _marks(said.fallback, said.stale, tag="p")


@register.simple_tag
def picture_of(value: StructValue) -> SafeString | str:
    """The picture of a figure, with its size (so that nothing jumps) and a text in its place, fetched when near."""
    image = value.get("picture")
    if image is None:
        return ""
    drawn = image.get_rendition(PICTURE)
    instead = value["alt"].shown()
    lang = f' lang="{instead.language}"' if instead and instead.fallback else ""
    html = '<img src="{}" width="{}" height="{}" alt="{}" loading="lazy" decoding="async"{}>'
    said = strip_tags(instead.html) if instead else ""
    return format_html(html, drawn.url, drawn.width, drawn.height, said, mark_safe(lang))  # noqa: S308


@register.filter
def empty_rows(field: StructValue) -> range:
    """One for each empty row of a table that is filled in by hand."""
    return range(field.get("rows") or ROWS)


def _marks(fallback: Shown | None, stale: Shown | None, *, tag: str) -> SafeString:
    """Words, in the reader's language, on how far a text can be trusted."""
    out = mark_safe("")
    html = '<{0} class="{1}" lang="{2}"><span>{3}</span></{0}>'
    if fallback:
        said = _("Not translated yet. Shown in: %(language)s") % {"language": fallback.own_name}
        out += format_html(html, mark_safe(tag), "mark-fallback", fallback.wanted, said)  # noqa: S308
    if stale:
        said = _("This translation is older than its source.")
        out += format_html(html, mark_safe(tag), "mark-stale", stale.wanted, said)  # noqa: S308
    return out
