"""Waves of a survey: who took part, and what was said, by nobody. Why it is built so: decision record 0007.

Turnout and Reply share no key, no time and no order. Both have random keys that are changed whenever rows are
rewritten (`domain.shuffle`), and on SQLite the key *is* the row's own number, so nothing hidden counts them up.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.enums import Stance
from assessments.models.editions import Edition, EditionItem
from ledger.models import AppendOnly

LOWEST_FLOOR = 5


def random_key() -> int:
    """A key that tells nothing: 62 random bits."""
    return secrets.randbits(62) + 1


def random_hash() -> str:
    """In place of the hash of a code: nobody holds a code to it."""
    return secrets.token_hex(32)


class WaveQuerySet(models.QuerySet["Wave"]):
    """Waves, said in adjectives."""

    def open(self, now: datetime | None = None) -> WaveQuerySet:
        """Taking replies at `now`."""
        now = now or timezone.now()
        return self.filter(closed_at=None, opens_at__lte=now).exclude(closes_at__lte=now)

    def closed(self) -> WaveQuerySet:
        """Settled: results may be looked at."""
        return self.filter(closed_at__isnull=False)

    def overdue(self, now: datetime | None = None) -> WaveQuerySet:
        """Past their end, but not settled yet."""
        return self.filter(closed_at=None, closes_at__lte=now or timezone.now())


class Wave(models.Model):
    """One run of a survey's edition. Its results are shown when it is closed, never before."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="waves")
    code = models.SlugField(_("code"), max_length=60, unique=True)
    opens_at = models.DateTimeField(_("opens"), default=timezone.now)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    floor = models.PositiveSmallIntegerField(
        _("smallest group shown"),
        default=10,
        validators=[MinValueValidator(LOWEST_FLOOR)],
        help_text=_("No number is shown that speaks of fewer people than this; never less than 5."),
    )
    demo = models.BooleanField(_("demonstration data"), default=False)

    objects = WaveQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(floor__gte=LOWEST_FLOOR), name="wave_floor_at_least_five"),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opens_at")), name="wave_closes_after_it_opens"
            ),
        ]
        verbose_name = _("wave of a survey")
        verbose_name_plural = _("waves of surveys")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "edition", "code", "opens_at", "closes_at", "closed_at", "floor", "demo"}

    def __str__(self) -> str:
        return self.code

    def is_open(self, now: datetime | None = None) -> bool:
        """Whether replies are taken now."""
        now = now or timezone.now()
        ended = self.closes_at is not None and self.closes_at <= now
        return self.closed_at is None and self.opens_at <= now and not ended


class Turnout(models.Model):
    """That a person took part; nothing of when, or of what they said."""

    id = models.BigAutoField(primary_key=True, default=random_key)
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="turnout")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="turnouts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "person"], name="turnout_once")]
        verbose_name = _("turnout")
        verbose_name_plural = _("turnout")

    class Privacy:
        subject = None
        personal = {"person": "that they took part, so that nobody is counted twice"}
        plain = {"id", "wave"}

    def __str__(self) -> str:
        return f"{self.wave_id}: {self.person_id}"


class Reply(models.Model):
    """What somebody said. No key, time or order leads to whom.

    While the wave is open the ratings lie in `answers` (position in the edition -> 1-5, "na" or "declined"), so
    that one row is all there is to shuffle; when it closes they become ReplyAnswer rows and `answers` is emptied.
    `code_hash` finds a draft for whoever holds its code; sending replaces it by chance.
    """

    id = models.BigAutoField(primary_key=True, default=random_key)
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="replies")
    code_hash = models.CharField(max_length=64, unique=True, default=random_hash)
    finished = models.BooleanField(default=False)
    language = models.CharField(max_length=5, blank=True)
    region = models.CharField(max_length=40, blank=True)
    rank_group = models.CharField(max_length=40, blank=True)
    service = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=10, blank=True)
    years = models.CharField(max_length=10, blank=True)
    answers = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(code_hash=""), name="reply_has_a_code_hash"),
        ]
        indexes = [models.Index(fields=["wave", "finished"], name="reply_of_wave")]
        verbose_name = _("reply")
        verbose_name_plural = _("replies")

    class Privacy:
        subject = None
        personal = {
            "code_hash": "finds a draft again for whoever holds its code; replaced by chance when it is sent",
            "region": "background, coarse",
            "rank_group": "background, coarse",
            "service": "background, coarse",
            "sex": "background; may be left out",
            "years": "background, coarse",
            "language": "language of the questions",
            "answers": "what somebody said; leads to nobody",
        }
        plain = {"id", "wave", "finished"}

    def __str__(self) -> str:
        return f"{self.wave_id}: a reply"


class ReplyAnswer(models.Model):
    """One rating of a closed wave: the tidy table that statistics are made of."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="ratings")
    item = models.ForeignKey(EditionItem, models.PROTECT, related_name="ratings")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    stance = models.CharField(max_length=12, choices=Stance, default=Stance.ANSWERED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reply", "item"], name="reply_answers_once"),
            models.CheckConstraint(
                # isnull too: a comparison with NULL is neither true nor false, and a check lets that pass
                condition=Q(stance=Stance.ANSWERED, number__isnull=False, number__range=(1, 5))
                | Q(stance__in=[Stance.DECLINED, Stance.NOT_MY_WORK], number=None),
                name="reply_silence_has_no_value",
            ),
        ]
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")

    class Privacy:
        subject = None
        personal = {
            "reply": "whose, though nobody can say who",
            "number": "what somebody said",
            "stance": "whether they did",
        }
        plain = {"id", "item"}

    def __str__(self) -> str:
        return f"{self.item_id}: {self.number or self.stance}"


class RatingCount(models.Model):
    """Counts of complete pairs of a closed wave, made once when it closes: what every needs table is read from.

    `breakdown` is total, region, rank_group or service, and `group` one category of it.
    """

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="rating_counts")
    item = models.CharField(max_length=20)
    breakdown = models.CharField(max_length=12)
    group = models.CharField(max_length=40, blank=True)
    importance = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "item", "breakdown", "group", "importance", "level"], name="rating_counted_once"
            ),
            models.CheckConstraint(
                condition=Q(importance__range=(1, 5), level__range=(1, 5), n__gte=1), name="rating_count_in_range"
            ),
        ]
        verbose_name = _("count of ratings")
        verbose_name_plural = _("counts of ratings")

    class Privacy:
        subject = None
        personal = {"n": "counts of a few people, shown only through disclosure"}
        plain = {"id", "wave", "item", "breakdown", "group", "importance", "level"}

    def __str__(self) -> str:
        return f"{self.wave_id} {self.item} {self.breakdown} {self.group}"


class Suppression(AppendOnly):
    """What is hidden of a closed wave at a floor, kept: the same cells for ever, whatever version computes them.

    `part` is "replies" or "items"; `hidden` the keys of `domain.disclosure` that are not shown.
    """

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="suppressions")
    floor = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=10)
    hidden = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "floor", "part"], name="suppressed_once")]
        verbose_name = _("hidden cells")
        verbose_name_plural = _("hidden cells")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "wave", "floor", "part", "hidden"}

    def __str__(self) -> str:
        return f"{self.wave_id} {self.part} {self.floor}"
