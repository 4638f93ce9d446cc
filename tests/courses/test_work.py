"""Assignments: plans that lack something, drafts, marks by one and by two, returns, stations, files, and who may."""

import threading
from datetime import timedelta
from fractions import Fraction
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from courses.domain import complete, plan_sheet, progress, work
from courses.enums import WorkState
from courses.models import Assignment, Requirement, Submission, SubmissionFile, WorkMark
from ledger.models import AuditEvent, Frozen
from tests.factories.courses import AssignmentFactory, CoursePageFactory, CourseRunFactory, EnrolmentFactory
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PDF = b"%PDF-1.7\n%%EOF"
PLAN = {
    "place": "Навбаҳор", "problem": "14 calls in two months", "harmed": "residents", "goal": "fewer calls",
    "partners-0-who": "jamoat", "partners-0-brings": "a lamp",
    "tasks-0-what": "put up the lamp", "tasks-0-owner": "Rustam", "tasks-0-by": "2026-12-20",
    "indicators-0-what": "calls a month", "indicators-0-now": "7", "indicators-0-wanted": "2",
}  # fmt: skip


@pytest.fixture
def setting():
    """A course whose learners belong to a cohort of two trainers."""
    page = CoursePageFactory()
    people, trainers = UserFactory.create_batch(3), UserFactory.create_batch(3, roles=["trainer"])
    cohort = CohortFactory(members=people)
    cohort.trainers.add(*trainers)
    enrolments = [EnrolmentFactory(course=page.course, learner=person) for person in people]
    return SimpleNamespace(page=page, course=page.course, people=people, trainers=trainers, enrolments=enrolments)


def handed_in(setting, task, number=0):
    held = work.draft(assignment=task, enrolment=setting.enrolments[number])
    work.keep(submission=held, content={"text": "Said"})
    return work.hand_in(submission=held, by=setting.people[number])


def marked(held, by, points, **more):
    levels = {one.pk: points for one in held.assignment.criteria.all()}
    return work.mark(submission=held, by=by, levels=levels, code=more.pop("code", None) or uuid4(), **more)


class TestPlan:
    def test_says_what_it_lacks_and_where(self):
        said = dict(PLAN, **{"tasks-1-what": "speak to the school", "tasks-0-by": "soon", "indicators-0-wanted": ""})
        assert plan_sheet.lacks(plan_sheet.read(said)) == [
            "Task 1 has no day by which it is done.",
            "Task 2 has nobody who is responsible.",
            "Task 2 has no day by which it is done.",
            "Write at least one indicator: what is counted, and how much of it is wanted.",
        ]
        assert plan_sheet.lacks(plan_sheet.read(PLAN)) == []

    def test_empty_rows_are_left_out_and_the_others_close_up(self):
        plan = plan_sheet.read({"tasks-4-what": "b", "tasks-1-what": "a", "tasks-2-what": "  "})
        assert [row["what"] for row in plan["tasks"]] == ["a", "b"]

    def test_from_the_first_word_to_the_mark(self, setting, client):
        task = AssignmentFactory(course=setting.course, kind="plan")
        url = f"/en/assignments/{task.code}/"
        learner = signed_in(client, setting.people[0])
        page = learner.post(url, {"place": "Навбаҳор", "do": "hand_in"})
        assert page.status_code == 422
        assert "Write at least one task." in page.content.decode()
        assert "Навбаҳор" in page.content.decode(), "what was typed stays"
        rows = learner.post(url, PLAN | {"do": "rows"}).content.decode()
        assert 'name="tasks-3-what"' in rows
        assert 'value="put up the lamp"' in rows
        done = learner.post(url, PLAN | {"do": "hand_in"}, follow=True).content.decode()
        assert "Your work is handed in." in done
        assert "<textarea" not in done
        held = Submission.objects.get()
        assert "put up the lamp" in learner.get(f"/en/assignments/plans/{held.pk}/").content.decode()
        client.logout()
        trainer = signed_in(client, setting.trainers[0])
        assert f"/en/assignments/marking/{held.pk}/" in trainer.get("/en/assignments/marking/").content.decode()
        marking = trainer.get(f"/en/assignments/marking/{held.pk}/")
        told = {f"level-{one.pk}": "3" for one in task.criteria.all()}
        told |= {"code": str(marking.context["form"]["code"].value()), "comment": "Well thought", "do": "mark"}
        trainer.post(f"/en/assignments/marking/{held.pk}/", told)
        client.logout()
        page = signed_in(client, setting.people[0]).get(url).content.decode()
        assert "Result: 6 / 6" in page
        assert "Well thought" in page
        assert [e.action for e in AuditEvent.objects.filter(subject_type="courses.submission").order_by("pk")] == [
            "work.handed_in",
            "work.marked",
        ]


