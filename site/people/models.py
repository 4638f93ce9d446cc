"""Who there is: people, their units and ranks, the roles they hold, the cohorts they learn in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from ledger.models import AppendOnly
from people.correction_models import CorrectionRequest as CorrectionRequest
from people.enums import RankGroup, Role, Sex, Standing, UnitKind
from people.logins import PHONE, LoginField
from ui.folding import fold, sort_key
from ui.languages import codes

SESSIONS = "people.models.User.get_session_auth_hash"


class Unit(models.Model):  # type: ignore[django-manager-missing]
    """A place in the hierarchy: ministry, academy, region, city or district."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind)
    region = models.CharField(_("region"), max_length=5, blank=True, help_text="ISO 3166-2, for example TJ-SU")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    sort_key = models.CharField(max_length=600, editable=False, db_index=True)
    if TYPE_CHECKING:
        name_tg: str

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "code", "name", "name_tg", "name_ru", "name_en", "kind", "region", "parent", "sort_key"}

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name_tg or self.name)[:600]
        super().save(*args, **kwargs)


class Rank(models.Model):  # type: ignore[django-manager-missing]
    """A special rank. Rows, not an enumeration: the ministry renames and adds them."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), unique=True)
    group = models.CharField(_("group"), max_length=20, choices=RankGroup)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        ordering = ["order"]
        verbose_name = _("rank")
        verbose_name_plural = _("ranks")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "code", "order", "group", "name", "name_tg", "name_ru", "name_en"}

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person with an account. Everybody may learn; `RoleGrant` says what else they may do."""

    username = LoginField(
        _("user name"),
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("Somebody already signs in with this name.")},
    )
    full_name = models.CharField(
        _("full name"), max_length=150, blank=True, help_text=_("As on the service card: surname, name, patronymic.")
    )
    service_number = models.CharField(_("service number"), max_length=30, unique=True, null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("unit"))
    rank = models.ForeignKey(Rank, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("rank"))
    language = models.CharField(_("language"), max_length=5, default="tg", choices=[(c, c) for c in codes()])
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    phone = models.CharField(_("phone for text messages"), max_length=16, blank=True, validators=[PHONE])
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    sort_key = models.CharField(max_length=600, editable=False, db_index=True, default="")
    search_fold = models.CharField(max_length=700, editable=False, default="")
    must_change_password = models.BooleanField(default=False)
    rehearsal = models.BooleanField(default=False, editable=False, help_text="a simulated cadet: no list shows them")
    session_generation = models.PositiveIntegerField(default=0, editable=False)
    if TYPE_CHECKING:
        full_name_tg: str
        full_name_ru: str
        full_name_en: str

    class Meta:
        ordering = ["sort_key", "id"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    class Privacy:
        subject = "pk"
        withheld = {"password", "search_fold", "session_generation", "sort_key"}
        personal = {
            "username": "name to sign in with",
            "first_name": "name",
            "last_name": "name",
            "full_name": "name",
            "full_name_tg": "name",
            "full_name_ru": "name",
            "full_name_en": "name",
            "email": "address for messages",
            "phone": "optional, their own: a text says that there is a message",
            "service_number": "to tell people of one name apart",
            "unit": "where they serve",
            "rank": "what they are",
            "sex": "optional; for totals only",
            "birth_year": "optional; to tell people of one name apart",
            "language": "language of their screens and certificate",
            "sort_key": "name, for order",
            "search_fold": "name, for search",
            "password": "a hash",
            "last_login": "when they signed in last",
        }
        plain = {
            "id", "is_superuser", "is_staff", "is_active", "date_joined", "must_change_password", "groups",
            "user_permissions", "session_generation", "rehearsal",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """The name as on the service card, in the language shown now if it is known in it."""
        return self.full_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    def save(self, *args: Any, **kwargs: Any) -> None:
        name = self.full_name_tg or self.full_name or self.username
        self.sort_key = sort_key(name)[:600]
        known_as = [self.full_name_tg, self.full_name_ru, self.full_name_en, self.username, self.service_number]
        self.search_fold = fold(" ".join(part for part in known_as if part))
        super().save(*args, **kwargs)

    def get_session_auth_hash(self) -> str:
        """What a session is checked against at every request: it ends with the password, and with the generation."""
        return salted_hmac(SESSIONS, self._sessions_hold_while(), algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under former secret keys, so that changing the key signs nobody out."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield salted_hmac(SESSIONS, self._sessions_hold_while(), secret=secret, algorithm="sha256").hexdigest()

    def _sessions_hold_while(self) -> str:
        return f"{self.password}:{self.session_generation}"

    @property
    def roles(self) -> frozenset[str]:
        """Codes of the roles held now (one query, kept for the life of this object)."""
        if not hasattr(self, "_roles"):
            self._roles = frozenset(self.grants.values_list("role", flat=True))
        return self._roles


class RoleGrant(models.Model):
    """A role that a person holds: for one unit (a head), in one language (a language reviewer), or everywhere."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    granted_at = models.DateTimeField(default=timezone.now)
    granted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "unit"], name="grant_once_a_unit"),
            models.UniqueConstraint(
                fields=["user", "role", "language"], condition=models.Q(unit=None), name="grant_once_everywhere"
            ),
            models.CheckConstraint(
                condition=~models.Q(role=Role.HEAD) | models.Q(unit__isnull=False), name="head_has_a_unit"
            ),
            models.CheckConstraint(
                condition=models.Q(role=Role.REVIEWER) ^ models.Q(language=""), name="reviewer_has_a_language"
            ),
        ]
        verbose_name = _("role held")
        verbose_name_plural = _("roles held")

    class Privacy:
        subject = "user"
        personal = {"user": "who holds it", "granted_by": "who gave it"}
        plain = {"id", "role", "unit", "language", "granted_at"}

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class GrantRequest(models.Model):
    """A role that one person asks to give, until a second one confirms or refuses it: powers are never one hand's."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grant_requests")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    confirmed = models.BooleanField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
                name="grant_request_second_person",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at=None, decided_by=None, confirmed=None)
                | models.Q(decided_at__isnull=False, decided_by__isnull=False, confirmed__isnull=False),
                name="grant_request_decided_wholly",
            ),
        ]
        verbose_name = _("role asked for")
        verbose_name_plural = _("roles asked for")

    class Privacy:
        subject = "user"
        withheld = {"decided_by"}
        personal = {"user": "who would hold it", "asked_by": "who asked", "decided_by": "who decided"}
        plain = {"id", "role", "unit", "language", "asked_at", "decided_at", "confirmed"}

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class ExtraTime(AppendOnly):
    """More time that a person has in everything that they sit: percent of the minutes, minutes on top, or both.

    Why somebody needs it is never asked: `reason` names the decision, not the person's health. The newest row holds;
    one with neither takes the extra time away.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="extra_times")
    percent = models.PositiveSmallIntegerField(_("percent more"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes more"), default=0)
    reason = models.CharField(_("reason"), max_length=200)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["person_id", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(percent__lte=200, minutes__lte=240), name="extra_time_in_reason"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="extra_time_has_a_reason"),
        ]
        verbose_name = _("extra time")
        verbose_name_plural = _("extra times")

    class Privacy:
        subject = "person"
        personal = {
            "person": "whose it is",
            "percent": "may tell of an impairment",
            "minutes": "may tell of an impairment",
            "reason": "names the decision, never an illness",
            "given_by": "who decided",
        }
        plain = {"id", "given_at"}

    def __str__(self) -> str:
        return f"{self.person_id}: +{self.percent} % +{self.minutes}"


class Posting(AppendOnly):
    """Where somebody serves, with which rank, and whether at all, since a day; the newest row holds.

    Written with every change of unit, rank or standing, so that a report of last year counts people where they were.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="postings")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    rank = models.ForeignKey(Rank, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("rank"))
    standing = models.CharField(_("standing"), max_length=10, choices=Standing, default=Standing.SERVING)
    since = models.DateField(_("since"))
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["person_id", "-id"]
        verbose_name = _("posting")
        verbose_name_plural = _("postings")

    class Privacy:
        subject = "person"
        personal = {
            "person": "whose it is",
            "unit": "where they served",
            "rank": "what they were",
            "standing": "whether they served, were on leave or dismissed",
            "since": "from which day",
            "noted_by": "who noted it",
        }
        plain = {"id", "noted_at"}

    def __str__(self) -> str:
        return f"{self.person_id}: {self.since}"


