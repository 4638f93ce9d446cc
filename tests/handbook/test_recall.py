"""What rests on a change: found in every app, shown on one screen, looked at one by one."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from handbook.domain import recall
from handbook.domain.changes import place
from handbook.models import Change, Recheck, SectionPage
from ledger.models import AuditEvent
from people.enums import Role
from tests.factories.assessments import AssessmentFactory, AssessmentItemFactory, QuestionFactory, published
from tests.factories.courses import (
    CertificateFactory,
    CoursePageFactory,
    EnrolmentFactory,
    LessonPageFactory,
    RequirementFactory,
)
from tests.factories.handbook import ChangeFactory, LawFactory, SectionPageFactory, told
from tests.factories.people import UnitFactory, UserFactory, signed_in
from ui.citations import Asked, concerns, resting_on

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def keys(ref: str, at=None) -> list[str]:
    return [rest.key for rest in resting_on([Asked(ref, at)])]


@pytest.mark.parametrize(
    ("cited", "changed", "rests"),
    [
        ("a/b", "a/b#x", True),
        ("a/b#x", "a/b#x", True),
        ("a/b#y", "a/b#x", False),
        ("a/b#x", "a/b", False),
        ("a/c", "a/b#x", False),
        ("law:police", "law:police/5", True),
        ("law:police/5", "law:police", True),
        ("law:police/4-6", "law:police/5 (2)", True),
        ("law:police/15", "law:police/5", False),
        ("law:police/143-1", "law:police/143", True),
        ("law:police-2", "law:police", False),
    ],
)
def test_what_a_citation_rests_on(cited: str, changed: str, rests: bool) -> None:
    assert concerns(cited, changed) is rests


def test_everything_that_rests_on_a_leaf_is_found(section: SectionPage) -> None:
    ref = f"{place(section)}#{section.body[0].id}"
    cites = QuestionFactory(cites=[place(section)])
    QuestionFactory(cites=[f"{place(section)}#{section.body[1].id}"])
    QuestionFactory(cites=[ref], retired_at=timezone.now())
    draft = AssessmentFactory(questions=[cites])
    quiz = published([QuestionFactory(cites=[ref])])
    link = f'<a linktype="page" id="{section.pk}">x</a>'
    linking = SectionPageFactory(blocks=[{"type": "text", "text": told("Матн")}])
    linking.body[0].value["text"]["tg"].source = f"<p>{link}</p>"
    linking.save()
    lesson = LessonPageFactory(cites=ref)
    course = lesson.get_parent().specific.course
    RequirementFactory(course=course, lesson=lesson)
    tested = CoursePageFactory().course
    RequirementFactory(course=tested, lesson=None, assessment=quiz)

    found = keys(ref)

    asked = quiz.items.get().question
    assert sorted(found) == sorted(
        [
            *[f"section:{linking.pk}", f"question:{cites.pk}", f"question:{asked.pk}"],
            *[f"assessment:{draft.pk}", f"assessment:{quiz.pk}", f"edition:{quiz.current_id}"],
            *[f"lesson:{lesson.pk}", f"course:{course.pk}", f"course:{tested.pk}"],
        ]
    )


def test_what_cites_a_law_in_a_block_or_by_reference_is_found() -> None:
    LawFactory(code="militia")
    law = {"type": "law", "law": "militia", "article": "5", "text": told("Моддаи 5")}
    section, other = SectionPageFactory(blocks=[law]), SectionPageFactory(blocks=[law | {"article": "7"}])
    lesson, question = LessonPageFactory(blocks=[law]), QuestionFactory(cites=["law:militia"])

    assert set(keys("law:militia/5")) == {f"section:{section.pk}", f"lesson:{lesson.pk}", f"question:{question.pk}"}
    assert f"section:{other.pk}" in keys("law:militia")
    assert keys("law:militia-2004") == []


def test_certificates_are_those_given_before_the_change_and_standing(section: SectionPage) -> None:
    lesson = LessonPageFactory(cites=place(section))
    course = lesson.get_parent().specific.course
    RequirementFactory(course=course, lesson=lesson)
    now = timezone.now()
    for days, revoked in ((2, False), (1, False), (1, True), (-1, False)):
        by = UserFactory() if revoked else None
        CertificateFactory(
            enrolment=EnrolmentFactory(course=course, completed_at=now),
            issued_at=now - timedelta(days=days),
            **({"revoked_at": now, "revoked_by": by, "revoked_reason": "r"} if revoked else {}),
        )
    CertificateFactory()

    (rest,) = [one for one in resting_on([Asked(place(section), now)]) if one.kind == "certificates"]

    assert (rest.key, rest.count) == (f"certificates:{course.pk}", 2)
    assert rest.url.endswith(f"?course={course.code}")


def test_an_assessment_that_was_mended_still_leads_to_its_old_certificates(section: SectionPage) -> None:
    question = QuestionFactory(cites=[place(section)])
    quiz = published([question])
    page = CoursePageFactory()
    RequirementFactory(course=page.course, lesson=None, assessment=quiz)
    question.cites = []
    question.save()
    assert set(keys(place(section))) == {f"edition:{quiz.current_id}", f"course:{page.course_id}"}


@pytest.fixture
def cited(section: SectionPage) -> tuple[Change, list[str]]:
    """A change that a question and a quiz rest on."""
    question = QuestionFactory(cites=[place(section)])
    draft = AssessmentFactory(questions=[question])
    change = ChangeFactory(ref=f"{place(section)}#{section.body[0].id}")
    return change, [f"question:{question.pk}", f"assessment:{draft.pk}"]


def screen(cms: Client, **query: str) -> str:
    response = cms.get(reverse("recall"), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_screen_shows_the_change_and_what_rests_on_it(cms: Client, section: SectionPage, cited) -> None:
    html = screen(cms)
    assert "Дар <del>24</del> <ins>48</ins> соат" in html
    assert section.heading_en in html
    assert "0 of 2 looked at" in html
    for _rest, model in ((0, "question"), (1, "assessment")):
        assert f'value="{cited[1][_rest]}"' in html, model
    assert reverse("wagtailsnippets_assessments_question:edit", args=[cited[1][0].split(":")[1]]) in html


def test_still_right_is_noted_once_and_the_last_one_closes_the_change(cms: Client, trainer, cited) -> None:
    change, (first, second) = cited
    url = reverse("recall_checked", args=[change.pk])
    assert recall.open_count() == 1
    for _twice in range(2):
        response = cms.post(url, {"rests": first, "back": "state=all&where=x&evil=1"})
        assert response["Location"] == f"{reverse('recall')}?state=all&where=x#change-{change.pk}"
    assert Recheck.objects.get().by == trainer
    assert AuditEvent.objects.filter(action="recall.checked").count() == 1
    assert "1 of 2 looked at" in screen(cms)
    cms.post(url, {"rests": second})
    assert "Nothing is left to look at here." in screen(cms)
    assert "2 of 2 looked at" in screen(cms, state="all")
    recall.forget()
    assert recall.open_count() == 0


def test_what_does_not_rest_on_it_is_not_noted(cms: Client, cited) -> None:
    response = cms.post(reverse("recall_checked", args=[cited[0].pk]), {"rests": "question:999"}, follow=True)
    assert "rest on that change any more" in response.content.decode()
    assert not Recheck.objects.exists()


def test_the_filters_are_a_list_of_what_there_is(cms: Client, section: SectionPage, cited) -> None:
    ChangeFactory(ref="gone/away", label="Дур", before="<script>alert(1)</script>", after="")
    LawFactory(code="militia")
    assert "Дур" not in screen(cms)
    everything = screen(cms, state="all")
    assert "Дур" in everything
    assert "<script>alert(1)" not in everything
    assert "Nothing rests on it" in everything
    only = screen(cms, state="all", where=place(section))
    assert "<h2" in only
    assert "Дур" not in only.split("</form>", 1)[1]
    assert "Дур" in screen(cms, state="all", where="'; DROP TABLE")


def test_an_empty_screen_says_so(cms: Client) -> None:
    assert "Nothing has changed its meaning yet" in screen(cms)


def test_a_change_of_a_law_is_recorded_and_leads_to_what_cites_it(cms: Client, trainer) -> None:
    LawFactory(code="militia")
    QuestionFactory(cites=["law:militia/5"])
    url = reverse("recall_law")
    assert '<option value="militia" selected' in cms.get(url, {"law": "militia"}).content.decode()
    wrong = cms.post(url, {"law": "militia", "article": "5", "day": "never", "what": "Муҳлат 48 соат"})
    assert list(wrong.context["form"].errors) == ["day"]
    assert "Муҳлат 48 соат" in wrong.content.decode()
    for _twice in range(2):
        posted = {"law": "militia", "article": "5", "day": "2026-03-01", "what": "Муҳлат 48 соат"}
        response = cms.post(url, posted)
    (change,) = Change.objects.all()
    assert (change.ref, change.of, change.by_id) == ("law:militia/5", "law", trainer.pk)
    assert timezone.localdate(change.at) == date(2026, 3, 1)
    assert AuditEvent.objects.get(action="law.changed").data == {"ref": "law:militia/5"}
    html = cms.get(response["Location"]).content.decode()
    assert ">Муҳлат 48 соат</blockquote>" in html
    assert "0 of 1 looked at" in html


def test_references_are_found_and_copied(cms: Client, section: SectionPage) -> None:
    LawFactory(code="militia")
    url = reverse("references")
    html = cms.get(url).content.decode()
    assert f"<code data-reference>{place(section)}</code>" in html
    assert "<code data-reference>law:militia</code>" in html
    parts = cms.get(url, {"section": place(section)}).content.decode()
    assert f"<code data-reference>{place(section)}#{section.body[1].id}</code>" in parts
    assert "No section is published there" in cms.get(url, {"section": "no/where"}).content.decode()
    assert "Nothing was found" in cms.get(url, {"q": "zzz"}).content.decode()
    preview = section.make_preview_request(preview_mode="en").content.decode()
    assert f'data-references="{place(section)}"' in preview
    assert "data-references" not in Client().get(section.get_url()).content.decode()


@pytest.mark.parametrize("role", [None, Role.OFFICE, Role.ANALYST, Role.HEAD, Role.ADMINISTRATOR])
def test_attack_23_recall_is_for_those_who_write(role: str | None, cited) -> None:
    user = UserFactory(language="en", unit=UnitFactory(), roles=[role] if role else [])
    client = signed_in(Client(), user)
    for name in ("recall", "recall_law", "references"):
        response = client.get(reverse(name))
        assert response.status_code in {302, 403, 404}, name
    posts = [
        (reverse("recall_checked", args=[cited[0].pk]), {"rests": cited[1][0]}),
        (reverse("recall_law"), {"law": LawFactory().code, "day": "2026-03-01", "what": "x"}),
    ]
    for url, data in posts:
        assert client.post(url, data).status_code in {302, 403, 404}
    assert not Recheck.objects.exists()
    assert Change.objects.count() == 1


def test_attack_27_nothing_is_noted_by_get_or_from_a_foreign_page(trainer, cited) -> None:
    url = reverse("recall_checked", args=[cited[0].pk])
    client = signed_in(Client(enforce_csrf_checks=True), trainer)
    assert client.get(url, {"rests": cited[1][0]}).status_code == 405
    assert client.post(url, {"rests": cited[1][0]}).status_code == 403
    assert not Recheck.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(trainer, section: SectionPage, count: int, django_assert_num_queries) -> None:
    from handbook.presenters import recall as recall_presenters

    LawFactory(code="militia")
    lesson = LessonPageFactory(cites=place(section))
    course = lesson.get_parent().specific.course
    RequirementFactory(course=course, lesson=lesson)
    for number in range(count):
        question = QuestionFactory(cites=[place(section), "law:militia"])
        AssessmentItemFactory(question=question)
        published([QuestionFactory(cites=[place(section)])])
        CertificateFactory(enrolment=EnrolmentFactory(course=course, completed_at=timezone.now()))
        for ref in (f"{place(section)}#{section.body[0].id}", f"law:militia/{number + 1}"):
            change = ChangeFactory(ref=ref)
            recall.recheck(change=change, rests=f"question:{question.pk}", by=trainer)
    with translation.override("en"):
        recall_presenters.cards(recall.recalls(), trainer)
        # changes, rechecks, their people; sections: laws, pages, links; questions, drafts, editions; lessons: laws,
        # pages, links, cites, pages again; questions, drafts, editions of courses; requirements, certificates;
        # sections and chapters cited, texts
        with django_assert_num_queries(22):
            shown = recall_presenters.cards(recall.recalls(), trainer)
    assert len(shown) == 2 * count
