"""The draft that a trainer edits: an assessment and the questions in it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from assessments.enums import AssessmentKind, Facet, Shows, ShowsWhen, Turning
from assessments.models.bank import Question
from people.models import Cohort
from ui.languages import codes


class RealAssessments(models.Manager["Assessment"]):
    """All but the copies that rehearsals are made with: no list, search, result or figure ever meets one of those."""

    def get_queryset(self) -> models.QuerySet[Assessment]:
        return super().get_queryset().filter(rehearses=None)


class Assessment(ClusterableModel):
    """A quiz, an examination or a survey as it is being written. Learners meet its `current` edition only.

    `instrument` is a survey's own matter (scales, labels, background questions, each text by language);
    publishing freezes it into the edition's rules as it stands. `rehearses`: this is no assessment but the copy of one,
    made by a rehearsal and sat by simulated cadets alone; `objects` passes over it, `with_rehearsals` does not.

    When it is open, to whom, from where, and what is shown afterwards (`assessments.domain.operation`) is no part of
    an edition: it changes without publishing, holds at once, and each change is written down.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=AssessmentKind, default=AssessmentKind.QUIZ)
    title = models.CharField(_("title"), max_length=200)
    intro = models.TextField(_("introduction"), blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, help_text=_("Empty: no time limit.")
    )
    pass_percent = models.PositiveSmallIntegerField(_("percent to pass"), default=70)
    max_sittings = models.PositiveSmallIntegerField(
        _("attempts"), null=True, blank=True, help_text=_("Empty: as many as one likes.")
    )
    draw = models.PositiveSmallIntegerField(
        _("questions drawn"), null=True, blank=True, help_text=_("Empty: all questions, in their order.")
    )
    languages = models.JSONField(_("languages"), default=codes)
    instrument = models.JSONField(default=dict, blank=True)
    made_from = models.JSONField(default=dict, blank=True, editable=False)
    opens_at = models.DateTimeField(
        _("opens"), null=True, blank=True, help_text=_("Dushanbe time. Empty: it is open from the start.")
    )
    closes_at = models.DateTimeField(
        _("closes"),
        null=True,
        blank=True,
        help_text=_("Dushanbe time. Nobody answers after it, however late they began. Empty: it doesn't close."),
    )
    shows = models.CharField(_("candidates are shown"), max_length=10, choices=Shows, default=Shows.EVERYTHING)
    shows_when = models.CharField(_("from when on"), max_length=10, choices=ShowsWhen, default=ShowsWhen.AT_ONCE)
    turning = models.CharField(_("order of questions"), max_length=10, choices=Turning, default=Turning.ALL)
    cohorts = ParentalManyToManyField(
        Cohort,
        blank=True,
        related_name="assessments",
        verbose_name=_("open to cohorts"),
        help_text=_("Their members may sit it without a course. A course that asks for it opens it to its learners."),
    )
    networks = models.TextField(
        _("only from these networks"),
        blank=True,
        help_text=_("One a line, for example 10.20.0.0/16. Empty: from anywhere."),
    )
    needs_ticket = models.BooleanField(
        _("only with a ticket"),
        default=False,
        help_text=_("A code for one attempt, printed and handed out in the room."),
    )
    resit_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="resits",
        verbose_name=_("re-sit of"),
        help_text="never itself a re-sit: a second one points at the first examination too",
    )
    appeal_days = models.PositiveSmallIntegerField(
        _("days for an appeal"),
        default=7,
        help_text=_("So long after the result is shown, candidates may appeal. 0: there is no appeal."),
    )
    current = models.ForeignKey(
        "assessments.Edition", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    rehearses = models.ForeignKey("self", models.PROTECT, null=True, blank=True, editable=False, related_name="copies")

    objects = RealAssessments()
    with_rehearsals: models.Manager[Assessment] = models.Manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(pass_percent__lte=100), name="assessment_pass_at_most_100"),
            models.CheckConstraint(condition=Q(minutes=None) | Q(minutes__gte=1), name="assessment_minutes_positive"),
            models.CheckConstraint(condition=Q(draw=None) | Q(draw__gte=1), name="assessment_draws_something"),
            models.CheckConstraint(
                condition=Q(max_sittings=None) | Q(max_sittings__gte=1), name="assessment_allows_a_sitting"
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=models.F("opens_at")),
                name="assessment_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(resit_of=None) | ~Q(resit_of=models.F("id")), name="assessment_no_resit_of_itself"
            ),
        ]
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "code", "kind", "title", "title_tg", "title_ru", "title_en", "intro", "intro_tg", "intro_ru",
            "intro_en", "minutes", "pass_percent", "max_sittings", "draw", "languages", "instrument", "made_from",
            "current", "opens_at", "closes_at", "shows", "shows_when", "turning", "cohorts", "networks", "needs_ticket",
            "appeal_days",
            "resit_of", "rehearses",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.title


class AssessmentItem(models.Model):
    """A question's place in a draft. A survey asks a competency twice, so the facet is part of the identity."""

    assessment = ParentalKey(Assessment, on_delete=models.CASCADE, related_name="items")
    question = models.ForeignKey(Question, models.PROTECT, related_name="placements", verbose_name=_("question"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2, default=1)
    facet = models.CharField(_("facet"), max_length=10, choices=Facet, default=Facet.NONE, blank=True)
    sort_order_field = "order"  # lets the editor move questions up and down

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question", "facet"], name="assessment_asks_once"),
            models.CheckConstraint(condition=Q(points__gt=0), name="assessment_item_has_points"),
        ]
        verbose_name = _("question of an assessment")
        verbose_name_plural = _("questions of an assessment")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "assessment", "question", "order", "points", "facet"}

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.question_id} {self.facet}".strip()
