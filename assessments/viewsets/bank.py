"""The question bank in the admin: competencies, and questions with their choices in every language."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from assessments.domain.publish import question_problems
from assessments.models import Bank, Competency, Question
from assessments.viewsets.forms import QuestionForm, ScoreSelect, kind_fields
from assessments.viewsets.panels import CHANGE, ProblemsPanel
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


class QuestionViewSet(TranslatedSnippetViewSet):
    model = Question
    icon = "help"
    list_display = ["__str__", "answering", "bank", "topic", "competency", "key"]
    list_filter = ["answering", "bank", "competency"]
    search_fields = ["key", "topic", "stem_tg", "stem_ru", "stem_en"]
    ordering = ["key"]
    list_per_page = 50
    panels = [
        ProblemsPanel(question_problems, heading=_("Before publishing")),
        MultiFieldPanel(
            [
                FieldPanel("answering"),
                FieldPanel("competency", widget=SnippetChooser(Competency, icon="list-ul")),
                FieldRowPanel([FieldPanel("bank"), FieldPanel("topic")]),
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
