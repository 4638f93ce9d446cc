"""A sitting from start to close."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.domain import sit
from assessments.domain.sheet import sheet
from assessments.enums import AssessmentKind, Closed
from assessments.models import Answer, AnswerChoice, Result, Sitting
from ledger.models import AuditEvent, OutboxMessage
from people.models import User
from tests.assessments.conftest import all_right, right_value, save, wrong_value
from tests.factories.assessments import AssessmentFactory, QuestionFactory, published, started
from tests.factories.people import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


class TestStart:
    def test_deals_every_question_once_and_sets_the_deadline(self) -> None:
        now = timezone.now()
        person = UserFactory(unit=UnitFactory())

        sitting = sit.start(assessment=published(), candidate=person, extra_minutes=5, language="ru", now=now)

        assert list(sitting.answers.values_list("position", "item__position")) == [(1, 1), (2, 2), (3, 3), (4, 4)]
        assert sitting.deadline_at == now + timedelta(minutes=20)
        assert (sitting.unit, sitting.language, sitting.number) == (person.unit, "ru", 1)

    def test_draws_as_many_as_the_rules_say(self) -> None:
        assessment = published([QuestionFactory() for _ in range(6)], draw=3)
        sittings = [started(assessment) for _ in range(12)]
        drawn = {tuple(s.answers.values_list("item__position", flat=True)) for s in sittings}
        assert {len(set(positions)) for positions in drawn} == {3}
        assert len(drawn) > 1, "not everybody gets the same questions"

    def test_the_open_one_is_returned(self) -> None:
        sitting = started()
        assert sit.start(assessment=sitting.assessment, candidate=sitting.candidate) == sitting

    def test_attempts_are_counted(self) -> None:
        assessment, person = published(max_sittings=2), UserFactory()
        for number in (1, 2):
            sitting = sit.start(assessment=assessment, candidate=person)
            assert sitting.number == number
            assert sit.sittings_left(assessment=assessment, candidate=person) == 2 - number
            sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
        with pytest.raises(sit.NoSittingsLeft):
            sit.start(assessment=assessment, candidate=person)

    def test_an_overdue_one_is_closed_and_a_new_one_begins(self) -> None:
        first = started()
        later = first.deadline_at + timedelta(hours=1)
        second = sit.start(assessment=first.assessment, candidate=first.candidate, now=later)
        first.refresh_from_db()
        assert (first.closed, second.number) == (Closed.TIME, 2)

    def test_a_draft_or_a_survey_cannot_be_sat(self) -> None:
        survey = published([QuestionFactory(answering="rating")], kind=AssessmentKind.SURVEY)
        for assessment in (AssessmentFactory(), survey):
            with pytest.raises(sit.NotOpen):
                started(assessment)

    def test_goes_on_with_the_edition_it_began_with(self) -> None:
        from assessments.domain.publish import publish

        sitting = started()
        question = sitting.edition.items.first().question
        question.stem_tg = "Тағйир ёфт"
        question.save()
        publish(assessment_id=sitting.assessment_id, by=None)
        assert sheet(sitting.pk, language="tg").questions[0].stem == f"Савол {question.key}"


class TestResume:
    def test_each_opening_has_an_epoch_of_its_own(self) -> None:
        sitting = started()
        epochs = [sit.resume(public_id=sitting.public_id, candidate=sitting.candidate).epoch for _ in range(3)]
        assert epochs == [1, 2, 3]

    def test_shows_what_is_saved_in_the_language_asked_for(self) -> None:
        sitting = started()
        save(sitting, sit.Saved(4, 0, 1, {"number": "12,5"}))
        found = sit.resume(public_id=sitting.public_id, candidate=sitting.candidate, language="en")
        assert found.questions[3].value == {"number": "12,5"}
        assert found.questions[3].unit == "metres"
        assert found.unanswered == [1, 2, 3]

    def test_falls_back_to_a_language_that_was_published(self) -> None:
        sitting = started(published(languages=["tg", "ru"]))
        assert sheet(sitting.pk, language="en").language == "ru"

    @pytest.mark.parametrize("whose", ["another's", "closed"])
    def test_attack_01_what_is_not_ones_own_or_is_closed_does_not_open(self, whose: str) -> None:
        sitting = started()
        candidate = UserFactory() if whose == "another's" else sitting.candidate
        if whose == "closed":
            sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
        with pytest.raises(Sitting.DoesNotExist):
            sit.resume(public_id=sitting.public_id, candidate=candidate)

    def test_few_queries(self, django_assert_num_queries) -> None:
        sitting = started()
        with django_assert_num_queries(4):
            sit.resume(public_id=sitting.public_id, candidate=sitting.candidate)


class TestClose:
    def test_everything_right(self) -> None:
        sitting = started()
        save(sitting, *all_right(sitting))
        result = sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
        assert (result.score, result.out_of, result.passed) == (4, 4, True)

    def test_answers_are_the_fold_of_the_log(self) -> None:
        sitting = started()
        save(sitting, *[sit.Saved(p, 0, p, wrong_value(sitting, p)) for p in (1, 2, 3, 4)])
        save(sitting, sit.Saved(1, 0, 9, right_value(sitting, 1)), sit.Saved(4, 0, 10, {"number": ""}))

        sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)

        answers = list(Answer.objects.filter(sitting=sitting))
        assert [answer.points for answer in answers] == [1, 0, 0, 0]
        assert [answer.answered_at is None for answer in answers] == [False, False, False, True]
        assert [answer.counter for answer in answers] == [9, 2, 3, 10]
        assert AnswerChoice.objects.filter(answer=answers[2]).count() == 3

    def test_exactly_at_the_line_passes(self) -> None:
        sitting = started(published(pass_percent=75))
        save(sitting, *all_right(sitting)[:3])
        assert sit.close(sitting_id=sitting.pk, how=Closed.FINISHED).passed

    def test_again_returns_the_same_result(self) -> None:
        sitting = started()
        first = sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
        assert sit.close(sitting_id=sitting.pk, how=Closed.TIME) == first
        assert Result.objects.count() == 1

    def test_writes_one_audit_line_and_one_promise(self) -> None:
        sitting = started()
        result = sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
        sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
        promise = OutboxMessage.objects.get(topic="result.exists")
        assert promise.key == str(result.pk)
        assert promise.payload == {
            "result_id": result.pk,
            "candidate_id": sitting.candidate_id,
            "assessment_id": sitting.assessment_id,
            "passed": False,
        }
        assert AuditEvent.objects.filter(action="sitting.close", subject_id=str(sitting.pk)).count() == 1

    def test_handing_in_after_the_grace_counts_as_closed_by_time(self) -> None:
        sitting = started()
        sit.close(sitting_id=sitting.pk, how=Closed.FINISHED, now=sitting.deadline_at + timedelta(minutes=2))
        sitting.refresh_from_db()
        assert sitting.closed == Closed.TIME

    def test_statements_do_not_grow_with_the_answers(self, django_assert_num_queries) -> None:
        small, large = started(), started(published([QuestionFactory() for _ in range(12)]))
        for sitting in (small, large):
            save(sitting, *all_right(sitting))
        for sitting in (small, large):
            with django_assert_num_queries(CLOSING):
                sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)


CLOSING = 15


class TestCloseOverdue:
    def test_closes_what_is_past_its_grace_and_nothing_else(self) -> None:
        due, fresh, endless = started(), started(), started(published(minutes=None))
        now = timezone.now() + timedelta(minutes=17)
        Sitting.objects.filter(pk=fresh.pk).update(deadline_at=now)

        assert sit.close_overdue(now=now) == 1
        assert sit.close_overdue(now=now) == 0

        states = [Sitting.objects.get(pk=s.pk).closed for s in (due, fresh, endless)]
        assert states == [Closed.TIME, "", ""]

    def test_counts_what_was_saved_in_time(self) -> None:
        sitting = started()
        save(sitting, *all_right(sitting))
        sit.close_overdue(now=timezone.now() + timedelta(hours=1))
        assert Result.objects.get(sitting=sitting).passed


def test_units_are_kept_as_they_were_because_people_move() -> None:
    person: User = UserFactory(unit=UnitFactory())
    before = person.unit
    sitting = started(candidate=person)
    person.unit = UnitFactory()
    person.save()
    sitting.refresh_from_db()
    assert sitting.unit == before
