"""Re-sits, cohorts, and the list of what is open to a person."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import access
from assessments.domain import open_list, resit, sit
from assessments.domain.publish import publish
from assessments.enums import Closed
from assessments.models import Assessment
from people.models import User
from tests.assessments.conftest import all_right, save
from tests.factories.assessments import (
    AssessmentFactory,
    BlueprintRowFactory,
    CompetencyFactory,
    four_kinds,
    published,
    started,
)
from tests.factories.courses import EnrolmentFactory, whole_course
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = pytest.mark.django_db


def taken(assessment: Assessment, person: User, *, right: bool) -> None:
    sitting = started(assessment, candidate=person)
    if right:
        save(sitting, *all_right(sitting))
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)


def opened(*people: User, **more: Any) -> Assessment:
    """A published assessment that is open to a cohort of these people."""
    assessment = published(**more)
    assessment.cohorts.set([CohortFactory(members=list(people))])
    assessment.save()
    return assessment


def again(assessment: Assessment) -> Assessment:
    made = resit.make(assessment=assessment, by=UserFactory())
    publish(assessment_id=made.pk, by=None)
    made.refresh_from_db()
    return made


def test_a_cohort_opens_it_to_its_members_and_nobody_else() -> None:
    member = UserFactory()
    assessment = opened(member)
    assert [access.may_sit(who, assessment) for who in (member, UserFactory())] == [True, False]


class TestResits:
    def test_a_re_sit_has_the_same_questions_rules_and_cohorts_and_no_times(self) -> None:
        competency, member = CompetencyFactory(), UserFactory()
        first = opened(member, kind="exam", minutes=40, closes_at=timezone.now() + timedelta(hours=1), shows="points")
        BlueprintRowFactory(assessment=first, competency=competency, count=2)

        made = resit.make(assessment=first, by=UserFactory())

        made = Assessment.objects.get(pk=made.pk)
        assert made.code == f"{first.code}-resit-1"
        assert (made.kind, made.minutes, made.shows, made.closes_at) == ("exam", 40, "points", None)
        assert [i.question_id for i in made.items.all()] == [i.question_id for i in first.items.all()]
        assert [row.count for row in made.blueprint.all()] == [2]
        assert list(made.cohorts.all()) == list(first.cohorts.all())
        assert made.title_tg not in ("", first.title_tg)
        assert made.current is None

    def test_only_those_who_have_not_passed_may_sit_it(self) -> None:
        good, bad, absent, stranger = UserFactory.create_batch(4)
        first = opened(good, bad, absent)
        taken(first, good, right=True)
        taken(first, bad, right=False)
        second = again(first)
        assert [access.may_sit(who, second) for who in (good, bad, absent, stranger)] == [False, True, True, False]

    def test_passing_one_re_sit_shuts_the_next_and_leaves_ones_own_page_open(self) -> None:
        person = UserFactory()
        first = opened(person)
        second = again(first)
        third = again(second)
        assert third.resit_of == first
        taken(second, person, right=True)
        assert [access.may_sit(person, one) for one in (first, second, third)] == [True, True, False]

    def test_a_draft_and_a_survey_are_not_repeated(self) -> None:
        for assessment in (AssessmentFactory(), AssessmentFactory(kind="survey")):
            with pytest.raises(resit.NotRepeatable):
                resit.make(assessment=assessment, by=UserFactory())

    def test_passing_it_completes_the_course_that_asks_for_the_first(self) -> None:
        from courses.domain import complete, progress

        exam = published(four_kinds())
        page = whole_course(lessons=1, quiz=exam)
        enrolment = EnrolmentFactory(course=page.course)
        progress.mark_read(enrolment=enrolment, lesson=page.lessons()[0], by=enrolment.learner)
        second = again(exam)
        assert access.may_sit(enrolment.learner, second)
        assert not complete.check(enrolment).complete

        taken(second, enrolment.learner, right=True)

        assert access.home(enrolment.learner, second)[0] == reverse("courses:course", args=[page.slug])
        enrolment.refresh_from_db()
        assert enrolment.completed_at
        [result] = enrolment.certificates.get().facts["results"]
        assert result["assessment"] == exam.code

    def test_nothing_is_a_re_sit_of_itself(self) -> None:
        assessment = AssessmentFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            Assessment.objects.filter(pk=assessment.pk).update(resit_of=assessment.pk)


class TestOpenList:
    def codes(self, person: User) -> list[str]:
        return [opening.assessment.code for opening in open_list.of(person)]

    def test_names_what_cohorts_courses_and_tickets_open(self) -> None:
        from assessments.domain import tickets

        person = UserFactory()
        by_cohort, in_course, by_ticket = opened(person), published(), published(needs_ticket=True)
        EnrolmentFactory(course=whole_course(quiz=in_course).course, learner=person)
        tickets.print_for(assessment=by_ticket, cohort=CohortFactory(members=[person]), spare=0, by=person)
        published()
        opened(UserFactory())
        wanted = {by_cohort.code, in_course.code, by_ticket.code}
        assert set(self.codes(person)) == wanted
        assert all(access.may_sit(person, Assessment.objects.get(code=code)) for code in wanted)

    def test_leaves_out_what_is_passed_used_up_over_or_withdrawn(self) -> None:
        person = UserFactory()
        passed, used, over = opened(person), opened(person, max_sittings=1), opened(person)
        taken(passed, person, right=True)
        taken(used, person, right=False)
        Assessment.objects.filter(pk=over.pk).update(closes_at=timezone.now())
        AssessmentFactory().cohorts.set([CohortFactory(members=[person])])
        assert self.codes(person) == []

    def test_names_a_re_sit_for_those_who_need_one(self) -> None:
        good, bad = UserFactory.create_batch(2)
        first = opened(good, bad, max_sittings=1)
        taken(first, good, right=True)
        taken(first, bad, right=False)
        second = again(first)
        assert (self.codes(good), self.codes(bad)) == ([], [second.code])

    def test_what_is_not_shown_yet_is_not_told_by_leaving_it_out(self) -> None:
        person = UserFactory()
        quiz = opened(person, shows_when="closed", closes_at=timezone.now() + timedelta(hours=1))
        taken(quiz, person, right=True)
        assert self.codes(person) == [quiz.code]

    def test_what_is_under_way_comes_first_then_what_closes_first(self) -> None:
        person, now = UserFactory(), timezone.now()
        later, sooner, begun, early = (opened(person) for _ in range(4))
        for assessment, hours in ((later, 3), (sooner, 2)):
            Assessment.objects.filter(pk=assessment.pk).update(closes_at=now + timedelta(hours=hours))
        Assessment.objects.filter(pk=early.pk).update(opens_at=now + timedelta(hours=1))
        started(begun, candidate=person)
        assert self.codes(person) == [begun.code, sooner.code, later.code, early.code]

    @pytest.mark.parametrize("rows", [1, 3])
    def test_costs_the_same_for_any_number(self, client: Client, rows: int, django_assert_num_queries: Any) -> None:
        person = UserFactory()
        for _ in range(rows):
            taken(opened(person), person, right=False)
        signed_in(client, person)
        url = reverse("assessments:open")
        client.get(url)
        with django_assert_num_queries(OPEN):
            page = client.get(url)
        assert len(page.context["cards"]) == rows
        assert client.get(reverse("home")).content.decode().count("/assessments/assessment-") >= rows

    @pytest.mark.parametrize("language", ["tg", "ru", "en"])
    def test_says_when_nothing_is_open(self, client: Client, language: str) -> None:
        page = signed_in(client, UserFactory()).get(f"/{language}/open/").content.decode()
        assert 'class="empty"' in page


OPEN = 9
