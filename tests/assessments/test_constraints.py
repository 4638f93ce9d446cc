"""State that must not be wrong is refused by the database itself: each constraint, broken."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from assessments.enums import Closed
from assessments.models import Assessment, AssessmentItem, Choice, Result, Sitting
from tests.factories import assessments as made
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def again(row: models.Model, **changes: Any) -> Callable[[], Any]:
    """The same row once more, with changes."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    return lambda: row._meta.model.objects.bulk_create([row._meta.model(**{**values, **changes})])


def refused(name: str, work: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        work()
    assert name in str(caught.value) or "UNIQUE" in str(caught.value)


def test_a_person_has_one_open_sitting_of_an_assessment() -> None:
    from uuid import uuid4

    sitting = made.SittingFactory()
    refused("sitting_one_open", again(sitting, public_id=uuid4(), number=2))
    Sitting.objects.filter(pk=sitting.pk).update(closed_at=timezone.now(), closed=Closed.FINISHED)
    refused("sitting_numbered_once", again(sitting, public_id=uuid4()))


def test_a_person_has_one_place_in_the_line_and_asked_before_they_were_let_in() -> None:
    ticket = made.StartTicketFactory()
    refused("start_ticket_once", again(ticket))
    early = ticket.asked_at - timedelta(seconds=1)
    refused("start_ticket_asked_first", again(ticket, candidate_id=UserFactory().pk, admitted_at=early))


def test_a_rehearsal_has_candidates() -> None:
    refused("rehearsal_has_candidates", again(made.RehearsalFactory(), candidates=0))


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("sitting_closed_when_and_how", {"closed_at": timezone.now()}),
        ("sitting_closed_when_and_how", {"closed": Closed.TIME}),
        ("sitting_ends_after_start", {"deadline_at": timezone.now() - timedelta(days=1)}),
        ("sitting_counts_from_one", {"number": 0}),
        ("sitting_counts_from_one", {"length": 0}),
    ],
)
def test_a_sitting_is_consistent(name: str, changes: dict[str, Any]) -> None:
    sitting = made.SittingFactory()
    refused(name, lambda: Sitting.objects.filter(pk=sitting.pk).update(**changes))


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("result_numbered_once", {}),
        ("result_counts_from_one", {"number": 0, "marked_by_id": True, "reason": "x"}),
        ("result_score_within", {"number": 2, "score": 11, "marked_by_id": True, "reason": "x"}),
        ("result_score_within", {"number": 2, "score": -1, "marked_by_id": True, "reason": "x"}),
        ("result_change_has_who_and_why", {"number": 2, "reason": "x"}),
        ("result_change_has_who_and_why", {"number": 2, "marked_by_id": True}),
    ],
)
def test_a_result_is_consistent(name: str, changes: dict[str, Any]) -> None:
    result = made.ResultFactory()
    if "marked_by_id" in changes:
        changes = {**changes, "marked_by_id": UserFactory().pk}
    refused(name, again(result, **changes))


def test_one_of_a_sittings_results_is_current_the_newest() -> None:
    first = made.ResultFactory()
    second = made.ResultFactory(sitting=first.sitting, number=2, marked_by=UserFactory(), reason="appeal")
    assert list(Result.objects.current()) == [second]


@pytest.mark.parametrize("changes", [{"pass_percent": 101}, {"minutes": 0}, {"draw": 0}, {"max_sittings": 0}])
def test_an_assessments_rules_make_sense(changes: dict[str, int]) -> None:
    assessment = made.AssessmentFactory()
    refused("assessment_", lambda: Assessment.objects.filter(pk=assessment.pk).update(**changes))


def test_a_draft_asks_a_question_once_and_for_points() -> None:
    item = made.AssessmentItemFactory()
    refused("assessment_asks_once", again(item))
    refused("assessment_item_has_points", lambda: AssessmentItem.objects.filter(pk=item.pk).update(points=0))


@pytest.mark.parametrize("score", [2, -2])
def test_a_choice_scores_a_share(score: int) -> None:
    choice = made.ChoiceFactory()
    refused("choice_score_is_a_share", lambda: Choice.objects.filter(pk=choice.pk).update(score=score))


def test_an_edition_is_numbered_once_and_its_rows_stand_once() -> None:
    choice = made.EditionChoiceFactory()
    refused("edition_numbered_once", again(choice.item.edition))
    refused("edition_position_once", again(choice.item, question_id=made.QuestionFactory().pk))
    refused("edition_asks_once", again(choice.item, position=99))
    refused("edition_choice_position_once", again(choice, bank_choice=9999))
    refused("edition_choice_once", again(choice, position=9999))


def test_an_answer_and_a_save_stand_once() -> None:
    answer, event, chosen = made.AnswerFactory(), made.AnswerEventFactory(), made.AnswerChoiceFactory()
    refused("answer_position_once", again(answer, item_id=made.EditionItemFactory().pk))
    refused("answer_item_once", again(answer, position=99))
    refused("answer_event_once", again(event))
    refused("answer_choice_once", again(chosen))


@pytest.mark.parametrize(
    ("name", "changes"), [("mark_not_negative", {"points": -1}), ("mark_has_a_reason", {"reason": ""})]
)
def test_a_mark_is_no_penalty_and_says_why(name: str, changes: dict[str, Any]) -> None:
    refused(name, again(made.MarkFactory(), **changes))


def test_codes_and_keys_are_unique() -> None:
    refused("code", again(made.AssessmentFactory()))
    refused("key", again(made.QuestionFactory()))
    refused("code", again(made.CompetencyFactory()))


def test_a_sheet_of_paper_is_one_persons_and_stands_once() -> None:
    sheet = made.PaperSheetFactory()
    refused("paper_sheet_once_a_person", again(sheet))
    refused("paper_sheet_is_somebodys", again(sheet, person=""))
    refused("assessments_paperexam", again(sheet.exam))
