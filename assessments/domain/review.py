"""The review of a question by a second trainer, and what happens to it when the question changes afterwards."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Avg, Count, Exists, FloatField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from assessments.domain import translate
from assessments.domain.lock import locked
from assessments.enums import QuestionState
from assessments.models import Answer, AssessmentItem, Choice, EditionItem, Question
from ledger import audit
from people.models import User
from ui.languages import codes, own_name

CHOICE = ("part", "leads", "area")
LONGEST = 2000
# What is known of a question beside its content: going back to an earlier version doesn't bring it back.
APART = ("changed_by", "reviewed_by", "reviewed_at", "sent_back", "retired_at", "source")


class NotYours(Exception):
    """Nobody reviews what they changed last themselves."""


def substance(question: Question) -> str:
    """A digest of everything that a candidate is asked and that decides about points, in every language.

    Explanation, competency, topic and difficulty are no part of it: they change nothing about the question itself.
    """
    asked: list[Any] = [question.answering, question.details, question.picture_id, question.shuffle]
    asked += [[getattr(question, f"{name}_{code}") or "" for code in codes()] for name in ("stem", "unit")]
    for choice in question.choices.all():
        texts = [getattr(choice, f"{name}_{code}") or "" for name in ("text", "match") for code in codes()]
        asked.append([*texts, *(getattr(choice, name) for name in CHOICE), f"{choice.score:.3f}"])
    return sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def begin_versions(question: Question) -> None:
    """Keeps what an edit is about to change as the first version: questions from files and commands have none yet."""
    if question.latest_revision_id is None:
        question.save_revision(user=question.changed_by)


def state(question: Question) -> QuestionState:
    """Draft, reviewed or retired."""
    if question.retired_at:
        return QuestionState.RETIRED
    return QuestionState.REVIEWED if question.reviewed_at else QuestionState.DRAFT


def in_state(wanted: QuestionState) -> Q:
    """The condition of a state, for filters."""
    if wanted == QuestionState.RETIRED:
        return Q(retired_at__isnull=False)
    return Q(retired_at=None, reviewed_at__isnull=wanted == QuestionState.DRAFT)


LANGUAGE_STATES = [
    (f"{code}-{state}", format_lazy("{}: {}", own_name(code), words))
    for code in codes()
    for state, words in (("missing", _("something is missing")), ("stale", _("out of date")))
    if (code, state) != (settings.CONTENT_LANGUAGE, "stale")
]


def in_language(questions: QuerySet[Question], state: str) -> QuerySet[Question]:
    """Questions of which something is missing or stale in a language; `state` is such as "ru-missing", "en-stale"."""
    code, _dash, wanted = state.partition("-")
    if code not in codes():
        return questions.none()
    if wanted == "missing":
        lacking = Choice.objects.filter(**{f"text_{code}__in": ["", None]}).exclude(text_tg__in=["", None])
        without = Q(**{f"stem_{code}": ""}) | Q(**{f"stem_{code}": None})
        return questions.filter(without | Q(pk__in=lacking.values("question")))
    translated = questions.filter(**{f"made_from__{code}__isnull": False}).prefetch_related("choices")
    return questions.filter(pk__in=[one.pk for one in translated if translate.is_stale(one, code)])


def changed(question: Question, *, before: str | None, by: User | None) -> None:
    """Notes who has changed it, and takes its review away; a save that left its substance alone changes nothing.
    `before` is the substance before the edit, None for a new question."""
    if before == substance(question):
        return
    question.changed_by, question.reviewed_by, question.reviewed_at = by, None, None
    question.sent_back = ""
    Question.objects.filter(pk=question.pk).update(changed_by=by, reviewed_by=None, reviewed_at=None, sent_back="")


def with_use(questions: QuerySet[Question]) -> QuerySet[Question]:
    """With `used`: whether a draft or a published edition asks the question."""
    draft = AssessmentItem.objects.filter(question=OuterRef("pk"))
    published = EditionItem.objects.filter(question=OuterRef("pk"))
    found: QuerySet[Question] = questions.annotate(used=Exists(draft) | Exists(published))
    return found


def with_figures(questions: QuerySet[Question]) -> QuerySet[Question]:
    """With `asked` and `earned`: how many times it was answered in closed sittings, and the mean share of its points
    that was earned, from 0 to 1 (the facility index). Rehearsals don't count; counted for the rows shown only.
    """
    answers = Answer.objects.filter(
        item__question=OuterRef("pk"), sitting__closed_at__isnull=False, sitting__assessment__rehearses=None,
        points__isnull=False,
    )  # fmt: skip
    grouped = answers.order_by().values("item__question")
    share = Avg(Cast("points", FloatField()) / Cast("item__points", FloatField()))
    found: QuerySet[Question] = questions.annotate(
        asked=Coalesce(Subquery(grouped.annotate(n=Count("pk")).values("n")), 0),
        earned=Subquery(grouped.annotate(p=share).values("p")),
    )
    return found


def waiting(user: User) -> QuerySet[Question]:
    """Drafts that this person may review, those that nobody has sent back first."""
    drafts = Question.objects.filter(in_state(QuestionState.DRAFT)).exclude(changed_by=user)
    found: QuerySet[Question] = drafts.select_related("bank", "competency", "changed_by").order_by("sent_back", "key")
    return found


@transaction.atomic
def approve(*, question: Question, by: User, seen: str) -> bool:
    """Marks it as reviewed, if it is what the person has looked at (`seen`: its substance); whether it was.

    Raises NotYours.
    """
    held = locked(Question.objects.filter(pk=question.pk)).get()
    _may(held, by)
    if substance(held) != seen:
        return False
    held.reviewed_by, held.reviewed_at, held.sent_back = by, timezone.now(), ""
    Question.objects.filter(pk=held.pk).update(reviewed_by=by, reviewed_at=held.reviewed_at, sent_back="")
    audit.record(actor=by, action="question.review", subject=held, key=held.key)
    return True


@transaction.atomic
def send_back(*, question: Question, by: User, why: str) -> None:
    """Says what is to be changed. Raises NotYours; ValueError without a reason."""
    if not 1 <= len(why.strip()) <= LONGEST:
        raise ValueError("say what is to be changed")
    _may(question, by)
    Question.objects.filter(pk=question.pk).update(reviewed_by=None, reviewed_at=None, sent_back=why.strip())
    audit.record(actor=by, action="question.send_back", subject=question, key=question.key, reason=why.strip())


@transaction.atomic
def retire(*, questions: QuerySet[Question], by: User, back: bool = False) -> int:
    """Takes questions out of use, or back; how many. What is published keeps asking them."""
    found = questions.filter(retired_at__isnull=not back)
    keys = sorted(found.values_list("key", flat=True))
    Question.objects.filter(key__in=keys).update(retired_at=None if back else timezone.now())
    if keys:
        action = "question.bring_back" if back else "question.retire"
        first = Question.objects.get(key=keys[0])
        audit.record(actor=by, action=action, subject=first, keys=keys[:200], many=len(keys))
    return len(keys)


@transaction.atomic
def set_many(*, keys: Sequence[str], told: Mapping[str, Any], by: User) -> None:
    """Gives questions a bank, a competency, a topic or a difficulty; one line in the trail."""
    chosen = Question.objects.filter(key__in=keys)
    first = chosen.order_by("key").first()
    if first is None:
        return
    chosen.update(**told)
    words = {name: str(value) for name, value in told.items()}
    audit.record(actor=by, action="question.set", subject=first, keys=list(keys[:200]), many=len(keys), told=words)


def _may(question: Question, by: User) -> None:
    if question.changed_by_id == by.pk:
        raise NotYours
