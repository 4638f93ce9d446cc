"""What the screens of courses say, ready for their templates."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.domain import progress, verify
from courses.domain.progress import Line, Next, Progress
from courses.domain.terms import FREE, Term
from courses.enums import Stage, Validity
from courses.models import Certificate, Course, CoursePage, Enrolment, LessonPage
from courses.term_presenters import When, when
from ui import citations, languages

STAGE_TONES = {Stage.NOT_BEGUN: "", Stage.UNDER_WAY: "info", Stage.COMPLETED: "success"}
TONES = {
    Validity.VALID: "success",
    Validity.REVOKED: "error",
    Validity.EXPIRED: "warning",
    Validity.ALTERED: "error",
    Validity.UNKNOWN: "warning",
}


@dataclass(frozen=True)
class Link:
    """A place to go: its address and what it is called."""

    url: str
    title: str


@dataclass(frozen=True)
class Card:
    """A course in a list: the page, what is said of the learner's state and its tone, until when it is due."""

    page: CoursePage
    url: str
    state: str
    tone: str
    when: When = field(default_factory=When)


@dataclass(frozen=True)
class Step:
    """The next thing to do: a sentence, a button's words, its address."""

    sentence: str
    label: str
    url: str


def lesson_url(page: CoursePage, lesson: LessonPage) -> str:
    return reverse("courses:lesson", args=[page.slug, lesson.slug])


def cards(pairs: Sequence[tuple[CoursePage, Enrolment | None]], mine: Mapping[int, Term], today: date) -> list[Card]:
    """Courses as cards; `mine` are the learner's terms by the course's id."""
    return [_card(page, enrolment, mine.get(page.course_id, FREE), today) for page, enrolment in pairs]


def _card(page: CoursePage, enrolment: Enrolment | None, term: Term, today: date) -> Card:
    url = reverse("courses:course", args=[page.slug])
    if enrolment is None:
        return Card(page, url, "", "")
    if enrolment.completed_at:
        return Card(page, url, _("Completed"), "success")
    return Card(page, url, _("You are enrolled"), "info", when(enrolment, term, None, today))


def step(page: CoursePage, coming: Next | None, done: int) -> Step | None:
    """The next thing to do in words, or None when nothing is left."""
    if coming is None:
        return None
    if coming.take:
        url = reverse("assessments:assessment", args=[coming.take.code])
        return Step(_("Next: pass “%(title)s”.") % {"title": coming.take.title}, _("Go to the quiz"), url)
    if coming.work:
        url = reverse("courses:work", args=[coming.work.code])
        return Step(_("Next: do “%(title)s”.") % {"title": coming.work.title}, _("Go to the assignment"), url)
    if coming.lesson is None:
        return None
    lesson = coming.lesson
    label = _("Begin the first lesson") if done == 0 else _("Go on")
    return Step(_("Next: read “%(title)s”.") % {"title": lesson.heading}, label, lesson_url(page, lesson))


def requirements(found: Progress) -> list[tuple[str, bool]]:
    """What completes the course, in sentences, each with whether it is done."""
    wanted = [line for line in found.lines if line.required]
    said = []
    if wanted:
        words = ngettext("Read the lesson.", "Read all %(count)d lessons.", len(wanted)) % {"count": len(wanted)}
        said.append((words, all(line.read_at for line in wanted)))
    tests = [(line.quiz, line.quiz_passed) for line in found.lines if line.quiz and line.quiz_required]
    for test, passed in [*tests, *found.finals]:
        words = _("Pass “%(title)s” with at least %(percent)d %%.")
        said.append((words % {"title": test.title, "percent": test.pass_percent}, passed))
    for one in found.works:
        if one.required:
            said.append((_("Do the assignment “%(title)s”.") % {"title": one.assignment.title}, one.passed))
    return said


def course_facts(page: CoursePage, found: Progress) -> list[tuple[str, Any]]:
    """The course in short, term by term."""
    course = page.course
    hours = ngettext("%(count)d hour", "%(count)d hours", course.hours) % {"count": course.hours}
    facts = [(_("Length"), hours), (_("Lessons"), formats.number_format(len(found.lines)))]
    months = course.valid_months
    holds = _("does not expire")
    if months:
        holds = ngettext("valid for %(count)d month", "valid for %(count)d months", months) % {"count": months}
    return [*facts, (_("Certificate"), holds)]


def outline(page: CoursePage, found: Progress, opened: Collection[int]) -> list[tuple[Line, str]]:
    """The lessons with their addresses; without one where the lesson isn't open yet."""
    return [(line, lesson_url(page, line.lesson) if line.lesson.pk in opened else "") for line in found.lines]


