"""Where trainers keep courses in Wagtail: what a certificate says, how long it holds, what completes the course."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.admin.ui.tables import BooleanColumn

from assessments.models import Assessment
from courses.models import Assignment, Course, LessonPage
from ui.pages import language_row
from ui.snippets import PageChooser, SnippetChooser, TranslatedSnippetViewSet

TEST = SnippetChooser(Assessment, icon="tasks")
WORK = SnippetChooser(Assignment, icon="clipboard-list")


class CourseViewSet(TranslatedSnippetViewSet):
    """Courses; their texts and lessons are pages."""

    model = Course
    icon = "list-ul"
    menu_label = _("Courses")
    menu_order = 220
    add_to_admin_menu = True
    list_display = [
        "title",
        "code",
        "hours",
        BooleanColumn("is_open", label=capfirst(_("anybody may enrol"))),
        BooleanColumn("is_mandatory", label=capfirst(_("mandatory"))),
    ]
    copy_view_enabled = False
    panels = [
        FieldPanel("code"),
        language_row("title", _("Title")),
        language_row("summary", _("Summary")),
        language_row("outcomes", _("What a learner can do afterwards, one a line")),
        FieldRowPanel([FieldPanel("hours"), FieldPanel("valid_months")]),
        FieldRowPanel([FieldPanel("is_open"), FieldPanel("is_mandatory"), FieldPanel("is_sensitive")]),
        InlinePanel(
            "requirements",
            label=_("Requirement"),
            heading=_("What completes the course: in each line a lesson to read, a test to pass, or an assignment"),
            panels=[
                FieldRowPanel(
                    [
                        FieldPanel("lesson", heading=_("Lesson"), widget=PageChooser([LessonPage])),
                        FieldPanel("assessment", heading=_("Assessment"), widget=TEST),
                        FieldPanel("assignment", heading=_("Assignment"), widget=WORK),
                    ]
                )
            ],
        ),
    ]