class TestMarks:
    @pytest.mark.parametrize(
        ("totals", "markers", "settled"),
        [
            ([], 1, None),
            ([7], 1, Fraction(7)),
            ([7], 2, None),
            ([7, 8], 2, Fraction(15, 2)),
            ([5, 7], 2, None),
            ([5, 6, 9], 2, Fraction(6)),
        ],
    )
    def test_what_they_come_to_of_twelve(self, totals, markers, settled):
        assert work.settled(totals, markers, 12) == settled

    def test_one_marker_passes_or_fails_and_the_next_try_begins_with_the_last(self, setting):
        task = AssignmentFactory(course=setting.course, pass_percent=60)
        held = handed_in(setting, task)
        assert marked(held, setting.trainers[0], 1).state == WorkState.FAILED
        again = work.draft(assignment=task, enrolment=setting.enrolments[0])
        assert (again.number, again.content) == (2, {"text": "Said"})
        assert marked(work.hand_in(submission=again, by=setting.people[0]), setting.trainers[0], 2).state == "passed"
        with pytest.raises(work.CannotHandIn):
            work.draft(assignment=task, enrolment=setting.enrolments[0])

    def test_two_markers_and_a_third_where_they_differ(self, setting):
        task = AssignmentFactory(course=setting.course, markers=2)
        held = handed_in(setting, task)
        assert marked(held, setting.trainers[0], 3).state == WorkState.HANDED_IN
        assert marked(held, setting.trainers[1], 1).state == WorkState.HANDED_IN
        assert marked(held, setting.trainers[2], 2).state == WorkState.PASSED
        held.refresh_from_db()
        assert work.outcome(held).points == 4

    def test_a_mark_sent_twice_is_one_and_nobody_marks_twice_or_their_own(self, setting):
        held, code = handed_in(setting, AssignmentFactory(course=setting.course, markers=2)), uuid4()
        for _ in range(2):
            marked(held, setting.trainers[0], 2, code=code)
        assert held.marks.count() == 1
        with pytest.raises(work.CannotMark):
            marked(held, setting.trainers[0], 2)
        with pytest.raises(work.CannotMark):
            marked(held, setting.people[0], 2)

    @pytest.mark.parametrize("levels", [{}, {0: 1}, "beyond", "below"])
    def test_points_that_no_criterion_has_are_refused(self, setting, levels):
        held = handed_in(setting, AssignmentFactory(course=setting.course))
        if isinstance(levels, str):
            levels = {one.pk: 4 if levels == "beyond" else -1 for one in held.assignment.criteria.all()}
        with pytest.raises(ValueError, match="points"):
            work.mark(submission=held, by=setting.trainers[0], levels=levels, code=uuid4())
        assert not WorkMark.objects.exists()

    def test_returned_with_a_comment_and_handed_in_again(self, setting, client):
        task = AssignmentFactory(course=setting.course)
        held = handed_in(setting, task)
        trainer = signed_in(client, setting.trainers[0])
        url = f"/en/assignments/marking/{held.pk}/"
        code = str(trainer.get(url).context["form"]["code"].value())
        refused = trainer.post(url, {"code": code, "do": "return"})
        assert refused.status_code == 422
        assert "Say what is to be mended." in refused.content.decode()
        trainer.post(url, {"code": code, "do": "return", "comment": "Name the partners"})
        held.refresh_from_db()
        assert held.state == WorkState.RETURNED
        client.logout()
        page = signed_in(client, setting.people[0]).get(f"/en/assignments/{task.code}/").content.decode()
        assert "Returned: mend it and hand it in again." in page
        assert "Name the partners" in page
        assert "Said" in page

    def test_nobody_sees_the_other_mark_before_giving_theirs(self, setting, client):
        held = handed_in(setting, AssignmentFactory(course=setting.course, markers=2))
        marked(held, setting.trainers[0], 3, comment="Secret till then")
        url = f"/en/assignments/marking/{held.pk}/"
        assert "Secret till then" not in signed_in(client, setting.trainers[1]).get(url).content.decode()
        marked(held, setting.trainers[1], 3)
        assert "Secret till then" in client.get(url).content.decode()

    def test_who_changes_the_rubric_changes_no_result(self, setting):
        task = AssignmentFactory(course=setting.course)
        held = handed_in(setting, task)
        one, other = task.criteria.all()
        work.mark(submission=held, by=setting.trainers[0], levels={one.pk: 3, other.pk: 0}, code=uuid4())
        other.delete()
        held = Submission.objects.get(pk=held.pk)
        assert (work.outcome(held).points, work.outcome(held).most, held.state) == (3, 6, "failed")

    def test_marks_are_never_changed(self, setting):
        marked(handed_in(setting, AssignmentFactory(course=setting.course)), setting.trainers[0], 3)
        with pytest.raises(Frozen):
            WorkMark.objects.update(comment="x")


