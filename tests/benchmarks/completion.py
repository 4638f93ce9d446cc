"""The report of completion over 35,000 people and 200 courses, against the bare count of the same rows in SQL."""

import random
from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

from courses.domain import completion
from courses.domain.completion import Asked
from courses.enums import Breakdown
from courses.models import Course, Enrolment
from people.models import Rank, Unit, User
from tests.benchmarks.measure import Comparison, compare, statements

PEOPLE, COURSES, EACH = 35_000, 200, 10
SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)


def run() -> list[Comparison]:
    courses = _filled()
    one, many = (courses[0].pk,), tuple(course.pk for course in courses)
    asked = [
        ("one course by region", Asked(one, SINCE, UNTIL, Breakdown.REGION)),
        ("200 courses by region", Asked(many, SINCE, UNTIL, Breakdown.REGION)),
        ("200 courses by rank", Asked(many, SINCE, UNTIL, Breakdown.RANK)),
    ]
    return [
        compare(
            f"{name} ({statements(lambda what=what: completion.lines(what))} statements)",
            lambda what=what: completion.lines(what),
            "count(*) of its enrolments by person's unit",
            lambda what=what: _floor(what.courses),
            rounds=5,
            times=1,
            floor_times=1,
        )  # fmt: skip
        for name, what in asked
    ]


def _floor(courses: tuple[int, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT u.unit_id, count(*) FROM courses_enrolment e JOIN people_user u ON u.id = e.learner_id "
            f"WHERE e.course_id IN ({', '.join(map(str, courses))}) GROUP BY u.unit_id"
        )
        cursor.fetchall()


def _filled() -> list[Course]:
    drawn, start = random.Random(35), timezone.now() - timedelta(days=200)
    units, ranks = list(Unit.objects.all()), list(Rank.objects.all())
    people = User.objects.bulk_create(
        [User(username=f"bench{n}", unit=drawn.choice(units), rank=drawn.choice(ranks)) for n in range(PEOPLE)], 1000
    )
    courses = Course.objects.bulk_create([Course(code=f"B-{n}", title_tg=f"B-{n}", hours=1) for n in range(COURSES)])
    rows = [
        Enrolment(
            course=course,
            learner=person,
            started_at=start,
            completed_at=start + timedelta(days=drawn.randrange(190)) if drawn.random() < 0.6 else None,
        )  # fmt: skip
        for person in people
        for course in drawn.sample(courses, EACH)
    ]
    Enrolment.objects.bulk_create(rows, 2000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return courses
