"""The story of the handbook: a change of meaning in one language, and what it does to everybody who relies on it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.domain.publish import NotPublishable, problems, publish, warnings
from assessments.enums import AssessmentKind
from assessments.models import Assessment, Edition
from handbook.domain.changes import place
from handbook.models import Change, SectionPage
from tests.factories.assessments import AssessmentFactory, QuestionFactory
from tests.factories.handbook import LANGUAGES, ChapterPageFactory, Editor, LawFactory, SectionPageFactory, told
from ui.staleness import State
from ui.translation_report.filters import Filters
from ui.translation_report.report import report
from ui.translation_report.rows import sheets_for

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def russian(trainer) -> SectionPage:
    """A section that is written in Russian first, in step in all languages."""
    return SectionPageFactory(
        parent=ChapterPageFactory(slug="rights"),
        slug="detention",
        source_language="ru",
        blocks=[{"type": "text", "text": told("Дар 24 соат", "В течение 24 часов", "Within 24 hours")}],
    )


def changed(cms: Client, page: SectionPage, change: str, text: str = "В течение 48 часов", **more) -> SectionPage:
    editor = Editor(cms, page)
    editor.leaf("body-0-value-text", "ru", f"<p>{text}</p>")
    editor.save("action-publish", change=change, **more)
    return editor.page


@pytest.fixture
def exam(russian: SectionPage) -> Assessment:
    ref = f"{place(russian)}#{russian.body[0].id}"
    return AssessmentFactory(kind=AssessmentKind.EXAM, questions=[QuestionFactory(cites=[ref])])


def stale(trainer, page: SectionPage) -> dict[str, int]:
    """How many texts of the page the report calls out of date, by language."""
    told = report(sheets_for(trainer), Filters(), timezone.localdate())
    rows = [row for row in told.rows if row.sheet.page.pk == page.pk and row.state is State.STALE]
    return {code: sum(row.language == code for row in rows) for code in LANGUAGES}


def marked(client: Client, page: SectionPage) -> dict[str, bool]:
    """Whether a reader of each language finds the paragraph marked."""
    addresses = dict(page.alternates())
    return {code: "mark-stale" in client.get(url).content.decode() for code, url in addresses.items()}


def test_a_change_of_meaning_goes_all_the_way_until_it_is_confirmed(
    client: Client, cms: Client, trainer, russian: SectionPage, exam: Assessment
) -> None:
    assert publish(assessment_id=exam.pk, by=trainer).number == 1

    page = changed(cms, russian, "meaning")

    assert stale(trainer, page) == {"tg": 1, "ru": 0, "en": 1}
    assert marked(client, page) == {"tg": True, "ru": False, "en": True}
    with pytest.raises(NotPublishable) as refused:
        publish(assessment_id=exam.pk, by=trainer)
    said = [problem.what for problem in refused.value.problems]
    assert len(said) == 2
    assert all(f"{place(page)}#{page.body[0].id}" in one for one in said)
    assert sorted(
        language for language in ("Тоҷикӣ", "Русский", "English") if any(language in one for one in said)
    ) == [
        "English",
        "Тоҷикӣ",
    ]
    assert refused.value.problems[0].question_id == exam.items.get().question_id
    assert Change.objects.get().language == "ru"

    page = Editor(cms, page)
    page.save("action-publish", checked=["tg"])
    assert stale(trainer, page.page) == {"tg": 0, "ru": 0, "en": 1}
    assert marked(client, page.page) == {"tg": False, "ru": False, "en": True}
    Assessment.objects.filter(pk=exam.pk).update(languages=["tg", "ru"])
    assert problems(Assessment.objects.get(pk=exam.pk)) == []

    Assessment.objects.filter(pk=exam.pk).update(languages=["tg", "ru", "en"])
    Editor(cms, page.page).save("action-publish", checked=["en"])
    assert publish(assessment_id=exam.pk, by=trainer).number == 1


def test_a_change_of_wording_does_none_of_that(
    client: Client, cms: Client, trainer, russian: SectionPage, exam: Assessment
) -> None:
    page = changed(cms, russian, "wording", "В течение двадцати четырёх часов")

    assert stale(trainer, page) == {"tg": 0, "ru": 0, "en": 0}
    assert marked(client, page) == {"tg": False, "ru": False, "en": False}
    assert publish(assessment_id=exam.pk, by=trainer).number == 1
    assert not Change.objects.exists()


def test_an_exam_that_cites_nothing_there_or_not_translated_is_refused(
    cms: Client, trainer, russian: SectionPage, exam: Assessment
) -> None:
    question = exam.items.get().question
    editor = Editor(cms, russian)
    editor.leaf("body-0-value-text", "tg", "<p></p>")
    editor.save("action-publish", source_language="ru")
    assert ["missing" in one.what or "Тоҷикӣ" in one.what for one in problems(exam)] == [True]
    question.cites = ["no/where", "law:none/5"]
    question.save()
    assert [ref in one.what for ref, one in zip(question.cites, problems(exam), strict=True)] == [True, True]
    LawFactory(code="none")
    assert len(problems(exam)) == 1
    LawFactory(code="half", name_tg="Қонун", name_ru="", name_en="")
    question.cites = ["law:half"]
    question.save()
    assert len(problems(exam)) == 2


def test_a_quiz_is_warned_and_published(cms: Client, trainer, russian: SectionPage, exam: Assessment) -> None:
    Assessment.objects.filter(pk=exam.pk).update(kind=AssessmentKind.QUIZ)
    changed(cms, russian, "meaning")
    quiz = Assessment.objects.get(pk=exam.pk)
    assert problems(quiz) == []
    assert len(warnings(quiz)) == 2
    url = reverse("assessments_publish", args=[quiz.pk])
    html = cms.get(url).content.decode()
    assert place(russian) in html
    assert 'type="submit" class="button"' in html
    cms.post(url)
    assert Edition.objects.filter(assessment=quiz).count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_gate_asks_little_whatever_is_cited(russian: SectionPage, count: int, django_assert_num_queries) -> None:
    questions = [QuestionFactory(cites=[place(russian)]) for _ in range(count)]
    exam = AssessmentFactory(kind=AssessmentKind.EXAM, questions=questions)
    problems(exam)
    # items, choices, rows of the blueprint; sections and chapters for each of three languages
    with django_assert_num_queries(9):
        problems(exam)


def test_a_desk_says_how_many_recalls_are_open(cms: Client, russian: SectionPage, exam: Assessment) -> None:
    assert "Nothing that changed its meaning is left to look at." in cms.get("/en/").content.decode()
    changed(cms, russian, "meaning")
    from handbook.domain import recall

    recall.forget()
    html = cms.get("/en/").content.decode()
    assert "1 change of meaning: look at what rests on it." in html
    assert reverse("recall") in html
