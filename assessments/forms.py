"""What browsers send to a sitting, read: a posted page, and a batch of autosaved answers."""

from __future__ import annotations

import json
import re
from typing import NoReturn

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assessments.domain.sit import BadValue, Saved
from assessments.kinds.base import Form

DONE = re.compile(r"q(\d{1,4})(-file)?")
FIELD = re.compile(r"q(\d{1,4})(?:\.([a-z0-9]{1,20}))?")
BIGGEST_BATCH = 131_072
LONGEST = 13_000  # letters of a field: a longer text, and some to be cut off by its kind


def page(data: QueryDict) -> dict[int, Form]:
    """A posted page by position: fields are named q<position>, or q<position>.<part>."""
    found: dict[int, dict[str, list[str]]] = {}
    for name, values in data.lists():
        match = FIELD.fullmatch(name)
        if match:
            found.setdefault(int(match[1]), {})[match[2] or ""] = [value[:LONGEST] for value in values[:50]]
    return {position: Form(values) for position, values in found.items()}


def page_epoch(data: QueryDict) -> int:
    """The epoch of the page that was posted; 0 (before everything) when it is missing or nonsense."""
    text = data.get("epoch", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class HandInForm(forms.Form):
    """The choice of a file."""

    file = forms.FileField(label=_("File"), max_length=200)


def done(data: QueryDict) -> tuple[int, bool] | None:
    """Which question's own button was pressed, and whether it was the one for a file; None: another button."""
    match = DONE.fullmatch(data.get("do", ""))
    return (int(match[1]), bool(match[2])) if match else None


def flags(data: QueryDict) -> dict[int, bool]:
    """What a posted page says of its flags: the positions that stood on it, and which of them are flagged."""
    shown = {int(one) for one in data.getlist("flaggable")[:500] if one.isascii() and one.isdigit() and len(one) < 5}
    return {position: f"f{position}" in data for position in shown}


def flag_batch(body: bytes) -> dict[int, bool]:
    """Flags put by the page's script: {"f": {"3": true}}. Raises BadValue when it isn't that."""
    try:
        told = json.loads(body[:BIGGEST_BATCH], parse_constant=_refuse)["f"]
        found = {int(position): on for position, on in told.items() if position.isascii() and len(position) < 5}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadValue(str(error)) from error
    if not all(isinstance(on, bool) for on in found.values()):
        raise BadValue("a flag is on or off")
    return found


def batch(body: bytes) -> list[Saved]:
    """Autosaved answers: {"a": [[position, epoch, counter, value], ...]}; whatever else is in it is not looked at.

    Raises BadValue when it isn't that.
    """
    if len(body) > BIGGEST_BATCH:
        raise BadValue("too much at once")
    try:
        entries = json.loads(body, parse_constant=_refuse)["a"]
        return [Saved(*entry) for entry in entries]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BadValue(str(error)) from error


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")
