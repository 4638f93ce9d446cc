"""The desks of the home page: for each role, the few things that its holder comes for."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from academy.context import address
from assessments import door_presenters, survey_presenters
from assessments.domain import appeals, marking
from assessments.domain.reply import answered_waves
from assessments.domain.waves import open_to
from assessments.door_presenters import OpenCard
from courses import session_presenters, term_presenters
from courses.domain import ask, boards, find_sessions, find_work, progress, terms
from courses.domain.terms import Term
from courses.models import Enrolment
from courses.term_presenters import When
from handbook.domain import report
from handbook.domain.recall import open_count
from people import scope
from people.models import User
from people.roles import Permission, may
from ui import languages

BOARDS = 6  # on home; the others are under the cohorts


@dataclass(frozen=True)
class Card:
    """One thing to go to: what it is, where, and why one would."""

    title: str
    url: str
    text: str


@dataclass(frozen=True)
class Desk:
    """A heading and its cards."""

    heading: str
    cards: list[Card]


@dataclass(frozen=True)
class Coming:
    """What to do next in a course: the course, how far one is, until when, the thing itself and where it is."""

    course: str
    course_url: str
    done: int
    total: int
    title: str
    url: str
    is_test: bool
    is_work: bool
    when: When


def coming(user: User) -> list[Coming]:
    """The next step of each course that this person is in the midst of, the latest begun first; three at most."""
    under_way = Enrolment.objects.of(user).under_way().select_related("course__page").order_by("-started_at")
    mine = terms.of(user)
    found = [_next_step(enrolment, user, mine.get(enrolment.course_id, terms.FREE)) for enrolment in under_way[:3]]
    return [step for step in found if step is not None]


def _next_step(enrolment: Enrolment, user: User, term: Term) -> Coming | None:
    page = getattr(enrolment.course, "page", None)
    if page is None:
        return None
    state = progress.of(page=page, enrolment=enrolment, learner=user)
    if state.coming is None:
        return None
    lesson, test = state.coming.lesson, state.coming.take
    url = address("assessments:assessment", test.code) if test else (lesson.get_url() if lesson else "")
    work = state.coming.work
    if work:
        url = address("courses:work", work.code)
    return Coming(
        course=str(enrolment.course),
        course_url=address("courses:course", page.slug),
        done=state.done,
        total=state.total,
        title=str(test or work or (lesson.heading if lesson else "")),
        url=url or address("courses:course", page.slug),
        is_test=test is not None,
        is_work=work is not None,
        when=term_presenters.when(enrolment, term, state, timezone.localdate()),
    )


def surveys(user: User) -> list[Card]:
    """Open surveys that this person hasn't answered yet; two queries."""
    found = survey_presenters.cards(open_to(), answered_waves(user), languages.current())
    text = _("About ten minutes. Your answer is kept without your name.")
    return [Card(card.title, address("surveys:reply", card.code), text) for card in found if not card.answered]


def tests(user: User, steps: list[Coming]) -> list[OpenCard]:
    """Quizzes and examinations that can be sat now, outside of courses under way; three at most."""
    known = {step.url for step in steps}
    return [card for card in door_presenters.cards(user) if card.go and card.url not in known][:3]


def desks(user: User, unread: int) -> list[Desk]:
    """The desks of everything that this person may do, what others wait for first; empty ones are left out."""
    built = [desk(user) for permission, desk in BY_PERMISSION if may(user, permission)]
    built += [_learning(user), _own_page(unread)]
    return [Desk(d.heading, cards) for d in built if (cards := [card for card in d.cards if card.url])]


def _learning(user: User) -> Desk:
    return Desk(
        _("Learning"),
        [
            Card(_("Handbook"), address("handbook:contents"), _("Read, look up, and come back to it on duty.")),
            Card(_("Courses"), address("courses:list"), _("Lessons in short steps, with a test at the end.")),
            Card(_("In-person sessions"), address("courses:sessions"), _next_session(user)),
            Card(
                _("Quizzes and examinations"),
                address("assessments:open"),
                _("What is open to you now, and where a ticket's code is entered."),
            ),
            Card(
                _("Surveys"),
                address("surveys:list"),
                _("Say where training is needed; answers are kept without names."),
            ),
        ],
    )


