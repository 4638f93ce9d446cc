"""What this app adds to Wagtail."""

from wagtail.snippets.models import register_snippet

from courses.viewsets import AssignmentViewSet, CourseViewSet

register_snippet(CourseViewSet)
register_snippet(AssignmentViewSet)
