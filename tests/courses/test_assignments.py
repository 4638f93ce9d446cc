"""Assignments: their rules as constraints, loading them, and what marks come to."""

from fractions import Fraction
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from courses.domain import assignments_content, work
from courses.domain.kappa import cohen
from courses.enums import WorkState
from courses.models import Assignment, Requirement, SubmissionFile, WorkMark
from tests.factories.courses import CourseFactory, EnrolmentFactory, LessonPageFactory, whole_course
from tests.factories.people import UserFactory
from tests.factories.work import AssignmentFactory, CriterionFactory, SubmissionFactory, marked, points

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def table(**more):
    """An assignment as it stands in a course's file."""
    said = {"tg": "Матн", "ru": "Текст", "en": "Text"}
    levels = [said, {"tg": "хуб", "ru": "хорошо", "en": "good"}]
    criteria = [{"title": said, "levels": levels}, {"title": said, "levels": levels}]
    return {"code": "plan", "kind": "plan", "title": said, "instructions": said, "criteria": criteria, **more}


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


class TestConstraints:
    def test_of_an_assignment(self):
        one = AssignmentFactory()
        refused(lambda: AssignmentFactory(code=one.code))
        refused(lambda: AssignmentFactory(markers=3))
        refused(lambda: AssignmentFactory(markers=0))
        refused(lambda: AssignmentFactory(pass_percent=0))
        refused(lambda: AssignmentFactory(code="marking"))

    def test_of_a_work(self):
        one = SubmissionFactory()
        same = {"assignment": one.assignment, "enrolment": one.enrolment}
        refused(lambda: SubmissionFactory(**same, state=WorkState.PASSED))
        refused(lambda: SubmissionFactory(**same, number=2, state=WorkState.DRAFT, handed_in_at=None))
        refused(lambda: SubmissionFactory(state=WorkState.DRAFT))
        refused(lambda: SubmissionFactory(handed_in_at=None))

    def test_of_a_file(self):
        one = SubmissionFactory()
        file = {"submission": one, "name": "a.pdf", "kind": "application/pdf", "size": 1, "digest": "a", "content": b""}
        SubmissionFile.objects.create(**file)
        refused(lambda: SubmissionFile.objects.create(**file))

    def test_of_a_mark(self):
        one, marker = SubmissionFactory(), UserFactory()
        mark = WorkMark.objects.create(submission=one, marker=marker, code=uuid4())
        refused(lambda: WorkMark.objects.create(submission=one, marker=marker, code=uuid4()))
        refused(lambda: WorkMark.objects.create(submission=one, marker=UserFactory(), code=mark.code))
        refused(lambda: WorkMark.objects.create(submission=one, marker=UserFactory(), code=uuid4(), returned=True))

    def test_of_a_requirement(self):
        page = whole_course()
        one = AssignmentFactory(course=page.course)
        lesson = LessonPageFactory(parent=page)
        refused(lambda: Requirement.objects.create(course=page.course, assignment=one, lesson=lesson))
        Requirement.objects.create(course=page.course, assignment=one)
        refused(lambda: Requirement.objects.create(course=page.course, assignment=one))
        with pytest.raises(ValidationError, match="belongs to another course"):
            Requirement(course=CourseFactory(), assignment=one).full_clean()


class TestLoading:
    def test_once_and_again(self):
        page = whole_course()
        told = [table(lesson=page.lessons()[0].slug, markers=2), table(code="station", kind="station")]
        first = assignments_content.load(page.course, told, None)
        assert [one.order for one in first] == [0, 1]
        assert first[0].lesson.pk == page.lessons()[0].pk
        with translation.override("ru"):
            assert first[0].criteria.first().words() == ["Текст", "хорошо"]
        ids = list(first[0].criteria.values_list("pk", flat=True))
        told[0]["criteria"].pop()
        again = assignments_content.load(page.course, told, None)
        assert [one.pk for one in again] == [one.pk for one in first]
        assert list(again[0].criteria.values_list("pk", flat=True)) == ids[:1]

    def test_what_no_assignment_can_be(self):
        course = whole_course().course
        for wrong in ({"code": "marking"}, {"markers": 3}, {"title": {"ru": "Только"}}):
            with pytest.raises(ValidationError):
                assignments_content.load(course, [table(**wrong)], None)
        with pytest.raises(ValueError, match="another course"):
            assignments_content.load(course, [table(code=AssignmentFactory().code)], None)
        assert not Assignment.objects.filter(course=course).exists()

    def test_a_language_that_lacks_levels_says_them_in_tajik(self):
        criterion = CriterionFactory(levels_ru="только\nдва")
        with translation.override("ru"):
            assert criterion.words() == ["нест", "суст", "хуб", "аъло"]
        with pytest.raises(ValidationError, match="as many levels"):
            criterion.clean()
        criterion.levels_tg = "як"
        with pytest.raises(ValidationError, match="two levels"):
            criterion.clean()


