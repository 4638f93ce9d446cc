"""A holder's certificates, and the file of one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses import presenters
from courses.domain import draw, find
from courses.domain.paper import CannotPrint
from courses.models import Certificate
from courses.views import in_content_language
from people.access import SignedIn, refused
from people.looks import record_look


@login_required
@require_safe
def mine(request: SignedIn) -> HttpResponse:
    """The certificates that the viewer holds."""
    held = presenters.certificate_states(find.own_certificates(request.user))
    return render(request, "courses/my_certificates.html", {"certificates": held})


@login_required
@require_safe
def download(request: SignedIn, pk: int) -> HttpResponse:
    """The PDF as issued, drawn now if nobody has yet: its holder's while it stands, any for the office."""
    try:
        certificate = find.certificate_for(request.user, pk)
    except Certificate.DoesNotExist:
        raise refused(request, "certificate") from None
    try:
        content = draw.keep(certificate).content
    except CannotPrint as refusal:
        messages.error(request, str(refusal))
        return redirect("courses:my_certificates")
    if certificate.holder:
        what = in_content_language(lambda: _("Certificate %(serial)s") % {"serial": certificate.serial})
        record_look(viewer=request.user, person=certificate.holder, what=what)
    response = HttpResponse(bytes(content), content_type="application/pdf")
    name = _("Certificate %(serial)s") % {"serial": certificate.serial} + ".pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response
