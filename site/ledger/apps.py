"""Django's registration of this app; rings the outbox's doorbell through Celery."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ledger"

    def ready(self) -> None:
        from ledger.outbox import doorbell  # noqa: PLC0415 (models must be loaded first)
        from ledger.tasks import drain_outbox  # noqa: PLC0415

        doorbell(lambda: drain_outbox.delay())  # looked up when rung: by then the Celery application is ours
