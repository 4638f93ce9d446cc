"""The components, as template tags: {% load ui %}. The page /ui/ shows each in every state.

A tag that encloses content ends in {% end<name> %}. Labels come translated from the caller.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.utils import flatatt
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ui import components as parts

register = template.Library()


# ---- doing ----


@register.simple_tag
def button(label: str, variant: str = "primary", kind: str = "submit", **attrs: Any) -> SafeString:
    """{% button _("Save") %} {% button _("Later") "secondary" name="later" value="1" %} {% button "…" kind="button" %}

    Variants: primary (one a screen), secondary, quiet, danger. Other keywords are HTML attributes (data_x is data-x).
    """
    name = f"button button-{parts.one_of(variant, parts.VARIANTS)}"
    return format_html('<button type="{}" class="{}"{}>{}</button>', kind, name, _attrs(attrs), label)


@register.simple_tag
def link_button(label: str, url: str, variant: str = "secondary", **attrs: Any) -> SafeString:
    """{% link_button _("Begin") url "primary" %}: a link that looks like a button; it leads somewhere, does nothing."""
    name = f"button button-{parts.one_of(variant, parts.VARIANTS)}"
    return format_html('<a href="{}" class="{}"{}>{}</a>', url, name, _attrs(attrs), label)


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*forms: BaseForm, focus: bool = True) -> dict[str, Any]:
    """{% error_summary form %}: on top of a form that came back, what is wrong, each line leading to its field.

    It takes the focus when the page opens, so that it is the first thing read; focus=False where it mustn't.
    """
    return {"problems": [problem for form in forms if form for problem in parts.problems(form)], "focus": focus}


# ---- saying ----


@register.simple_block_tag
def message(content: str, tone: str = "info", title: str = "", live: bool = True) -> SafeString:
    """{% message "warning" title=_("…") %}…{% endmessage %}: info, success, warning, error.

    It is announced (status; an error: alert) unless live=False, as for a note that simply stands on the page.
    """
    data = {"tone": parts.one_of(tone, parts.TONES), "title": title, "content": _safe(content), "live": live}
    return render_to_string("ui/message.html", data)


@register.filter
def tone(entry: Message) -> str:
    """The tone in which one of Django's own messages is drawn."""
    return parts.LEVEL_TONES.get(entry.level_tag, "info")


@register.simple_tag
def badge(label: str, tone: str = "") -> SafeString:
    """{% badge _("Passed") "success" %}: a word on the state of something; tones as of messages, or none."""
    tone_class = f" badge-{parts.one_of(tone, parts.TONES)}" if tone else ""
    return format_html('<span class="badge{}">{}</span>', tone_class, label)


@register.inclusion_tag("ui/saved.html")
def saved(state: str = "idle", at: str = "") -> dict[str, Any]:
    """{% saved "saved" at="14:05" %}: the line on what became of an answer.

    States: idle, saving, saved, waiting (kept on this device), failed. A script sets class saved-<state> and the
    text, taken from the element's own data-<state>.
    """
    words = parts.SAVED_STATES
    return {"state": parts.one_of(state, words), "word": words[state], "words": words.items(), "at": at}


@register.inclusion_tag("ui/clock.html")
def clock(seconds: int, deadline: str = "", label: str = "") -> dict[str, Any]:
    """{% clock seconds deadline=iso_time %}: the time left, drawn by the server, kept running by the page's script."""
    return {"text": parts.clock_text(seconds), "seconds": seconds, "deadline": deadline, "label": label}


@register.inclusion_tag("ui/progress.html")
def progress(value: int, maximum: int, label: str, text: str = "") -> dict[str, Any]:
    """{% progress 3 10 _("Lessons") %}: a bar with its numbers in words; text= replaces "3 of 10"."""
    return {"value": min(value, maximum), "maximum": max(maximum, 1), "label": label, "text": text, "total": maximum}


# ---- showing ----


@register.simple_block_tag
def page_head(content: str, title: str, lead: str = "", kicker: str = "") -> SafeString:
    """{% page_head title lead=… kicker=… %}facts, badges or buttons{% endpage_head %}: the page's one h1."""
    data = {"title": title, "lead": lead, "kicker": kicker, "content": _safe(content)}
    return render_to_string("ui/page_head.html", data)


@register.simple_block_tag
def card(content: str, title: str, url: str = "", note: str = "", level: int = 3) -> SafeString:
    """{% card title url=… note=… level=3 %}…{% endcard %}: one of several like things; put cards in class="grid"."""
    data = {"title": title, "url": url, "note": note, "level": level, "content": _safe(content)}
    return render_to_string("ui/card.html", data)


