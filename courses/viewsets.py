"""Where trainers keep courses in Wagtail: what a certificate says, how long it holds, what completes the course."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.models import Course
from ui.pages import language_row


class CourseViewSet(SnippetViewSet):
    """Courses; their texts and lessons are pages."""

    model = Course
    icon = "list-ul"
    menu_label = _("Courses")
    menu_order = 220
    add_to_admin_menu = True
    list_display = ["code", "title", "hours", "is_open", "is_mandatory"]
    copy_view_enabled = False
    panels = [
        FieldPanel("code"),
        language_row("title", _("Title")),
        language_row("summary", _("Summary")),
        language_row("outcomes", _("What a learner can do afterwards, one a line")),
        FieldRowPanel([FieldPanel("hours"), FieldPanel("valid_months")]),
        FieldRowPanel([FieldPanel("is_open"), FieldPanel("is_mandatory")]),
        InlinePanel(
            "requirements",
            label=_("Requirement"),
            heading=_("What completes the course: in each line a lesson to be read, or a test to be passed"),
            panels=[FieldRowPanel([FieldPanel("lesson"), FieldPanel("assessment")])],
        ),
    ]
