"""The hour: from an idea to a course of three lessons, a quiz and an assignment that a cadet takes."""

import pytest
from django.urls import reverse

from courses.domain import begin, progress
from courses.models import Assignment, Course, CoursePage, LessonPage, Requirement
from people.domain.grant import grant
from people.enums import Role
from tests.factories.assessments import published
from tests.factories.courses import passed
from tests.factories.handbook import Editor
from tests.factories.people import UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.usefixtures("english")]


@pytest.fixture
def trainer(client):
    person = UserFactory()
    grant(user=person, role=Role.TRAINER, by=UserFactory(roles=[Role.ADMINISTRATOR]))
    return signed_in(client, type(person).objects.get(pk=person.pk))


def begun(client, **more):
    told = {"code": "NEW-1", "title_tg": "Курси нав", "title_ru": "", "title_en": "New", "hours": "2"}
    return client.post(reverse("courses:new_course"), {**told, "lessons": "Якум\n2. Дуюм\n\nСеюм", **more})


class TestBeginning:
    def test_one_form_makes_the_page_the_lessons_and_what_is_asked_for(self, trainer):
        response = begun(trainer)
        assert response.url == reverse("courses:steps", args=["NEW-1"])
        page = CoursePage.objects.get(course__code="NEW-1")
        lessons = list(LessonPage.objects.child_of(page).order_by("path"))
        assert [one.heading_tg for one in lessons] == ["Якум", "Дуюм", "Сеюм"]
        assert not page.live
        assert not any(one.live for one in lessons)
        assert set(Requirement.objects.values_list("lesson", flat=True)) == {one.pk for one in lessons}
        assert len({one.slug for one in lessons}) == 3

    def test_lessons_of_one_name_have_addresses_of_their_own(self, trainer):
        begun(trainer, lessons="Дарс\nДарс\n!!!")
        assert len(set(LessonPage.objects.values_list("slug", flat=True))) == 3

    @pytest.mark.parametrize(
        ("more", "why"),
        [
            ({"code": ""}, "required"),
            ({"title_tg": ""}, "required"),
            ({"hours": "0"}, "greater than or equal to 1"),
            ({"lessons": "а\n" * 31}, "30 at most"),
            ({"lessons": "а" * 256}, "255 letters"),
        ],
    )
    def test_what_is_wrong_is_told_and_nothing_is_lost(self, trainer, more, why):
        response = begun(trainer, **more)
        assert response.status_code == 422
        assert why in response.content.decode()
        assert "New" in response.content.decode()
        assert not Course.objects.exists()

    def test_learners_see_nothing_of_it(self, trainer, client):
        begun(trainer)
        signed_in(client, UserFactory())
        assert "Курси нав" not in client.get(reverse("courses:list")).content.decode()
        assert client.get(reverse("courses:steps", args=["NEW-1"])).status_code == 404
        assert client.get(reverse("courses:new_course")).status_code == 404

    @pytest.mark.parametrize(("text", "lessons"), [("1. А\n2) Б\n- В\n\n Г ", ["А", "Б", "В", "Г"]), ("", [])])
    def test_numbers_before_the_names_are_left_out(self, text, lessons):
        assert begin.named(text) == lessons


def test_the_hour(trainer, client):
    """Every step that a trainer takes, by the forms that the screens show."""
    begun(trainer)
    page = CoursePage.objects.get(course__code="NEW-1")
    steps = trainer.get(reverse("courses:steps", args=["NEW-1"])).content.decode()
    assert steps.count("Publish the lesson") == 3
    for number, lesson in enumerate(LessonPage.objects.child_of(page).order_by("path"), 1):
        editor = Editor(trainer, lesson)
        words = {f"heading_{code}": f"Lesson {number}" for code in ("tg", "ru", "en")}
        editor.save("action-publish", **words, **{f"summary_{code}": "Short" for code in ("tg", "ru", "en")})
    quiz = published(code="new-quiz")
    work = trainer.post(reverse("wagtailsnippets_courses_assignment:add"), assignment_form(page.course))
    assert work.status_code == 302, work.context["form"].errors
    needs = page.course.requirements
    edit = reverse("wagtailsnippets_courses_course:edit", args=[page.course_id])
    asked = [need.lesson_id for need in needs.all()]
    done = trainer.post(edit, course_form(page.course, asked, quiz, Assignment.objects.get()))
    assert done.status_code == 302, done.context["form"].errors
    editor = Editor(trainer, CoursePage.objects.get(pk=page.pk))
    words = {f"heading_{code}": "New course" for code in ("tg", "ru", "en")}
    editor.save("action-publish", **words, **{f"summary_{code}": "Short" for code in ("tg", "ru", "en")})
    left = begin.left_to_do(CoursePage.objects.get(pk=page.pk))
    assert [words for words, is_done, _pk in left if not is_done] == []

    learner = UserFactory()
    signed_in(client, learner)
    url = reverse("courses:course", args=[page.slug])
    client.post(url)
    for lesson in LessonPage.objects.child_of(page):
        client.post(reverse("courses:lesson", args=[page.slug, lesson.slug]))
    passed(learner, quiz)
    found = progress.of(page=page, enrolment=learner.enrolments.get(), learner=learner)
    assert (found.done, found.total) == (4, 5)
    assert found.coming.work == Assignment.objects.get(), "the assignment is what is left"


def assignment_form(course):
    data = {"course": course.pk, "code": "new-work", "kind": "text", "lesson": "", "markers": "1", "pass_percent": "60"}
    for code in ("tg", "ru", "en"):
        data |= {f"title_{code}": "Work", f"instructions_{code}": "Do it"}
        data |= {f"criteria-0-title_{code}": "Clear", f"criteria-0-levels_{code}": "bad\ngood"}
    return data | {
        "criteria-TOTAL_FORMS": 1, "criteria-INITIAL_FORMS": 0, "criteria-MIN_NUM_FORMS": 0,
        "criteria-MAX_NUM_FORMS": 1000, "criteria-0-ORDER": 1,
    }  # fmt: skip


def course_form(course, lessons, quiz, work):
    ids = list(course.requirements.values_list("pk", flat=True))
    data = {"code": course.code, "hours": course.hours, "valid_months": "", "is_open": "on"}
    for code in ("tg", "ru", "en"):
        data |= {f"title_{code}": "New course", f"summary_{code}": "", f"outcomes_{code}": ""}
    lines = [(pk, lesson, "", "") for pk, lesson in zip(ids, lessons, strict=True)]
    lines += [("", "", quiz.pk, ""), ("", "", "", work.pk)]
    data |= {
        "requirements-TOTAL_FORMS": len(lines), "requirements-INITIAL_FORMS": len(ids),
        "requirements-MIN_NUM_FORMS": 0, "requirements-MAX_NUM_FORMS": 1000,
    }  # fmt: skip
    for place, (pk, lesson, test, assignment) in enumerate(lines):
        data |= {
            f"requirements-{place}-id": pk, f"requirements-{place}-lesson": lesson,
            f"requirements-{place}-assessment": test, f"requirements-{place}-assignment": assignment,
        }  # fmt: skip
    return data