@register.simple_block_tag
def table(content: str, caption: str, hide_caption: bool = False) -> SafeString:
    """{% table _("Results") %}<thead>…<tbody>…{% endtable %}: scrolls by itself when narrow; numbers: class="num"."""
    data = {"caption": caption, "hide_caption": hide_caption, "content": _safe(content)}
    return render_to_string("ui/table.html", data)


@register.simple_block_tag
def empty(content: str, title: str) -> SafeString:
    """{% empty _("No courses yet") %}what to do about it{% endempty %}: in place of a list without entries."""
    return render_to_string("ui/empty.html", {"title": title, "content": _safe(content)})


@register.inclusion_tag("ui/facts.html")
def facts(rows: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """{% facts rows %}: pairs of a term and its value."""
    return {"rows": rows}


@register.inclusion_tag("ui/person.html")
def person(name: str, rank: str = "", unit: str = "") -> dict[str, Any]:
    """{% person user.name rank=user.rank unit=user.unit %}: one person, without a picture."""
    return {"name": name, "more": [str(part) for part in (rank, unit) if part]}


@register.inclusion_tag("ui/tile.html")
def tile(label: str, value: Any, note: str = "") -> dict[str, Any]:
    """{% tile _("Passed") "84 %" note=_("of 120 officers") %}: one number; put tiles in class="grid grid-tiles"."""
    return {"label": label, "value": value, "note": note}


# ---- finding the way ----


@register.inclusion_tag("ui/breadcrumb.html")
def breadcrumb(trail: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """{% breadcrumb trail %}: pairs (label, url) from the top down to the parent; the page itself isn't among them."""
    return {"trail": trail}


@register.inclusion_tag("ui/steps.html")
def steps(labels: Iterable[str], current: int) -> dict[str, Any]:
    """{% steps labels 2 %}: where in a short process one is, counted from 1."""
    return {"steps": parts.steps(labels, current)}


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Context, page: Page, parameter: str = "page") -> dict[str, Any]:
    """{% pagination page_obj %}: pages of a list; the rest of the address (filters, search) is kept."""
    return {"pages": parts.pages(page, context.get("request"), parameter)}


@register.inclusion_tag("ui/section_nav.html")
def section_nav(previous: Any = None, following: Any = None, label: str = "") -> dict[str, Any]:
    """{% section_nav before after %}: previous and next; each has .title and .url, or is None."""
    return {"previous": previous, "following": following, "label": label}


# ---- reading ----


@register.simple_block_tag
def reading(content: str, kind: str, title: str = "", lang: str = "") -> SafeString:
    """{% reading "case" title=… %}…{% endreading %}: a block of the handbook, with its label in the active language.

    Kinds: text, steps, case, warning, comparison, law, definition, question, try. lang= when not the page's own.
    """
    label = parts.BLOCKS[parts.one_of(kind, parts.BLOCKS)]
    data = {"kind": kind, "label": label, "title": title, "lang": lang, "content": _safe(content)}
    return render_to_string("ui/reading.html", data)


@register.simple_block_tag
def reveal(content: str, label: str) -> SafeString:
    """{% reveal _("Show the answer") %}…{% endreveal %}: hidden until asked for, without JavaScript."""
    return render_to_string("ui/reveal.html", {"label": label, "content": _safe(content)})


@register.simple_block_tag
def content_note(content: str, about: str, skip: str = "") -> SafeString:
    """{% content_note about=_("…") skip="#next" %}…{% endcontent_note %}: hard matter, closed until one opens it."""
    return render_to_string("ui/content_note.html", {"about": about, "skip": skip, "content": _safe(content)})


@register.inclusion_tag("ui/mark_fallback.html")
def mark_fallback(language: str) -> dict[str, Any]:
    """{% mark_fallback "Русский" %} before text shown in another language; that text carries its own lang."""
    return {"language": language}


@register.inclusion_tag("ui/mark_stale.html")
def mark_stale(url: str = "") -> dict[str, Any]:
    """{% mark_stale %} before a translation that is older than its source; url= leads to the source."""
    return {"url": url}


def _attrs(attrs: dict[str, Any]) -> SafeString:
    return flatatt(parts.html_attributes(attrs))


def _safe(content: str) -> SafeString:
    """What a block tag encloses: already escaped by the template that it stands in."""
    return SafeString(content.strip())