def before(courses: Iterable[Course]) -> list[tuple[str, str]]:
    """Courses that come first: their titles, and the addresses of those that have a page."""
    pages = [(one, getattr(one, "page", None)) for one in courses]
    return [(one.title, reverse("courses:course", args=[page.slug]) if page else "") for one, page in pages]


def rules(course: Course) -> list[str]:
    """How the lessons open, in sentences."""
    return [_("The lessons open one after the other.")] if course.in_order else []


def around(page: CoursePage, lesson: LessonPage, lessons: Sequence[LessonPage]) -> tuple[int, Link | None, Link | None]:
    """A lesson's place (from 1), and links to the lessons before and after it."""
    place = next(n for n, one in enumerate(lessons) if one.pk == lesson.pk)
    before = lessons[place - 1] if place else None
    after = lessons[place + 1] if place + 1 < len(lessons) else None
    return place + 1, _link(page, before), _link(page, after)


def _link(page: CoursePage, lesson: LessonPage | None) -> Link | None:
    return Link(lesson_url(page, lesson), lesson.heading) if lesson else None


def cited(lesson: LessonPage) -> list[citations.Citation]:
    """The handbook sections that a lesson cites, as they stand in the reader's language."""
    return list(citations.resolve_many(lesson.references(), languages.current()).values())


def certificate_states(certificates: Iterable[Certificate]) -> list[tuple[Certificate, str, str]]:
    """Certificates with a word on their state and its tone."""
    return [(one, *state(one)) for one in certificates]


def state(certificate: Certificate) -> tuple[str, str]:
    """A word on the state of a certificate, and its tone."""
    validity = verify.validity(certificate)
    return str(validity.label), TONES[validity]


def checked(found: verify.Finding, *, in_full: bool) -> dict[str, Any]:
    """The answer of the check page: tone, title, sentence, and the facts; by number alone less is shown."""
    certificate = found.certificate
    return {
        "tone": TONES[found.validity],
        "title": _TITLES[found.validity](),
        "said": _said(found),
        "facts": _facts(certificate, in_full=in_full) if certificate else [],
    }


_TITLES = {
    Validity.VALID: lambda: _("This certificate is valid"),
    Validity.REVOKED: lambda: _("This certificate was revoked"),
    Validity.EXPIRED: lambda: _("This certificate has expired"),
    Validity.UNKNOWN: lambda: _("No such certificate was found"),
    Validity.ALTERED: lambda: _("This file was altered"),
}


def _said(found: verify.Finding) -> str:
    """The sentence under the title. Why a certificate was revoked is the office's matter, and isn't said here."""
    certificate = found.certificate
    if found.validity is Validity.VALID:
        return _("It was issued here. Compare what stands below with the paper.")
    if found.validity is Validity.REVOKED and certificate and certificate.revoked_at:
        return _("It has not been valid since %(day)s.") % {"day": formats.date_format(certificate.revoked_at)}
    return found.reasons[0] if found.validity is Validity.ALTERED else " ".join(found.reasons)


def _facts(certificate: Certificate, *, in_full: bool) -> list[tuple[str, str]]:
    course, day = (_("Course"), certificate.course_title()), formats.date_format(certificate.completed_on)
    if not in_full:
        return [(_("Name"), verify.masked(certificate.name(languages.codes()[0]))), course, (_("Date"), day)]
    names = dict.fromkeys(certificate.name(code) for code in languages.fallbacks(languages.codes()[0]))
    facts = [(_("Number"), certificate.serial), (_("Name"), " · ".join(names)), course, (_("Date"), day)]
    facts.append((_("Hours"), formats.number_format(certificate.facts["course"]["hours"])))
    if certificate.facts.get("percent") is not None:
        facts.append((_("Result"), f"{certificate.facts['percent']} %"))
    if certificate.valid_until:
        facts.append((_("Valid until"), formats.date_format(certificate.valid_until)))
    return facts


def totals(rows: Sequence[progress.Standing]) -> list[tuple[str, int]]:
    """How many of those shown are at which stage."""
    return [(str(stage.label), sum(row.stage is stage for row in rows)) for stage in Stage]


def standings(rows: Sequence[progress.Standing]) -> list[tuple[progress.Standing, str, str]]:
    """Rows of a report with a word on the stage and its tone."""
    return [(row, str(row.stage.label), STAGE_TONES[row.stage]) for row in rows]
