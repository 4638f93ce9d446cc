"""Where trainers keep courses in Wagtail: what a certificate says, how long it holds, what completes the course."""

from django.forms import CheckboxSelectMultiple
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.admin.ui.tables import BooleanColumn

from assessments.models import Assessment
from courses.models import Assignment, Course, LessonPage
from courses.page_forms import CourseForm
from ui.pages import language_row
from ui.snippets import PageChooser, SnippetChooser, TranslatedSnippetViewSet

TEST = SnippetChooser(Assessment, icon="tasks")
WORK = SnippetChooser(Assignment, icon="edit")


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
        FieldRowPanel([FieldPanel("in_order"), FieldPanel("prerequisites", widget=CheckboxSelectMultiple)]),
        InlinePanel(
            "requirements",
            label=_("Requirement"),
            heading=_("What completes the course: in each line a lesson, a test or an assignment"),
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


Course.base_form_class = CourseForm


class AssignmentViewSet(TranslatedSnippetViewSet):
    """Assignments with their rubrics."""

    model = Assignment
    icon = "edit"
    menu_label = _("Assignments")
    menu_order = 221
    add_to_admin_menu = True
    list_display = ["title", "code", "course", "kind"]
    list_filter = ["course", "kind"]
    search_fields = ["code", "title_tg", "title_ru", "title_en"]
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("course", widget=SnippetChooser(Course, icon="list-ul")), FieldPanel("code")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("lesson", widget=PageChooser([LessonPage]))]),
        FieldRowPanel([FieldPanel("markers"), FieldPanel("pass_percent")]),
        language_row("title", _("Title")),
        language_row("instructions", capfirst(_("what is to be done"))),
        InlinePanel(
            "criteria",
            label=_("criterion"),
            heading=_("Rubric"),
            help_text=_("A line for each level, the worst first: it is worth 0, 1, 2 … points."),
            panels=[
                language_row("title", capfirst(_("criterion"))),
                language_row("levels", capfirst(_("levels"))),
            ],
        ),
    ]
