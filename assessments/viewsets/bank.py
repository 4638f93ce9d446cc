"""The question bank in the admin: competencies, and questions with their choices in every language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from assessments.domain.publish import question_problems
from assessments.models import Competency, Question
from assessments.viewsets.forms import QuestionForm, ScoreSelect, kind_fields
from assessments.viewsets.panels import CHANGE, ProblemsPanel, language_panels
from ui.languages import codes


class CompetencyViewSet(SnippetViewSet):
    model = Competency
    icon = "list-ul"
    list_display = ["code", "name", "domain"]
    search_fields = ["code", "name_tg", "name_ru", "name_en"]
    ordering = ["code"]
    panels = [FieldPanel("code"), *language_panels("domain", "name"), FieldPanel("sensitive")]


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    list_display = ["__str__", "answering", "competency", "key"]
    list_filter = ["answering", "competency"]
    search_fields = ["key", "stem_tg", "stem_ru", "stem_en"]
    ordering = ["key"]
    list_per_page = 50
    panels = [
        ProblemsPanel(question_problems, heading=_("Before publishing")),
        MultiFieldPanel([FieldPanel("answering"), FieldPanel("competency"), FieldPanel("key")], heading=_("Question")),
        *language_panels("stem", "explanation", "unit"),
        MultiFieldPanel([FieldPanel(name) for name in kind_fields()], heading=_("What this kind needs")),
        InlinePanel(
            "choices",
            heading=_("Choices"),
            label=_("choice"),
            help_text=_("In a question about order the choices stand in their right order."),
            panels=[*[FieldPanel(f"text_{code}") for code in codes()], FieldPanel("score", widget=ScoreSelect)],
        ),
        FieldPanel("shuffle"),
        FieldPanel("cites"),
        CHANGE,
    ]


Question.base_form_class = QuestionForm
