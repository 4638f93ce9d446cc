"""People of their own for journeys, made with the same verbs as the office uses."""

import json
import uuid
from dataclasses import dataclass

from tests.journeys.server import Running

# The first password is the office's and would have to be changed; journeys begin after that.
OPEN = """
import json
from people.domain import account, password
from people.models import Unit
user = account.open_account(username={username!r}, by=None, unit=Unit.objects.get(code="ACADEMY"), language={language!r},
    full_name_tg="Ҳасанзода Гулрухсор Ҷӯра", full_name_ru="Хасанзода Гулрухсор Джура",
    full_name_en="Hasanzoda Gulrukhsor Jura")
handed = password.hand_out(user=user, by=None)
password.changed(user=user)
print(json.dumps(handed))
"""
# Somebody who has read every lesson and sits the quiz; dealt again until all four kinds of question are there.
SIT = """
from django.db import transaction
from assessments.domain import sit
from assessments.models import Assessment
from courses.domain import enrol, progress
from courses.models import Course
course = Course.objects.get(code="CP-START")
enrolment = enrol.oneself(course=course, by=user)
for lesson in course.page.lessons():
    progress.mark_read(enrolment=enrolment, lesson=lesson, by=user)
quiz = Assessment.objects.get(code="cp-start-quiz")
kinds = set()
while len(kinds) < 4:
    with transaction.atomic():
        sitting = sit.start(assessment=quiz, candidate=user, language={language!r})
        kinds = set(sitting.answers.values_list("item__answering", flat=True))
        transaction.set_rollback(len(kinds) < 4)
print(sitting.public_id)
"""
NAMES = {"tg": "Ҳасанзода Гулрухсор Ҷӯра", "ru": "Хасанзода Гулрухсор Джура", "en": "Hasanzoda Gulrukhsor Jura"}


@dataclass(frozen=True)
class Person:
    """Somebody who signs in."""

    username: str
    password: str


def learner(system: Running, language: str = "tg") -> Person:
    """A new cadet of the academy."""
    username = f"journey-{uuid.uuid4().hex[:8]}"
    printed = system.shell(OPEN.format(username=username, language=language))
    return Person(username, json.loads(printed.splitlines()[-1]))


def candidate(system: Running, language: str = "tg") -> tuple[Person, str]:
    """A new cadet with an open sitting of the quiz, and the path of its page."""
    username = f"journey-{uuid.uuid4().hex[:8]}"
    filled = {"username": username, "language": language}
    handed, public_id = system.shell(OPEN.format(**filled) + SIT.format(**filled)).splitlines()[-2:]
    return Person(username, json.loads(handed)), f"/{language}/sittings/{public_id}/"


def demo(system: Running, username: str) -> Person:
    """One of the demonstration's own accounts."""
    return Person(username, system.accounts[username]["password"])


def code(system: Running, username: str) -> str:
    """The six digits that this person's authenticator app shows now."""
    return str(system.manage("demo_code", username)["code"])