class Roster(models.Model):
    """A list of people that was loaded, and what it did, so that it can be undone.

    `done` is a list of {"pk", "made", "joined", "before": {field: value}, "after": {field: value}}, emptied when it is
    undone or too old to be.
    """

    name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    cohort = models.ForeignKey("Cohort", models.SET_NULL, null=True, blank=True, related_name="rosters")
    made = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    passed_over = models.JSONField(default=list, help_text='[{"line": n, "reason": text}]')
    done = models.JSONField(default=list)
    loaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    loaded_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(undone_at=None) | models.Q(undone_at__gte=models.F("loaded_at")),
                name="roster_undone_after_loading",
            )
        ]
        verbose_name = _("roster")
        verbose_name_plural = _("rosters")

    class Privacy:
        subject = None
        personal = {
            "done": "what it changed, for a month, so that it can be undone",
            "passed_over": "lines of the list and why they were not taken; they name nobody",
            "loaded_by": "who loaded it",
            "undone_by": "who undid it",
        }
        plain = {"id", "name", "digest", "cohort", "made", "changed", "same", "loaded_at", "undone_at"}

    def __str__(self) -> str:
        return self.name


class Cohort(models.Model):
    """People who learn together. Who belongs together lives here; what they do lives in courses."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=150)
    members = models.ManyToManyField(User, related_name="cohorts", blank=True, verbose_name=_("members"))
    trainers = models.ManyToManyField(User, related_name="taught_cohorts", blank=True, verbose_name=_("trainers"))

    class Meta:
        ordering = ["code"]
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")

    class Privacy:
        subject = "members"
        personal = {"members": "who learns together", "trainers": "who teaches them"}
        plain = {"id", "code", "name", "name_tg", "name_ru", "name_en"}

    def __str__(self) -> str:
        return self.name
