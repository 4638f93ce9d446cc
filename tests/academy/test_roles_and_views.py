"""Every address of ours asked for by everybody: who is let in stands in a table, and an address without a row fails.

The table says what DESIGN 6 says of each role; what is asked for belongs to one cadet, their cohort and its trainer.
"""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from assessments.domain import appeals, sit
from assessments.enums import Closed
from courses.domain import attendance, calendar, complete, enrol, join, work
from courses.domain import sessions as session_verbs
from courses.models import Plan, SavedReport, SubmissionFile
from people.domain import correction, roster_load
from people.domain import roster as roster_plan
from people.domain.grant import ask
from people.models import User
from people.rosters.reading import read
from tests.assessments.conftest import all_right, save
from tests.factories.assessments import published, started
from tests.factories.courses import AssignmentFactory, LearnerQuestionFactory, all_done, whole_course
from tests.factories.people import CohortFactory, UnitFactory, UserFactory, signed_in
from tests.people import lists
from ui import looked_at
from ui.sheets import tables

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
OURS = ("academy.", "people.views", "courses.views", "assessments.views", "handbook.views")
# N nobody, S a cadet of another cohort, C the cadet, T their trainer, O another trainer, H the head of another unit,
# A the academy office, M a ministry analyst, D an administrator.
EVERYBODY, SIGNED_IN = set("NSCTOHAMD"), set("SCTOHAMD")
TABLE: dict[str, set[str]] = {
    **dict.fromkeys(["home", "your_data", "text_size", "help", "courses:check", "courses:check_token"], EVERYBODY),
    "courses:check_file": EVERYBODY,
    **dict.fromkeys(
        ["people:me", "courses:list", "courses:sessions", "courses:messages", "courses:my_questions"], SIGNED_IN
    ),
    **dict.fromkeys(["courses:my_certificates", "courses:renew_feed", "surveys:list"], SIGNED_IN),
    **dict.fromkeys(["people:own_data", "people:take_own_data", "people:ask_correction"], SIGNED_IN),
    **dict.fromkeys(["people:corrections", "people:answer_correction"], set("A")),
    **dict.fromkeys(["assessments:open", "assessments:results", "assessments:enter_ticket"], SIGNED_IN),
    "surveys:protection": EVERYBODY,
    "courses:course": SIGNED_IN,
    # people and powers
    **dict.fromkeys(["people:people", "people:person", "people:roles_asked", "people:decide_role"], set("AD")),
    **dict.fromkeys(["people:hand_out_password", "people:reset_second_factor"], set("AD")),
    **dict.fromkeys(["people:close_account", "people:reopen_account"], set("AD")),
    **dict.fromkeys(["people:new_person", "people:change_person", "people:standing", "people:extra_time"], set("A")),
    **dict.fromkeys(["people:rosters", "people:roster_look", "people:roster_template", "people:roster"], set("A")),
    **dict.fromkeys(["people:roster_undo", "people:roster_slips"], set("A")),
    **dict.fromkeys(["people:cohorts", "people:new_cohort", "people:cohort"], set("A")),
    **dict.fromkeys(["people:person_roles", "people:withdraw_role", "people:roles"], set("D")),
    **dict.fromkeys(["audit_trail", "system"], set("D")),
    # a cadet's own, and what those see who teach them
    "courses:lesson": set("CTO"),  # whoever writes courses reads them all
    "courses:ask": set("C"),
    "courses:session": set("CTA"),
    "courses:session_calendar": set("CTA"),
    "courses:calendar_feed": EVERYBODY,  # by an unguessable address, for calendar apps
    **dict.fromkeys(["courses:session_place", "courses:session_enter"], set("C")),
    **dict.fromkeys(["courses:change_session", "courses:cancel_session", "courses:session_marks"], set("TA")),
    **dict.fromkeys(["courses:session_sheet", "courses:session_room", "courses:session_card"], set("TA")),
    "courses:new_session": set("TOA"),
    "courses:work": set("C"),
    **dict.fromkeys(["courses:work_file", "courses:work_plan"], set("CTA")),
    "courses:work_queue": set("TOA"),
    "courses:mark_work": set("TA"),  # to look; only trainers mark
    "courses:observe": set("T"),
    "courses:observations": set("TO"),  # each checklist by itself, of their own cohorts
    "courses:work_results": set("TOA"),  # each of their own cohorts
    **dict.fromkeys(["courses:questions"], set("TO")),
    **dict.fromkeys(["courses:versions", "courses:move_learners", "courses:copy"], set("TO")),
    **dict.fromkeys(["courses:new_course", "courses:steps"], set("TO")),  # who writes courses
    "courses:question": set("T"),
    **dict.fromkeys(["courses:cohorts", "courses:report"], set("TOA")),
    **dict.fromkeys(["courses:board", "courses:board_sheet", "courses:remind"], set("TA")),
    **dict.fromkeys(["courses:join_codes", "courses:stop_join_code"], set("TA")),
    "courses:join": SIGNED_IN,
    "courses:unit": set("H"),
    **dict.fromkeys(["courses:completion", "courses:completion_sheet", "courses:totals"], set("AM")),
    **dict.fromkeys(["courses:save_report", "courses:forget_report", "courses:send_report"], set("AM")),
    "courses:completion_paper": set("AM"),
    **dict.fromkeys(["courses:plans", "courses:drop_plan"], set("A")),
    "courses:certificate": set("CA"),
    **dict.fromkeys(["courses:certificates", "courses:issue", "courses:revoke"], set("A")),
    "courses:register_sheet": set("A"),
    **dict.fromkeys(["courses:batches", "courses:batch", "courses:batch_files"], set("A")),
    # sittings
    "assessments:assessment": set("C"),
    **dict.fromkeys(["assessments:sitting", "assessments:result", "assessments:appeal"], set("C")),
    **dict.fromkeys(["assessments:answers", "assessments:flags", "assessments:finish", "assessments:start"], set("C")),
    "assessments:sitting_file": set("CTA"),
    **dict.fromkeys(["assessments:marking", "assessments:differing"], set("TO")),  # the office doesn't mark
    "assessments:appeals": set("TOA"),
    "assessments:decide_appeal": set("TA"),
    **dict.fromkeys(["assessments:list", "assessments:named_results", "assessments:board"], set("TOA")),
    **dict.fromkeys(["assessments:results_xlsx", "assessments:results_pdf"], set("TOA")),
    "assessments:tickets": set("TOA"),
}
# Their objects are others than a cadet's; who is let in there is tested beside them.
ELSEWHERE = {
    *["root", "set_language", "short_check", "account_reset_password"],  # they lead on, whoever comes
    *["surveys:reply", "surveys:done", "surveys:needs_list", "surveys:open", "surveys:needs", "surveys:close"],
    *["assessments:waiting", "assessments:picture", "assessments:file", "assessments:mark", "assessments:marked_file"],
    *["handbook:contents", "handbook:search", "handbook:glossary", "handbook:laws", "handbook:place", "handbook:read"],
    *["handbook:report", "handbook:report_done", "handbook:books", "handbook:make_book", "handbook:book_progress"],
    *["handbook:book"],
    *["people:own_phone"],  # only where there is a gateway for texts
}
ROLES = {"T": ["trainer"], "O": ["trainer"], "H": ["head"], "A": ["office"], "M": ["analyst"], "D": ["administrator"]}


