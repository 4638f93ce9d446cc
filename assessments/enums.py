"""Fixed words of this app: kinds of assessment, how a sitting ended, facets and stances of a rating."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AssessmentKind(models.TextChoices):
    """What an assessment is for. A survey is an assessment too: it is published, but never sat or scored."""

    QUIZ = "quiz", _("quiz")
    EXAM = "exam", _("examination")
    SURVEY = "survey", _("survey")


class Shows(models.TextChoices):
    """How much of a closed sitting its candidate is shown, once anything is shown at all."""

    POINTS = "points", _("the points only")
    ANSWERS = "answers", _("the points, and which answers were right or wrong")
    EVERYTHING = "everything", _("everything: right answers and explanations too")


class ShowsWhen(models.TextChoices):
    """From when on it is shown."""

    AT_ONCE = "at_once", _("at once, after handing in")
    CLOSED = "closed", _("after the closing time")
    NEVER = "never", _("never on these pages")


class Turning(models.TextChoices):
    """How one goes from question to question."""

    ALL = "all", _("all questions on one page")
    FREE = "free", _("one question a page, back and forth")
    FORWARD = "forward", _("one question a page, forward only")


class Closed(models.TextChoices):
    """How a sitting came to its end."""

    FINISHED = "finished", _("finished by the candidate")
    TIME = "time", _("closed when the time was over")


class Cause(models.TextChoices):
    """What made a result: a person's decision is the ordinary cause of every one but the first."""

    DECISION = "decision", _("a person's decision")
    MARKING = "marking", _("all answers were marked")
    APPEAL = "appeal", _("an appeal")


class Difficulty(models.TextChoices):
    """How hard an author expects a question to be; blueprints may ask for it."""

    EASY = "easy", _("easy")
    MEDIUM = "medium", _("medium")
    HARD = "hard", _("hard")


class QuestionState(models.TextChoices):
    """How far a question of the bank has come."""

    DRAFT = "draft", _("draft")
    REVIEWED = "reviewed", _("reviewed")
    RETIRED = "retired", _("retired")


class AppealState(models.TextChoices):
    """Where an appeal stands."""

    OPEN = "open", _("being looked at")
    UPHELD = "upheld", _("upheld")
    PARTLY = "partly", _("upheld in part")
    REJECTED = "rejected", _("rejected")


class MarkPart(models.TextChoices):
    """What a mark is for: the first of an answer, a second one to compare, or a decision that overrules."""

    FIRST = "first", _("first mark")
    SECOND = "second", _("second mark")
    DECISION = "decision", _("decision")


class Trouble(models.TextChoices):
    """What an invigilator should look at, of a sitting that goes on."""

    OVER = "over", _("time is over")
    SILENT = "silent", _("nothing saved")
    TWICE = "twice", _("open in two places")
    LATE = "late", _("answers came late")


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
