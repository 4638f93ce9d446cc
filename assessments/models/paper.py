"""Answers of an examination on paper: kept for what they say about its questions, never a result of anybody."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.authoring import Assessment
from people.enums import Sex
from ui.languages import codes


class PaperExam(models.Model):
    """That answers on paper were taken in for an assessment, and to which questions.

    `columns`: [{"key", "points"}] in the order of the paper, points as text. `scores_only`: the assessment has no
    questions in the bank; it stands for the paper alone.
    """

    assessment = models.OneToOneField(Assessment, models.CASCADE, related_name="paper_exam")
    scores_only = models.BooleanField(default=False)
    columns = models.JSONField(default=list)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("examination on paper")
        verbose_name_plural = _("examinations on paper")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "assessment", "scores_only", "columns", "changed_at"}

    def __str__(self) -> str:
        return f"{self.assessment_id}"


class PaperSheet(models.Model):
    """One person's sheet. `person` is what the file calls them; they needn't have an account.

    `scores`: points as text by question key, None where nothing was answered; keys that weren't asked are absent.
    `chosen`: numbers of choices by question key, where the file had choices.
    """

    exam = models.ForeignKey(PaperExam, models.CASCADE, related_name="sheets")
    person = models.CharField(max_length=80)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    language = models.CharField(max_length=5, choices=[(c, c) for c in codes()], blank=True)
    scores: models.JSONField[Any, Any] = models.JSONField(default=dict)
    chosen: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        ordering = ["exam_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "person"], name="paper_sheet_once_a_person"),
            models.CheckConstraint(condition=~Q(person=""), name="paper_sheet_is_somebodys"),
        ]
        verbose_name = _("sheet of an examination on paper")
        verbose_name_plural = _("sheets of an examination on paper")

    class Privacy:
        subject = None
        personal = {
            "person": "tells the sheets of a file apart, and finds one again when it is corrected",
            "sex": "optional; to see whether a question treats women and men alike",
            "language": "to see whether a question is the same in every language",
            "scores": "how they did",
            "chosen": "what they answered",
        }
        plain = {"id", "exam"}

    def __str__(self) -> str:
        return f"{self.exam_id}/{self.pk}"
