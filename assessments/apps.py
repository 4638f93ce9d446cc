"""Django's registration of this app."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self) -> None:
        from assessments.domain import rests  # noqa: PLC0415 (models must be loaded first)
        from ui import citations  # noqa: PLC0415

        citations.register_finder(rests.found)
