"""What the ministry sees: waves, opening and closing them, and the needs of a closed one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments import survey_forms, survey_presenters
from assessments.domain import waves as waving
from assessments.domain.report import Report
from assessments.models import Wave
from people.access import SignedIn, permission_required, refused
from people.roles import Permission, may
from ui.languages import current


@permission_required(Permission.SEE_NEEDS, Permission.RUN_SURVEYS)
@require_GET
def waves(request: SignedIn) -> HttpResponse:
    """All waves; how many replied is told of none before it is closed."""
    context = {"waves": waving.every(current()), "may_run": may(request.user, Permission.RUN_SURVEYS)}
    return render(request, "assessments/survey/needs_list.html", context)


@permission_required(Permission.RUN_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def open_wave(request: SignedIn) -> HttpResponse:
    """A form that opens a wave of a published survey."""
    form = survey_forms.OpenWave(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            wave = waving.open_wave(
                survey=told["survey"],
                code=told["code"],
                floor=told["floor"],
                closes_at=form.closes_at(),
                by=request.user,
            )
        except waving.WaveRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The wave “%(code)s” is open.") % {"code": wave.code})
            return redirect("surveys:needs_list")
    return render(request, "assessments/survey/open.html", {"form": form})


@permission_required(Permission.RUN_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def close_wave(request: SignedIn, code: str) -> HttpResponse:
    """Asks once more, then closes the wave for good."""
    wave = _wave(request, code)
    if request.method == "POST":
        try:
            waving.close_wave(wave_id=wave.pk, by=request.user)
        except waving.WaveRefused as refusal:
            messages.info(request, str(refusal))
        return redirect("surveys:needs", wave.code)
    if wave.closed_at:
        return redirect("surveys:needs", wave.code)
    return render(request, "assessments/survey/close.html", {"wave": wave})


@permission_required(Permission.SEE_NEEDS)
@require_GET
def needs(request: SignedIn, code: str) -> HttpResponse:
    """The needs of a closed wave, whole and by one breakdown, with everything hidden that must be."""
    wave = _wave(request, code)
    if wave.closed_at is None:
        return render(request, "assessments/survey/not_yet.html", {"wave": wave})
    by = request.GET.get("by", "")
    by = by if by in survey_presenters.BREAKDOWNS else ""
    report = Report(wave, language=current())
    waving.report_opened(wave=wave, by=request.user, breakdown=by)
    group = request.GET.get("group", "")
    if by and group:
        return _group(request, report, by, group)
    overall = survey_presenters.Needs(report.items)
    order = [row.item.code for row in overall.rows]
    context = {
        "wave": wave,
        "report": report,
        "replies": report.replies,
        "needs": overall,
        "tabs": survey_presenters.tabs(wave, by),
        "breakdown": survey_presenters.Breakdown(report, by, order) if by else None,
        "breakdown_label": survey_presenters.BREAKDOWNS.get(by, ""),
        "crossed": survey_presenters.Crossed(report),
        "greatest": survey_presenters.GREATEST,
    }
    return render(request, "assessments/survey/needs.html", context)


def _group(request: SignedIn, report: Report, by: str, group: str) -> HttpResponse:
    """The whole table for one group of a breakdown."""
    label = survey_presenters.labels(report, by).get(group)
    if label is None:
        raise refused(request, "group")
    context = {
        "wave": report.wave,
        "report": report,
        "replies": report.n((by, group)),
        "needs": survey_presenters.Needs(report.by(by)[group]),
        "group": label,
    }
    return render(request, "assessments/survey/needs_group.html", context)


def _wave(request: SignedIn, code: str) -> Wave:
    wave = waving.find(code)
    if wave is None:
        raise refused(request, "wave")
    return wave
