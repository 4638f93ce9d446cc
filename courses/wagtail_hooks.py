"""What this app adds to Wagtail."""

from wagtail.snippets.models import register_snippet

from courses.viewsets import CourseViewSet
from courses.work_viewsets import AssignmentViewSet

register_snippet(CourseViewSet)
register_snippet(AssignmentViewSet)
