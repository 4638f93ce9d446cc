"""Published copies of assessments, frozen: answers point at these rows and at nothing that can change."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.enums import Facet
from assessments.models.authoring import Assessment
from assessments.models.bank import Question
from ledger.models import AppendOnly


class Edition(AppendOnly):
    """One numbered, frozen copy of an assessment, in all its languages.

    `paper` is what a candidate may see, in order; `key` is what they may not: right answers, explanations and
    citations by position. They are two columns, so that the page that serves a paper never loads the key.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    checksum = models.CharField(max_length=64)
    rules = models.JSONField()
    paper = models.JSONField()
    key = models.JSONField()
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["assessment_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="edition_numbered_once"),
        ]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    class Privacy:
        subject = None
        personal = {"published_by": "who published it"}
        plain = {"id", "assessment", "number", "checksum", "rules", "paper", "key", "published_at"}

    def __str__(self) -> str:
        return f"{self.assessment_id} #{self.number}"


class EditionItem(AppendOnly):
    """A thin index row: one question of an edition, for answers to point at and statistics to join through."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="items")
    question = models.ForeignKey(Question, models.PROTECT, related_name="published")
    facet = models.CharField(max_length=10, choices=Facet, default=Facet.NONE, blank=True)
    position = models.PositiveSmallIntegerField()
    answering = models.CharField(max_length=20)
    points = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["edition_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="edition_position_once"),
            models.UniqueConstraint(fields=["edition", "question", "facet"], name="edition_asks_once"),
        ]
        verbose_name = _("question of an edition")
        verbose_name_plural = _("questions of an edition")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "edition", "question", "facet", "position", "answering", "points"}

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.position}"


class EditionChoice(AppendOnly):
    """A thin index row: one choice of a published question.

    `bank_choice` is the id of the choice in the bank and no foreign key: a later draft may drop that choice.
    """

    item = models.ForeignKey(EditionItem, models.PROTECT, related_name="choices")
    bank_choice = models.PositiveBigIntegerField()
    position = models.PositiveSmallIntegerField()
    score = models.DecimalField(max_digits=4, decimal_places=3)

    class Meta:
        ordering = ["item_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], name="edition_choice_position_once"),
            models.UniqueConstraint(fields=["item", "bank_choice"], name="edition_choice_once"),
        ]
        verbose_name = _("choice of an edition")
        verbose_name_plural = _("choices of an edition")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "item", "bank_choice", "position", "score"}

    def __str__(self) -> str:
        return f"{self.item_id}/{self.position}"
