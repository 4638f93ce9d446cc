"""Opens an empty wave of a survey's current edition."""

from typing import Any

from django.core.management.base import CommandParser

from assessments.domain import waves
from ui.command import JsonCommand, Refused


class Command(JsonCommand):
    help = "Opens an empty wave of a survey's current edition."

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("--survey", required=True, help="code of the survey, for example needs-28")
        parser.add_argument("--code", required=True, help="code of the new wave")
        parser.add_argument("--floor", type=int, default=10, help="smallest group shown, at least 5")

    def act(self, **options: Any) -> dict[str, Any]:
        try:
            wave = waves.open_wave(survey=options["survey"], code=options["code"], floor=options["floor"], by=None)
        except waves.WaveRefused as refusal:
            raise Refused(str(refusal), survey=options["survey"], wave=options["code"]) from None
        return {
            "wave": wave.code,
            "survey": options["survey"],
            "edition": wave.edition.number,
            "floor": wave.floor,
            "opens_at": wave.opens_at,
        }
