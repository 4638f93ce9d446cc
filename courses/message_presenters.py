"""Messages in words, made when they are read: whoever changes their language reads them all in the new one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from courses.enums import Concern, MessageKind, WorkState
from courses.models import Course, Message
from courses.presenters import Link
from ui import languages


@dataclass(frozen=True)
class Said:
    """A message as it is read: a title, sentences, what was asked and answered, where to go on."""

    message: Message
    title: str
    lines: list[str] = field(default_factory=list)
    asked: str = ""
    answered: str = ""
    link: Link | None = None


def said(messages: Iterable[Message]) -> list[Said]:
    """Messages with their words, in the language shown now."""
    return [_KINDS[MessageKind(one.kind)](one) for one in messages]


def _reminder(message: Message) -> Said:
    title = _("A reminder of the course “%(title)s”") if _named(message.course) else None
    words = {"title": message.course} if message.course else {}
    why = [sentence() for concern, sentence in _WHY.items() if concern.value in message.data.get("why", [])]
    due = message.run.due_on if message.run else None
    if due:
        why.append(_("It is to be completed by %(day)s.") % {"day": formats.date_format(due)})
    return Said(
        message,
        title % words if title else _("A reminder of a course"),
        why or [_("Go on with it when you can.")],
        link=_course_link(message.course),
    )


_WHY: dict[Concern, Callable[[], str]] = {
    Concern.LATE: lambda: _("Its term is over: finish what is left as soon as you can."),
    Concern.STUCK: lambda: _("If something holds you up, ask your trainer: there is a link under every lesson."),
    Concern.AT_RISK: lambda: _("At this pace it won't be done in time."),
    Concern.NOT_BEGUN: lambda: _("You haven't begun it yet."),
}


def _answer(message: Message) -> Said:
    question = message.question
    if question is None:
        return Said(message, _("An answer to your question"))
    lesson = question.lesson
    title = _("An answer to your question about the lesson “%(title)s”") if lesson and _named(message.course) else None
    return Said(
        message,
        title % {"title": lesson.heading} if title and lesson else _("An answer to your question"),
        asked=question.text,
        answered=question.answer,
        link=_course_link(message.course),
    )


def _news(message: Message) -> Said:
    return _NEWS.get(message.data.get("what", ""), _days)(message)


def _session(message: Message) -> Said:
    starts = timezone.localtime(datetime.fromisoformat(message.data["starts_at"]))
    cancelled = message.data["cancelled"]
    title = _("A session is cancelled") if cancelled else _("A session has another time or room")
    line = f"{formats.date_format(starts)}, {starts:%H:%M}, {message.data['room']}"
    link = Link(reverse("courses:session", args=[message.data["session"]]), _("To the session"))
    lines = [str(message.course), line] if _named(message.course) else [line]
    return Said(message, title, lines, link=link)


def _work(message: Message) -> Said:
    titles = {
        WorkState.RETURNED: _("Your work came back: mend it and hand it in again"),
        WorkState.PASSED: _("Your work is marked: passed"),
        WorkState.FAILED: _("Your work is marked: not passed, you may hand it in again"),
    }
    link = Link(reverse("courses:work", args=[message.data["code"]]), _("Go to the assignment"))
    lines = [str(message.course)] if _named(message.course) else []
    return Said(message, titles[WorkState(message.data["state"])], lines, link=link)


def _appeal(message: Message) -> Said:
    told = message.data["title"]
    named = next((told[code] for code in languages.fallbacks(languages.current()) if told.get(code)), "")
    link = Link(reverse("assessments:result", args=[message.data["sitting"]]), _("To the decision and its reason"))
    return Said(message, _("Your appeal was decided"), [named] if named else [], link=link)


def _course(message: Message) -> Said:
    title = _("A course has changed")
    note = []
    if _named(message.course):
        title = _("The course “%(title)s” has changed") % {"title": message.course}
        note = [message.data["note"]] if message.data["note"] else []
    lines = [*note, _("You go on in its new version. What you have done stays done.")]
    return Said(message, title, lines, link=_course_link(message.course))


def _correction(message: Message) -> Said:
    corrected = _("What you asked to have corrected is corrected.")
    line = corrected if message.data["corrected"] else _("It stays as it is; the answer says why.")
    link = Link(reverse("people:own_data"), _("To the answer"))
    return Said(message, _("The office has answered your request for a correction"), [line], link=link)


_NEWS: dict[str, Callable[[Message], Said]] = {
    "session": _session,
    "work": _work,
    "appeal": _appeal,
    "course": _course,
    "correction": _correction,
}


def _days(message: Message) -> Said:
    opens, due = message.data.get("opens_on"), message.data.get("due_on")
    lines = [
        _("The lessons open on %(day)s.") % {"day": _day(opens)} if opens else _("The lessons are open."),
        _("It is to be completed by %(day)s.") % {"day": _day(due)} if due else _("There is no term."),
    ]
    title = _("The days of a course have changed")
    if _named(message.course):
        title = _("The days of the course “%(title)s” have changed") % {"title": message.course}
    return Said(message, title, lines, link=_course_link(message.course))


def _day(told: str) -> str:
    return formats.date_format(date.fromisoformat(told))


def _named(course: Course | None) -> bool:
    return course is not None and not course.is_sensitive


def _course_link(course: Course | None) -> Link | None:
    page = getattr(course, "page", None)
    return Link(reverse("courses:course", args=[page.slug]), _("Go to the course")) if page else None


_KINDS: dict[MessageKind, Callable[[Message], Said]] = {
    MessageKind.REMINDER: _reminder,
    MessageKind.ANSWER: _answer,
    MessageKind.NEWS: _news,
}