class TestStation:
    def test_two_observers_and_how_they_agree(self, setting, client):
        task = AssignmentFactory(course=setting.course, kind="station", markers=2, criteria=4)
        for trainer, levels in zip(setting.trainers[:2], ([3, 3, 3, 0], [3, 3, 3, 0]), strict=True):
            visitor = signed_in(client, trainer)
            url = f"/en/assignments/{task.code}/stations/{setting.enrolments[0].pk}/"
            code = str(visitor.get(url).context["form"]["code"].value())
            told = {f"level-{one.pk}": str(points) for one, points in zip(task.criteria.all(), levels, strict=True)}
            for _ in range(2):  # sent twice, as after a cut line
                visitor.post(url, told | {"code": code})
            client.logout()
        held = Submission.objects.get()
        assert (held.state, held.marks.count()) == ("passed", 2)
        page = signed_in(client, setting.trainers[2]).get(f"/en/assignments/{task.code}/results/").content.decode()
        assert "9 / 12" in page
        assert "1 work has two marks. Their markers agree beyond chance by 1.00" in page

    def test_a_checklist_sent_again_begins_no_other_attempt(self, setting):
        task = AssignmentFactory(course=setting.course, kind="station")
        code, by = uuid4(), setting.trainers[0]
        for _ in range(2):
            held = work.observe(assignment=task, enrolment=setting.enrolments[0], by=by, code=code)
            marked(held, by, 0, code=code)
        assert Submission.objects.get().state == WorkState.FAILED

    def test_a_learner_hands_nothing_in_there(self, setting):
        task = AssignmentFactory(course=setting.course, kind="station")
        with pytest.raises(work.CannotHandIn):
            work.draft(assignment=task, enrolment=setting.enrolments[0])


class TestFiles:
    def test_added_taken_away_and_given_to_those_alone_who_may_have_it(self, setting, client):
        task = AssignmentFactory(course=setting.course, kind="file")
        url = f"/en/assignments/{task.code}/"
        learner = signed_in(client, setting.people[0])
        assert "Add a file." in learner.post(url, {"do": "hand_in"}).content.decode()
        for name in ("plan.pdf", "again.pdf"):
            learner.post(url, {"do": "save", "file": SimpleUploadedFile(name, PDF)})
        file = SubmissionFile.objects.get()
        assert learner.get(f"/en/assignments/files/{file.pk}/").content == PDF
        client.logout()
        for stranger in (setting.people[1], UserFactory(roles=["trainer"]), setting.trainers[0]):
            assert signed_in(client, stranger).get(f"/en/assignments/files/{file.pk}/").status_code == 404, "a draft"
            client.logout()
        work.hand_in(submission=file.submission, by=setting.people[0])
        reply = signed_in(client, setting.trainers[0]).get(f"/en/assignments/files/{file.pk}/")
        assert reply["Content-Disposition"].startswith("attachment")

    def test_what_came_back_is_there_in_the_next_version(self, setting):
        task = AssignmentFactory(course=setting.course, kind="file")
        held = work.draft(assignment=task, enrolment=setting.enrolments[0])
        work.add_file(submission=held, file=SimpleUploadedFile("a.pdf", PDF), name="a.pdf")
        held = work.hand_in(submission=held, by=setting.people[0])
        work.mark(submission=held, by=setting.trainers[0], levels={}, code=uuid4(), comment="More", returned=True)
        again = work.draft(assignment=task, enrolment=setting.enrolments[0])
        assert [(one.name, bytes(one.content)) for one in again.files.all()] == [("a.pdf", PDF)]
        assert held.files.count() == 1

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [("a.exe", b"MZ", "one of these kinds"), ("a.pdf", b"MZ", "This is no PDF."), ("a.png", b"x", "damaged")],
    )
    def test_others_are_refused_in_words(self, setting, client, name, content, said):
        task = AssignmentFactory(course=setting.course, kind="file")
        learner = signed_in(client, setting.people[0])
        page = learner.post(f"/en/assignments/{task.code}/", {"do": "save", "file": SimpleUploadedFile(name, content)})
        assert page.status_code == 422
        assert said in page.content.decode()
        assert not SubmissionFile.objects.exists()


