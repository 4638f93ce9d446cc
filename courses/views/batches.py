"""The office's screen for a whole cohort: issue, see how far it is, take all files with you."""

import tempfile
import zipfile
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.domain import issuing
from courses.forms import BatchForm
from courses.models import Course
from courses.views import in_content_language
from ledger import audit
from people.access import SignedIn, permission_required, refused
from people.looks import record_looks
from people.models import Cohort
from people.roles import Permission


@permission_required(Permission.ISSUE_CERTIFICATES)
@require_safe
def choose(request: SignedIn) -> HttpResponse:
    """Which cohort and course."""
    form = BatchForm(request.GET or None)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        return redirect("courses:batch", told["cohort"].code, told["course"].code)
    return render(request, "courses/batch_choose.html", {"form": form}, status=422 if form.errors else 200)


@permission_required(Permission.ISSUE_CERTIFICATES)
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: SignedIn, code: str, course: str) -> HttpResponse:
    """How far it is; a POST begins, or goes on."""
    cohort, wanted = _found(request, code, course)
    if request.method == "POST":
        issuing.promise(course=wanted, cohort=cohort, by=request.user)
        messages.success(request, _("Certificates are being issued. Look at this page again to see how far it is."))
        return redirect("courses:batch", code, course)
    found = issuing.progress(course=wanted, cohort=cohort)
    record_looks(
        viewer=request.user,
        people=[one.learner for one, _why in found.refused],
        what=in_content_language(lambda: _("Register of certificates")),
    )
    context = {"cohort": cohort, "course": wanted, "found": found}
    return render(request, "courses/batch.html", context)


@permission_required(Permission.ISSUE_CERTIFICATES)
@require_safe
def files(request: SignedIn, code: str, course: str) -> Any:
    """All files of the cohort that are drawn, in the order of the roster, as a ZIP. The look is written down."""
    cohort, wanted = _found(request, code, course)
    target: Any = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    people = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for number, (certificate, content) in enumerate(issuing.drawn(course=wanted, cohort=cohort), 1):
            archive.writestr(f"{number:04d} {certificate.serial}.pdf", content)
            people += [certificate.holder] if certificate.holder else []
    what = in_content_language(lambda: _("Certificates of a cohort"))
    record_looks(viewer=request.user, people=people, what=what)
    audit.record(actor=request.user, action="certificate.taken", subject=cohort, course=wanted.code, number=len(people))
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"{cohort.code}-{wanted.code}.zip")


def _found(request: SignedIn, code: str, course: str) -> tuple[Cohort, Course]:
    try:
        return issuing.place(cohort=code, course=course)
    except (Cohort.DoesNotExist, Course.DoesNotExist):
        raise refused(request, "batch") from None
