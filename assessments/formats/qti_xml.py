"""What versions 2 and 3 of QTI have in common, and how their parts are found."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from lxml import etree

from assessments.formats.entry import number, plain, without_markers


def name_of(element: Any) -> str:
    """An element's name as versions 2 and 3 have it in common: qti-choice-interaction is choiceinteraction."""
    if not isinstance(element.tag, str):
        return ""
    return etree.QName(element).localname.lower().removeprefix("qti-").replace("-", "")


def get(element: Any, name: str, default: str = "") -> str:
    """An attribute, by its name in small letters without hyphens."""
    for key, value in element.attrib.items():
        if etree.QName(key).localname.lower().replace("-", "") == name:
            return str(value)
    return default


def every(element: Any, *names: str) -> list[Any]:
    """The elements of these names within one, itself included, in order."""
    return [one for one in element.iter(etree.Element) if name_of(one) in names]


def said(element: Any, *, without: Collection[str] = (), marked: Collection[str] = ()) -> str:
    """An element's content as the small markup, without parts of some names; each of others is a mark: [[1]], [[2]]."""
    copy = etree.fromstring(etree.tostring(element, with_tail=False))
    for part in copy.iter(etree.Element):
        part.text, part.tail = without_markers(part.text or ""), without_markers(part.tail or "")
    for part in every(copy, *without) if without else []:
        _replace(part, " ")
    for n, part in enumerate(every(copy, *marked) if marked else [], 1):
        _replace(part, f"[[{n}]]")
    for one in copy.iter(etree.Element):
        one.tag = etree.QName(one).localname.removeprefix("qti-")
    etree.cleanup_namespaces(copy)
    return plain("".join([_escaped(copy.text or ""), *(etree.tostring(one, encoding="unicode") for one in copy)]))


def _escaped(text: str) -> str:
    """Text as it stands between tags: what only looks like one stays text."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _replace(part: Any, text: str) -> None:
    parent, before = part.getparent(), part.getprevious()
    if parent is None:
        return
    text += part.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(part)


def declared(item: Any, interaction: Any) -> Any:
    """What an item says about the answer of one interaction; None when it says nothing."""
    wanted = get(interaction, "responseidentifier", "RESPONSE")
    return next((one for one in every(item, "responsedeclaration") if get(one, "identifier") == wanted), None)


def right(told: Any) -> list[str]:
    """The values of the right answer."""
    correct = every(told, "correctresponse") if told is not None else []
    return [(value.text or "").strip() for one in correct for value in every(one, "value")]


def mapped(told: Any) -> dict[str, Decimal]:
    """What each value earns by itself."""
    entries = every(told, "mapentry") if told is not None else []
    return {get(one, "mapkey"): number(get(one, "mappedvalue")) or Decimal(0) for one in entries}


def right_or_mapped(told: Any) -> list[str]:
    """The right values; where none are said, those that earn something."""
    return right(told) or [key for key, value in mapped(told).items() if value > 0]