def names(patterns: list[Any], namespace: str = "") -> set[str]:
    """Every address of ours that has a name, the editor's aside."""
    found: set[str] = set()
    for pattern in patterns:
        if str(pattern.pattern) == "cms/":
            continue
        if isinstance(pattern, URLPattern):
            if pattern.name and pattern.callback.__module__.startswith(OURS):
                found.add(f"{namespace}{pattern.name}")
        else:
            found |= names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)
    return found


def test_every_address_has_a_row() -> None:
    ours = {name for name in names(get_resolver().url_patterns) if not name.startswith(("mfa_", "wagtail"))}
    assert ours - set(TABLE) - ELSEWHERE == set(), "say in TABLE who is let in"
    assert set(TABLE) - ours == set()


@pytest.fixture
def people() -> dict[str, User]:
    """One person a letter; the head's unit isn't the cadet's."""
    found = {letter: UserFactory(roles=roles) for letter, roles in ROLES.items()}
    found |= {"S": UserFactory(), "C": UserFactory(unit=UnitFactory())}
    CohortFactory(members=[found["C"]], trainers=[found["T"]], code="ours")
    CohortFactory(members=[found["S"]], trainers=[found["O"]], code="theirs")
    return found


@pytest.fixture
def scene(people: dict[str, User]) -> SimpleNamespace:
    """The cadet in the middle of everything: a course with its run, a session, a work, a sitting, an appeal."""
    cadet, trainer, office = people["C"], people["T"], people["A"]
    cohort = cadet.cohorts.get()
    exam = published(code="exam", appeal_days=10)
    page = whole_course(quiz=exam, is_open=True)
    enrol.cohort(course=page.course, cohort=cohort, by=office)
    sitting = started(exam, candidate=cadet)
    save(sitting, *all_right(sitting))
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    sitting.refresh_from_db()
    appeal = appeals.make(sitting=sitting, text="Why?")
    certificate = complete.check(all_done(whole_course(), cadet)).certificate
    enrolment = cadet.enrolments.get(course=page.course)
    return SimpleNamespace(
        **locals(),
        open=started(published(code="open"), candidate=cadet),
        work=handed_in(page.course, enrolment, cadet),
        station=AssignmentFactory(course=page.course, kind="station", code="station"),
        session=session_of(page.course, cohort, trainer), roster=roster_by(office),
        question=LearnerQuestionFactory(course=page.course, learner=cadet, lesson=page.lessons()[0]),
        asked=ask(user=people["S"], role="trainer", by=UserFactory(roles=["administrator"])),
        plan=Plan.objects.create(course=page.course, year=2026, wanted=5, keyed_by=office),
        head_grant=people["H"].grants.get(),
    )  # fmt: skip


