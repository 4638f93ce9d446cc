"""The archive in the admin: take the whole handbook out; bring one in, seeing first what would change."""

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from handbook.domain import archive_import as taking
from handbook.domain.archive import NoHandbook, export
from handbook.domain.archive_file import LIMITS, Archive, read
from people.access import SignedIn, permission_required
from people.roles import Permission
from ui import looked_at
from ui.uploads import RefusedFile, checked_size

KEPT = "handbook-archive"  # in the session: the name of the file that is being looked at
WORDS = {
    taking.ADDED: gettext_lazy("Added"),
    taking.CHANGED: gettext_lazy("Changed"),
    taking.REMOVED: gettext_lazy("Deleted"),
    taking.SKIPPED: gettext_lazy("Left as it is"),
}
KINDS = {
    "index": gettext_lazy("front page"),
    "chapter": gettext_lazy("chapter"),
    "section": gettext_lazy("section"),
    "law": gettext_lazy("law"),
    "term": gettext_lazy("term"),
}


class ArchiveForm(forms.Form):
    """Which archive."""

    file = forms.FileField(label=gettext_lazy("Archive"), widget=forms.FileInput(attrs={"accept": ".zip"}))

    def clean_file(self) -> Any:
        """The file, when it is an archive that we take."""
        file = self.cleaned_data["file"]
        try:
            checked_size(file, LIMITS.file_bytes)
            self.archive = read(file)
        except RefusedFile as refused:
            raise forms.ValidationError(str(refused.message)) from refused
        return file


@permission_required(Permission.PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def archive_screen(request: SignedIn) -> HttpResponse:
    """The download, and the form that takes an archive in; nothing is changed yet."""
    form = ArchiveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        _forget(request)
        file = form.cleaned_data["file"]
        file.seek(0)
        request.session[KEPT] = looked_at.keep(file.read())
        return redirect("handbook_archive_preview")
    return render(request, "handbook/admin/archive.html", {"form": form})


@permission_required(Permission.PUBLISH)
@require_POST
def download(request: SignedIn) -> HttpResponse:
    """The archive of everything; by POST, for it is written into the audit trail."""
    try:
        content = export(by=request.user)
    except NoHandbook:
        messages.error(request, _("There is no handbook to export."))
        return redirect("handbook_archive")
    response = HttpResponse(content, content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="handbook.zip"'
    return response


@permission_required(Permission.PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: SignedIn) -> HttpResponse:
    """What taking it over would change, and the button that does it."""
    archive = _archive(request)
    if archive is None:
        messages.error(request, _("Choose the archive again."))
        return redirect("handbook_archive")
    asked = request.POST if request.method == "POST" else request.GET
    choice = {"publish": "publish" in asked, "prune": "prune" in asked}
    steps = taking.take_over(archive, by=request.user, dry_run=request.method != "POST", **choice)
    counts = Counter(step.act for step in steps)
    if request.method == "POST":
        _forget(request)
        said = {"added": counts[taking.ADDED], "changed": counts[taking.CHANGED], "removed": counts[taking.REMOVED]}
        messages.success(request, _("Added: %(added)s, changed: %(changed)s, deleted: %(removed)s.") % said)
    listed = [(WORDS[step.act], KINDS[step.what], step.ref, step.why) for step in steps if step.act != taking.SAME]
    context = {"steps": listed, "same": counts[taking.SAME], "done": request.method == "POST", **choice}
    return render(request, "handbook/admin/archive_preview.html", context)


def _archive(request: SignedIn) -> Archive | None:
    """The archive that this person is looking at, judged again: it has lain in the storage."""
    name = request.session.get(KEPT, "")
    if not name or not default_storage.exists(name):
        return None
    try:
        with default_storage.open(name) as file:
            return read(file)
    except RefusedFile:
        return None


def _forget(request: SignedIn) -> None:
    name = request.session.pop(KEPT, "")
    if name:
        default_storage.delete(name)


urls = [
    path("handbook/archive/", archive_screen, name="handbook_archive"),
    path("handbook/archive/download/", download, name="handbook_archive_download"),
    path("handbook/archive/preview/", preview, name="handbook_archive_preview"),
]
