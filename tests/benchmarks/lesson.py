"""A lesson page, signed in, against an empty page behind the same middleware."""

from django.test import Client

from courses.domain import enrol
from courses.models import Course
from people.models import User
from tests.benchmarks.measure import Comparison, compare, statements

EMPTY = "/floor/empty/"


def reader() -> Client:
    """A cadet who takes the course."""
    cadet = User.objects.get(username="cadet2")
    enrol.oneself(course=Course.objects.get(code="CP-START"), by=cadet)
    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(cadet)
    return client


def run() -> list[Comparison]:
    client = reader()

    def page(path: str):
        def get() -> None:
            response = client.get(path)
            assert response.status_code == 200, (path, response.status_code)

        return get

    measured = [
        ("a lesson page", "/tg/courses/cp-start/solve-a-problem/"),
        ("a section of the handbook", "/tg/handbook/solving-problems/scanning/"),
        ("the home page", "/tg/"),
    ]
    return [
        compare(f"{name} ({statements(page(path))} statements)", page(path), "an empty page, signed in", page(EMPTY))
        for name, path in measured
    ]
