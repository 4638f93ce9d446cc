"""Django's registration of this app; makes our Celery application the one that tasks belong to."""

from django.apps import AppConfig


class AcademyConfig(AppConfig):
    name = "academy"

    def ready(self) -> None:
        from academy import celery  # noqa: F401, PLC0415 (settings must be loaded first)
