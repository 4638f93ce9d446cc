"""Certificates: numbered, frozen, revoked but never deleted; and the bytes of each as they were issued."""

from __future__ import annotations

import secrets
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import ALPHABET, SERIAL_PREFIX, TOKEN_LENGTH
from courses.models.enrolments import Enrolment
from ledger.models import AppendOnly, Frozen
from ui.languages import current, fallbacks

if TYPE_CHECKING:
    from people.models import User


def new_token() -> str:
    """What a certificate's QR code carries: 16 letters out of 30, from the machine's own source of chance."""
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_LENGTH))


class CertificateBook(models.Model):
    """A year's register. Its row is locked to take the next number, so that a rollback gives the number back."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-year"]
        verbose_name = _("register of certificates")
        verbose_name_plural = _("registers of certificates")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"year", "last_number"}

    def __str__(self) -> str:
        return str(self.year)


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Certificates, said in adjectives. They are revoked, never deleted."""

    def of(self, holder: User) -> CertificateQuerySet:
        """One person's own."""
        return self.filter(holder=holder)

    def of_people(self, people: models.QuerySet[User]) -> CertificateQuerySet:
        """Those of the people that a viewer may see."""
        return self.filter(holder__in=people.values("pk"))

    def standing(self) -> CertificateQuerySet:
        """Not revoked (they may have expired)."""
        return self.filter(revoked_at=None)

    def newest_first(self) -> CertificateQuerySet:
        return self.order_by("-book_id", "-number")

    def delete(self) -> NoReturn:
        raise Frozen("Certificates are revoked, never deleted.")


class Certificate(models.Model):
    """The record that somebody completed a course.

    It holds its own facts, so that it outlives the account, the course and the server, and does not change when
    they do: {"name": {tg, ru, en}, "course": {"code", "title": {tg, ru, en}, "hours"}, "results": [{"assessment",
    "edition", "checksum", "score", "out_of", "percent"}], "percent": whole number or null, "completed_on": ISO date}.
    PostgreSQL refuses to change anything but the revocation and the two links that an erased account empties.
    """

    book = models.ForeignKey(CertificateBook, models.PROTECT, related_name="certificates")
    number = models.PositiveIntegerField()
    token = models.CharField(max_length=TOKEN_LENGTH, unique=True, default=new_token)
    enrolment = models.ForeignKey(Enrolment, models.SET_NULL, null=True, related_name="certificates")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="certificates")
    language = models.CharField(max_length=5)
    facts = models.JSONField()
    valid_until = models.DateField(null=True)
    issued_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-book_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="certificate_number_once"),
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(revoked_at=None), name="certificate_one_standing"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="certificate_counts_from_one"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None, revoked_reason="")
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_reason="")),
                name="certificate_revoked_when_who_why",
            ),
        ]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    class Privacy:
        subject = "holder"
        personal = {
            "holder": "whose it is; emptied when the account is erased",
            "enrolment": "leads to the person; emptied with it",
            "facts": "name, course and result, as on the paper",
            "language": "language of the paper",
            "issued_by": "who issued it; null: the system, on completion",
            "revoked_by": "who revoked it",
            "revoked_reason": "may speak of the person",
            "token": "shows what the paper shows to whoever has it",
        }
        plain = {"id", "book", "number", "valid_until", "issued_at", "revoked_at"}

    def __str__(self) -> str:
        return self.serial

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Frozen("Certificates are revoked, never deleted.")

    @property
    def serial(self) -> str:
        """The number on the paper: PA-2026-000123."""
        return f"{SERIAL_PREFIX}-{self.book_id}-{self.number:06d}"

    def name(self, language: str | None = None) -> str:
        """The holder's name in a language, or in the nearest that is known."""
        return self._fact(self.facts["name"], language)

    def course_title(self, language: str | None = None) -> str:
        """The course's title when it was completed, in a language."""
        return self._fact(self.facts["course"]["title"], language)

    @property
    def completed_on(self) -> date:
        return date.fromisoformat(self.facts["completed_on"])

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    def is_expired(self, on: date | None = None) -> bool:
        """Whether its time is over on a day (today, when none is named). The last day still counts."""
        return self.valid_until is not None and self.valid_until < (on or timezone.localdate())

    @staticmethod
    def _fact(texts: dict[str, str], language: str | None) -> str:
        return next((texts[code] for code in fallbacks(language or current()) if texts.get(code)), "")


class CertificateFile(AppendOnly):
    """A certificate's PDF as it was issued: its bytes are the document, and never drawn again.

    In the database, not in a folder: record, digest and bytes commit together, and one backup holds them all.
    """

    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="file")
    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    drawn_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("file of a certificate")
        verbose_name_plural = _("files of certificates")

    class Privacy:
        subject = None
        personal = {"content": "name, course and result, as on the paper", "certificate": "leads to the person"}
        plain = {"id", "sha256", "drawn_at"}

    def __str__(self) -> str:
        return self.sha256
