"""Publishing: what is refused, what is frozen, what is returned again."""

import json

import pytest
from django.utils import timezone

from assessments.domain import translate
from assessments.domain.publish import NotPublishable, problems, publish
from assessments.enums import AssessmentKind, Facet
from assessments.models import Assessment, Choice, Edition, EditionChoice, EditionItem
from ledger.models import AuditEvent, Frozen
from tests.factories.assessments import (
    AssessmentFactory,
    AssessmentItemFactory,
    QuestionFactory,
    four_kinds,
    published,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_freezes_paper_key_and_index_rows() -> None:
    by = UserFactory()
    draft = AssessmentFactory(questions=four_kinds())

    edition = publish(assessment_id=draft.pk, by=by)

    draft.refresh_from_db()
    assert draft.current == edition
    assert (edition.number, edition.published_by, len(edition.paper), len(edition.key)) == (1, by, 4, 4)
    assert list(edition.items.values_list("position", "answering")) == [
        (1, "one"), (2, "many"), (3, "order"), (4, "number"),
    ]  # fmt: skip
    assert EditionChoice.objects.filter(item__edition=edition).count() == 4 + 4 + 3
    assert AuditEvent.objects.get(action="edition.publish").actor_id == by.pk


def test_attack_03_the_paper_tells_nothing_of_what_is_right() -> None:
    paper = json.dumps(published().current.paper)
    for word in ("KEPT-BACK", "score", "right", "wrong", "points", "weight", "12.5", "tolerance", "cites"):
        assert word not in paper


def test_the_key_is_a_column_of_its_own_that_a_paper_need_not_load() -> None:
    edition = Edition.objects.defer("key").get(pk=published().current_id)
    assert "key" in edition.get_deferred_fields()


def test_an_unchanged_draft_returns_the_edition_it_has() -> None:
    assessment = published()
    assert publish(assessment_id=assessment.pk, by=UserFactory()) == assessment.current
    assert Edition.objects.count() == 1


def test_a_changed_draft_becomes_the_next_edition_and_the_old_one_stays() -> None:
    assessment = published()
    first = assessment.current
    question = first.items.first().question
    question.stem_tg = "Дигар"
    question.save()

    second = publish(assessment_id=assessment.pk, by=None)

    first.refresh_from_db()
    assert (second.number, second.paper[0]["stem"]["tg"]) == (2, "Дигар")
    assert first.paper[0]["stem"]["tg"] != "Дигар"


def test_changing_what_is_right_is_a_change_too() -> None:
    assessment = published()
    Choice.objects.filter(question__answering="one", order=1).update(score=0)
    Choice.objects.filter(question__answering="one", order=2).update(score=1)
    assert publish(assessment_id=assessment.pk, by=None).number == 2


def test_statements_do_not_grow_with_the_questions(django_assert_num_queries) -> None:
    for size in (3, 12):
        draft = AssessmentFactory(questions=[QuestionFactory() for _ in range(size)])
        with django_assert_num_queries(PUBLISHING):
            publish(assessment_id=draft.pk, by=None)


PUBLISHING = 17


def test_editions_are_never_changed_or_deleted() -> None:
    edition = published().current
    for attempt in (
        edition.save,
        edition.delete,
        Edition.objects.all().delete,
        lambda: Edition.objects.update(number=9),
        lambda: EditionItem.objects.update(points=9),
    ):
        with pytest.raises(Frozen):
            attempt()


class TestRefuses:
    def words(self, assessment: Assessment) -> list[str]:
        with pytest.raises(NotPublishable) as caught:
            publish(assessment_id=assessment.pk, by=None)
        assert not Edition.objects.exists()
        assert caught.value.problems == problems(assessment)
        return [problem.what for problem in caught.value.problems]

    def test_no_questions(self) -> None:
        assert len(self.words(AssessmentFactory())) == 1

    def test_drawing_more_than_there_are(self) -> None:
        assert len(self.words(AssessmentFactory(questions=[QuestionFactory()], draw=2))) == 1

    def test_an_examination_without_a_time_limit(self) -> None:
        exam = AssessmentFactory(kind=AssessmentKind.EXAM, minutes=None, questions=[QuestionFactory()])
        assert len(self.words(exam)) == 1

    @pytest.mark.parametrize("field", ["stem_ru", "explanation_en"])
    def test_a_text_missing_in_one_language(self, field: str) -> None:
        question = QuestionFactory(**{field: ""})
        assert len(self.words(AssessmentFactory(questions=[question]))) == 1

    def test_a_choice_missing_in_one_language(self) -> None:
        question = QuestionFactory()
        Choice.objects.filter(question=question, order=2).update(text_en=" ")
        assert len(self.words(AssessmentFactory(questions=[question]))) == 1

    def test_a_title_missing_in_one_language(self) -> None:
        assert len(self.words(AssessmentFactory(questions=[QuestionFactory()], title_ru=""))) == 1

    def test_a_language_that_is_not_ours(self) -> None:
        assert len(self.words(AssessmentFactory(questions=[QuestionFactory()], languages=["tg", "xx"]))) == 1

    def test_a_stale_translation(self) -> None:
        question = QuestionFactory()
        before = translate.digests(question)
        question.stem_tg = "Маънои дигар"
        translate.note_changes(question, before=before, wording_only=False)
        question.save()
        assert len(self.words(AssessmentFactory(questions=[question]))) == 2, "in Russian and in English"

    def test_a_question_without_a_right_answer(self) -> None:
        question = QuestionFactory(choices__right=[])
        draft = AssessmentFactory(questions=[question])
        assert len(self.words(draft)) == 1
        assert problems(draft)[0].question_id == question.pk

    def test_a_retired_question(self) -> None:
        assert len(self.words(AssessmentFactory(questions=[QuestionFactory(retired_at=timezone.now())]))) == 1

    def test_a_rating_in_a_quiz_and_a_choice_in_a_survey(self) -> None:
        rating, choice = QuestionFactory(answering="rating"), QuestionFactory()
        assert len(self.words(AssessmentFactory(questions=[rating]))) == 1
        assert len(self.words(AssessmentFactory(questions=[choice], kind=AssessmentKind.SURVEY))) == 1


def test_a_language_that_is_not_asked_for_may_be_missing() -> None:
    assessment = published([QuestionFactory(stem_en="", explanation_en="")], languages=["tg", "ru"])
    assert set(assessment.current.paper[0]["stem"]) == {"tg", "ru"}


def test_a_survey_asks_a_competency_twice() -> None:
    question = QuestionFactory(answering="rating", explanation_tg="", explanation_ru="", explanation_en="")
    survey = AssessmentFactory(kind=AssessmentKind.SURVEY, minutes=None, instrument={"scale": [1, 2]})
    for facet in (Facet.IMPORTANCE, Facet.LEVEL):
        AssessmentItemFactory(assessment=survey, question=question, facet=facet)
    edition = publish(assessment_id=survey.pk, by=None)
    assert [part["facet"] for part in edition.paper] == ["importance", "level"]
    assert edition.rules["instrument"] == {"scale": [1, 2]}


class TestStaleness:
    def edit(self, wording_only: bool, **changes: str) -> set[str]:
        question = QuestionFactory()
        before = translate.digests(question)
        for name, text in changes.items():
            setattr(question, name, text)
        translate.note_changes(question, before=before, wording_only=wording_only)
        return {code for code in ("ru", "en") if translate.is_stale(question, code)}

    def test_a_change_of_meaning_makes_translations_stale(self) -> None:
        assert self.edit(False, stem_tg="Дигар") == {"ru", "en"}

    def test_a_translation_changed_with_it_is_fresh(self) -> None:
        assert self.edit(False, stem_tg="Дигар", stem_ru="Другой") == {"en"}

    def test_a_change_of_wording_leaves_them_fresh(self) -> None:
        assert self.edit(True, stem_tg="Дигар") == set()

    def test_a_change_of_a_translation_alone_makes_nothing_stale(self) -> None:
        assert self.edit(False, stem_ru="Другой") == set()

    def test_wording_does_not_freshen_what_was_stale(self) -> None:
        question = QuestionFactory()
        for stem, wording_only in (("Дигар", False), ("Дигар.", True)):
            before = translate.digests(question)
            question.stem_tg = stem
            translate.note_changes(question, before=before, wording_only=wording_only)
        assert translate.is_stale(question, "ru")
