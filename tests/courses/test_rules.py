"""What comes before what: courses before a course, one lesson after the other."""

import pytest
from django.urls import reverse

from assessments.access import may_sit
from courses.domain import enrol, sitting
from courses.models import LessonRead, Requirement
from courses.page_forms import CourseForm
from tests.factories.assessments import published
from tests.factories.courses import CourseFactory, EnrolmentFactory, LessonPageFactory, all_done, passed, whole_course
from tests.factories.people import UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


class TestPrerequisites:
    @pytest.fixture
    def pages(self):
        before, after = (
            whole_course(lessons=1, title_en="Basics"),
            whole_course(lessons=1, quiz=published(code="after")),
        )
        after.course.prerequisites.add(before.course)
        after.course.save()
        return before, after

    def test_nobody_starts_by_themselves_who_has_not_completed_it(self, client, pages):
        before, after = pages
        learner = UserFactory()
        with pytest.raises(enrol.NotOpen, match="Complete “Basics” first"):
            enrol.oneself(course=after.course, by=learner)
        signed_in(client, learner)
        url = reverse("courses:course", args=[after.slug])
        text = client.get(url).content.decode()
        assert "Complete “Basics” first." in text
        assert reverse("courses:course", args=[before.slug]) in text
        assert "Start the course" not in text
        assert client.post(url).status_code == 302
        assert not learner.enrolments.exists()

    def test_who_was_enrolled_by_cohort_reads_and_sits_nothing_until_then(self, client, pages):
        before, after = pages
        enrolment = EnrolmentFactory(course=after.course)
        quiz = after.lessons()[0].quiz
        signed_in(client, enrolment.learner)
        lesson = reverse("courses:lesson", args=[after.slug, after.lessons()[0].slug])
        assert client.get(lesson).status_code == 302
        assert client.post(lesson).status_code == 302
        assert not enrolment.reads.exists()
        assert not may_sit(enrolment.learner, quiz)
        assert sitting.listed(enrolment.learner) == set()
        done = all_done(before, enrolment.learner)
        done.completed_at = done.started_at
        done.save()
        assert client.get(lesson).status_code == 200
        assert may_sit(enrolment.learner, quiz)
        assert sitting.listed(enrolment.learner) == {quiz.pk}

    def test_who_completed_the_course_itself_reads_on(self, client, pages):
        _before, after = pages
        enrolment = EnrolmentFactory(course=after.course)
        enrolment.completed_at = enrolment.started_at
        enrolment.save()
        signed_in(client, enrolment.learner)
        assert client.get(reverse("courses:lesson", args=[after.slug, after.lessons()[0].slug])).status_code == 200
        assert may_sit(enrolment.learner, after.lessons()[0].quiz)

    def test_no_course_comes_before_itself_over_others_neither(self):
        first, second, third = CourseFactory.create_batch(3)
        for course, before in ((second, first), (third, second)):
            course.prerequisites.add(before)
            course.save()
        form_class = type(
            "Form", (CourseForm,), {"Meta": type("M", (), {"model": type(first), "fields": ["prerequisites"]})}
        )
        form = form_class({"prerequisites": [third.pk]}, instance=first)
        assert not form.is_valid()
        assert "before itself" in form.errors["prerequisites"][0]
        assert form_class({"prerequisites": [first.pk]}, instance=third).is_valid()


class TestInOrder:
    @pytest.fixture
    def page(self):
        """Three lessons in order, a quiz asked for after the first, another at the end."""
        page = whole_course(lessons=2, quiz=published(code="last"), in_order=True)
        first = page.lessons()[0]
        first.quiz = published(code="first")
        first.save_revision().publish()
        Requirement.objects.create(course=page.course, assessment=first.quiz)
        return page

    def url(self, page, number):
        return reverse("courses:lesson", args=[page.slug, page.lessons()[number].slug])

    def test_the_second_opens_when_the_first_is_read_and_its_quiz_passed(self, client, page):
        enrolment = EnrolmentFactory(course=page.course)
        signed_in(client, enrolment.learner)
        first, second = page.lessons()
        assert client.get(self.url(page, 0)).status_code == 200
        assert client.get(self.url(page, 1)).status_code == 302
        LessonRead.objects.create(enrolment=enrolment, lesson=first)
        response = client.get(self.url(page, 1), follow=True)
        assert f"First finish “{first.heading}”" in response.content.decode()
        passed(enrolment.learner, first.quiz)
        assert client.get(self.url(page, 1)).status_code == 200

    def test_the_course_page_links_only_what_is_open(self, client, page):
        signed_in(client, EnrolmentFactory(course=page.course).learner)
        text = client.get(reverse("courses:course", args=[page.slug])).content.decode()
        assert "one after the other" in text
        assert f'href="{self.url(page, 0)}"' in text
        assert f'href="{self.url(page, 1)}"' not in text

    def test_a_quiz_opens_with_its_lesson(self, page):
        enrolment = EnrolmentFactory(course=page.course)
        first, second = page.lessons()
        assert may_sit(enrolment.learner, first.quiz)
        assert not may_sit(enrolment.learner, second.quiz)
        assert sitting.listed(enrolment.learner) == {first.quiz.pk}
        LessonRead.objects.create(enrolment=enrolment, lesson=first)
        passed(enrolment.learner, first.quiz)
        assert may_sit(enrolment.learner, second.quiz)

    def test_a_final_opens_after_all_lessons(self):
        page, final = whole_course(lessons=1, in_order=True), published(code="final")
        Requirement.objects.create(course=page.course, assessment=final)
        enrolment = EnrolmentFactory(course=page.course)
        assert not may_sit(enrolment.learner, final)
        LessonRead.objects.create(enrolment=enrolment, lesson=page.lessons()[0])
        assert may_sit(enrolment.learner, final)

    def test_what_is_not_asked_for_keeps_nobody(self, client):
        page = whole_course(lessons=1, in_order=True)
        extra = LessonPageFactory(parent=page)
        extra.move(page.lessons()[0], pos="left")
        page.refresh_from_db()
        signed_in(client, EnrolmentFactory(course=page.course).learner)
        assert client.get(self.url(page, 1)).status_code == 200

    def test_trainers_read_all(self, client, page):
        signed_in(client, UserFactory(roles=["trainer"]))
        assert client.get(self.url(page, 1)).status_code == 200