def handed_in(course: Any, enrolment: Any, cadet: User) -> Any:
    task = AssignmentFactory(course=course, kind="plan", code="task")
    held = work.draft(assignment=task, enrolment=enrolment)
    SubmissionFile.objects.create(
        submission=held, name="a.pdf", kind="application/pdf", size=1, digest="0" * 64, content=b"x"
    )
    type(held).objects.filter(pk=held.pk).update(state="handed_in", handed_in_at=held.begun_at)
    return held


def session_of(course: Any, cohort: Any, trainer: User) -> Any:
    start = timezone.now() + timedelta(minutes=30)
    return session_verbs.plan(
        course=course, cohort=cohort, starts_at=start, ends_at=start + timedelta(hours=1), room="1", places=5,
        trainer=trainer, by=trainer,
    )  # fmt: skip


def roster_by(office: User) -> Any:
    content = lists.duplicates(lists.three_hundred()[:1])
    plan = roster_plan.plan(read(tables(content)))
    return roster_load.load(plan=plan, name="list", digest="0" * 64, cohort_=None, by=office)


def arguments(s: SimpleNamespace, name: str, letter: str) -> list[Any]:
    """What an address of this name is asked for with."""
    return PLACES.get(name, PLACES.get(name.split(":")[0], lambda _s, _who: []))(s, letter)


def _sitting(s: SimpleNamespace, _who: str) -> list[Any]:
    return [s.sitting.public_id]


def _open(s: SimpleNamespace, _who: str) -> list[Any]:
    return [s.open.public_id]


def _exam(_s: SimpleNamespace, _who: str) -> list[Any]:
    return ["exam"]


def _cadet(s: SimpleNamespace, _who: str) -> list[Any]:
    return [s.cadet.pk]


def _session(s: SimpleNamespace, _who: str) -> list[Any]:
    return [s.session.pk]


def _board(s: SimpleNamespace, _who: str) -> list[Any]:
    return [s.cohort.code, s.page.slug]


def _correction(s: SimpleNamespace) -> int:
    return correction.ask(text="?", by=s.cadet).pk


def _join_code(s: SimpleNamespace) -> int:
    run = s.cohort.runs.get(course=s.page.course)
    return join.make(run=run, expires_on=timezone.localdate(), places=None, by=s.cadet).pk


def _report(s: SimpleNamespace, who: str) -> list[Any]:
    """Each their own: nobody removes another's."""
    owner = s.people.get(who)
    name = f"mine {SavedReport.objects.count()}"
    return [SavedReport.objects.create(owner=owner, name=name, query="x").pk if owner else 1]


