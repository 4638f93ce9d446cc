"""The register of personal data: what each table keeps of a person and why, read from the models themselves.

Each of our models declares `class Privacy` with `personal` (field: why) and `plain` (fields that say nothing about a
person); every concrete field and many-to-many is named in one of them. Where `personal` isn't empty, `subject` says
whose the rows are: the path to that person's account, or None where they are nobody's own, or must not leave (a reply
to a survey; a mark that isn't shown). `withheld` are fields that a person who takes their own data isn't given.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.apps import apps
from django.db import models

OURS = ("people", "ledger", "handbook", "assessments", "courses", "academy", "ui")


@dataclass(frozen=True)
class Entry:
    """One field that says something about a person, and why it is kept."""

    model: str
    field: str
    why: str


def our_models() -> Iterator[type[models.Model]]:
    """Every concrete model of ours; the tables behind many-to-many fields belong to the model that has the field."""
    for app in OURS:
        if apps.is_installed(app):
            yield from apps.get_app_config(app).get_models()


def subjects() -> dict[type[models.Model], str]:
    """The models whose rows belong to one person, with the path to the account."""
    found = ((model, getattr(getattr(model, "Privacy", None), "subject", None)) for model in our_models())
    return {model: path for model, path in found if path}


def given(model: type[models.Model]) -> list[str]:
    """The concrete fields that a person who takes their own data is given, in the model's order."""
    withheld: set[str] = getattr(getattr(model, "Privacy", None), "withheld", set())
    return [field.name for field in model._meta.fields if field.name not in withheld]


def register() -> list[Entry]:
    """Every personal field of every model of ours, in the order of the models."""
    return [
        Entry(model._meta.label, field, why)
        for model in our_models()
        for field, why in getattr(getattr(model, "Privacy", None), "personal", {}).items()
    ]


def problems() -> list[str]:
    """Fields that nobody declared, declared twice, or that don't exist; empty when the register is whole."""
    return [problem for model in our_models() for problem in _problems(model)]


def _problems(model: type[models.Model]) -> Iterator[str]:
    label = model._meta.label
    declared = getattr(model, "Privacy", None)
    if declared is None:
        yield f"{label} has no class Privacy."
        return
    personal, plain = set(declared.personal), set(declared.plain)
    if personal and not hasattr(declared, "subject"):
        yield f"{label} doesn't say whose its rows are."
    fields = {field.name for field in [*model._meta.fields, *model._meta.many_to_many]}
    for name in sorted(fields - personal - plain):
        yield f"{label}.{name} is declared neither personal nor plain."
    for name in sorted(personal & plain):
        yield f"{label}.{name} is declared both personal and plain."
    for name in sorted((personal | plain) - fields):
        yield f"{label} has no field {name}."
    for name, why in declared.personal.items():
        if not str(why).strip():
            yield f"{label}.{name} doesn't say why it is kept."


def document() -> dict[str, Any]:
    """The register as one document: models with their personal fields, and what is wrong with it."""
    return {"models": len(list(our_models())), "personal": [asdict(e) for e in register()], "problems": problems()}
