"""What a trainer does with courses in Wagtail: make one, require, preview; and what others can't."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assessments.enums import AssessmentKind
from courses.models import Course, CoursePage, LessonPage, Requirement
from people.domain.grant import grant
from people.enums import Role
from tests.factories.assessments import AssessmentFactory, published
from tests.factories.courses import CourseIndexPageFactory, LessonPageFactory, whole_course
from tests.factories.handbook import ChapterPageFactory, Editor, SectionPageFactory
from tests.factories.people import UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def author(client):
    person = UserFactory()
    grant(user=person, role=Role.TRAINER, by=UserFactory(roles=[Role.ADMINISTRATOR]))
    return signed_in(client, type(person).objects.get(pk=person.pk))


def form(lines: list[tuple[str, str]], **more: object) -> dict[str, object]:
    """What the editor of a course posts; a line is the lesson and the assessment that it asks for."""
    data: dict[str, object] = {
        "code": "NEW", "title_tg": "Курси нав", "title_ru": "", "title_en": "", "summary_tg": "", "summary_ru": "",
        "summary_en": "", "outcomes_tg": "", "outcomes_ru": "", "outcomes_en": "", "hours": "2", "valid_months": "",
        "requirements-TOTAL_FORMS": len(lines), "requirements-INITIAL_FORMS": 0, "requirements-MIN_NUM_FORMS": 0,
        "requirements-MAX_NUM_FORMS": 1000,
    }  # fmt: skip
    for n, (lesson, assessment) in enumerate(lines):
        data |= {f"requirements-{n}-lesson": lesson, f"requirements-{n}-assessment": assessment}
    return data | more


class TestCourse:
    def test_is_made_with_its_requirements(self, author):
        lesson, quiz = LessonPageFactory(), published()
        response = author.post(reverse("wagtailsnippets_courses_course:add"), form([(lesson.pk, ""), ("", quiz.pk)]))
        assert response.status_code == 302, response.context["form"].errors
        course = Course.objects.get(code="NEW")
        assert {(need.lesson, need.assessment) for need in course.requirements.all()} == {(lesson, None), (None, quiz)}

    def test_a_line_with_both_and_a_foreign_lesson_are_refused_in_words(self):
        page, other = whole_course(lessons=1), whole_course(lessons=1)
        lesson, foreign = page.lessons()[0], other.lessons()[0]
        wrong = [
            Requirement(course=page.course, lesson=lesson, assessment=published()),
            Requirement(course=page.course),
            Requirement(course=page.course, lesson=foreign),
            Requirement(course=page.course, assessment=AssessmentFactory(kind=AssessmentKind.SURVEY)),
        ]
        for one in wrong:
            with pytest.raises(ValidationError):
                one.full_clean()

    def test_learners_and_the_office_do_not_enter(self, client):
        for roles in ([], [Role.OFFICE], [Role.ANALYST]):
            signed_in(client, UserFactory(roles=roles))
            assert client.get(reverse("wagtailsnippets_courses_course:list")).status_code in (302, 403, 404)


class TestPages:
    def test_a_lesson_is_edited_and_published(self, author):
        page = whole_course(lessons=1)
        lesson = page.lessons()[0]
        SectionPageFactory(parent=ChapterPageFactory(slug="chapter"), slug="section")
        editor = Editor(author, LessonPage.objects.get(pk=lesson.pk))
        editor.save("action-publish", heading_tg="Номи нав", cites="chapter/section")
        lesson = LessonPage.objects.get(pk=lesson.pk)
        assert (lesson.heading_tg, lesson.references()) == ("Номи нав", ["chapter/section"])

    def test_a_reference_that_is_none_is_told(self, author):
        lesson = whole_course(lessons=1).lessons()[0]
        editor = Editor(author, LessonPage.objects.get(pk=lesson.pk))
        response = editor.send("action-publish", cites="http://elsewhere.example/")
        assert response.status_code == 200
        assert list(response.context["form"].errors) == ["cites"]
        assert "http://elsewhere.example/" in response.content.decode()
        assert list(editor.send("action-publish", cites="no/where").context["form"].errors) == ["cites"]
        assert LessonPage.objects.get(pk=lesson.pk).cites == ""

    def test_previews_are_shown_in_each_language_without_an_enrolment(self, author, rf):
        page = whole_course(lessons=1)
        shown = [LessonPage.objects.get(pk=page.lessons()[0].pk), CoursePage.objects.get(pk=page.pk)]
        for one in [*shown, page.get_parent().specific]:
            for code in ("tg", "ru", "en"):
                response = one.make_preview_request(preview_mode=code)
                assert response.status_code == 200
                assert getattr(one, f"heading_{code}") in response.content.decode()

    def test_a_course_page_is_made_under_the_list(self, author):
        index = CourseIndexPageFactory()
        response = author.get(reverse("wagtailadmin_pages:add", args=["courses", "coursepage", index.pk]))
        assert {"course", "heading_tg", "heading_ru", "heading_en"} <= set(response.context["form"].fields)