PLACES: dict[str, Callable[[SimpleNamespace, str], list[Any]]] = {
    **dict.fromkeys(["people:person", "people:change_person", "people:standing", "people:extra_time"], _cadet),
    **dict.fromkeys(["people:hand_out_password", "people:reset_second_factor", "people:close_account"], _cadet),
    **dict.fromkeys(["people:reopen_account", "people:person_roles"], _cadet),
    "people:withdraw_role": lambda s, _who: [s.people["H"].pk, s.head_grant.pk],
    "people:decide_role": lambda s, _who: [s.asked.pk],
    **dict.fromkeys(["people:roster", "people:roster_undo", "people:roster_slips"], lambda s, _who: [s.roster.pk]),
    "people:cohort": lambda s, _who: [s.cohort.pk],
    "people:answer_correction": lambda s, _who: [_correction(s)],
    **dict.fromkeys(["courses:course", "courses:report", "courses:versions"], lambda s, _who: [s.page.slug]),
    "courses:steps": lambda s, _who: [s.page.course.code],
    **dict.fromkeys(["courses:move_learners", "courses:copy"], lambda s, _who: [s.page.slug]),
    **dict.fromkeys(["courses:lesson", "courses:ask"], lambda s, _who: [s.page.slug, s.page.lessons()[0].slug]),
    **dict.fromkeys(["courses:session", "courses:session_calendar", "courses:session_place"], _session),
    **dict.fromkeys(["courses:change_session", "courses:cancel_session", "courses:session_marks"], _session),
    **dict.fromkeys(["courses:session_sheet", "courses:session_room"], _session),
    "courses:session_enter": lambda s, _who: [s.session.pk, attendance.room_code(s.session)],
    "courses:session_card": lambda s, _who: [s.session.pk, attendance.card_code(s.session, s.cadet)],
    "courses:calendar_feed": lambda s, _who: [calendar.feed_of(s.cadet).token],
    **dict.fromkeys(["courses:work", "courses:work_results"], lambda s, _who: ["task"]),
    **dict.fromkeys(["courses:mark_work", "courses:work_plan"], lambda s, _who: [s.work.pk]),
    "courses:work_file": lambda s, _who: [s.work.files.get().pk],
    "courses:observe": lambda s, _who: ["station", s.enrolment.pk],
    "courses:question": lambda s, _who: [s.question.pk],
    **dict.fromkeys(["courses:board", "courses:board_sheet", "courses:remind"], _board),
    "courses:join_codes": _board,
    "courses:stop_join_code": lambda s, who: [*_board(s, who), _join_code(s)],
    **dict.fromkeys(["courses:forget_report", "courses:send_report"], _report),
    "courses:drop_plan": lambda s, _who: [s.plan.pk],
    **dict.fromkeys(["courses:certificate", "courses:revoke"], lambda s, _who: [s.certificate.pk]),
    **dict.fromkeys(["courses:batch", "courses:batch_files"], lambda s, _who: [s.cohort.code, s.page.course.code]),
    "courses:issue": lambda s, _who: [s.certificate.enrolment_id],
    "courses:check_token": lambda s, _who: [s.certificate.token],
    **dict.fromkeys(["assessments:result", "assessments:appeal", "assessments:sitting_file"], _sitting),
    **dict.fromkeys(["assessments:sitting", "assessments:answers", "assessments:flags", "assessments:finish"], _open),
    "assessments:decide_appeal": lambda s, _who: [s.appeal.pk],
    **dict.fromkeys(
        ["assessments:assessment", "assessments:start", "assessments:named_results"], lambda s, _w: ["exam"]
    ),
    **dict.fromkeys(["assessments:board", "assessments:tickets"], lambda s, _w: ["exam"]),
    **dict.fromkeys(["assessments:results_xlsx", "assessments:results_pdf"], lambda s, _w: ["exam"]),
}


def let_in(client: Client, name: str, args: list[Any]) -> bool:
    """Whether an address answers: not a 404, and not the page that signs in. What it changes is taken back."""
    url = reverse(name, args=args)
    with transaction.atomic():
        reply = client.get(url)
        if reply.status_code == 405:
            reply = client.post(url)
        transaction.set_rollback(True)
    assert reply.status_code < 500, url
    led_away = reply.status_code == 302 and reply["Location"].startswith(LED_AWAY)
    return reply.status_code not in (401, 403, 404) and not led_away


LED_AWAY = ("/en/accounts/login/", "/en/courses/course-")


@pytest.mark.parametrize("letter", sorted(EVERYBODY))
def test_who_is_let_in(client: Client, people: dict[str, User], scene: SimpleNamespace, letter: str) -> None:
    client.cookies["django_language"] = "en"
    wrong = []
    for name, allowed in TABLE.items():
        client.logout()
        if letter != "N":
            signed_in(client, people[letter])
        if name == "people:roster_look":
            keep_a_list(client)
        if let_in(client, name, arguments(scene, name, letter)) != (letter in allowed):
            wrong.append(name)
    assert not wrong, f"{letter} is let in, or isn't, against the table: {wrong}"


def keep_a_list(client: Client) -> None:
    """The list that somebody is looking at lies in their session."""
    session = client.session
    name = looked_at.keep(lists.duplicates(lists.three_hundred()[:1]))
    assert default_storage.exists(name)
    session["roster"] = {"stored": name, "source": "x", "cohort": None, "unit": None, "columns": {}, "decisions": {}}
    session.save()
