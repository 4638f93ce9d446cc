"""Makes the search's index of the handbook anew."""

from typing import Any

from handbook.domain import search_index
from ui.command import JsonCommand


class Command(JsonCommand):
    help = "Makes the search's index anew from the published pages; till it is done, readers search the old one."

    def act(self, **options: Any) -> dict[str, Any]:
        return search_index.rebuild()
