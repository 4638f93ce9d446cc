"""Questions about a lesson: a learner asks, a trainer of the cohort answers, and the answer comes as a message."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from courses.domain import messages
from courses.enums import MessageKind
from courses.models import CoursePage, LearnerQuestion, LessonPage, Message
from courses.models.questions import LearnerQuestionQuerySet
from ledger import audit
from people.models import User
from people.roles import Permission, may, roles_with

LONGEST, LONGEST_ANSWER = 500, 2000
MOST_OPEN = 10


class NobodyToAsk(Exception):
    """No cohort of the learner takes the course with a trainer."""


class TooMany(Exception):
    """So many questions of this person wait already."""


class Answered(Exception):
    """Somebody else has answered meanwhile."""


def has_trainer(learner: User, page: CoursePage) -> bool:
    """Whether a question about this course would reach anybody; one query."""
    theirs = User.objects.filter(
        is_active=True,
        taught_cohorts__members=learner,
        taught_cohorts__runs__course=page.course_id,
        grants__role__in=roles_with(Permission.SEE_OWN_COHORTS),
    )
    return theirs.exclude(pk=learner.pk).exists()


def make(*, page: CoursePage, lesson: LessonPage, text: str, by: User) -> LearnerQuestion:
    """Raises NobodyToAsk, TooMany; ValueError for a text that is empty or too long."""
    if not 1 <= len(text.strip()) <= LONGEST:
        raise ValueError(f"between 1 and {LONGEST} letters")
    with transaction.atomic():
        if not has_trainer(by, page):
            raise NobodyToAsk
        mine = LearnerQuestion.objects.of(by)
        if mine.open().count() >= MOST_OPEN:
            raise TooMany
        made = LearnerQuestion.objects.create(learner=by, course_id=page.course_id, lesson=lesson, text=text.strip())
        audit.record(actor=by, action="lesson_question.ask", subject=made, lesson=lesson.pk)
    return made


def answer(*, question: LearnerQuestion, text: str, by: User) -> Message:
    """Answers once and for all. Raises Answered; ValueError for a text that is empty or too long."""
    if not 1 <= len(text.strip()) <= LONGEST_ANSWER:
        raise ValueError(f"between 1 and {LONGEST_ANSWER} letters")
    with transaction.atomic():
        # Two trainers of one cohort answer at once: the second waits here and finds the answer.
        held = LearnerQuestion.objects.select_for_update(no_key=True).get(pk=question.pk)
        if held.answered_at is not None:
            raise Answered
        held.answer, held.answered_by, held.answered_at = text.strip(), by, timezone.now()
        held.save(update_fields=["answer", "answered_by", "answered_at"])
        audit.record(actor=by, action="lesson_question.answer", subject=held, learner=held.learner_id)
        new = Message(
            recipient=held.learner, kind=MessageKind.ANSWER, course_id=held.course_id, question=held, sent_by=by
        )
        return messages.send([new])[0]


def mine(learner: User) -> QuerySet[LearnerQuestion]:
    """What a person has asked, newest first."""
    return LearnerQuestion.objects.of(learner).select_related("lesson", "course__page").order_by("-asked_at", "-id")


def queue(trainer: User) -> LearnerQuestionQuerySet:
    """Questions that a trainer may answer, those that wait on top, the oldest of them first."""
    if not may(trainer, Permission.SEE_OWN_COHORTS):
        nothing: LearnerQuestionQuerySet = LearnerQuestion.objects.none()
        return nothing
    found: LearnerQuestionQuerySet = LearnerQuestion.objects.for_trainer(trainer)
    related = ("learner", "lesson", "course__page", "answered_by")
    return found.select_related(*related).order_by(F("answered_at").desc(nulls_first=True), "asked_at", "id")


def waiting(trainer: User) -> int:
    """How many questions wait for a trainer; one query."""
    count: int = queue(trainer).open().order_by().count()
    return count