class TestCompletion:
    def test_a_course_asks_for_an_assignment(self, setting):
        task = AssignmentFactory(course=setting.course)
        Requirement.objects.create(course=setting.course, assignment=task)
        enrolment = setting.enrolments[0]
        found = progress.of(page=setting.page, enrolment=enrolment, learner=enrolment.learner)
        assert (found.done, found.total, found.coming.work) == (0, 1, task)
        held = handed_in(setting, task)
        assert progress.of(page=setting.page, enrolment=enrolment, learner=enrolment.learner).coming is None
        assert not complete.check(enrolment).complete
        marked(held, setting.trainers[0], 3)
        assert progress.of(page=setting.page, enrolment=enrolment, learner=enrolment.learner).complete
        assert complete.check(enrolment).complete
        row = progress.report(page=setting.page, enrolments=[enrolment])[0]
        assert (row.passed, row.assessments) == (1, 1)

    @pytest.mark.parametrize("wrong", ["nothing", "two"])
    def test_a_requirement_is_one_thing(self, setting, wrong):
        task = AssignmentFactory(course=setting.course)
        things = {"assignment": task, "lesson": None} if wrong == "two" else {}
        if wrong == "two":
            from tests.factories.courses import LessonPageFactory

            things["lesson"] = LessonPageFactory(parent=setting.page)
        with pytest.raises(IntegrityError), transaction.atomic():
            Requirement.objects.create(course=setting.course, **things)


class TestLanguages:
    def test_every_language_has_as_many_levels_and_points_are_the_same_in_each(self):
        criterion = AssignmentFactory(criteria=1).criteria.get()
        criterion.full_clean()
        criterion.levels_ru = "один\nдва"
        with pytest.raises(ValidationError, match="There are 2 levels here and 4"):
            criterion.full_clean()
        with translation.override("ru"):
            assert (criterion.most, len(criterion.words())) == (3, 4)


def test_assignments_open_with_the_lessons(setting, client):
    task = AssignmentFactory(course=setting.course)
    group = setting.people[0].cohorts.get()
    CourseRunFactory(course=setting.course, cohort=group, opens_on=timezone.localdate() + timedelta(days=3))
    reply = signed_in(client, setting.people[0]).post(f"/en/assignments/{task.code}/", {"text": "x", "do": "save"})
    assert reply.status_code == 302
    assert not Submission.objects.exists()


class TestScope:
    def test_learners_of_other_courses_and_trainers_of_others_get_nothing(self, setting, client):
        task = AssignmentFactory(course=setting.course)
        held = handed_in(setting, task)
        stranger = signed_in(client, UserFactory())
        assert stranger.get(f"/en/assignments/{task.code}/").status_code == 404
        for url in ("marking/", f"marking/{held.pk}/", f"{task.code}/results/", f"plans/{held.pk}/"):
            assert stranger.get(f"/en/assignments/{url}").status_code == 404, url
        client.logout()
        other = signed_in(client, UserFactory(roles=["trainer"]))
        assert other.get(f"/en/assignments/marking/{held.pk}/").status_code == 404
        assert setting.people[0].get_full_name() not in other.get("/en/assignments/marking/").content.decode()
        page = other.get(f"/en/assignments/{task.code}/results/")
        assert page.status_code == 200
        assert setting.people[0].get_full_name() not in page.content.decode()
        url = f"/en/assignments/{task.code}/stations/{setting.enrolments[0].pk}/"
        assert other.get(url).status_code == 404

    @pytest.mark.parametrize("many", [1, 3])
    def test_lists_cost_the_same(self, setting, client, many, django_assert_num_queries):
        task = AssignmentFactory(course=setting.course, markers=2)
        for number in range(many):
            held = handed_in(setting, task, number)
            marked(held, setting.trainers[1], 2)
        trainer = signed_in(client, setting.trainers[0])
        for url, most in (("marking/", 8), (f"{task.code}/results/", 13)):
            trainer.get(f"/en/assignments/{url}")
            with django_assert_num_queries(most):
                trainer.get(f"/en/assignments/{url}")


@pytest.mark.parametrize("wrong", [{"markers": 3}, {"pass_percent": 0}, {"code": "marking"}], ids=str)
def test_the_database_refuses_impossible_assignments(wrong):
    task = AssignmentFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=task.pk).update(**wrong)


def test_the_database_keeps_one_open_work(setting):
    task = AssignmentFactory(course=setting.course)
    work.draft(assignment=task, enrolment=setting.enrolments[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(assignment=task, enrolment=setting.enrolments[0], number=2)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_markers_at_once_settle_it_once(setting):
    held = handed_in(setting, AssignmentFactory(course=setting.course, markers=2))
    levels = {one.pk: 3 for one in held.assignment.criteria.all()}

    def give(by):
        try:
            work.mark(submission=held, by=by, levels=levels, code=uuid4())
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=[by]) for by in setting.trainers[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held.refresh_from_db()
    assert (held.state, held.marks.count()) == ("passed", 2)
