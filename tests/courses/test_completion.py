"""The report of completion: what is counted, what is held back, against which plan, and at what cost."""

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.db import IntegrityError, transaction

from courses.domain import completion, plans
from courses.domain.completion import Asked, Hidden, Line, guarded
from courses.enums import Breakdown
from courses.models import Enrolment, Plan, SavedReport
from ledger.models import AuditEvent
from people.enums import RankGroup, Role, UnitKind
from people.models import User
from tests.factories.courses import CourseFactory, EnrolmentFactory
from tests.factories.people import RankFactory, UnitFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = "/en/reports/completion/"
YEAR = {"since": "2026-01-01", "until": "2026-12-31", "region": ""}


def at(day, month=3):
    """Noon in Dushanbe."""
    return datetime(2026, month, day, 7, tzinfo=UTC)


@pytest.fixture
def regions():
    return [
        UnitFactory(code=code, region=code, kind=UnitKind.REGION, name_en=name, name_tg=name)
        for code, name in (("TJ-DU", "Dushanbe"), ("TJ-SU", "Sughd"), ("TJ-KT", "Khatlon"))
    ]


@pytest.fixture
def course():
    return CourseFactory(is_mandatory=True)


@pytest.fixture
def office(client):
    person = UserFactory(roles=[Role.OFFICE], is_active=True)
    signed_in(client, person)
    return person


def people(unit, count, course=None, done=0, **more):
    """So many people of a unit, in the course, so many of whom completed it on 5 March."""
    made = UserFactory.create_batch(count, unit=unit, **more)
    for number, person in enumerate(made if course else []):
        finished = {"completed_at": at(5)} if number < done else {}
        EnrolmentFactory(course=course, learner=person, started_at=at(1, 2), **finished)
    return made


def asked(course, by=Breakdown.REGION, since=date(2026, 1, 1), until=date(2026, 12, 31), region=""):
    return Asked((course.pk,), since, until, by, region)


def numbers(found):
    return {line.label: (line.people, line.enrolled, line.completed) for line in found}


class TestCounting:
    def test_by_region(self, regions, course):
        dushanbe, sughd, khatlon = regions
        below = UnitFactory(parent=sughd, region="TJ-SU")
        people(dushanbe, 8, course, done=6)
        people(sughd, 3, course, done=3)
        people(below, 4, course, done=2)
        people(khatlon, 6, CourseFactory(), done=6)
        assert numbers(completion.lines(asked(course))) == {
            "Dushanbe": (8, 8, 6),
            "Khatlon": (6, Hidden.FEW, Hidden.FEW),
            "Sughd": (7, Hidden.GUARD, Hidden.GUARD),
        }

    def test_by_unit_of_a_region(self, regions, course):
        first, second = (UnitFactory(region="TJ-SU", name_en=name, name_tg=name) for name in ("Ayni", "Isfara"))
        people(first, 5, course, done=5)
        people(second, 6, course, done=5)
        people(regions[0], 9, course)
        found = completion.lines(asked(course, Breakdown.UNIT, region="TJ-SU"))
        assert [line.label for line in found] == ["Ayni", "Isfara", "Sughd"]
        assert numbers(found)["Isfara"] == (6, 6, 5)

    def test_by_group_of_ranks_and_those_of_none(self, course):
        people(None, 5, course, done=5, rank=RankFactory(group=RankGroup.SERGEANTS))
        people(None, 7, course, done=5)
        found = numbers(completion.lines(asked(course, Breakdown.RANK)))
        assert found["sergeants"] == (5, 5, 5)
        assert found[None] == (7, 7, 5)
        assert next(iter(found)) == "rank and file"

    def test_the_period_has_both_its_days_and_forgets_who_was_done_before(self, regions, course):
        people(regions[0], 12, course, done=6)
        learners = Enrolment.objects.order_by("pk")
        learners.filter(pk=learners[0].pk).update(completed_at=datetime(2026, 2, 28, 18, 59, tzinfo=UTC))  # 23:59 there
        march = completion.lines(asked(course, since=date(2026, 3, 1), until=date(2026, 3, 5)))
        assert numbers(march)["Dushanbe"] == (12, 11, 5)
        early = completion.lines(asked(course, since=date(2026, 3, 1), until=date(2026, 3, 4)))
        assert numbers(early)["Dushanbe"] == (12, 11, Hidden.FEW)
        before = completion.lines(asked(course, since=date(2026, 1, 1), until=date(2026, 1, 31)))
        assert numbers(before)["Dushanbe"] == (12, Hidden.FEW, Hidden.FEW)

    def test_many_courses_of_few_people_are_few_people(self, regions, course):
        other = CourseFactory(is_mandatory=True)
        for person in people(regions[0], 4, course, done=4):
            EnrolmentFactory(course=other, learner=person, completed_at=at(6), started_at=at(1))
        people(regions[0], 3)
        found = completion.lines(Asked((course.pk, other.pk), date(2026, 1, 1), date(2026, 12, 31), Breakdown.REGION))
        assert numbers(found)["Dushanbe"] == (7, Hidden.FEW, Hidden.FEW)

    def test_closed_accounts_and_simulated_cadets_are_nobody(self, regions, course):
        people(regions[0], 5, course, is_active=False)
        people(regions[0], 5, course, rehearsal=True)
        people(regions[0], 5, course, done=5)
        assert numbers(completion.lines(asked(course)))["Dushanbe"] == (5, 5, 5)

    def test_people_are_counted_in_one_statement(self, regions, course, django_assert_num_queries):
        people(regions[0], 5, course, done=5)
        with django_assert_num_queries(3):  # the people, the names of the regions, the plan
            completion.lines(asked(course))


