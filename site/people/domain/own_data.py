"""What is kept of one person, to be looked at and taken away: every row that is theirs, by the register of privacy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import models
from django.utils import timezone
from django.utils.text import capfirst

from ledger import audit, privacy
from ledger.models import AuditEvent
from people import looks
from people.models import User

Document = dict[str, Any]
More = Callable[[User], Iterable[Document]]
_MORE: dict[str, More] = {}


@dataclass(frozen=True)
class Kept:
    """One kind of thing that is kept of a person: what it is called, and how many rows there are."""

    name: str
    count: int


def register(name: str, more: More) -> None:
    """Adds what can't be given as it is stored: `more` gives a person's rows as far as they are shown to them."""
    _MORE[name] = more


def kept(person: User) -> list[Kept]:
    """What is kept of a person, and how much of it; one count a table, tables without a row left out."""
    found = [
        Kept(capfirst(str(model._meta.verbose_name_plural)), _rows(model, path, person).count())
        for model, path in privacy.subjects().items()
        if model is not User
    ]
    return [one for one in found if one.count]


def document(person: User) -> Document:
    """Everything as one document: tables by their label, looks, and what the person did. Blocked here: passwords,
    secrets, results that aren't shown, that somebody took part in a survey (so that nobody can demand to see it)."""
    tables = {
        model._meta.label: [_row(one, model) for one in _rows(model, path, person)]
        for model, path in privacy.subjects().items()
    }
    acts = AuditEvent.objects.filter(actor_id=person.pk).order_by("pk")
    return {
        "made_at": _plain(timezone.now()),
        "tables": {label: rows for label, rows in tables.items() if rows},
        **{name: list(more(person)) for name, more in _MORE.items()},
        "looks": [{"at": _plain(one.at), "by": one.by, "what": one.what} for one in looks.latest(person, limit=10_000)],
        "acts": [{"at": _plain(one.at), "action": one.action, "subject": one.subject_type} for one in acts.iterator()],
    }


def archive(person: User) -> bytes:
    """A ZIP with the document as data.json; that it was made is written down."""
    content = json.dumps(document(person), ensure_ascii=False, indent=1, sort_keys=True)
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as file:
        file.writestr("data.json", content)
    audit.record(actor=person, action="own_data.taken", subject=person)
    return target.getvalue()


def _rows(model: type[models.Model], path: str, person: User) -> models.QuerySet[Any]:
    """A person's rows with what they point at, in one statement."""
    near = [f.name for f in model._meta.fields if isinstance(f, models.ForeignKey) and f.name in privacy.given(model)]
    found: models.QuerySet[Any] = model._default_manager.filter(**{path: person.pk})
    return found.select_related(*near) if near else found


def _row(one: models.Model, model: type[models.Model]) -> Document:
    return dict(_fields(one, privacy.given(model)))


def _fields(one: models.Model, names: Iterable[str]) -> Iterator[tuple[str, Any]]:
    for name in names:
        value = getattr(one, name)
        if value not in (None, ""):
            yield name, _plain(value)


def _plain(value: Any) -> Any:
    """As JSON says it: moments in Dushanbe's time, whatever is pointed at by its name."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int | float | str | list | dict):
        return value
    return str(value)
