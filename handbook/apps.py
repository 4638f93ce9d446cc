"""Django's registration of this app."""

from django.apps import AppConfig


class HandbookConfig(AppConfig):
    name = "handbook"

    def ready(self) -> None:
        from handbook.domain.cite import resolve  # noqa: PLC0415
        from ui import citations  # noqa: PLC0415 (models are ready only now)

        citations.register(resolve)
