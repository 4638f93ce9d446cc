"""The demonstration: loaded twice, it is there once."""

import pathlib

import pytest

from assessments.domain import demo as assessments_demo
from courses.domain import course_content, demo, verify
from courses.enums import Validity
from courses.models import Certificate, Course, Enrolment, Requirement
from people.enums import Role
from tests.factories.people import CohortFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_one_has_not_begun_and_one_holds_the_certificate(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    by = UserFactory(roles=[Role.TRAINER], is_superuser=True)
    cadet, officer = UserFactory(username="cadet"), UserFactory(username="officer")
    CohortFactory(code="demo-group", members=[cadet, UserFactory()], trainers=[by])
    assessments_demo.load_demo(by=by)

    first, second = demo.load_demo(by=by), demo.load_demo(by=by)

    assert first == second
    models = len(course_content.folders())
    assert (first["courses"], first["enrolments"], first["certificates"]) == (1 + models, 3, 1)
    page = Course.objects.get(code="CP-START").page
    assert page.lessons().count() == page.course.requirements.exclude(lesson=None).count() == 3
    assert first["lessons"] == Requirement.objects.exclude(lesson=None).count()
    assert not Enrolment.objects.get(learner=cadet).reads.exists()
    certificate = Certificate.objects.get(holder=officer)
    assert certificate.facts["percent"] >= 70
    with pathlib.Path(first["files"][0]).open("rb") as file:
        assert verify.by_file(file.read()).validity is Validity.VALID
