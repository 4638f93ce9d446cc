"""Replying to a survey: which are open to me, the questions, thanks. Nothing here logs or records anything."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments import survey_forms, survey_presenters
from assessments.domain import reply as replying
from assessments.domain.instrument import Instrument
from assessments.domain.waves import find, open_to
from assessments.models import Wave
from people.access import SignedIn, refused
from ui.languages import current

# what the server answers with where a reply isn't taken
TAKEN, GONE, UNUSABLE = 409, 410, 422


@login_required
@require_GET
def waves(request: SignedIn) -> HttpResponse:
    """Surveys that take replies now, and whether I have answered them."""
    cards = survey_presenters.cards(open_to(), replying.answered_waves(request.user), current())
    return render(request, "assessments/survey/list.html", {"cards": cards})


@require_GET
def protection(request: SignedIn) -> HttpResponse:
    """What is protected and what isn't, in plain words, for anybody."""
    return render(request, "assessments/survey/protection.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: SignedIn, code: str) -> HttpResponse:
    """The questions, all on one page; sent, kept as a draft, or taken up again by posting it."""
    wave = _wave(request, code)
    if not wave.is_open():
        return render(request, "assessments/survey/closed.html", {"wave": wave}, status=GONE)
    if replying.has_answered(wave, request.user):
        return _already(request, wave, TAKEN if request.method == "POST" else 200)
    if request.method != "POST":
        return _page(request, wave, survey_forms.Posted.blank())
    posted = survey_forms.Posted.read(request.POST, Instrument(wave.edition, current()))
    return ACTS.get(request.POST.get("do", ""), _send)(request, wave, posted)


@login_required
@require_GET
def done(request: SignedIn, code: str) -> HttpResponse:
    """Thanks; and the device forgets what it kept."""
    wave = _wave(request, code)
    thanks = Instrument(wave.edition, current()).text("thanks")
    context = {"thanks": thanks, "owner": survey_presenters.owner(request.user, wave)}
    return render(request, "assessments/survey/done.html", context)


def _wave(request: SignedIn, code: str) -> Wave:
    wave = find(code)
    if wave is None:
        raise refused(request, "wave")
    return wave


def _send(request: SignedIn, wave: Wave, posted: survey_forms.Posted) -> HttpResponse:
    if not posted.ratings:
        return _page(request, wave, posted, error=_("You haven't answered anything yet."), status=UNUSABLE)
    try:
        _save(wave, posted)
        replying.finish(wave=wave, code=posted.code, person=request.user)
    except replying.AlreadyAnswered:
        replying.discard(wave=wave, code=posted.code)
        return _already(request, wave, TAKEN)
    except replying.WaveClosed:
        return render(request, "assessments/survey/closed.html", {"wave": wave}, status=GONE)
    except replying.NotAccepted as problem:
        return _page(request, wave, posted, error=str(problem), status=UNUSABLE)
    return redirect("surveys:done", wave.code)


def _keep(request: SignedIn, wave: Wave, posted: survey_forms.Posted) -> HttpResponse:
    try:
        _save(wave, posted)
    except replying.WaveClosed:
        return render(request, "assessments/survey/closed.html", {"wave": wave}, status=GONE)
    except replying.NotAccepted as problem:
        return _page(request, wave, posted, error=str(problem), status=UNUSABLE)
    return _page(request, wave, posted, kept=True)


def _resume(request: SignedIn, wave: Wave, posted: survey_forms.Posted) -> HttpResponse:
    try:
        draft = replying.draft(wave=wave, code=request.POST.get("resume", ""))
    except replying.NoDraft as problem:
        return _page(request, wave, posted, error=str(problem), status=UNUSABLE)
    return _page(request, wave, survey_forms.Posted.of(draft, replying.normal(request.POST["resume"])))


ACTS = {"send": _send, "keep": _keep, "resume": _resume}


def _save(wave: Wave, posted: survey_forms.Posted) -> None:
    replying.save(
        wave=wave,
        code=posted.code,
        language=current(),
        ratings=posted.ratings,
        background=posted.background,
    )


def _already(request: SignedIn, wave: Wave, status: int) -> HttpResponse:
    context = {"wave": wave, "owner": survey_presenters.owner(request.user, wave)}
    return render(request, "assessments/survey/already.html", context, status=status)


def _page(
    request: SignedIn,
    wave: Wave,
    posted: survey_forms.Posted,
    *,
    error: str = "",
    kept: bool = False,
    status: int = 200,
) -> HttpResponse:
    instrument = Instrument(wave.edition, current())
    context = {
        "wave": wave,
        "instrument": instrument,
        "sheet": survey_presenters.Sheet(instrument, posted),
        "owner": survey_presenters.owner(request.user, wave),
        "readable": replying.readable(posted.code),
        "error": error,
        "kept": kept,
    }
    return render(request, "assessments/survey/reply.html", context, status=status)