class TestShares:
    def test_with_wilson_s_interval(self):
        line = Line("x", 20, 20, 10)
        assert line.share == 0.5
        assert [round(end, 3) for end in line.interval] == [0.299, 0.701]

    def test_none_of_what_is_held_back(self):
        assert Line("x", 20, 20, Hidden.FEW).share is None
        assert Line("x", 20, Hidden.GUARD, 10).interval is None
        assert Line("x", 20, 20, Hidden.FEW, planned=10).of_plan is None

    def test_several_courses_have_no_interval(self):
        assert Line("x", 20, 40, 10, single=False).interval is None


def test_a_number_held_back_alone_takes_the_smallest_with_it():
    found = [Line("a", 9, 9, 9), Line("b", 8, 8, Hidden.FEW), Line("c", 7, 7, 6)]
    assert [line.completed for line in guarded(found)] == [9, Hidden.FEW, Hidden.GUARD]
    both = [Line("a", 9, 9, 9), Line("b", 8, 8, Hidden.FEW), Line("c", 7, 7, Hidden.FEW)]
    assert guarded(both) == both
    assert guarded([Line("a", 9, 9, Hidden.FEW)]) == [Line("a", 9, 9, Hidden.FEW)]


class TestPlan:
    def test_of_a_region_of_a_unit_and_of_the_country(self, regions, course, office):
        plans.keep(course=course, year=2026, wanted=10, by=office, region="TJ-SU")
        plans.keep(course=course, year=2025, wanted=5, by=office, region="TJ-SU")
        plans.keep(course=course, year=2026, wanted=3, by=office, unit=regions[1])
        plans.keep(course=course, year=2026, wanted=40, by=office)
        found = {line.label: line.planned for line in completion.lines(asked(course))}
        assert found == {"Dushanbe": None, "Khatlon": None, "Sughd": 10, None: None}
        both = completion.lines(asked(course, since=date(2025, 6, 1)))
        assert {line.label: line.planned for line in both}["Sughd"] == 15
        assert completion.total(asked(course), [], "").planned == 40
        units = asked(course, Breakdown.UNIT, region="TJ-SU")
        assert {line.label: line.planned for line in completion.lines(units)} == {"Sughd": 3}
        assert completion.total(units, [], "").planned == 10

    def test_is_keyed_in_put_right_and_removed(self, client, course, office):
        said = {"course": course.pk, "year": 2026, "region": "", "unit": "", "wanted": 120}
        assert "No plan yet" in client.get("/en/reports/plans/").content.decode()
        assert client.post("/en/reports/plans/", said | {"wanted": 0}).status_code == 422
        client.post("/en/reports/plans/", said)
        client.post("/en/reports/plans/", said | {"wanted": 130})
        line = Plan.objects.get()
        assert (line.wanted, line.keyed_by) == (130, office)
        assert "the whole country" in client.get("/en/reports/plans/").content.decode()
        client.post(f"/en/reports/plans/{line.pk}/remove/")
        assert not Plan.objects.exists()
        assert AuditEvent.objects.filter(action__in=["plan.keep", "plan.remove"]).count() == 3

    def test_a_region_or_a_unit_and_not_both(self, client, regions, course, office):
        said = {"course": course.pk, "year": 2026, "region": "TJ-SU", "unit": regions[1].pk, "wanted": 5}
        answer = client.post("/en/reports/plans/", said)
        assert answer.status_code == 422
        assert "Choose a region or a unit, not both." in answer.content.decode()

    def test_the_ministry_reads_and_does_not_key_in(self, client, course):
        signed_in(client, UserFactory(roles=[Role.ANALYST]))
        assert client.get("/en/reports/plans/").status_code == 404
        assert "/en/reports/plans/" not in client.get(URL).content.decode()

    @pytest.mark.parametrize("wrong", [{"wanted": 0}, {"year": 1999}, {"region": "TJ-SU", "unit": True}])
    def test_the_database_refuses(self, course, wrong):
        unit = UnitFactory() if wrong.pop("unit", None) else None
        with pytest.raises(IntegrityError), transaction.atomic():
            Plan.objects.create(**{"course": course, "year": 2026, "wanted": 5, "unit": unit, **wrong})

    @pytest.mark.parametrize("of_a_unit", [True, False])
    def test_the_database_refuses_the_same_line_twice(self, course, of_a_unit):
        place = {"course": course, "year": 2026, "unit": UnitFactory() if of_a_unit else None}
        Plan.objects.create(**place, wanted=5)
        with pytest.raises(IntegrityError), transaction.atomic():
            Plan.objects.create(**place, wanted=6)


