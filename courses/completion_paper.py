"""The report of completion on paper, in the manner of the ministry's tables; and by e-mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from assessments.result_files import STYLE
from courses import completion_presenters
from courses.domain import completion
from courses.domain.completion import Asked, Line
from courses.models import SavedReport
from courses.report_forms import CompletionForm
from ledger.outbox import handles
from people.models import User
from people.roles import Permission, may
from ui.languages import current
from ui.press import press
from ui.translation_report.views import XLSX

SHEET_STYLE = Path(__file__).resolve().parent / "paper" / "completion.css"


def pdf(asked: Asked, lines: Sequence[Line], title: str, *, by: User) -> bytes:
    """PDF/UA-1: heading, period, table with its number and unit, n, notes on what isn't shown, day, line to sign.

    In the language shown now. Raises ui.press.CannotPrint.
    """
    told = {
        "language": current(), "title": title, "asked": asked, "by": by, "now": timezone.now(),
        "heads": completion_presenters.heads(asked), "lines": completion_presenters.said(lines),
        "floor": completion.FLOOR,
    }  # fmt: skip
    html = render_to_string("courses/pdf/completion.html", told)
    with press() as ours:
        document = ours.set(html, ours.style(STYLE.read_text() + SHEET_STYLE.read_text()))
        stamp = formats.date_format(timezone.localtime(), "YmdHi", use_l10n=False)
        return ours.write(document, identifier=f"completion-{by.pk}-{stamp}")


@handles("report.mail")
def mail(*, report_id: int, day: str) -> None:
    """Sends a kept report to its owner, as PDF and XLSX in their language, up to the day before `day`; to nobody who
    may not see it any more."""
    kept = SavedReport.objects.select_related("owner").filter(pk=report_id).first()
    if kept is None or not kept.owner.email or not kept.owner.is_active or not may(kept.owner, Permission.SEE_TOTALS):
        return
    with translation.override(kept.owner.language):
        told = _period(kept, date.fromisoformat(day))
        form = CompletionForm(told, courses=completion.courses(), regions=completion.regions())
        if not form.is_valid():
            return  # its course or region is gone: the page says so when it is opened
        lines, asked = completion.all_lines(form.asked()), form.asked()
        message = EmailMessage(
            subject=_("Dastur: %(name)s") % {"name": kept.name},
            body=_("The report that you keep, as of today. Nobody is named in it.") + f"\n\n{settings.BASE_URL}\n",
            to=[kept.owner.email],
        )
        message.attach("completion.pdf", pdf(asked, lines, form.title(), by=kept.owner), "application/pdf")
        sheet = completion_presenters.spreadsheet(asked, lines, form.title())
        message.attach("completion.xlsx", sheet, XLSX)
        message.send()


def _period(kept: SavedReport, today: date) -> QueryDict:
    """What the report asks for, until yesterday; one that began with a year begins with that day's year."""
    told = QueryDict(kept.query, mutable=True)
    last = today - timedelta(days=1)
    if told.get("since", "").endswith("-01-01"):
        told["since"] = last.replace(month=1, day=1).isoformat()
    told["until"] = last.isoformat()
    return told
