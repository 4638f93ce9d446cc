"""Fixed words of this app: kinds of assessment, how a sitting ended, facets and stances of a rating."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AssessmentKind(models.TextChoices):
    """What an assessment is for. A survey is an assessment too: it is published, but never sat or scored."""

    QUIZ = "quiz", _("quiz")
    EXAM = "exam", _("examination")
    SURVEY = "survey", _("survey")


class Closed(models.TextChoices):
    """How a sitting came to its end."""

    FINISHED = "finished", _("finished by the candidate")
    TIME = "time", _("closed when the time was over")


class Facet(models.TextChoices):
    """What is asked about one competency in a survey; empty for questions of quizzes and examinations."""

    NONE = "", _("one answer")
    IMPORTANCE = "importance", _("importance")
    LEVEL = "level", _("present level")


class Stance(models.TextChoices):
    """Whether a survey item was answered, and if not, why not."""

    ANSWERED = "answered", _("answered")
    DECLINED = "declined", _("declined to answer")
    NOT_MY_WORK = "not_my_work", _("not part of my work")


class KeyFrom(models.TextChoices):
    """Where the key comes from that is to count in an edition's question from now on."""

    BANK = "bank", _("as the bank has it now")
    DROP = "drop", _("dropped: full points for everybody")
    FROZEN = "frozen", _("as it was published")
