"""Where trainers keep assignments in Wagtail: what is asked, and the rubric that it is marked by."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from courses.models import Assignment, Course, LessonPage
from ui.pages import language_row
from ui.snippets import PageChooser, SnippetChooser, TranslatedSnippetViewSet

COURSE = SnippetChooser(Course, icon="list-ul")


class AssignmentViewSet(TranslatedSnippetViewSet):
    """Assignments with their criteria."""

    model = Assignment
    icon = "clipboard-list"
    menu_label = _("Assignments")
    menu_order = 225
    add_to_admin_menu = True
    list_display = ["title", "code", "course", "kind", "markers"]
    list_filter = ["course", "kind"]
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("course", widget=COURSE), FieldPanel("code"), FieldPanel("order")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("markers"), FieldPanel("pass_percent")]),
        FieldPanel("lesson", widget=PageChooser([LessonPage])),
        language_row("title", _("Title")),
        language_row("instructions", _("What is to be done")),
        InlinePanel(
            "criteria",
            label=_("Criterion"),
            heading=_("What it is marked by"),
            min_num=1,
            panels=[
                language_row("title", _("Criterion")),
                language_row("levels", _("Levels: a line for each, the worst first; worth 0, 1, 2 … points")),
            ],
        ),
    ]
