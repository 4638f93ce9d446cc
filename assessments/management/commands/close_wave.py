"""Closes a wave for good; only then may its results be looked at."""

from typing import Any

from django.core.management.base import CommandParser

from assessments.domain import waves
from assessments.models import Wave
from ui.command import JsonCommand, Refused


class Command(JsonCommand):
    help = "Closes a wave for good; only then may its results be looked at."

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("--wave", required=True, help="code of the wave")

    def act(self, **options: Any) -> dict[str, Any]:
        wave = Wave.objects.filter(code=options["wave"]).first()
        if wave is None:
            raise Refused(f"There is no wave “{options['wave']}”.", wave=options["wave"])
        try:
            wave = waves.close_wave(wave_id=wave.pk, by=None)
        except waves.WaveRefused as refusal:
            raise Refused(str(refusal), wave=wave.code, closed_at=wave.closed_at) from None
        return {"wave": wave.code, "closed_at": wave.closed_at}
