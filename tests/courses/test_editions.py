"""Versions of a course: frozen for those under way, told what changed and whom it touches, moved on by choice."""

import threading

import pytest
from django.db import connection, transaction
from django.urls import reverse

from courses.domain import complete, editions, enrol, outline, progress
from courses.domain.editions import NO_COHORT
from courses.enums import CourseChange
from courses.models import CourseEdition, Enrolment, LessonPage, LessonRead, Message, Requirement
from ledger.models import AuditEvent, Frozen
from tests.factories.assessments import published
from tests.factories.courses import (
    AssignmentFactory,
    CourseRunFactory,
    EnrolmentFactory,
    LessonPageFactory,
    passed,
    whole_course,
)
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def trainer():
    return UserFactory(roles=["trainer"])


def released(page, by, note="", move=(NO_COHORT,)):
    return editions.release(page=page, note=note, move=move, by=by)


def retitled(lesson, heading):
    """The lesson published anew under another heading."""
    lesson.heading_en = heading
    lesson.save_revision().publish()


def read_all(enrolment, lessons):
    for lesson in lessons:
        LessonRead.objects.create(enrolment=enrolment, lesson=lesson)


class TestRelease:
    def test_the_first_version_takes_everybody_in(self, trainer):
        page = whole_course(lessons=2)
        under_way, done = EnrolmentFactory(course=page.course), EnrolmentFactory(course=page.course)
        read_all(done, page.lessons())
        complete.check(done)
        made = released(page, trainer)
        under_way.refresh_from_db()
        done.refresh_from_db()
        assert (made.number, under_way.edition, done.edition) == (1, made, None)
        assert Message.objects.count() == 0, "nothing changes for anybody"
        assert AuditEvent.objects.filter(action="course.released").count() == 1

    def test_without_a_lesson_or_a_change_there_is_nothing_to_release(self, trainer):
        page = whole_course(lessons=0)
        with pytest.raises(editions.NothingToRelease):
            released(page, trainer)
        LessonPageFactory(parent=page)
        released(page, trainer)
        with pytest.raises(editions.NothingToRelease, match="since version 1"):
            released(page, trainer)

    def test_a_version_is_never_changed(self, trainer):
        made = released(whole_course(lessons=1), trainer)
        made.note = "other"
        with pytest.raises(Frozen):
            made.save()

    @pytest.mark.skipif("connection.vendor != 'postgresql'")
    def test_postgresql_refuses_it_too(self, trainer):
        made = released(whole_course(lessons=1), trainer)
        with pytest.raises(Exception, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE courses_courseedition SET note = 'x' WHERE id = %s", [made.pk])

    def test_new_learners_get_the_newest(self, trainer):
        page = whole_course(lessons=1)
        released(page, trainer)
        LessonPageFactory(parent=page)
        newest = released(page, trainer)
        assert enrol.oneself(course=page.course, by=UserFactory()).edition == newest


class TestKeeping:
    """Who keeps a version doesn't meet what came after it."""

    def test_a_new_lesson_a_changed_text_and_a_new_requirement_stay_away(self, trainer):
        page = whole_course(lessons=2)
        first, second = page.lessons()
        enrolment = EnrolmentFactory(course=page.course)
        released(page, trainer)
        then = first.heading_en
        retitled(first, "Quite another heading")
        third = LessonPageFactory(parent=page)
        Requirement.objects.create(course=page.course, lesson=third)
        enrolment.refresh_from_db()

        found = progress.of(page=page, enrolment=enrolment, learner=enrolment.learner)
        assert [line.lesson.heading_en for line in found.lines] == [then, second.heading_en]
        assert (found.done, found.total) == (0, 2)
        assert outline.lesson(page, enrolment, first.slug).heading_en == then
        assert outline.lesson(page, None, first.slug).heading_en == "Quite another heading"
        with pytest.raises(LessonPage.DoesNotExist):
            outline.lesson(page, enrolment, third.slug)

        read_all(enrolment, [first, second])
        assert complete.check(enrolment).complete

    def test_a_test_that_is_no_longer_asked_for_may_still_be_sat_and_counts(self, trainer):
        quiz = published(code="old")
        page = whole_course(lessons=1)
        Requirement.objects.create(course=page.course, assessment=quiz)
        enrolment = EnrolmentFactory(course=page.course)
        released(page, trainer)
        page.course.requirements.filter(assessment=quiz).delete()
        enrolment.refresh_from_db()
        from assessments.access import may_sit

        assert may_sit(enrolment.learner, quiz)
        assert not may_sit(EnrolmentFactory(course=page.course).learner, quiz), "who has no version meets it as it is"
        read_all(enrolment, page.lessons())
        assert not complete.check(enrolment).complete
        passed(enrolment.learner, quiz)
        certificate = complete.check_all(candidate_id=enrolment.learner_id, assessment_id=quiz.pk)[0].certificate
        assert [one["assessment"] for one in certificate.facts["results"]] == ["old"]

    def test_a_lesson_deleted_since_is_not_asked_for(self, trainer):
        page = whole_course(lessons=2)
        first, second = page.lessons()
        enrolment = EnrolmentFactory(course=page.course)
        released(page, trainer)
        page.course.requirements.filter(lesson=second).delete()
        second.delete()
        enrolment.refresh_from_db()
        read_all(enrolment, [first])
        assert progress.of(page=page, enrolment=enrolment, learner=enrolment.learner).total == 1
        assert complete.check(enrolment).complete

    def test_the_report_counts_each_in_their_own_version(self, trainer):
        page = whole_course(lessons=2)
        old = EnrolmentFactory(course=page.course)
        released(page, trainer)
        for lesson in LessonPageFactory.create_batch(2, parent=page):
            Requirement.objects.create(course=page.course, lesson=lesson)
        released(page, trainer, move=())
        new = enrol.oneself(course=page.course, by=UserFactory())
        old.refresh_from_db()
        read_all(old, page.lessons())
        rows = {row.enrolment: row for row in progress.report(page=page, enrolments=[old, new])}
        assert (rows[old].read, rows[old].lessons) == (2, 2)
        assert (rows[new].read, rows[new].lessons) == (0, 4)

    @pytest.mark.parametrize("lessons", [1, 3])
    def test_takes_the_same_statements_for_one_lesson_and_for_three(self, trainer, lessons, django_assert_num_queries):
        page = whole_course(lessons=lessons)
        enrolment = EnrolmentFactory(course=page.course)
        released(page, trainer)
        for lesson in page.lessons():
            retitled(lesson, "New")
        enrolment = Enrolment.objects.select_related("edition", "course").get(pk=enrolment.pk)
        with django_assert_num_queries(2):
            outline.of(page, enrolment)


class TestMoving:
    def test_chosen_cohorts_move_and_are_told_the_others_keep(self, trainer):
        page = whole_course(lessons=1)
        goes, stays, alone = (EnrolmentFactory(course=page.course) for _ in range(3))
        going = CohortFactory(members=[goes.learner])
        CohortFactory(members=[stays.learner])
        first = released(page, trainer)
        retitled(page.lessons()[0], "New")
        second = released(page, trainer, note="A clearer first lesson", move=[going.pk])
        for one in (goes, stays, alone):
            one.refresh_from_db()
        assert (goes.edition, stays.edition, alone.edition) == (second, first, first)
        told = Message.objects.get()
        assert (told.recipient, told.data["note"]) == (goes.learner, "A clearer first lesson")
        assert editions.move_on(course=page.course, cohorts=[NO_COHORT], by=trainer) == 1
        alone.refresh_from_db()
        assert alone.edition == second

    def test_a_version_that_asks_for_less_completes(self, trainer, django_capture_on_commit_callbacks):
        page = whole_course(lessons=2)
        first, second = page.lessons()
        enrolment = EnrolmentFactory(course=page.course)
        released(page, trainer)
        read_all(enrolment, [first])
        page.course.requirements.filter(lesson=second).delete()
        released(page, trainer)
        editions.moved_on(enrolment_id=enrolment.pk)
        enrolment.refresh_from_db()
        assert enrolment.completed_at

    def test_says_what_changed(self, trainer):
        quiz, page = published(code="q"), whole_course(lessons=3)
        kept, changed, gone = page.lessons()
        work = AssignmentFactory(course=page.course, title_en="A plan")
        released(page, trainer)
        assert editions.changes(page) == []
        retitled(changed, "Better")
        page.course.requirements.filter(lesson__in=[gone, kept]).delete()
        gone.unpublish()
        new = LessonPageFactory(parent=page)
        Requirement.objects.create(course=page.course, assessment=quiz)
        Requirement.objects.create(course=page.course, assignment=work)
        new.move(kept, pos="left")
        page.refresh_from_db()
        kept.refresh_from_db()
        kept.move(page, pos="last-child")
        page.refresh_from_db()
        told = [(one.kind, one.title) for one in editions.changes(page)]
        assert told == [
            (CourseChange.LESSON_NEW, new.heading),
            (CourseChange.LESSON_CHANGED, "Better"),
            (CourseChange.LESSON_GONE, gone.heading),
            (CourseChange.ORDER, ""),
            (CourseChange.NOT_ASKED, kept.heading),
            (CourseChange.ASKED, quiz.title),
            (CourseChange.ASKED, "A plan"),
        ]


class TestScreens:
    def test_from_no_version_to_the_second(self, client, trainer):
        page = whole_course(lessons=1)
        cohort = CohortFactory(members=[UserFactory()])
        EnrolmentFactory(course=page.course, learner=cohort.members.get())
        CourseRunFactory(course=page.course, cohort=cohort)
        signed_in(client, trainer)
        url = reverse("courses:versions", args=[page.slug])
        assert "Release the first version" in client.get(url).content.decode()
        client.post(url, {"note": "", "move": [str(cohort.pk)]})
        text = client.get(url).content.decode()
        assert "Nothing has changed since version 1" in text
        assert "Release the next version" not in text
        retitled(page.lessons()[0], "Brighter")
        text = client.get(url).content.decode()
        assert "Changed text: “Brighter”" in text
        assert "revisions/compare" in text
        assert "1 learner" in text
        response = client.post(url, {"note": "Shorter"}, follow=True)
        assert "Version 2 is released" in response.content.decode()
        assert "Move learners on" in response.content.decode(), "nobody was ticked, so one is behind"
        moved = client.post(reverse("courses:move_learners", args=[page.slug]), {"move": [str(cohort.pk)]}, follow=True)
        assert "1 learner goes on in it." in moved.content.decode()
        assert Enrolment.objects.get().edition.number == 2

    def test_a_cohort_that_is_not_offered_moves_nobody(self, client, trainer):
        page = whole_course(lessons=1)
        EnrolmentFactory(course=page.course)
        released(page, trainer)
        signed_in(client, trainer)
        url = reverse("courses:move_learners", args=[page.slug])
        assert "Nobody was moved" in client.post(url, {"move": ["999"]}, follow=True).content.decode()

    def test_learners_do_not_come_here(self, client):
        page = whole_course(lessons=1)
        signed_in(client, EnrolmentFactory(course=page.course).learner)
        for name in ("versions", "copy"):
            assert client.get(reverse(f"courses:{name}", args=[page.slug])).status_code == 404

    def test_the_message_names_no_sensitive_course(self, client, trainer):
        page = whole_course(lessons=1, is_sensitive=True, title_en="Heavy subject")
        learner = EnrolmentFactory(course=page.course).learner
        released(page, trainer)
        retitled(page.lessons()[0], "New")
        released(page, trainer, note="About the heavy subject")
        signed_in(client, learner)
        text = client.get(reverse("courses:messages")).content.decode()
        assert "A course has changed" in text
        assert "eavy subject" not in text


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_two_trainers_release_one_version():
    page, trainers = whole_course(lessons=1), UserFactory.create_batch(2, roles=["trainer"])
    together, outcomes = threading.Barrier(2), []

    def release(by):
        together.wait()
        try:
            outcomes.append(editions.release(page=page, note="", move=[], by=by).number)
        except editions.NothingToRelease:
            outcomes.append("nothing")
        finally:
            connection.close()

    threads = [threading.Thread(target=release, args=[one]) for one in trainers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["1", "nothing"]
    assert CourseEdition.objects.count() == 1