def _next_session(user: User) -> str:
    """When and where this person is expected next; one query."""
    session = find_sessions.next_of(user)
    if session is None:
        return _("Meetings in a room. None is planned for you.")
    return _("Next: %(when)s, %(room)s.") % {"when": session_presenters.when(session), "room": session.room}


def _own_page(unread: int) -> Desk:
    return Desk(
        _("Yours"),
        [
            Card(_("Messages"), address("courses:messages"), _new_messages(unread)),
            Card(_("Your results"), address("assessments:results"), _("Every test that you sat, with its marks.")),
            Card(
                _("Your certificates"),
                address("courses:my_certificates"),
                _("To download, print, and have checked by anybody."),
            ),
            Card(_("Your page"), address("people:me"), _("Language, password, and who looked at your results.")),
        ],
    )


def _new_messages(count: int) -> str:
    """How many messages are unread."""
    if not count:
        return _("Reminders, answers of your trainers, news of your courses. Nothing new.")
    return ngettext("%(count)d new message.", "%(count)d new messages.", count) % {"count": count}


def _own_cohorts(user: User) -> Desk:
    """Of each course that a cohort of this trainer takes its board; above them what waits for an answer."""
    cards = [Card(_("Questions from learners"), address("courses:questions"), _to_answer(ask.waiting(user)))]
    for row in boards.latest(user, most=BOARDS):
        said = _("%(completed)s of %(enrolled)s have completed it") % {
            "completed": row.completed, "enrolled": row.enrolled,
        }  # fmt: skip
        due = term_presenters.due(Term(row.run.opens_on, row.run.due_on), timezone.localdate())
        title = f"{row.run.cohort}: {row.run.course}"
        url = address("courses:board", row.run.cohort.code, row.run.course.page.slug)
        cards.append(Card(title, url, f"{said}. {due}." if due else f"{said}."))
    return Desk(_("Learners of your cohorts"), cards)


def _to_answer(count: int) -> str:
    """How many questions of learners wait for this trainer."""
    if not count:
        return _("What learners ask about their lessons. Nothing waits for you.")
    said = ngettext("%(count)d question waits for your answer.", "%(count)d questions wait for your answer.", count)
    return said % {"count": count}


def _training(user: User) -> Desk:
    return Desk(
        _("Training"),
        [
            Card(_("Your cohorts"), address("courses:cohorts"), _("Who has come how far in which course.")),
            Card(
                _("Results"), address("assessments:list"), _("Of your own cohorts, by name. Each look is written down.")
            ),
            Card(_("Marking"), address("assessments:marking"), _to_mark(marking.waiting(user))),
            Card(_("Works to mark"), address("courses:work_queue"), _works(find_work.waiting_count(user))),
            Card(_("Plan a session"), address("courses:new_session"), _("A meeting in a room, and who was there.")),
            Card(_("Appeals"), address("assessments:appeals"), _to_decide(appeals.waiting(user))),
            Card(_("Reported problems"), address("handbook_reports"), _waiting()),
            Card(_("Editing"), address("wagtailadmin_home"), _("Handbook, lessons, questions and tests.")),
            Card(_("Recall"), address("recall"), _recalls(open_count())),
            Card(
                _("Translations"),
                address("translation_report"),
                _("What is missing or out of date, in which language; files for translators."),
            ),
        ],
    )


def _to_mark(count: int) -> str:
    """How many essays and files wait for a mark."""
    if not count:
        return _("Essays and files that people mark. Nothing waits now.")
    said = ngettext("%(count)d answer waits for its mark.", "%(count)d answers wait for their marks.", count)
    return said % {"count": count}


