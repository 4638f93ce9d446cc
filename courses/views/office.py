"""The office's register of certificates: look up, issue, revoke."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import presenters, register_sheet
from courses.domain import certify, find
from courses.domain.paper import CannotPrint
from courses.forms import RevokeForm
from courses.models import Certificate, Enrolment
from courses.views import in_content_language
from ledger import audit
from people.access import SignedIn, permission_required, refused
from people.looks import record_looks
from people.roles import Permission, may
from ui.translation_report.views import XLSX, attached

A_PAGE = 50


@permission_required(Permission.ISSUE_CERTIFICATES, Permission.REVOKE_CERTIFICATES)
@require_safe
def register(request: SignedIn) -> HttpResponse:
    """The register, newest first, and above it those who completed a course and hold no certificate; of one course
    alone, when a link names it."""
    search, course = request.GET.get("q", "")[:100], request.GET.get("course", "")[:40]
    shown = Paginator(find.register(search, course), A_PAGE).get_page(request.GET.get("page"))
    waiting = [] if search or course else list(find.without_certificate()[:A_PAGE])
    people = [one.holder for one in shown if one.holder] + [one.learner for one in waiting]
    record_looks(viewer=request.user, people=people, what=in_content_language(lambda: _("Register of certificates")))
    context = {
        "search": search,
        "course": course,
        "years": find.years(),
        "shown": shown,
        "certificates": presenters.certificate_states(shown.object_list),
        "waiting": waiting,
        "may_issue": may(request.user, Permission.ISSUE_CERTIFICATES),
        "may_revoke": may(request.user, Permission.REVOKE_CERTIFICATES),
    }
    return render(request, "courses/register.html", context)


@permission_required(Permission.ISSUE_CERTIFICATES, Permission.REVOKE_CERTIFICATES)
@require_safe
def sheet(request: SignedIn) -> HttpResponse:
    """What the register shows, all of it, as a spreadsheet; a year's if one is named. Written down for each person."""
    search, course = request.GET.get("q", "")[:100], request.GET.get("course", "")[:40]
    found = list(find.register(search, course, request.GET.get("year", "")))
    what = in_content_language(lambda: _("Register of certificates"))
    record_looks(viewer=request.user, people=[one.holder for one in found if one.holder], what=what)
    audit.record(actor=request.user, action="certificate.register", subject=request.user, number=len(found))
    return attached(register_sheet.spreadsheet(found), XLSX, "certificates.xlsx")


@permission_required(Permission.ISSUE_CERTIFICATES)
@require_POST
def issue(request: SignedIn, enrolment_pk: int) -> HttpResponse:
    """Issues to somebody who completed a course; again, when the last one was revoked."""
    try:
        certificate = certify.issue(enrolment_id=enrolment_pk, by=request.user)
    except Enrolment.DoesNotExist:
        raise refused(request, "enrolment") from None
    except (certify.NotCompleted, CannotPrint) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Certificate %(serial)s is issued.") % {"serial": certificate.serial})
    return redirect("courses:certificates")


@permission_required(Permission.REVOKE_CERTIFICATES)
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: SignedIn, pk: int) -> HttpResponse:
    """Asks for the reason, and revokes."""
    try:
        certificate = find.register().get(pk=pk)
    except Certificate.DoesNotExist:
        raise refused(request, "certificate") from None
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        certify.revoke(certificate=certificate, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Certificate %(serial)s is revoked.") % {"serial": certificate.serial})
        return redirect("courses:certificates")
    return render(request, "courses/revoke.html", {"certificate": certificate, "form": form})
