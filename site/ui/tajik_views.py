"""Mending Tajik text: what the editor asks when something is pasted, and a page of its own that needs no script.

Nothing is stored: text comes in, and goes back mended. The work itself is in `ui.legacy`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse_lazy
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import page_permission_policy

from ui.legacy import LONGEST, Change, Kind, Normalised, TooLong, normalise

FOUND = {
    Kind.FONT_A: gettext_lazy("an old Tajik font (where Ї is Ҷ and Ѕ is Қ)"),
    Kind.FONT_B: gettext_lazy("an old Tajik font (where Ќ is Қ and Љ is Ҷ)"),
    Kind.UZBEK: gettext_lazy("Uzbek ў in place of ӯ"),
    Kind.DECOMPOSED: gettext_lazy("letters and their marks written apart"),
    Kind.LOOKALIKE: gettext_lazy("letters of other alphabets that look like Tajik ones"),
    Kind.RUSSIAN_LETTERS: gettext_lazy("Russian letters in place of ғ ӣ қ ӯ ҳ ҷ"),
}
WRITERS = {"add", "change", "publish"}
LARGEST_BODY = 8 * LONGEST  # bytes: no character takes more in JSON, but for rare ones outside the basic plane


@dataclass(frozen=True)
class Piece:
    """A stretch of the text that stays, or one changed word with what else it may be."""

    text: str
    change: Change | None = None


def pieces(text: str, changes: tuple[Change, ...]) -> Iterator[Piece]:
    """The text cut at its changes, in order; what was written, put together again, is the text."""
    end = 0
    for change in changes:
        if change.start > end:
            yield Piece(text[end : change.start])
        yield Piece(change.before, change)
        end = change.end
    if end < len(text):
        yield Piece(text[end:])


def found(result: Normalised) -> list[str]:
    """What was the matter, in words."""
    return [str(FOUND[kind]) for kind in result.kinds]


def may_write(user: Any) -> bool:
    """Whether the user writes pages anywhere."""
    return bool(page_permission_policy.user_has_any_permission(user, WRITERS))


@require_POST
def normalise_pasted(request: HttpRequest) -> HttpResponse:
    """{"text"} -> {"kinds": [words], "parts": [text or {"was", "now", "forms"}]}; 400 malformed, 413 too long.

    The admin's own door stands before it: who may not enter the editor gets 403.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        return JsonResponse({"error": too_long()}, status=413)
    text = _text(request.body)
    if text is None:
        return JsonResponse({"error": _("Send one text as JSON.")}, status=400)
    try:
        result = normalise(text)
    except TooLong:
        return JsonResponse({"error": too_long()}, status=413)
    return JsonResponse({"kinds": found(result), "parts": [_part(piece) for piece in pieces(text, result.changes)]})


def _text(body: bytes) -> str | None:
    """The text of a request's body; None where there is none. Half a character can't be sent back: refused too."""
    try:
        text = json.loads(body)["text"]
        text.encode()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return str(text)


def _part(piece: Piece) -> str | dict[str, Any]:
    if not piece.change:
        return piece.text
    return {"was": piece.text, "now": piece.change.after, "forms": list(piece.change.choices)}


def too_long() -> str:
    """What is said about a text longer than LONGEST."""
    longest = number_format(LONGEST, force_grouping=True)
    return _("The text is longer than %(longest)s characters. Mend it in parts.") % {"longest": longest}


class MendForm(forms.Form):
    """A text to mend."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "lang": "tg", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Paste a text first.")},
    )

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if not text.strip():
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        if len(text) > LONGEST:
            raise forms.ValidationError(too_long())
        return text


class MendView(WagtailAdminTemplateMixin, FormView):
    """A page for long texts: paste, press the button, see what was mended, copy it."""

    form_class = MendForm
    template_name = "ui/admin/mend_tajik.html"
    page_title = gettext_lazy("Mend Tajik text")
    header_icon = "edit"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("mend_tajik"), "label": gettext_lazy("Mend Tajik text")},
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_write(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: MendForm) -> HttpResponse:
        text = form.cleaned_data["text"]
        result = normalise(text)
        shown = {
            "result": result,
            "found": found(result),
            "pieces": list(pieces(text, result.changes)),
            "unsure": sum(not change.sure for change in result.changes),
        }
        return self.render_to_response(self.get_context_data(form=form, **shown))
