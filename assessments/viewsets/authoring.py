"""Assessments in the admin: the draft on one page, its problems, publishing, and its editions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from assessments.domain.publish import NotPublishable, problems, publish, warnings
from assessments.door_presenters import summary
from assessments.enums import AssessmentKind
from assessments.models import Assessment, Question
from assessments.viewsets.forms import AssessmentForm
from assessments.viewsets.opening import DOORS, TIMES, PresetCreateView, blueprint_panel
from assessments.viewsets.panels import CHANGE, ProblemsPanel
from people.access import SignedIn, permission_required
from people.roles import Permission
from ui.pages import language_row
from ui.snippets import SnippetChooser, TranslatedSnippetViewSet


def _edition(assessment: Assessment) -> str:
    """The number of the edition that learners meet; a dash before the first."""
    return str(assessment.current.number) if assessment.current else "—"


class AssessmentViewSet(TranslatedSnippetViewSet):
    model = Assessment
    icon = "tasks"
    list_display = ["__str__", "kind", "code", Column("edition", label=gettext_lazy("Edition"), accessor=_edition)]
    list_filter = ["kind"]
    search_fields = ["code", "title_tg", "title_ru", "title_en"]
    ordering = ["code"]
    panels = [
        ProblemsPanel(problems, warnings, heading=gettext_lazy("Before publishing")),
        language_row("title", gettext_lazy("Title")),
        InlinePanel(
            "items",
            heading=gettext_lazy("Questions"),
            label=gettext_lazy("question"),
            panels=[FieldPanel("question", widget=SnippetChooser(Question, icon="help")), FieldPanel("points")],
        ),
        blueprint_panel(),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("minutes"), FieldPanel("max_sittings")]),
                FieldRowPanel([FieldPanel("draw"), FieldPanel("pass_percent")]),
            ],
            heading=gettext_lazy("Rules"),
        ),
        TIMES,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("code"), FieldPanel("kind")]),
                language_row("intro", capfirst(gettext_lazy("introduction"))),
                FieldPanel("languages"),
                *DOORS,
            ],
            heading=gettext_lazy("More"),
            classname="collapsed",
        ),
        CHANGE,
    ]
    add_view_class = PresetCreateView


Assessment.base_form_class = AssessmentForm


@permission_required(Permission.PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def publish_view(request: SignedIn, pk: int) -> HttpResponse:
    """What keeps it from being published, its editions so far, and the button."""
    assessment = get_object_or_404(AssessmentViewSet.model._default_manager, pk=pk)
    if request.method == "POST":
        return _published(request, assessment)
    context = {
        "assessment": assessment,
        "problems": problems(assessment),
        "warnings": warnings(assessment),
        "summary": [] if assessment.kind == AssessmentKind.SURVEY else summary(assessment),
        "editions": assessment.editions.defer("paper", "key").select_related("published_by"),
        "edit_url": reverse("wagtailsnippets_assessments_assessment:edit", args=[pk]),
    }
    return render(request, "assessments/admin/publish.html", context)


def _published(request: SignedIn, assessment: Assessment) -> HttpResponse:
    try:
        edition = publish(assessment_id=assessment.pk, by=request.user)
    except NotPublishable:
        messages.error(request, _("It can't be published yet. What is wrong is said below."))
    else:
        if edition == assessment.current:
            messages.info(request, _("Nothing has changed since edition %(number)s.") % {"number": edition.number})
        else:
            messages.success(request, _("Edition %(number)s is published.") % {"number": edition.number})
    return redirect("assessments_publish", assessment.pk)


urls = [path("assessments/<int:pk>/publish/", publish_view, name="assessments_publish")]
