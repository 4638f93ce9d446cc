"""The demonstration's assignment: whole in every language, loaded once."""

from pathlib import Path

import pytest

from courses.domain import assignments_content
from courses.models import Assignment
from tests.factories.courses import CoursePageFactory
from ui.content import load
from ui.languages import codes

pytestmark = pytest.mark.django_db
TOLD = load(Path(assignments_content.__file__).parents[1] / "content" / "first-steps.toml")["assignments"]


def test_it_is_loaded_once_and_whole():
    course = CoursePageFactory().course
    for _ in range(2):
        assignments_content.load(course, TOLD, by=None)
    made = Assignment.objects.get(code="cp-start-plan")
    assert [one.most for one in made.criteria.all()] == [3, 3, 3, 3]
    for code in codes():
        assert getattr(made, f"title_{code}")
        assert all(len(getattr(one, f"levels_{code}").splitlines()) == 4 for one in made.criteria.all())


def test_what_a_trainer_changed_stays():
    course = CoursePageFactory().course
    made = assignments_content.load(course, TOLD, by=None)[0]
    Assignment.objects.filter(pk=made.pk).update(markers=2)
    assert assignments_content.load(course, TOLD, by=None)[0].markers == 2
