"""Who may sit what, as far as this app knows it: members of cohorts, holders of tickets, and those who sit again."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments import access
from assessments.enums import AssessmentKind
from assessments.models import Assessment, Result, Ticket
from people.models import User


def in_a_cohort(user: User, assessment: Assessment) -> bool:
    """Whether it is open to a cohort of this person. One query."""
    return bool(Assessment.objects.filter(pk=assessment.pk, cohorts__members=user).exists())


def holds_a_ticket(user: User, assessment: Assessment) -> bool:
    """Whether a ticket was printed for this person or entered by them. One query, where tickets are asked for."""
    if not assessment.needs_ticket:
        return False
    return Ticket.objects.filter(Q(person=user) | Q(used_by=user), assessment=assessment).exists()


def could_sit_the_first(user: User, assessment: Assessment) -> bool:
    """A re-sit is open to those who might have sat the examination that it repeats."""
    return assessment.resit_of is not None and access.may_sit(user, assessment.resit_of)


def has_passed_already(user: User, assessment: Assessment) -> bool:
    """Why somebody may not sit a re-sit: they have passed the examination, or another re-sit of it."""
    if assessment.resit_of_id is None:
        return False
    others = Q(sitting__assessment=assessment.resit_of_id) | Q(sitting__assessment__resit_of=assessment.resit_of_id)
    passed = Result.objects.current().of(user).filter(others, passed=True)
    return bool(passed.exclude(sitting__assessment=assessment.pk).exists())


def open_to(user: User) -> QuerySet[Assessment]:
    """Every published quiz and examination that some rule lets this person sit, whatever the time is; one query, and
    those that the apps above need to name theirs."""
    ours = Q(cohorts__members=user) | Q(needs_ticket=True) & (Q(tickets__person=user) | Q(tickets__used_by=user))
    named = Q(pk__in=Assessment.objects.filter(ours).values("pk")) | Q(pk__in=access.listed(user))
    sat = Assessment.objects.exclude(current=None).exclude(kind=AssessmentKind.SURVEY)
    open_ones = sat.filter(named | Q(resit_of__in=Assessment.objects.filter(named).values("pk")))
    found: QuerySet[Assessment] = open_ones.exclude(Exists(_passed_relatives(user))).order_by("code")
    return found


def _passed_relatives(user: User) -> QuerySet[Result]:
    """Results that shut a re-sit: of the first examination, or of another re-sit of it."""
    of_first = Q(sitting__assessment=OuterRef("resit_of")) | Q(sitting__assessment__resit_of=OuterRef("resit_of"))
    found: QuerySet[Result] = Result.objects.current().of(user).filter(of_first, passed=True)
    return found.exclude(sitting__assessment=OuterRef("pk"))
