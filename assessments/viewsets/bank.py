"""The question bank in the admin: competencies, and questions with their choices in every language."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from assessments.domain import review
from assessments.domain.publish import question_problems
from assessments.domain.statistics.classical import LEAST
from assessments.enums import QuestionState
from assessments.models import Bank, Competency, Question
from assessments.viewsets.forms import QuestionForm, ScoreSelect, kind_fields
from assessments.viewsets.panels import CHANGE, ProblemsPanel
from ui.folding import fold
from ui.pages import language_row
from ui.snippets import SnippetChooser, TranslatedSnippetViewSet


class CompetencyViewSet(TranslatedSnippetViewSet):
    model = Competency
    icon = "list-ul"
    list_display = ["code", "name", "domain"]
    search_fields = ["code", "name_tg", "name_ru", "name_en"]
    ordering = ["code"]
    panels = [
        FieldPanel("code"),
        language_row("domain", capfirst(_("domain"))),
        language_row("name", _("Name")),
        FieldPanel("sensitive"),
    ]


class BankViewSet(SnippetViewSet):
    model = Bank
    icon = "folder-open-inverse"
    list_display = ["name", "note"]
    search_fields = ["name", "note"]
    ordering = ["name"]
    panels = [FieldPanel("name"), FieldPanel("note")]


def _state(question: Question) -> str:
    """Draft, reviewed or retired, in words."""
    return str(review.state(question).label)


def _competency(question: Question) -> str:
    """Its code: the whole name would leave no room for the question."""
    return question.competency.code if question.competency else ""


def _used(question: Question) -> str:
    """Whether it is asked anywhere; a dash where it isn't."""
    return str(_("yes")) if getattr(question, "used", False) else "—"


def _figures(question: Question) -> str:
    """How much of its points is earned, and from how many answers; a dash for fewer than say anything."""
    asked, earned = getattr(question, "asked", 0), getattr(question, "earned", None)
    return "—" if asked < LEAST or earned is None else f"{earned:.0%} ({asked})".replace("%", " %")


class QuestionFilter(WagtailFilterSet):
    """What the list of questions can be narrowed down by."""

    state = ChoiceFilter(label=_("State"), choices=QuestionState.choices, method="in_state")
    used = ChoiceFilter(label=_("Asked"), choices=[("yes", _("somewhere")), ("no", _("nowhere"))], method="is_used")

    language = ChoiceFilter(label=_("Language"), choices=review.LANGUAGE_STATES, method="in_language")

    class Meta:
        model = Question
        fields = ["answering", "bank", "competency", "difficulty"]

    def in_language(self, questions: QuerySet[Question], _name: str, value: str) -> QuerySet[Question]:
        return review.in_language(questions, value)

    def in_state(self, questions: QuerySet[Question], _name: str, value: str) -> QuerySet[Question]:
        return questions.filter(review.in_state(QuestionState(value)))

    def is_used(self, questions: QuerySet[Question], _name: str, value: str) -> QuerySet[Question]:
        return questions.filter(used=value == "yes")


class QuestionIndexView(IndexView):
    """The list searches folded text: ғ ӣ қ ӯ ҳ ҷ may be typed as г и к у х ч, and words in any order."""

    def search_queryset(self, queryset: QuerySet[Question]) -> QuerySet[Question]:
        for word in fold(self.search_query or "").split():
            queryset = queryset.filter(search_fold__contains=word)
        return queryset


class QuestionViewSet(TranslatedSnippetViewSet):
    model = Question
    index_view_class = QuestionIndexView
    icon = "help"
    list_display = [
        "__str__", "answering", "bank", Column("competency", label=_("Competency"), accessor=_competency), "difficulty",
        Column("state", label=_("State"), accessor=_state), Column("used", label=_("Asked"), accessor=_used),
        Column("earned", label=_("Earned (answers)"), accessor=_figures, sort_key="earned"),
    ]  # fmt: skip
    filterset_class = QuestionFilter
    search_fields = ["key", "topic", "stem_tg", "stem_ru", "stem_en"]
    ordering = ["key"]
    list_per_page = 50

    def get_queryset(self, request: Any) -> QuerySet[Question]:
        """The list says of each whether it is asked anywhere, and how hard it has turned out to be."""
        questions = self.model._default_manager.select_related("bank", "competency")
        return review.with_figures(review.with_use(questions))

    panels = [
        ProblemsPanel(question_problems, heading=_("Before publishing")),
        MultiFieldPanel(
            [
                FieldPanel("answering"),
                FieldPanel("competency", widget=SnippetChooser(Competency, icon="list-ul")),
                FieldRowPanel([FieldPanel("bank"), FieldPanel("topic"), FieldPanel("difficulty")]),
                FieldPanel("key"),
            ],
            heading=_("Question"),
        ),
        language_row("stem", capfirst(_("text"))),
        MultiFieldPanel(
            [FieldPanel("picture"), language_row("picture_alt", capfirst(_("what the picture shows")))],
            heading=_("Picture"),
        ),
        language_row("explanation", capfirst(_("explanation")), help_text=_("Shown after the quiz is finished.")),
        language_row("unit", capfirst(_("unit of measure"))),
        MultiFieldPanel([FieldPanel(name) for name in kind_fields()], heading=_("What this kind needs")),
        InlinePanel(
            "choices",
            heading=_("Choices"),
            label=_("choice"),
            help_text=_("In a question about order the choices stand in their right order."),
            panels=[
                language_row("text", capfirst(_("text"))),
                language_row("match", capfirst(_("goes with"))),
                FieldRowPanel([FieldPanel("part"), FieldPanel("leads"), FieldPanel("area")]),
                FieldPanel("score", widget=ScoreSelect),
            ],
        ),
        FieldPanel("shuffle"),
        FieldPanel("cites"),
        CHANGE,
    ]


Question.base_form_class = QuestionForm
