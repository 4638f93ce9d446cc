"""Files of questions in the admin: one is chosen, looked at, and taken in; a bank is given out as one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import kinds
from assessments.domain import exchange
from assessments.formats import sheet
from assessments.formats.entry import Unreadable
from assessments.models import Bank
from people.access import SignedIn, permission_required
from people.roles import Permission
from ui import looked_at
from ui.languages import codes, own_name
from ui.uploads import RefusedFile, checked_size

KEPT = "question-file"  # in the session: what is being looked at
SHOWN = 200  # lines of what was left out; more are counted
FORMATS = [
    ("moodle-xml", "Moodle XML"), ("gift", "GIFT"), ("aiken", "Aiken"), ("qti", "QTI 2.1, 2.2, 3.0"),
    ("xlsx", "Excel (XLSX)"), ("docx", "Word (DOCX)"),
]  # fmt: skip
OUT = [("xlsx", "Excel (XLSX)"), ("moodle-xml", "Moodle XML"), ("gift", "GIFT"), ("qti3", "QTI 3.0")]
LANGUAGES = [(code, own_name(code)) for code in codes()]


class TakeForm(forms.Form):
    """A file, what it is, and where its questions go."""

    file = forms.FileField(label=gettext_lazy("File"))
    bank = forms.CharField(
        label=gettext_lazy("Bank"),
        max_length=150,
        help_text=gettext_lazy("An existing one, or the name of a new one."),
        widget=forms.TextInput(attrs={"list": "banks", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the questions"), choices=LANGUAGES, initial=settings.CONTENT_LANGUAGE
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Format"), choices=[("auto", gettext_lazy("Find out")), *FORMATS], initial="auto"
    )

    def clean_bank(self) -> str:
        """The name, with single spaces."""
        return " ".join(self.cleaned_data["bank"].split())

    def clean(self) -> dict[str, Any]:
        """Also finds out the format, and reads the file once."""
        told = super().clean() or {}
        file = told.get("file")
        if file is None or self.errors:
            return told
        try:
            checked_size(file, exchange.MOST_BYTES)
            self.content = file.read()
            if told["form"] == "auto":
                told["form"] = exchange.format_of(self.content, file.name)
            exchange.READERS[told["form"]].read(self.content)
        except (RefusedFile, Unreadable, exchange.UnknownFormat) as error:
            self.add_error("file", str(error))
        return told


class GiveForm(forms.Form):
    """Which bank, in which language and format."""

    bank = forms.ModelChoiceField(label=gettext_lazy("Bank"), queryset=Bank._default_manager.none())
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the questions"), choices=LANGUAGES, initial=settings.CONTENT_LANGUAGE
    )
    form = forms.ChoiceField(label=gettext_lazy("Format"), choices=OUT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bank"].queryset = Bank._default_manager.all()  # type: ignore[attr-defined]


@permission_required(Permission.AUTHOR)
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: SignedIn) -> HttpResponse:
    """The form that takes a file in (nothing is written yet), and the one that gives a bank out."""
    form = TakeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        _forget(request)
        name = looked_at.keep(form.content)
        told = {key: form.cleaned_data[key] for key in ("bank", "language", "form")}
        request.session[KEPT] = {**told, "stored": name, "source": form.cleaned_data["file"].name[:200]}
        return redirect("question_files_look")
    give = GiveForm()
    context = {"form": form, "give": give, "banks": Bank._default_manager.all()}
    return render(request, "assessments/admin/question_files.html", context, status=400 if form.errors else 200)


@permission_required(Permission.AUTHOR)
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: SignedIn) -> HttpResponse:
    """What would be taken in and what not, why; by POST it is taken."""
    told = request.session.get(KEPT) or {}
    if not told or not default_storage.exists(told["stored"]):
        return redirect("question_files")
    with default_storage.open(told["stored"]) as file:
        content = file.read()
    done = request.method == "POST"
    chosen = {key: told[key] for key in ("bank", "language", "form", "source")}
    try:
        report = exchange.take(content=content, by=request.user, dry_run=not done, **chosen)
    except Unreadable:
        return redirect("question_files")
    if done:
        _forget(request)
    bank = Bank._default_manager.filter(name=told["bank"]).first()
    context = _shown(report) | {"done": done, "told": told, "bank": bank, "language": own_name(told["language"])}
    return render(request, "assessments/admin/question_files_look.html", context)


def _shown(report: exchange.Report) -> dict[str, Any]:
    names = dict(kinds.choices())
    return {
        "report": report,
        "counts": [(names[code], number) for code, number in sorted(report.by_kind.items())],
        "skipped": report.skipped[:SHOWN],
        "more_skipped": max(0, len(report.skipped) - SHOWN),
        "dropped": report.dropped[:SHOWN],
        "more_dropped": max(0, len(report.dropped) - SHOWN),
    }


@permission_required(Permission.AUTHOR)
@require_POST
def give(request: SignedIn) -> HttpResponse:
    """A bank as a file; by POST, for it is written into the audit trail. What the file doesn't hold is said first."""
    form = GiveForm(request.POST)
    if not form.is_valid():
        return redirect("question_files")
    told = form.cleaned_data
    content, report = exchange.give(bank=told["bank"], form=told["form"], language=told["language"], by=request.user)
    if (report.skipped or report.dropped or not report.taken) and "anyway" not in request.POST:
        context = _shown(report) | {"told": told, "bank": told["bank"]}
        return render(request, "assessments/admin/question_files_give.html", context)
    name = f"{slugify(told['bank'].name, allow_unicode=True) or 'questions'}.{exchange.SUFFIXES[told['form']]}"
    return _file(content, name)


@permission_required(Permission.AUTHOR)
@require_safe
def template(request: SignedIn) -> HttpResponse:
    """The empty spreadsheet to fill in."""
    return _file(sheet.write([]), f"{_('questions')}.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response


def _forget(request: SignedIn) -> None:
    told = request.session.pop(KEPT, None)
    if told:
        default_storage.delete(told["stored"])


urls = [
    path("question-files/", files, name="question_files"),
    path("question-files/look/", look, name="question_files_look"),
    path("question-files/give/", give, name="question_files_give"),
    path("question-files/template/", template, name="question_files_template"),
]
