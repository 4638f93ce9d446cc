"""Django's registration of this app."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self) -> None:
        from assessments import access  # noqa: PLC0415
        from assessments.domain import admission, rests  # noqa: PLC0415 (models must be loaded first)
        from ui import citations  # noqa: PLC0415

        access.register(admission.in_a_cohort)
        access.register(admission.holds_a_ticket)
        access.register(admission.could_sit_the_first)
        access.register_veto(admission.has_passed_already)
        citations.register_finder(rests.found)