class TestScreen:
    def test_begins_with_the_mandatory_courses_of_this_year_by_region(self, client, regions, course, office):
        html = client.get(URL).content.decode()
        assert "All mandatory courses" in html
        assert "Dushanbe" in html
        assert "fewer than 5" in html

    def test_says_what_is_chosen_and_names_nobody(self, client, regions, course, office):
        named = people(regions[0], 12, course, done=6)
        plans.keep(course=course, year=2026, wanted=24, by=office, region="TJ-DU")
        html = client.get(URL, {"course": course.pk, "by": "region", **YEAR}).content.decode()
        assert '<td class="num">12</td><td class="num">12</td><td class="num">6</td>' in html
        assert "50 % (25–75)" in html
        assert '<td class="num">24</td><td class="num">25 %</td>' in html
        assert not any(person.full_name_en in html for person in named)

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"since": "2026-12-31", "until": "2026-01-01"}, "The last day lies before the first."),
            ({"until": "9999-12-31"}, "Choose days between 2020 and 2100."),
            ({"since": "yesterday"}, "Enter a valid date"),
            ({"by": "unit"}, "Choose the region whose units are shown."),
            ({"course": "0"}, "Select a valid choice"),
            ({"by": "name"}, "Select a valid choice"),
        ],
    )
    def test_a_wrong_choice_is_told(self, client, course, office, wrong, said):
        told = {"course": course.pk, "by": "region", **YEAR, **wrong}
        answer = client.get(URL, told)
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert client.get(f"{URL}completion.xlsx", told).status_code == 302

    def test_says_so_without_a_mandatory_course(self, client, office):
        assert "No course is mandatory now" in client.get(URL).content.decode()

    def test_only_for_who_sees_totals(self, client, course):
        for roles in ([], [Role.TRAINER], [Role.HEAD], [Role.ADMINISTRATOR]):
            signed_in(client, UserFactory(roles=roles))
            for url in (URL, f"{URL}completion.xlsx", "/en/reports/plans/"):
                assert client.get(url).status_code == 404
            assert client.post(f"{URL}save/", {"name": "x", "query": "by=region"}).status_code == 404

    def test_the_spreadsheet_holds_the_same(self, client, regions, course, office):
        people(regions[0], 12, course, done=6)
        answer = client.get(f"{URL}completion.xlsx", {"course": course.pk, "by": "region", **YEAR})
        rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active.rows]
        assert rows[0][0] == course.title
        assert rows[3][:5] == ["Dushanbe", 12, 12, 6, 0.5]
        assert rows[4][:4] == ["Khatlon", "fewer than 5", "fewer than 5", "fewer than 5"]

    @pytest.mark.parametrize("count", [1, 3])
    def test_takes_the_same_statements_for_any_number(self, client, office, regions, count, django_assert_num_queries):
        for _ in range(count):
            CourseFactory(is_mandatory=True)
            UnitFactory(region="TJ-SU")
        told = {"course": "mandatory", "by": "unit", **YEAR, "region": "TJ-SU"}
        with django_assert_num_queries(10):
            client.get(URL, told)


class TestKept:
    def test_under_a_name_for_oneself(self, client, course, office):
        query = f"course={course.pk}&since=2026-01-01&until=2026-06-30&by=rank&junk=1"
        client.post(f"{URL}save/", {"name": "Half a year", "query": query})
        kept = SavedReport.objects.get()
        assert (kept.owner, kept.query) == (office, query.removesuffix("&junk=1"))
        assert "Half a year" in client.get(URL).content.decode()
        client.post(f"{URL}save/", {"name": "Half a year", "query": query.replace("rank", "region")})
        assert SavedReport.objects.count() == 1
        signed_in(client, UserFactory(roles=[Role.ANALYST]))
        assert "Half a year" not in client.get(URL).content.decode()
        assert client.post(f"{URL}{kept.pk}/remove/").status_code == 404
        signed_in(client, User.objects.get(pk=office.pk))
        client.post(f"{URL}{kept.pk}/remove/")
        assert not SavedReport.objects.exists()

    @pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "x" * 81}, {"query": "by=name"}, {"query": ""}])
    def test_what_cannot_be_shown_is_not_kept(self, client, course, office, wrong):
        query = f"course={course.pk}&since=2026-01-01&until=2026-06-30&by=rank"
        answer = client.post(f"{URL}save/", {"name": "x", "query": query, **wrong}, follow=True)
        assert "The report was not kept" in answer.content.decode()
        assert not SavedReport.objects.exists()

    def test_no_more_than_fifty(self, client, course, office):
        for number in range(plans.MOST_SAVED):
            plans.save(name=f"{number}", query="by=region", by=office)
        plans.save(name="0", query="by=rank", by=office)
        with pytest.raises(plans.TooMany):
            plans.save(name="one more", query="by=region", by=office)

    def test_the_database_refuses_a_name_twice(self, office):
        SavedReport.objects.create(owner=office, name="x")
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedReport.objects.create(owner=office, name="x")
