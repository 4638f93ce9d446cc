"""The question bank: competencies, questions and their choices, every language in one row."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.images import get_image_model_string
from wagtail.models import RevisionMixin

from assessments import kinds, markers
from assessments.enums import Difficulty
from ui.folding import fold
from ui.languages import codes


def new_key() -> str:
    """A key for a question that its author gave none."""
    return uuid.uuid4().hex


def excerpt(text: str) -> str:
    """The beginning of a text for lists: whole words, without the marks of bold type and of lists."""
    plain = re.sub(r"^\s*(?:[-*]|\d+\.)\s+", "", markers.blanks(text), flags=re.MULTILINE).replace("**", "")
    return Truncator(" ".join(plain.split())).words(16, truncate=" …")


def search_fold(question: Any) -> str:
    """What the list of questions searches: key, topic, and the question in every language, Tajik letters folded."""
    names = ["key", "topic", *(f"{name}_{code}" for name in ("stem", "explanation") for code in codes())]
    return fold(" ".join(getattr(question, name) or "" for name in names))


class Competency(models.Model):  # type: ignore[django-manager-missing]  # ClusterableModel hides Question's
    """What an officer must be able to do; questions, courses and survey items point at it."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    domain = models.CharField(_("domain"), max_length=150)
    name = models.CharField(_("name"), max_length=250)
    sensitive = models.BooleanField(_("sensitive"), default=False)
    asked_of = models.JSONField(_("asked of"), default=list, blank=True, help_text='service codes, or ["all"]')

    class Meta:
        ordering = ["code"]
        verbose_name = _("competency")
        verbose_name_plural = _("competencies")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "code", "domain", "domain_tg", "domain_ru", "domain_en", "name", "name_tg", "name_ru", "name_en",
            "sensitive", "asked_of",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Bank(models.Model):  # type: ignore[django-manager-missing]  # as with Competency
    """A drawer of the question bank: the questions of one subject, or those that came from one file."""

    name = models.CharField(_("name"), max_length=150, unique=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("bank")
        verbose_name_plural = _("banks")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "name", "note"}

    def __str__(self) -> str:
        return self.name


class Question(RevisionMixin, ClusterableModel):
    """One question in every language. A change of meaning is a new question that `replaces` the old one.

    `details` holds what only its kind knows (`assessments.kinds`), such as a number and its tolerance.
    `made_from` holds, for each language but the source, the digest of the source that it was translated from.
    `reviewed_at`: somebody other than who changed it last has found it good; a change of substance takes that away
    (`assessments.domain.review`). `sent_back` is what a reviewer asked for instead.
    `topic` and `source` are what a file that it was imported from said: its category there, and the file's name.
    """

    key = models.CharField(_("key"), max_length=80, unique=True, default=new_key)
    answering = models.CharField(_("kind"), max_length=20, choices=kinds.choices)
    stem = models.TextField(_("question"))
    explanation = models.TextField(_("explanation"), blank=True, help_text=_("Shown after the quiz is finished."))
    unit = models.CharField(_("unit of measure"), max_length=40, blank=True)
    details = models.JSONField(default=dict, blank=True)
    bank = models.ForeignKey(
        Bank, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name=_("bank")
    )
    topic = models.CharField(_("topic"), max_length=200, blank=True)
    source = models.CharField(_("imported from"), max_length=200, blank=True, editable=False)
    competency = models.ForeignKey(
        Competency, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name=_("competency")
    )
    picture = models.ForeignKey(
        get_image_model_string(), models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    picture_alt = models.TextField(
        _("what the picture shows"),
        blank=True,
        help_text=_("For those who can't see it; without what would give the answer away."),
    )
    cites = models.JSONField(_("cited handbook sections"), default=list, blank=True)
    shuffle = models.BooleanField(_("shuffle the choices"), default=True)
    difficulty = models.CharField(_("difficulty"), max_length=10, choices=Difficulty, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True, editable=False)
    sent_back = models.TextField(_("why it was sent back"), blank=True, editable=False)
    made_from = models.JSONField(default=dict, blank=True, editable=False)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    search_fold = models.TextField(editable=False, default="")
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="question")
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        ordering = ["key"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    class Privacy:
        subject = None
        personal = {"changed_by": "who wrote it", "reviewed_by": "who reviewed it", "sent_back": "a colleague's words"}
        plain = {
            "id", "key", "answering", "stem", "stem_tg", "stem_ru", "stem_en", "explanation", "explanation_tg",
            "explanation_ru", "explanation_en", "unit", "unit_tg", "unit_ru", "unit_en", "details", "competency",
            "bank", "topic", "source", "picture", "picture_alt", "picture_alt_tg", "picture_alt_ru", "picture_alt_en",
            "cites", "shuffle", "made_from", "replaces", "retired_at", "difficulty", "reviewed_at", "latest_revision",
            "search_fold",
        }  # fmt: skip

    def __str__(self) -> str:
        return excerpt(self.stem)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_fold = search_fold(self)
        super().save(*args, **kwargs)


class Choice(models.Model):
    """One choice of a question. `score` is the share of the points that it earns: 1 right, 0 wrong.

    In an ordering question the choices stand in their right order, and the score says nothing.
    Only some kinds use the others: `match` is what it goes with, `part` its gap or step (from 1), `leads` the step
    that it leads to (0: the end), `area` where it lies on the picture (left, top, width, height in percent).
    """

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="choices")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.TextField(_("text"), blank=True)
    match = models.TextField(_("goes with"), blank=True)
    part = models.PositiveSmallIntegerField(_("number of its gap or step"), default=1)
    leads = models.PositiveSmallIntegerField(_("leads to step"), default=0, help_text=_("0: the case ends here."))
    area = models.CharField(
        _("area"), max_length=20, blank=True, help_text=_("Left, top, width and height in percent: 10 20 30 15.")
    )
    score = models.DecimalField(_("score"), max_digits=4, decimal_places=3, default=0)
    sort_order_field = "order"  # lets the editor move choices up and down

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(score__gte=-1, score__lte=1), name="choice_score_is_a_share"),
        ]
        verbose_name = _("choice")
        verbose_name_plural = _("choices")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "question", "order", "text", "text_tg", "text_ru", "text_en", "match", "match_tg", "match_ru",
            "match_en", "part", "leads", "area", "score",
        }  # fmt: skip

    def __str__(self) -> str:
        return excerpt(self.text)


class DifferentQuestions(models.Model):
    """Two questions that read alike, and that somebody has found to be different; `first` has the lower id."""

    first = models.ForeignKey(Question, models.CASCADE, related_name="+")
    second = models.ForeignKey(Question, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="different_questions_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="different_questions_order"),
        ]
        verbose_name = _("pair of different questions")
        verbose_name_plural = _("pairs of different questions")

    class Privacy:
        subject = None
        personal = {"by": "who looked"}
        plain = {"id", "first", "second"}

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