def _works(count: int) -> str:
    """How many works of assignments wait for this person's mark."""
    if not count:
        return _("Plans, texts and files of assignments; stations. Nothing waits for you.")
    return ngettext("%(count)d work waits for your mark.", "%(count)d works wait for your mark.", count) % {
        "count": count
    }


def _to_decide(count: int) -> str:
    """How many appeals wait for this person."""
    if not count:
        return _("What candidates hold against their results. Nothing waits for you.")
    return ngettext("%(count)d appeal waits for you.", "%(count)d appeals wait for you.", count) % {"count": count}


def _recalls(count: int) -> str:
    """How many changes of meaning wait for somebody to look at what rests on them."""
    if not count:
        return _("Nothing that changed its meaning is left to look at.")
    said = ngettext(
        "%(count)d change of meaning: look at what rests on it.",
        "%(count)d changes of meaning: look at what rests on them.",
        count,
    )
    return said % {"count": count}


def _waiting() -> str:
    """What readers wait to have answered; one query."""
    count = report.waiting()
    said = ngettext("%(count)s report of a reader is open.", "%(count)s reports of readers are open.", count) % {
        "count": count
    }
    return said if count else _("What readers find wrong in the handbook. Nothing is open.")


def _heading_a_unit(_user: User) -> Desk:
    text = _("Who in your unit has passed the mandatory courses.")
    return Desk(_("Your unit"), [Card(_("Mandatory courses"), address("courses:unit"), text)])


def _office(user: User) -> Desk:
    return Desk(
        _("Academy office"),
        [
            Card(_("People"), address("people:people"), _("Find somebody, open an account, hand out a password.")),
            Card(_("Open an account"), address("people:new_person"), _("For a new cadet or officer.")),
            Card(_("Lists of people"), address("people:rosters"), _("Load a whole list, and undo it; print slips.")),
            Card(_("Roles asked for"), address("people:roles_asked"), _asked(user)),
            Card(_("Cohorts"), address("people:cohorts"), _("Who learns together, and who trains them.")),
            Card(_("Certificates"), address("courses:certificates"), _("Issue, find and revoke.")),
            Card(
                _("Completion of courses"), address("courses:completion"), _("By region, unit and rank, against plan.")
            ),
            Card(_("Results"), address("assessments:list"), _("By name. Each look is written down.")),
            Card(_("Appeals"), address("assessments:appeals"), _to_decide(appeals.waiting(user))),
        ],
    )


def _asked(user: User) -> str:
    """How many roles wait for a second person; one query."""
    count = scope.grant_requests(user).count()
    if not count:
        return _("Powers take two people. Nothing waits.")
    said = ngettext("%(count)d role waits for a second person.", "%(count)d roles wait for a second person.", count)
    return said % {"count": count}


def _analysis(_user: User) -> Desk:
    return Desk(
        _("Needs and surveys"),
        [
            Card(_("Needs"), address("surveys:needs_list"), _("Closed surveys: what matters, what is missing, where.")),
            Card(_("Open a survey"), address("surveys:open"), _("From a day to a day; it closes by itself.")),
            Card(
                _("Completion of courses"), address("courses:completion"), _("By region, unit and rank, against plan.")
            ),
            Card(_("Certificates in numbers"), address("courses:totals"), _("How many were issued, naming nobody.")),
        ],
    )


def _system(_user: User) -> Desk:
    return Desk(
        _("System"),
        [
            Card(_("Roles"), address("people:roles"), _("Who may do what; give and take.")),
            Card(_("Audit trail"), address("audit_trail"), _("Who did what, when.")),
            Card(_("State of the system"), address("system"), _("Version, database, promised work, last digest.")),
        ],
    )


BY_PERMISSION: list[tuple[Permission, Any]] = [
    (Permission.AUTHOR, _training),
    (Permission.SEE_OWN_COHORTS, _own_cohorts),
    (Permission.SEE_PASSED_IN_UNIT, _heading_a_unit),
    (Permission.MANAGE_PEOPLE, _office),
    (Permission.SEE_NEEDS, _analysis),
    (Permission.ADMINISTER, _system),
]
