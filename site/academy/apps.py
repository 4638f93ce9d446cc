"""Django's registration of this app: our Celery application is the one that tasks belong to; results on «me»."""

from django.apps import AppConfig


class AcademyConfig(AppConfig):
    name = "academy"

    def ready(self) -> None:
        # Settings and models must be loaded first.
        from academy import celery, own_results, translations  # noqa: F401, PLC0415
        from people import sections  # noqa: PLC0415
        from people.domain import own_data  # noqa: PLC0415

        sections.register(20, own_results.my_results)
        own_data.register("results", own_results.taken_along)
