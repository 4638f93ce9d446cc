"""What a sitting came to, and what a person decided about it: rows that are only ever added."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.enums import Cause, MarkPart
from assessments.models.sittings import Answer, Sitting
from ledger.models import AppendOnly, AppendOnlyQuerySet


class ResultQuerySet(AppendOnlyQuerySet):
    """Results, said in adjectives."""

    def current(self) -> ResultQuerySet:
        """The one of each sitting that holds: the newest."""
        newer = Result.objects.filter(sitting=OuterRef("sitting"), number__gt=OuterRef("number"))
        return self.filter(~Exists(newer))

    def of(self, candidate: models.Model) -> ResultQuerySet:
        """One person's own."""
        return self.filter(sitting__candidate=candidate)


class Result(AppendOnly):
    """A sitting's score. A correction is a further row.

    "One current" and "never changed" agree because nothing marks a row as current: the current result is the one
    with the highest `number`, and the unique (sitting, number) makes two writers of the same number impossible.
    """

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="results")
    number = models.PositiveSmallIntegerField(default=1)
    score = models.DecimalField(max_digits=7, decimal_places=2)
    out_of = models.DecimalField(max_digits=7, decimal_places=2)
    passed = models.BooleanField()
    waiting = models.PositiveSmallIntegerField(default=0, help_text="answers that a person has yet to mark")
    cause = models.CharField(max_length=10, choices=Cause, default=Cause.DECISION)
    late_admitted = models.BooleanField(default=False, help_text="saves that came late are counted too")
    reason = models.TextField(blank=True, help_text="why a person changed it; empty for the first, automatic one")
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    marked_at = models.DateTimeField(default=timezone.now)

    objects = ResultQuerySet.as_manager()  # type: ignore[misc] # a narrower manager than AppendOnly's

    class Meta:
        ordering = ["sitting_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "number"], name="result_numbered_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="result_counts_from_one"),
            models.CheckConstraint(
                condition=Q(score__gte=0, out_of__gt=0, score__lte=F("out_of")), name="result_score_within"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | (Q(marked_by__isnull=False) & (~Q(reason="") | Q(cause=Cause.MARKING))),
                name="result_change_has_who_and_why",
            ),
            models.CheckConstraint(condition=Q(waiting=0) | Q(passed=False), name="result_waits_before_it_passes"),
        ]
        verbose_name = _("result")
        verbose_name_plural = _("results")

    class Privacy:
        subject = None
        personal = {
            "sitting": "leads to the person",
            "score": "how they did",
            "passed": "how they did",
            "reason": "may speak of the person",
            "marked_by": "who decided",
        }
        plain = {"id", "number", "out_of", "waiting", "cause", "late_admitted", "marked_at"}

    def __str__(self) -> str:
        return f"{self.sitting_id} #{self.number}: {self.score}/{self.out_of}"


class Mark(AppendOnly):
    """Points that a person gave to one answer, and why; the newest holds, second marks aside.

    `criteria`: points by criterion as text, where the question has criteria. `reason` is for whoever reads the result;
    marking an answer for the first time needs none.
    """

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="marks")
    points = models.DecimalField(max_digits=5, decimal_places=2)
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=MarkPart, default=MarkPart.DECISION)
    criteria: models.JSONField[Any, Any] = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    marked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["answer_id", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(points__gte=0), name="mark_not_negative"),
            models.CheckConstraint(condition=~Q(part=MarkPart.DECISION) | ~Q(reason=""), name="mark_has_a_reason"),
            models.UniqueConstraint(
                fields=["answer", "part"], condition=~Q(part=MarkPart.DECISION), name="mark_first_and_second_once"
            ),
        ]
        verbose_name = _("mark")
        verbose_name_plural = _("marks")

    class Privacy:
        subject = None
        personal = {
            "answer": "leads to the person",
            "points": "how they did",
            "marker": "who decided",
            "criteria": "how they did",
            "reason": "may speak of the person",
        }
        plain = {"id", "part", "marked_at"}

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.points}"


class MarkClaim(models.Model):
    """That somebody has an answer before them and is marking it: nobody else is given it until `until`."""

    answer = models.OneToOneField(Answer, models.CASCADE, related_name="claim")
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("answer being marked")
        verbose_name_plural = _("answers being marked")

    class Privacy:
        subject = None
        personal = {"answer": "leads to the person", "marker": "who has it before them"}
        plain = {"id", "until"}

    def __str__(self) -> str:
        return f"{self.answer_id} until {self.until}"
