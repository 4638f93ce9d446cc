"""Fixed words of this app: what a certificate's check says, how far a course has come, the alphabet of tokens."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# Of tokens: 30 letters and digits that nobody mixes up on paper: no 0 and O, 1 and I and L, U and V.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
TOKEN_LENGTH = 16  # 30 ** 16 is 78.5 bits: not to be guessed, and with the address still a small QR symbol
SERIAL_PREFIX = "PA"


class Validity(models.TextChoices):
    """What a check of a certificate comes to."""

    VALID = "valid", _("valid")
    REVOKED = "revoked", _("revoked")
    EXPIRED = "expired", _("expired")
    ALTERED = "altered", _("altered")
    UNKNOWN = "unknown", _("unknown")


class Stage(models.TextChoices):
    """How far a learner has come in a course."""

    NOT_BEGUN = "not_begun", _("not begun")
    UNDER_WAY = "under_way", _("under way")
    COMPLETED = "completed", _("completed")


class Seat(models.TextChoices):
    """A learner and a session whose places are counted."""

    SEATED = "seated", _("has a place")
    WAITING = "waiting", _("waits for a place")


class Presence(models.TextChoices):
    """Whether a learner was in a session."""

    PRESENT = "present", _("present")
    LATE = "late", _("came late")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")


class Marked(models.TextChoices):
    """How an attendance was marked."""

    HAND = "hand", _("by hand")
    CARD = "card", _("the learner's code was scanned")
    ROOM = "room", _("the room's code was scanned")


class AssignmentKind(models.TextChoices):
    """What is handed in."""

    PLAN = "plan", _("community action plan")
    TEXT = "text", _("a text")
    FILE = "file", _("a file")
    STATION = "station", _("practical station, observed by trainers")


class WorkState(models.TextChoices):
    """How far a work is."""

    DRAFT = "draft", _("draft")
    HANDED_IN = "handed_in", _("handed in")
    RETURNED = "returned", _("returned")
    PASSED = "passed", _("passed")
    FAILED = "failed", _("not passed")


class Concern(models.TextChoices):
    """Why a trainer looks at a learner, the most pressing first."""

    LATE = "late", _("late")
    STUCK = "stuck", _("stuck")
    AT_RISK = "at_risk", _("at risk")
    NOT_BEGUN = "not_begun", _("not begun")


class MessageKind(models.TextChoices):
    """What a message to a person is about."""

    REMINDER = "reminder", _("reminder")
    ANSWER = "answer", _("answer")
    NEWS = "news", _("news")


class Breakdown(models.TextChoices):
    """What a report of completion has a line for."""

    REGION = "region", _("region")
    UNIT = "unit", _("unit")
    RANK = "rank", _("group of ranks")


class CourseChange(models.TextChoices):
    """How a course differs from its newest version."""

    LESSON_NEW = "lesson_new", _("new lesson")
    LESSON_CHANGED = "lesson_changed", _("changed text")
    LESSON_GONE = "lesson_gone", _("lesson taken out")
    ORDER = "order", _("other order of lessons")
    ASKED = "asked", _("asked for now")
    NOT_ASKED = "not_asked", _("no longer asked for")


class ReportEvery(models.TextChoices):
    """How often a kept report is sent by e-mail."""

    NEVER = "never", _("not sent")
    WEEK = "week", _("on Mondays")
    MONTH = "month", _("on the first of each month")
