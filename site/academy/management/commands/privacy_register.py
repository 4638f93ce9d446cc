"""Prints the register of personal data."""

from typing import Any

from ledger import privacy
from ui.command import JsonCommand


class Command(JsonCommand):
    help = "Prints what every table keeps of a person, and why; exits 1 if a field is not declared."

    def act(self, **options: Any) -> dict[str, Any]:
        document = privacy.document()
        return {**document, "exit": 1 if document["problems"] else 0}

    def words(self, document: dict[str, Any]) -> str:
        lines = [f"{entry['model']}.{entry['field']}: {entry['why']}" for entry in document["personal"]]
        return "\n".join([*lines, *document["problems"]])
