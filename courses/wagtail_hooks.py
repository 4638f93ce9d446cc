"""What this app adds to Wagtail."""

from wagtail.snippets.models import register_snippet

from courses.viewsets import CourseViewSet

register_snippet(CourseViewSet)