class TestMarks:
    def test_two_marks_near_each_other_count_by_their_mean(self):
        assert work.settled([5], 2, 10) is None
        assert work.settled([5, 6], 2, 10) == Fraction(11, 2)
        assert work.settled([5], 1, 10) == 5

    def test_two_marks_apart_are_decided_by_the_third(self):
        assert work.settled([2, 9], 2, 10) is None
        assert work.settled([9, 2], 2, 10) is None
        assert work.settled([2, 9, 10], 2, 10) == 10

    def test_from_one_mark_to_the_third(self):
        one = SubmissionFactory(assignment__markers=2)
        assert marked(one, UserFactory(), 0, 0).state == WorkState.HANDED_IN
        assert marked(one, UserFactory(), 3, 3).state == WorkState.HANDED_IN
        assert marked(one, UserFactory(), 3, 1).state == WorkState.PASSED  # 4 of 6

    def test_nobody_marks_their_own_or_twice(self):
        one, marker = SubmissionFactory(assignment__markers=2), UserFactory()
        with pytest.raises(work.CannotMark, match="their own"):
            marked(one, one.enrolment.learner, 1, 1)
        marked(one, marker, 1, 1)
        with pytest.raises(work.CannotMark, match="already"):
            marked(one, marker, 1, 1)

    def test_a_mark_sent_twice_is_one(self):
        one, marker, code = SubmissionFactory(), UserFactory(), uuid4()
        for _time in range(2):
            work.mark(submission=one, by=marker, levels=points(one.assignment, 3, 3), code=code)
        assert one.marks.count() == 1
        with pytest.raises(work.CannotMark, match="somebody else"):
            work.mark(submission=SubmissionFactory(), by=UserFactory(), levels={}, code=code)

    def test_points_beyond_the_rubric_are_refused(self):
        one = SubmissionFactory()
        for wrong in (points(one.assignment, 4, 0), points(one.assignment, -1, 0), {}):
            with pytest.raises(ValueError, match="points"):
                work.mark(submission=one, by=UserFactory(), levels=wrong, code=uuid4())

    def test_returned_work_goes_on_as_the_next_number(self):
        one = SubmissionFactory()
        with pytest.raises(ValueError, match="comment"):
            work.mark(submission=one, by=UserFactory(), levels={}, code=uuid4(), returned=True)
        work.mark(submission=one, by=UserFactory(), levels={}, code=uuid4(), comment="Who is harmed?", returned=True)
        again = work.draft(assignment=one.assignment, enrolment=one.enrolment)
        assert (again.number, again.content, again.state) == (2, one.content, WorkState.DRAFT)


class TestKappa:
    def test_by_hand(self):
        """Of 10 pairs 7 agree. The first says yes 6 times, the second 5: by chance .6*.5 + .4*.5 = .5; (.7-.5)/.5."""
        pairs = [(1, 1)] * 4 + [(1, 0)] * 2 + [(0, 1)] + [(0, 0)] * 3
        assert cohen(pairs) == pytest.approx(0.4)

    def test_where_it_says_nothing(self):
        assert cohen([]) is None
        assert cohen([(1, 1), (1, 1)]) is None
        assert cohen([(0, 1), (1, 0)]) == -1


def test_an_empty_draft_lacks_everything():
    one = AssignmentFactory(kind="plan")
    draft = work.draft(assignment=one, enrolment=EnrolmentFactory(course=one.course))
    with pytest.raises(work.CannotHandIn) as found:
        work.hand_in(submission=draft, by=draft.enrolment.learner)
    assert "Write at least one task." in found.value.reasons
    assert timezone.now() >= draft.begun_at
