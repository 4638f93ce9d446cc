"""Meetings of a cohort in a room: who has a place, who waits for one, who was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import Marked, Presence, Seat
from courses.models.catalogue import Course
from ledger.models import AppendOnly
from people.models import Cohort

if TYPE_CHECKING:
    from people.models import User


class SessionQuerySet(models.QuerySet["Session"]):
    """Sessions, said in adjectives."""

    def of_learner(self, learner: User) -> SessionQuerySet:
        """Those of the cohorts that somebody learns in."""
        return self.filter(cohort__members=learner)

    def of_cohorts(self, cohorts: models.QuerySet[Cohort]) -> SessionQuerySet:
        """Those of the cohorts that a viewer may see."""
        return self.filter(cohort__in=cohorts.values("pk"))

    def coming(self) -> SessionQuerySet:
        """Not over yet and not cancelled, the next one first."""
        return self.filter(ends_at__gte=timezone.now(), cancelled_at=None).order_by("starts_at", "pk")

    def past(self) -> SessionQuerySet:
        """Over or cancelled, the latest first."""
        return self.filter(Q(ends_at__lt=timezone.now()) | ~Q(cancelled_at=None)).order_by("-starts_at", "-pk")


class Session(models.Model):
    """One meeting of a cohort in a course. `places`: how many fit in; empty means that all of the cohort do.

    `sequence` counts the changes, for the calendars that people have taken it into.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="sessions", verbose_name=_("course"))
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="sessions", verbose_name=_("cohort"))
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    room = models.CharField(_("room"), max_length=120)
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="led_sessions", verbose_name=_("trainer")
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_begins",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(condition=Q(places=None) | Q(places__gte=1), name="session_has_a_place"),
            models.CheckConstraint(condition=~Q(room=""), name="session_has_a_room"),
        ]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    class Privacy:
        subject = None
        personal = {"trainer": "who leads it"}
        plain = {"id", "course", "cohort", "starts_at", "ends_at", "room", "places", "sequence", "cancelled_at"}

    def __str__(self) -> str:
        return f"{self.course}, {timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"


class SessionPlace(models.Model):
    """A learner's place in a session whose places are counted, or their place in the line for one."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="taken")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="session_places")
    seat = models.CharField(max_length=10, choices=Seat)
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["session_id", "asked_at", "id"]
        constraints = [models.UniqueConstraint(fields=["session", "learner"], name="session_place_once")]
        verbose_name = _("place in a session")
        verbose_name_plural = _("places in sessions")

    class Privacy:
        subject = "learner"
        personal = {"learner": "who comes", "asked_at": "when they asked for it"}
        plain = {"id", "session", "seat"}

    def __str__(self) -> str:
        return f"{self.session_id} {self.learner_id}"


class AttendanceMark(AppendOnly):
    """Somebody was seen, or missed, in a session. What holds is the fold of all marks (`domain.attendance.fold`).

    `at` is the moment by the telephone that made the mark, never after its arrival; `code` is the telephone's own
    number for it, so that a mark sent twice is one.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="marks")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attendance")
    presence = models.CharField(max_length=10, choices=Presence)
    at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=Marked)
    code = models.UUIDField(unique=True)

    class Meta:
        ordering = ["session_id", "at", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(at__lte=F("received_at")), name="attendance_not_from_the_future")
        ]
        verbose_name = _("attendance mark")
        verbose_name_plural = _("attendance marks")

    class Privacy:
        subject = "learner"
        withheld = {"code"}
        personal = {
            "learner": "who came or didn't",
            "presence": "whether they came",
            "at": "when it was marked",
            "marked_by": "who marked it",
        }
        plain = {"id", "session", "received_at", "how", "code"}

    def __str__(self) -> str:
        return f"{self.session_id} {self.learner_id}: {self.presence}"


class CalendarFeed(models.Model):
    """The address under which a person's calendar app fetches their sessions. Who has it sees them: it can change."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed")
    token = models.CharField(max_length=43, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    class Privacy:
        subject = "person"
        withheld = {"token"}
        personal = {"person": "whose calendar it is", "token": "opens it"}
        plain = {"id", "made_at"}

    def __str__(self) -> str:
        return str(self.person_id)
