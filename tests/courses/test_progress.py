"""Enrolling, reading, and what comes next."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from courses.domain import enrol, progress
from courses.enums import Stage
from courses.models import CourseRun, Enrolment, LessonRead
from ledger.models import AuditEvent
from ledger.outbox import drain
from people.domain.cohort import keep
from tests.factories.assessments import AssessmentFactory, published
from tests.factories.courses import CourseFactory, EnrolmentFactory, RequirementFactory, passed, whole_course
from tests.factories.people import CohortFactory, UserFactory

pytestmark = pytest.mark.django_db


class TestEnrol:
    def test_oneself_in_an_open_course_once(self):
        course, person = CourseFactory(), UserFactory()
        first = enrol.oneself(course=course, by=person)
        assert enrol.oneself(course=course, by=person) == first
        assert AuditEvent.objects.filter(action="enrolment.made").count() == 1

    def test_a_closed_course_lets_nobody_in_by_themselves(self):
        course, person = CourseFactory(is_open=False), UserFactory()
        with pytest.raises(enrol.NotOpen):
            enrol.oneself(course=course, by=person)
        assert not Enrolment.objects.exists()

    def test_a_closed_course_keeps_those_who_are_in(self):
        enrolment = EnrolmentFactory(course__is_open=False)
        assert enrol.oneself(course=enrolment.course, by=enrolment.learner) == enrolment

    def test_a_cohort_in_any_course_again_and_again(self):
        course, people, office = CourseFactory(is_open=False), UserFactory.create_batch(3), UserFactory()
        cohort = CohortFactory(members=people)
        EnrolmentFactory(course=course, learner=people[0])
        for _ in range(2):
            assert len(enrol.cohort(course=course, cohort=cohort, by=office)) == 3
        assert AuditEvent.objects.filter(action="enrolment.made").count() == 2

    def test_who_joins_the_cohort_later_is_enrolled_by_the_same_rule(self):
        course, office = CourseFactory(is_open=False), UserFactory()
        first, later = UserFactory.create_batch(2)
        group = CohortFactory(members=[first])
        enrol.cohort(course=course, cohort=group, by=office, due_on=date(2026, 12, 1))
        keep(cohort=group, members=[first, later], trainers=[], by=office)
        drain()
        assert set(course.enrolments.values_list("learner", flat=True)) == {first.pk, later.pk}
        assert CourseRun.objects.get().due_on == date(2026, 12, 1)

    def test_the_last_day_never_lies_before_the_first(self):
        group = CohortFactory(members=[UserFactory()])
        with pytest.raises(ValidationError):
            enrol.cohort(
                course=CourseFactory(), cohort=group, by=UserFactory(),
                opens_on=date(2026, 12, 2), due_on=date(2026, 12, 1),
            )  # fmt: skip
        assert not Enrolment.objects.exists()


class TestProgress:
    def test_reading_is_marked_once(self):
        page = whole_course(lessons=1)
        enrolment = EnrolmentFactory(course=page.course)
        for _ in range(2):
            progress.mark_read(enrolment=enrolment, lesson=page.lessons()[0], by=enrolment.learner)
        assert LessonRead.objects.count() == 1
        assert AuditEvent.objects.filter(action="lesson.read").count() == 1

    def test_leads_from_lesson_to_lesson_to_quiz_to_nothing(self):
        page = whole_course(lessons=2, quiz=published())
        enrolment = EnrolmentFactory(course=page.course)
        quiz = page.course.requirements.exclude(assessment=None).get().assessment
        seen = []
        for lesson in page.lessons():
            coming = self.now(page, enrolment).coming
            seen.append(coming.lesson == lesson and coming.take is None)
            progress.mark_read(enrolment=enrolment, lesson=lesson, by=enrolment.learner)
        assert seen == [True, True]
        assert self.now(page, enrolment).coming.take == quiz
        assert not self.now(page, enrolment).complete
        passed(enrolment.learner, quiz)
        found = self.now(page, enrolment)
        assert (found.coming, found.done, found.total, found.complete) == (None, 3, 3, True)

    def test_a_final_examination_without_a_lesson_comes_last(self):
        page = whole_course(lessons=1)
        exam = AssessmentFactory()
        RequirementFactory(course=page.course, lesson=None, assessment=exam)
        enrolment = EnrolmentFactory(course=page.course)
        progress.mark_read(enrolment=enrolment, lesson=page.lessons()[0], by=enrolment.learner)
        found = self.now(page, enrolment)
        assert (found.coming.take, found.finals) == (exam, [(exam, False)])

    def test_somebody_elses_result_counts_for_nobody_else(self):
        page = whole_course(lessons=1, quiz=published())
        enrolment = EnrolmentFactory(course=page.course)
        passed(UserFactory(), page.lessons()[0].quiz)
        assert not self.now(page, enrolment).lines[0].quiz_passed

    def test_takes_the_same_queries_for_one_lesson_and_for_three(self, django_assert_num_queries):
        for lessons in (1, 3):
            page = whole_course(lessons=lessons, quiz=published())
            enrolment = EnrolmentFactory(course=page.course)
            with django_assert_num_queries(6):
                progress.of(page=page, enrolment=enrolment, learner=enrolment.learner)

    @staticmethod
    def now(page, enrolment):
        return progress.of(page=page, enrolment=enrolment, learner=enrolment.learner)


class TestReport:
    def test_counts_what_each_has_read_and_passed(self, django_assert_num_queries):
        page = whole_course(lessons=2, quiz=published())
        quiz = page.lessons().exclude(quiz=None)[0].quiz
        idle, reading, done = (EnrolmentFactory(course=page.course) for _ in range(3))
        progress.mark_read(enrolment=reading, lesson=page.lessons()[0], by=reading.learner)
        passed(done.learner, quiz)
        passed(done.learner, quiz)
        with django_assert_num_queries(3):
            rows = progress.report(page=page, enrolments=[idle, reading, done])
        assert [(row.read, row.lessons, row.passed, row.assessments) for row in rows] == [
            (0, 2, 0, 1), (1, 2, 0, 1), (0, 2, 1, 1),
        ]  # fmt: skip
        assert [row.stage for row in rows] == [Stage.NOT_BEGUN, Stage.UNDER_WAY, Stage.UNDER_WAY]
