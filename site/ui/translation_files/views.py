"""Translators' files in the admin: downloading, uploading, seeing what a file would change, taking it in."""

import io
import json
import zlib
from dataclasses import asdict, replace
from typing import Any

from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ui import languages
from ui.translation_files import loading
from ui.translation_files.exporting import File, exported
from ui.translation_files.units import ALL, BEHIND, Line, Loaded, Unit, ref_of, units
from ui.translation_report import rows
from ui.translation_report.filters import FilterForm
from ui.translation_report.report import report
from ui.translation_report.views import ForWriters, attached
from ui.uploads import RefusedFile, clean_copy

HOUR = 3600
SHOWN = 300


class ExportForm(forms.Form):
    """What is to be given out; which pages is said by the report's own filters."""

    language = forms.ChoiceField(choices=[(code, code) for code in languages.codes()])
    what = forms.ChoiceField(choices=[(BEHIND, BEHIND), (ALL, ALL)], required=False)
    format = forms.ChoiceField(choices=[("xlsx", "xlsx"), ("xliff", "xliff")])


class ExportView(ForWriters):
    """A file of the texts that the report shows, or of all texts of its pages."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = ExportForm(request.GET)
        if not form.is_valid():
            return HttpResponse(_("Choose a language and a kind of file."), status=400, content_type="text/plain")
        told = form.cleaned_data
        found = _asked(request, told["language"], told["what"] or BEHIND)
        files = exported(found, language=told["language"], form=told["format"])
        if not found:
            messages.warning(request, _("There is nothing to translate in what you asked for."))
            return redirect("translation_report")
        return _download(files, told["language"])


def _asked(request: HttpRequest, language: str, what: str) -> list[Unit]:
    sheets = rows.sheets_for(request.user)
    asked = replace(FilterForm(request.GET, sheets).filters(), language=language)
    pages = [sheet for sheet in sheets if asked.holds_for(sheet)]
    if what == ALL:
        return list(units(pages, language))
    refs = {ref_of(row.sheet, row.leaf) for row in report(pages, asked, timezone.localdate()).rows}
    return [unit for unit in units(pages, language, BEHIND) if unit.ref in refs]


def _download(files: list[File], language: str) -> HttpResponse:
    if len(files) == 1:
        return attached(files[0].content, files[0].kind, files[0].name)
    whole = clean_copy((file.name, file.content) for file in files)
    return attached(whole.getvalue(), "application/zip", f"translations-{language}.zip")


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("Translated file"),
        help_text=gettext_lazy("XLIFF (.xlf, .xliff) or a spreadsheet (.xlsx), given out by this system."),
        widget=forms.FileInput(attrs={"accept": ".xlf,.xliff,.xlsx"}),
    )

    def clean_file(self) -> Loaded:
        """The lines of the file: what is stored of it is never more than these."""
        upload = self.cleaned_data["file"]
        try:
            return loading.read(io.BytesIO(upload.read(loading.MOST_BYTES + 1)), upload.name)
        except RefusedFile as refusal:
            raise forms.ValidationError(str(refusal.message)) from refusal


class ImportView(ForWriters, WagtailAdminTemplateMixin, TemplateView):
    """Choose a file, look at what it would change, and take it in."""

    template_name = "ui/admin/translation_import.html"
    page_title = gettext_lazy("Take in a translated file")
    header_icon = "upload"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("translation_report"), "label": gettext_lazy("Translations")},
        {"url": reverse_lazy("translation_import"), "label": gettext_lazy("Take in a translated file")},
    ]

    def post(self, request: HttpRequest) -> HttpResponse:
        if token := request.POST.get("token", ""):
            return self._take_in(token)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._shown(422, form=form)
        loaded = form.cleaned_data["file"]
        token = _keep(request.user, loaded)
        return self._shown(200, result=loading.preview(loaded=loaded, by=request.user), token=token)

    def _take_in(self, token: str) -> HttpResponse:
        loaded = _kept(self.request.user, token)
        if loaded is None:
            messages.error(self.request, _("That was too long ago. Choose the file once more."))
            return redirect("translation_import")
        result = loading.take_in(loaded=loaded, by=self.request.user)
        cache.delete(_key(self.request.user, token))
        return self._shown(200, result=result, done=True)

    def _shown(self, status: int, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        result = kwargs.get("result")
        shown = {"form": kwargs.get("form") or UploadForm(), "token": "", "done": False, "result": None}
        if result:
            shown |= {
                "own_name": languages.own_name(result.language),
                "written": result.written[:SHOWN],
                "refused": result.refused[:SHOWN],
                "more_written": max(0, len(result.written) - SHOWN),
                "more_refused": max(0, len(result.refused) - SHOWN),
            }
        return super().get_context_data(**(shown | kwargs))


def _key(user: Any, token: str) -> str:
    return f"translated-file-{user.pk}-{token}"


def _keep(user: Any, loaded: Loaded) -> str:
    """Keeps a file's lines for an hour, for this person alone. Returns the token by which they are found again."""
    token = get_random_string(22)
    cache.set(_key(user, token), zlib.compress(json.dumps(asdict(loaded)).encode()), HOUR)
    return token


def _kept(user: Any, token: str) -> Loaded | None:
    stored = cache.get(_key(user, token)) if token.isalnum() and len(token) == 22 else None
    if stored is None:
        return None
    found = json.loads(zlib.decompress(stored))
    return Loaded(found["language"], [Line(**line) for line in found["lines"]])
