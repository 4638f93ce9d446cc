"""What of assessments stands in the Wagtail admin."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import ListingButton
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from assessments import kinds
from assessments.enums import AssessmentKind
from assessments.models import Assessment, Question
from assessments.viewsets import authoring, bulk, corrections, exchange, opening, review, statistics
from assessments.viewsets.bank import BankViewSet, CompetencyViewSet, QuestionViewSet
from people.roles import Permission, may


class AuthorsItem(MenuItem):
    """Shown to those who write questions."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, Permission.AUTHOR)


class AssessmentsGroup(SnippetViewSetGroup):
    """The menu entry: assessments, the bank, competencies, and what the answers say."""

    menu_label = gettext_lazy("Quizzes and examinations")
    menu_icon = "tasks"
    menu_order = 250
    items = (authoring.AssessmentViewSet, QuestionViewSet, BankViewSet, CompetencyViewSet)

    def get_submenu_items(self) -> list[MenuItem]:
        items: list[MenuItem] = super().get_submenu_items()
        more = [
            (gettext_lazy("Questions to review"), "questions_waiting", "tick"),
            (gettext_lazy("Questions that read alike"), "questions_alike", "copy"),
            (gettext_lazy("Question files"), "question_files", "download"),
            (gettext_lazy("What the answers say"), "assessments_statistics_list", "order"),
        ]
        return items + [
            AuthorsItem(label, reverse(name), name=name.replace("_", "-"), icon_name=icon, order=len(items) + place)
            for place, (label, name, icon) in enumerate(more, start=1)
        ]


register_snippet(AssessmentsGroup)
hooks.register("register_bulk_action", bulk.SetAction)
hooks.register("register_bulk_action", bulk.RetireAction)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Addresses under /cms/ that are no snippet's own."""
    return [*authoring.urls, *opening.urls, *exchange.urls, *statistics.urls, *corrections.urls, *review.urls]


@hooks.register("insert_editor_js")
def question_editor_js() -> SafeString:
    """Shows of a question's editor what the chosen kind needs; without it everything is shown."""
    columns = {code: list(kind.columns) if kind.has_choices else [] for code, kind in kinds.registry().items()}
    html = '<script src="{}" data-columns="{}" defer></script>'
    return format_html(html, static("assessments/js/question-editor.js"), json.dumps(columns))


@hooks.register("register_snippet_listing_buttons")
def publish_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[ListingButton]:
    """«Publish» and its statistics beside every assessment of the list; the page of a question beside each."""
    if isinstance(snippet, Question):
        yield ListingButton(_("Look at it"), reverse("question_look", args=[snippet.pk]), priority=20)
    if isinstance(snippet, Assessment):
        if snippet.kind != AssessmentKind.SURVEY:
            figures = reverse("assessments_statistics", args=[snippet.pk])
            yield ListingButton(_("What the answers say"), figures, priority=30)
            if snippet.current_id:
                keys = reverse("assessments_keys", args=[snippet.pk])
                yield ListingButton(_("Put a wrong key right"), keys, priority=40)
        url = reverse("assessments_publish", args=[snippet.pk])
        yield ListingButton(_("Check and publish"), url, priority=20)
