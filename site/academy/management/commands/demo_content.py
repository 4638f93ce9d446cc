"""Loads the demonstration content of every app; may be run again without harm."""

import importlib
from typing import Any

from ui.command import JsonCommand

# The order of the tower, from below: who there is, what is read, what is asked, what is learnt, what is needed.
LOADERS = [
    ("people", "people.domain.demo"),
    ("handbook", "handbook.domain.demo"),
    ("assessments", "assessments.domain.demo"),
    ("examinations", "assessments.domain.model_banks"),
    ("courses", "courses.domain.demo"),
    ("surveys", "assessments.domain.survey_demo"),
]


class Command(JsonCommand):
    help = "Loads the demonstration content. What is there already is left as it is."
    atomic = False

    def act(self, **options: Any) -> dict[str, Any]:
        loaded: dict[str, Any] = {}
        author = None
        for name, module in LOADERS:
            loaded[name] = importlib.import_module(module).load_demo(by=author)
            if author is None:
                from people.models import User  # noqa: PLC0415 (the accounts exist only now)

                author = User.objects.get(username="trainer")  # who may publish
        return loaded

    def words(self, document: dict[str, Any]) -> str:
        accounts = document["people"].pop("accounts", [])
        lines = [f"{part}: {', '.join(f'{k} {v}' for k, v in counts.items())}" for part, counts in document.items()]
        lines += ["", f"{'account':12} {'password':18} authenticator secret (where a second factor is required)"]
        lines += [f"{a['username']:12} {a['password']:18} {a.get('secret') or ''}".rstrip() for a in accounts]
        return "\n".join(lines)
