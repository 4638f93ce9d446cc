"""The base of every management command of ours: --json prints one document, also when it refuses."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _


class Refused(Exception):
    """A command will not do what was asked. `found` goes into the JSON document beside the reason."""

    def __init__(self, reason: str, **found: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.found = found


class JsonCommand(BaseCommand):
    """Write `options(parser)` and `act(**options) -> dict`; raise `Refused` to refuse, having written nothing.

    What `act` does is one transaction. The exit code is 1 when it refuses, or when the returned
    document holds `"exit": 1`; that key is taken out before printing.
    """

    speaks = "en"
    atomic = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document")
        self.options(parser)

    def options(self, parser: CommandParser) -> None:
        """Adds the command's own arguments."""

    def act(self, **options: Any) -> dict[str, Any]:
        """Does the work and returns the document to print."""
        raise NotImplementedError

    def words(self, document: dict[str, Any]) -> str:
        """The document for a person; by default a line an entry."""
        return "\n".join(f"{key}: {value}" for key, value in document.items())

    def handle(self, *args: Any, **options: Any) -> None:
        as_json = options.pop("json")
        try:
            with translation.override(self.speaks):
                document = self._acted(options)
        except Refused as refusal:
            if as_json:
                self._print({"error": refusal.reason, **refusal.found})
            self.stderr.write(refusal.reason)
            raise SystemExit(1) from None
        code = document.pop("exit", 0)
        if as_json:
            self._print(document)
        else:
            with translation.override(self.speaks):
                self.stdout.write(self.words(document) or _("Done."))
        if code:
            raise SystemExit(code)

    def _acted(self, options: dict[str, Any]) -> dict[str, Any]:
        if not self.atomic:
            return self.act(**options)
        with transaction.atomic():
            return self.act(**options)

    def _print(self, document: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
