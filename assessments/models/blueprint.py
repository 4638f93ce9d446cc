"""A blueprint: instead of fixed questions, so many of a competency, drawn anew for every sitting."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from assessments.models.authoring import Assessment
from assessments.models.bank import Competency


class BlueprintRow(models.Model):
    """So many questions of one kind of content, each worth so many points. Empty conditions ask for nothing."""

    assessment = ParentalKey(Assessment, on_delete=models.CASCADE, related_name="blueprint")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    competency = models.ForeignKey(
        Competency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("competency")
    )
    topic = models.CharField(_("topic"), max_length=200, blank=True, help_text=_("As in the bank. Empty: any."))
    difficulty = models.CharField(_("difficulty"), max_length=20, blank=True)
    count = models.PositiveSmallIntegerField(_("how many"), default=1, validators=[MinValueValidator(1)])
    points = models.DecimalField(_("points each"), max_digits=5, decimal_places=2, default=1)
    sort_order_field = "order"

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="blueprint_row_draws_something"),
            models.CheckConstraint(condition=Q(points__gt=0), name="blueprint_row_has_points"),
        ]
        verbose_name = _("row of a blueprint")
        verbose_name_plural = _("rows of blueprints")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "assessment", "order", "competency", "topic", "difficulty", "count", "points"}

    def __str__(self) -> str:
        return (
            f"{self.assessment_id}: {self.count} × {self.competency_id or '*'} {self.topic} {self.difficulty}".strip()
        )
