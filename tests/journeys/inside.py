"""Runs inside the project (`Running.shell`): the people and states that journeys begin with, by the domain's verbs."""

import contextlib
import io
from datetime import timedelta
from typing import Any

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.apps import apps
from django.core.management import execute_from_command_line
from django.db import transaction
from django.utils import timezone, translation

from assessments.domain import sit
from assessments.domain.sheet import Asked
from assessments.enums import Closed
from assessments.models import Assessment, Sitting
from courses.domain import complete, enrol, progress
from courses.models import Course, Enrolment
from people.domain import account, password, second_factor
from people.domain.grant import grant
from people.models import Cohort, Unit, User
from tests.journeys import bank

COURSE, QUIZ = "CP-START", "cp-start-quiz"
KINDS = 4


def run_commands(commands: list[list[str]]) -> list[dict[str, Any]]:
    """Runs management commands one after the other: exit code, what they print, what they say on standard error."""
    outcomes = []
    for command in commands:
        code, out, err = 0, io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                execute_from_command_line(["manage.py", *command])
            except SystemExit as end:
                code = int(end.code or 0)
        outcomes.append({"code": code, "out": out.getvalue(), "err": err.getvalue()})
    return outcomes


def census() -> dict[str, int]:
    """How many rows there are of everything."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.label: model._base_manager.count() for model in models}


def learner(username: str, language: str) -> dict[str, Any]:
    """A cadet who has chosen a password of their own already."""
    user = account.open_account(
        username=username,
        by=None,
        unit=Unit.objects.get(code="ACADEMY"),
        language=language,
        full_name_tg="Ҳасанзода Гулрухсор Ҷӯра",
        full_name_ru="Хасанзода Гулрухсор Джура",
        full_name_en="Hasanzoda Gulrukhsor Jura",
    )
    handed = password.hand_out(user=user, by=None)
    password.changed(user=user)
    cohort = Cohort.objects.get(code="demo-group")
    cohort.members.add(user)
    session = cohort.sessions.coming().first()
    return {"username": username, "password": handed, "cohort": cohort.pk, "session": session and session.pk}


def analyst(username: str, language: str) -> dict[str, Any]:
    """A ministry analyst with an authenticator app."""
    person = learner(username, language)
    user = User.objects.get(username=username)
    user.unit = Unit.objects.get(code="MIA")
    user.save(update_fields=["unit"])
    grant(user=user, role="analyst", by=None)
    secret = generate_totp_secret()
    second_factor.set_up(user=user, secret=secret, by=None)
    return {**person, "secret": secret}


def practising(username: str, language: str) -> dict[str, Any]:
    """A cadet in the course whose first lesson ends in practice, in a cohort of their own, and its trainer."""
    person, trainer = learner(username, language), learner(f"{username}-t", language)
    cadet, teacher = (User.objects.get(username=name) for name in (username, f"{username}-t"))
    enrol.oneself(course=Course.objects.get(code=COURSE), by=cadet)
    grant(user=teacher, role="trainer", by=None)
    secret = generate_totp_secret()
    second_factor.set_up(user=teacher, secret=secret, by=None)
    cohort = Cohort.objects.create(code=username, name_tg=username, name_ru=username, name_en=username)
    cohort.members.add(cadet)
    cohort.trainers.add(teacher)
    return {**person, "trainer": {**trainer, "secret": secret}}


def candidate(username: str, language: str) -> dict[str, Any]:
    """A cadet who has read every lesson and sits the quiz; dealt again until all four kinds of question are there."""
    person = learner(username, language)
    user = User.objects.get(username=username)
    _read_everything(user)
    with translation.override(language):
        sitting = _start(user)
        # Screens are looked at for longer than the quiz lasts.
        Sitting.objects.filter(pk=sitting.pk).update(deadline_at=timezone.now() + timedelta(hours=5))
        return {**person, "sitting": str(sitting.public_id)}


def graduate(username: str, language: str) -> dict[str, Any]:
    """A cadet who has failed the quiz once, then passed it with one wrong answer, and holds the certificate."""
    person = learner(username, language)
    user = User.objects.get(username=username)
    enrolment = _read_everything(user)
    with translation.override(language):
        failed = _start(user)
        sit.close(sitting_id=failed.pk, how=Closed.FINISHED)
        passed = _start(user)
        _answer(passed, user, language)
        sit.close(sitting_id=passed.pk, how=Closed.FINISHED)
        held = complete.check(enrolment).certificate
    assert held
    found = {"certificate": held.pk, "token": held.token, "serial": held.serial, "person": user.pk}
    return {**person, **found, "failed": str(failed.public_id), "sitting": str(passed.public_id)}


def _read_everything(user: User) -> Enrolment:
    course = Course.objects.get(code=COURSE)
    enrolment = enrol.oneself(course=course, by=user)
    for lesson in course.page.lessons():
        progress.mark_read(enrolment=enrolment, lesson=lesson, by=user)
    return enrolment


def _start(user: User) -> Sitting:
    quiz, kinds = Assessment.objects.get(code=QUIZ), set()
    while len(kinds) < KINDS:
        with transaction.atomic():
            sitting = sit.start(assessment=quiz, candidate=user)
            kinds = set(sitting.answers.values_list("item__answering", flat=True))
            transaction.set_rollback(len(kinds) < KINDS)
    return sitting


def _answer(sitting: Sitting, user: User, language: str) -> None:
    """Answers all but the first question, rightly."""
    sheet = sit.resume(public_id=sitting.public_id, candidate=user, language=language)
    batch = [sit.Saved(a.position, sheet.epoch, a.position, right(a, language)) for a in sheet.questions[1:]]
    sit.save(public_id=sitting.public_id, candidate=user, batch=batch)


def right(asked: Asked, language: str) -> dict[str, Any]:
    """The right answer to a dealt question, as the page would send it."""
    known = bank.known(language)[bank.letters(asked.stem)]
    if known.answering == "number":
        return {"number": known.number}
    names = {bank.letters(line.text): line.name for line in asked.choices}
    if known.answering == "order":
        return {"places": {names[text]: str(place) for place, text in enumerate(known.right, 1)}}
    return {"choices": [names[text] for text in known.right]}
