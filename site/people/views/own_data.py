"""What is kept of oneself: look, take it away, ask for a correction; and the office's answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people import looks
from people.access import SignedIn, permission_required, refused
from people.domain import correction
from people.domain import own_data as own
from people.forms import AnswerCorrectionForm, CorrectionForm
from people.models import CorrectionRequest
from people.roles import Permission
from ui import throttle
from ui.translation_report.views import attached

MOST, SECONDS = 5, 3600
LOOKS = 200


@login_required
@require_safe
def own_data(request: SignedIn) -> HttpResponse:
    """Everything that is kept of the person, counted; who looked; the file; corrections."""
    data = {
        "kept": own.kept(request.user),
        "looks": looks.latest(request.user, limit=LOOKS),
        "asked": correction.of(request.user),
        "form": CorrectionForm(),
    }
    return render(request, "people/own_data.html", data)


@login_required
@never_cache
@require_POST
def take(request: SignedIn) -> HttpResponse:
    """The file; a POST, since it is written down and no link should fetch it."""
    if throttle.spent(what="own-data", visitor=str(request.user.pk), most=MOST, seconds=SECONDS):
        messages.error(request, _("You have taken your data several times. Try again in an hour."))
        return redirect("people:own_data")
    return attached(own.archive(request.user), "application/zip", "dastur.zip")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedIn) -> HttpResponse:
    """Asks the office for a correction."""
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            correction.ask(text=form.cleaned_data["text"], by=request.user)
        except correction.AlreadyAsked:
            form.add_error(None, _("Your last request still waits for an answer. Ask again after it."))
        else:
            messages.success(request, _("Your request is with the academy office. The answer comes to your messages."))
            return redirect("people:own_data")
    return render(request, "people/ask_correction.html", {"form": form}, status=422 if form.errors else 200)


@permission_required(Permission.MANAGE_PEOPLE)
@require_safe
def corrections(request: SignedIn) -> HttpResponse:
    """The office's list of requests that wait."""
    return render(request, "people/corrections.html", {"waiting": list(correction.waiting()[:100])})


@permission_required(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedIn, pk: int) -> HttpResponse:
    """One request, and the form that answers it."""
    asked = correction.waiting().filter(pk=pk).first()
    if asked is None or asked.person_id == request.user.pk:
        raise refused(request, "correction")
    form = AnswerCorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            correction.answer(pk=pk, text=told["text"], corrected=told["corrected"] == "yes", by=request.user)
        except CorrectionRequest.DoesNotExist:
            messages.info(request, _("A colleague has answered it already."))
        else:
            messages.success(request, _("The answer is sent."))
        return redirect("people:corrections")
    trail = [(_("People"), reverse("people:people")), (_("Requests for corrections"), reverse("people:corrections"))]
    data = {"form": form, "asked": asked, "trail": trail}
    return render(request, "people/answer_correction.html", data, status=422 if form.errors else 200)
