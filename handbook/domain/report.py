"""What readers find wrong: reporting it at its place, and answering."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from handbook.enums import ReportState
from handbook.models import ProblemReport, SectionPage
from ledger.audit import record
from people.models import User
from people.roles import Permission, may
from ui.leaf_blocks import UNSEEN

LONGEST = 2000


@transaction.atomic
def report(*, section: SectionPage, block: str, language: str, text: str, by: User | None) -> ProblemReport:
    """Keeps what is wrong with one place of a section; `by` is None for who isn't signed in."""
    said = text.translate(UNSEEN).strip()[:LONGEST]
    made = ProblemReport.objects.create(section=section, block=block, language=language, text=said, by=by)
    record(actor=by, action="problem.reported", subject=made)
    return made


@transaction.atomic
def answer(*, report: ProblemReport, state: ReportState, answer: str, by: User) -> ProblemReport:
    """Closes a report as mended or left as it is, or opens it again; whoever reported it reads the answer.

    Raises PermissionError unless `by` writes the handbook.
    """
    if not may(by, Permission.AUTHOR):
        raise PermissionError
    found = ProblemReport.objects.select_for_update().get(pk=report.pk)
    closed = state != ReportState.OPEN
    found.state, found.answer = state, answer.translate(UNSEEN).strip()[:LONGEST]
    found.answered_by = by if closed else None
    found.answered_at = timezone.now() if closed else None
    found.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    record(actor=by, action="problem.answered", subject=found, result=str(state))
    return found


def to_answer(state: str = "") -> QuerySet[ProblemReport]:
    """Reports for those who write, the newest first: of one state, or all."""
    found = ProblemReport.objects.select_related("section", "by", "answered_by").defer("section__body")
    return found.filter(state=state) if state in ReportState.values else found.all()


def waiting() -> int:
    """How many reports nobody has answered yet."""
    return ProblemReport.objects.filter(state=ReportState.OPEN).count()


def of(person: User) -> QuerySet[ProblemReport]:
    """What this person has reported, the newest first."""
    return ProblemReport.objects.filter(by=person).select_related("section").defer("section__body")
