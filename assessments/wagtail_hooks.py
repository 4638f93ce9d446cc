"""What of assessments stands in the Wagtail admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.snippets import widgets
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from assessments.models import Assessment
from assessments.viewsets import authoring
from assessments.viewsets.bank import CompetencyViewSet, QuestionViewSet


class AssessmentsGroup(SnippetViewSetGroup):
    """The menu entry: assessments, the bank, competencies."""

    menu_label = gettext_lazy("Quizzes and examinations")
    menu_icon = "tasks"
    menu_order = 250
    items = (authoring.AssessmentViewSet, QuestionViewSet, CompetencyViewSet)


register_snippet(AssessmentsGroup)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Addresses under /cms/ that are no snippet's own."""
    return authoring.urls


@hooks.register("register_snippet_listing_buttons")
def publish_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[widgets.SnippetListingButton]:
    """«Publish» beside every assessment of the list."""
    if isinstance(snippet, Assessment):
        url = reverse("assessments_publish", args=[snippet.pk])
        yield widgets.SnippetListingButton(_("Check and publish"), url, priority=20)
