"""Laws and terms: what `ui.reference` is told of them, and loading them from the content files."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from modeltranslation.utils import build_localized_fieldname as localized

from handbook.models import Law, Term
from ui import languages, reference
from ui.content import BadContent, load
from ui.leaves import FieldTexts

KEPT = 300  # seconds; whoever changes a law or a term forgets what is kept here at once


def laws() -> Mapping[str, reference.Law]:
    """Every law by code, with its address in the active language."""
    found: Mapping[str, reference.Law] = _kept("laws", _laws)
    return found


def terms() -> Mapping[str, reference.Term]:
    """Every term by code, with its address in the active language."""
    found: Mapping[str, reference.Term] = _kept("terms", _terms)
    return found


def forget(**_kwargs: Any) -> None:
    """Drops what is kept of laws and terms: one of them was changed."""
    names = [_key(kind, code) for kind in ("laws", "terms") for code in languages.codes()]
    cache.delete_many([*names, _key("version", "")])


def version() -> str:
    """A digest of the whole glossary: what was made by an older one is made anew. The same in every process."""
    return str(cache.get_or_set(_key("version", ""), _version, KEPT))


def _version() -> str:
    names = [field.attname for field in Term._meta.concrete_fields]
    rows = Term.objects.rewrite(False).order_by("code").values_list(*names)  # every language, not the reader's alone
    return hashlib.sha256(json.dumps(list(rows), default=str).encode()).hexdigest()[:16]


def _kept(kind: str, made: Any) -> Any:
    return cache.get_or_set(_key(kind, languages.current()), made, KEPT)


def _key(kind: str, language: str) -> str:
    return f"handbook:{kind}:{language}"


def _laws() -> dict[str, reference.Law]:
    address = reverse("handbook:laws")
    return {
        law.code: reference.Law(law.code, _texts(law, "name"), law.number, law.date, f"{address}#{law.code}", law.sure)
        for law in Law.objects.all()
    }


def _terms() -> dict[str, reference.Term]:
    address = reverse("handbook:glossary")
    return {
        term.code: reference.Term(
            term.code,
            _texts(term, "name"),
            _texts(term, "meaning"),
            term.forms,
            f"{address}#{term.code}",
            term.explained,
        )
        for term in Term.objects.all()
    }


def _texts(row: Law | Term, name: str) -> FieldTexts:
    return FieldTexts({code: getattr(row, localized(name, code)) or "" for code in languages.codes()}, {})


def load_laws(path: Path) -> int:
    """Adds the laws of a content file that aren't there yet; how many."""
    return sum(_add(Law, told, {"number": "", "date": None, "sure": False}, ("name",)) for told in _told(path, "laws"))


def load_terms(path: Path) -> int:
    """Adds the terms of a content file that aren't there yet; how many."""
    rows = [
        told | {"sure": told.get("status") == "V", "explained": told.get("explain", True)}
        for told in _told(path, "terms")
    ]
    plain = {"forms": {}, "sure": False, "explained": True}
    return sum(_add(Term, told, plain, ("name", "meaning")) for told in rows)


def _told(path: Path, what: str) -> list[dict[str, Any]]:
    found = load(path).get(what)
    if not isinstance(found, list):
        raise BadContent(f"{path}: no [[{what}]]")
    return found


def _add(
    model: type[Law] | type[Term], told: dict[str, Any], plain: dict[str, Any], translated: tuple[str, ...]
) -> int:
    try:
        values = {name: told.get(name, default) for name, default in plain.items()}
        values |= {
            localized(name, code): told[name][code].strip() for name in translated for code, _name in settings.LANGUAGES
        }
        if isinstance(values.get("date"), datetime.datetime):
            values["date"] = values["date"].date()
        _row, made = model.objects.get_or_create(code=told["code"], defaults=values)
    except (KeyError, TypeError, AttributeError) as error:
        raise BadContent(f"{told.get('code') or told}: {error} is missing") from error
    return int(made)
