"""The door of an assessment in words: when it opens and closes, what is open to a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from assessments.domain import open_list, tickets
from assessments.domain.door import Door, door
from assessments.domain.showing import Shown, waits_for_all
from assessments.enums import AssessmentKind, Shows, ShowsWhen
from assessments.models import Assessment
from people.domain import extra_time
from people.models import User


@dataclass(frozen=True)
class Entrance:
    """What the start page says of the door: how it stands, sentences about it, and whether a ticket is wanted first."""

    door: str
    sentences: list[str]
    wants_ticket: bool
    extra_minutes: int


@dataclass(frozen=True)
class OpenCard:
    """Something that is open to a person: what, when, and the word on its button ("" where it can't be begun yet)."""

    title: str
    kind: str
    url: str
    go: str
    sentences: list[str]


def moment(when: datetime) -> str:
    """A time as it is said here, on Dushanbe's clock."""
    return str(formats.date_format(timezone.localtime(when), "DATETIME_FORMAT"))


def times(assessment: Assessment, now: datetime) -> list[str]:
    """When it opens and closes, in sentences; none where it is always open."""
    said = []
    if assessment.opens_at and assessment.opens_at > now:
        said.append(_("It opens on %(moment)s, Dushanbe time.") % {"moment": moment(assessment.opens_at)})
    if assessment.closes_at and assessment.closes_at > now:
        said.append(_("It closes on %(moment)s, Dushanbe time.") % {"moment": moment(assessment.closes_at)})
    if assessment.closes_at and assessment.closes_at <= now:
        said.append(_("It closed on %(moment)s, Dushanbe time.") % {"moment": moment(assessment.closes_at)})
    return said


def entrance(assessment: Assessment, user: User, minutes: int | None) -> Entrance:
    """The door as this person finds it."""
    now = timezone.now()
    wants = assessment.needs_ticket and not tickets.entered(assessment, user).exists()
    said = times(assessment, now)
    if assessment.networks.strip():
        said.append(_("It can be sat only in the academy's own network."))
    if said_when := shown_when(assessment, now):
        said.append(said_when)
    return Entrance(door(assessment, now).value, said, wants, extra_time.minutes_for(user, minutes))


def shown_when(assessment: Assessment, now: datetime) -> str:
    """When results are shown, where that isn't at once."""
    if assessment.shows_when == ShowsWhen.NEVER:
        return _("The result isn't shown here; the academy tells you.")
    if assessment.shows_when == ShowsWhen.CLOSED and assessment.closes_at and assessment.closes_at > now:
        return _("The result is shown after %(moment)s.") % {"moment": moment(assessment.closes_at)}
    return ""


def kept_back(assessment: Assessment) -> str:
    """Why a result isn't shown, and when it will be."""
    told = shown_when(assessment, timezone.now())
    return told or _("The result is shown when the closing time has passed; your trainer can tell you when that is.")


def waits(assessment: Assessment, shown: Shown) -> str:
    """Why less than everything is shown of a closed attempt, and when there will be more; "" where nothing lacks."""
    if shown == Shown.EVERYTHING:
        return ""
    if assessment.shows == Shows.POINTS:
        return _("Of this one only the points are shown.")
    if shown == Shown.ANSWERS:
        return _("The right answers aren't shown, because the questions will be asked again.")
    if assessment.kind != AssessmentKind.EXAM:
        return _("The right answers are shown once you have handed in the attempt that is open now.")
    if waits_for_all(assessment):
        return _("More is shown when the examination has closed and everybody has handed in, re-sits included.")
    return _("The right answers of an examination are not shown, because others may still be sitting it.")


def summary(assessment: Assessment) -> list[str]:
    """Who may sit it, when, from where, and what they are shown: what a publisher looks over. One query."""
    said = times(assessment, timezone.now()) or [_("It is open all the time.")]
    cohorts = ", ".join(str(cohort) for cohort in assessment.cohorts.all())
    if cohorts:
        said.append(_("Open to the cohorts: %(names)s.") % {"names": cohorts})
    else:
        said.append(_("Open to no cohort, only to learners of courses that ask for it."))
    if assessment.needs_ticket:
        said.append(_("It is begun with a ticket."))
    if assessment.networks.strip():
        said.append(_("It can be sat only in the academy's own network."))
    shown = {"what": assessment.get_shows_display(), "when": assessment.get_shows_when_display()}
    said.append(_("Candidates are shown: %(what)s; %(when)s.") % shown)
    if assessment.kind == AssessmentKind.EXAM and assessment.shows != Shows.POINTS and assessment.closes_at is None:
        said.append(_("Without a closing time the right answers of an examination are never shown."))
    return said


def cards(user: User) -> list[OpenCard]:
    """What is open to a person, for their list."""
    now = timezone.now()
    return [_card(opening, now) for opening in open_list.of(user, now=now)]


def _card(opening: open_list.Opening, now: datetime) -> OpenCard:
    assessment = opening.assessment
    go = _("Go on") if opening.under_way else (_("Look at the rules and start") if opening.door == Door.OPEN else "")
    return OpenCard(
        title=assessment.title,
        kind=assessment.get_kind_display(),
        url=reverse("assessments:assessment", args=[assessment.code]),
        go=go,
        sentences=times(assessment, now),
    )
