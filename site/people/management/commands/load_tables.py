"""Loads the regions, cities, districts and ranks; may be run again without harm."""

from typing import Any

from people.domain import tables
from ui.command import JsonCommand


class Command(JsonCommand):
    help = "Loads the units (ministry, academy, regions, cities, districts) and the ranks."

    def act(self, **options: Any) -> dict[str, Any]:
        return dict(tables.load())
