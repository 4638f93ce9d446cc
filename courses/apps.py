"""Django's registration of this app."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
