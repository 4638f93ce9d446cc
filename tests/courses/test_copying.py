"""A copy of a course: whole, unseen until it is published, and apart from its original."""

import pytest
from django.urls import reverse

from courses.domain import copying
from courses.models import Course, CoursePage, Enrolment, LessonPage, Requirement
from tests.factories.assessments import published
from tests.factories.courses import AssignmentFactory, CourseFactory, EnrolmentFactory, whole_course
from tests.factories.people import UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TITLES = {"tg": "Курси нав", "ru": "Новый курс", "en": "New course"}


@pytest.fixture
def page():
    page = whole_course(lessons=2, quiz=published(code="quiz"), in_order=True, hours=7)
    page.course.prerequisites.add(CourseFactory(code="BEFORE"))
    page.course.save()
    work = AssignmentFactory(course=page.course, code="plan", lesson=page.lessons()[0], criteria=3)
    Requirement.objects.create(course=page.course, assignment=work)
    EnrolmentFactory(course=page.course)
    return page


def test_everything_but_learners_is_there(page):
    made = copying.copy(page, code="NEW-1", titles=TITLES, by=UserFactory(roles=["trainer"]))
    course = made.course
    assert (course.code, course.title_tg, course.hours, course.in_order) == ("NEW-1", "Курси нав", 7, True)
    assert [one.code for one in course.prerequisites.all()] == ["BEFORE"]
    assert (made.heading_ru, made.live, made.slug) == ("Новый курс", False, "new-1")
    assert [one.heading for one in made.lessons()] == [one.heading for one in page.lessons()]
    needs = list(course.requirements.all())
    assert {one.lesson_id for one in needs if one.lesson_id} == {one.pk for one in made.lessons()}
    assert [one.assessment.code for one in needs if one.assessment] == ["quiz"]
    work = course.assignments.get()
    assert (work.code, work.criteria.count(), work.lesson) == ("new-1-1", 3, made.lessons()[0])
    assert [one.assignment for one in needs if one.assignment] == [work]
    assert Enrolment.objects.count() == 1


def test_changing_the_copy_leaves_the_original(page):
    made = copying.copy(page, code="NEW-1", titles=TITLES, by=UserFactory(roles=["trainer"]))
    lesson = made.lessons()[0]
    lesson.heading_en = "Changed"
    lesson.save_revision().publish()
    work = made.course.assignments.get()
    work.criteria.all()[0].delete()
    assert page.lessons()[0].heading_en != "Changed"
    assert page.course.assignments.get().criteria.count() == 3
    assert page.course.requirements.count() == made.course.requirements.count() == 4


def test_from_the_screen_to_publishing(client, page):
    trainer = UserFactory(roles=["trainer"])
    signed_in(client, trainer)
    url = reverse("courses:copy", args=[page.slug])
    assert "Nobody sees the copy" in client.get(url).content.decode()
    refused = client.post(url, {"code": page.course.code.lower(), "title_tg": "а", "title_ru": "б", "title_en": "c"})
    assert refused.status_code == 422
    assert "already" in refused.content.decode()
    done = client.post(url, {"code": "NEW-1", "title_tg": "а", "title_ru": "б", "title_en": "c"})
    made = CoursePage.objects.get(course__code="NEW-1")
    assert done.url == reverse("courses:steps", args=["NEW-1"])
    assert "Publish the page of the course" in client.get(done.url).content.decode()
    learner = UserFactory()
    signed_in(client, learner)
    assert client.get(reverse("courses:course", args=[made.slug])).status_code == 404
    made.save_revision().publish()
    assert client.get(reverse("courses:course", args=[made.slug])).status_code == 200


def test_a_second_copy_finds_free_codes(page):
    by = UserFactory(roles=["trainer"])
    for code in ("A-1", "A 1"):
        copying.copy(page, code=code, titles=TITLES, by=by)
    assert Course.objects.filter(code__startswith="A").count() == 2
    assert LessonPage.objects.count() == 6
