"""Django's registration of this app."""

from django.apps import AppConfig


class AcademyConfig(AppConfig):
    name = "academy"
