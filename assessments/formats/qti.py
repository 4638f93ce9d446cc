"""QTI of 1EdTech: items of versions 2.1, 2.2 and 3.0, single or in a content package; written as 3.0."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from assessments.formats.entry import PICTURED, Entry, Option, Read, Skipped, Unreadable, named, number, plain, written
from ui.content import rich
from ui.uploads import Limits, RefusedFile, checked_zip, safe_xml, unpacked

ONCE = (2000, 1, 1, 0, 0, 0)
ITEM, MEDIA = "assessmentitem", {"img", "object", "audio", "video", "picture", "svg"}
OTHERS = {
    "matchinteraction": "match",
    "associateinteraction": "match",
    "gapmatchinteraction": "gaps",
    "inlinechoiceinteraction": "inline choice",
    "extendedtextinteraction": "extended text",
    "hotspotinteraction": "hotspot",
    "uploadinteraction": "file",
}


def read(content: bytes) -> list[Read]:
    """Every item of a package or of one document, in order. Raises Unreadable."""
    found: list[Read] = []
    for place, data in enumerate(_documents(content), start=1):
        try:
            root = safe_xml(data)
        except RefusedFile as refused:
            raise Unreadable(str(refused)) from None
        items = [root] if _name(root) == ITEM else [e for e in root.iter(etree.Element) if _name(e) == ITEM]
        found += [_item(item, place) for item in items]
    if not found:
        raise Unreadable(_("The file holds no items of QTI."))
    return found


def _documents(content: bytes) -> Iterator[bytes]:
    if not content.startswith(b"PK"):
        yield content
        return
    try:
        file = io.BytesIO(content)
        parts = dict(unpacked(file, checked_zip(file, limits=Limits())))
    except RefusedFile as refused:
        raise Unreadable(str(refused)) from None
    names = [name for name in parts if name.lower().endswith(".xml") and not name.lower().endswith("imsmanifest.xml")]
    yield from (parts[name] for name in names if b"tem" in parts[name])


def _name(element: Any) -> str:
    """An element's name as versions 2 and 3 have it in common: qti-choice-interaction is choiceinteraction."""
    if not isinstance(element.tag, str):
        return ""
    return etree.QName(element).localname.lower().removeprefix("qti-").replace("-", "")


def _get(element: Any, name: str, default: str = "") -> str:
    for key, value in element.attrib.items():
        if etree.QName(key).localname.lower().replace("-", "") == name:
            return str(value)
    return default


def _all(element: Any, *names: str) -> list[Any]:
    return [one for one in element.iter(etree.Element) if _name(one) in names]


def _said(element: Any, *, without: Iterable[str] = ()) -> str:
    """An element's content as the small markup, without parts of these names."""
    copy = etree.fromstring(etree.tostring(element, with_tail=False))
    for part in _all(copy, *without) if without else []:
        parent = part.getparent()
        if parent is not None:
            part.tail = " " + (part.tail or "")
            before = part.getprevious()
            if before is not None:
                before.tail = (before.tail or "") + part.tail
            else:
                parent.text = (parent.text or "") + part.tail
            parent.remove(part)
    for one in copy.iter(etree.Element):
        one.tag = etree.QName(one).localname.removeprefix("qti-")
    etree.cleanup_namespaces(copy)
    return plain("".join([copy.text or "", *(etree.tostring(child, encoding="unicode") for child in copy)]))


def _item(item: Any, place: int) -> Read:
    body = next(iter(_all(item, "itembody")), None)
    title = _get(item, "title") or _get(item, "identifier")
    if body is None:
        return Skipped(named(title, ""), place, "qti", _("The item has no body."))
    found = [one for one in body.iter(etree.Element) if _name(one).endswith("interaction")]
    kinds = [_name(one) for one in found]
    stem = "\n\n".join(part for part in (_said(body, without=kinds), *_prompts(found)) if part)
    name = named(title, stem)
    kind = kinds[0].removesuffix("interaction") if kinds else "description"
    if any(_name(one) in MEDIA for one in body.iter(etree.Element)):
        return Skipped(name, place, kind, str(PICTURED))
    if len(kinds) != 1 or kinds[0] not in KINDS:
        return Skipped(name, place, kind, _why(kinds))
    entry = Entry(name, place, "", stem)
    reason = KINDS[kinds[0]](item, found[0], entry)
    return Skipped(name, place, kind, reason) if reason else entry


def _why(kinds: list[str]) -> str:
    if not kinds:
        return _("A description asks nothing.")
    if len(kinds) > 1:
        return _("It asks several things at once.")
    return _("Questions of the kind “%(kind)s” aren't taken in.") % {"kind": OTHERS.get(kinds[0], kinds[0])}


def _prompts(found: list[Any]) -> list[str]:
    return [_said(prompt) for one in found for prompt in _all(one, "prompt")]


def _declared(item: Any, interaction: Any) -> Any:
    wanted = _get(interaction, "responseidentifier", "RESPONSE")
    return next((one for one in _all(item, "responsedeclaration") if _get(one, "identifier") == wanted), None)


def _right(declared: Any) -> list[str]:
    correct = _all(declared, "correctresponse") if declared is not None else []
    return [(value.text or "").strip() for one in correct for value in _all(one, "value")]


def _mapped(declared: Any) -> dict[str, Decimal]:
    entries = _all(declared, "mapentry") if declared is not None else []
    return {_get(one, "mapkey"): number(_get(one, "mappedvalue")) or Decimal(0) for one in entries}


def _choices(item: Any, interaction: Any, entry: Entry) -> str:
    declared = _declared(item, interaction)
    right = _right(declared) or [key for key, value in _mapped(declared).items() if value > 0]
    ids = [_get(one, "identifier") for one in _all(interaction, "simplechoice")]
    if not right or not set(right) <= set(ids):
        return _("It doesn't say which choice is right.")
    several = declared is not None and _get(declared, "cardinality") == "multiple"
    entry.answering, entry.shuffle = "many" if several else "one", _get(interaction, "shuffle") == "true"
    entry.options = [
        Option(_said(one), Decimal(int(_get(one, "identifier") in right))) for one in _all(interaction, "simplechoice")
    ]
    if several:
        entry.details["rule"] = "part" if _mapped(declared) else "all"
    return ""


def _order(item: Any, interaction: Any, entry: Entry) -> str:
    choices = {_get(one, "identifier"): _said(one) for one in _all(interaction, "simplechoice")}
    right = _right(_declared(item, interaction))
    if sorted(right) != sorted(choices):
        return _("It doesn't say the right order of all of its choices.")
    entry.answering = "order"
    entry.options = [Option(choices[name]) for name in right]
    return ""


def _entered(item: Any, interaction: Any, entry: Entry) -> str:
    declared = _declared(item, interaction)
    right = _right(declared)
    mapped = [key for key, value in _mapped(declared).items() if value > 0]
    answers = list(dict.fromkeys([*right, *mapped]))
    if not answers:
        return _("The right answer is missing.")
    if _get(declared, "basetype") in ("float", "integer") and (value := number(answers[0])) is not None:
        entry.answering, entry.details = "number", {"answer": written(value)}
        for equal in _all(item, "equal"):
            tolerance = number((_get(equal, "tolerance").split() or [""])[0])
            if tolerance and _get(equal, "tolerancemode") == "absolute":
                entry.details["tolerance"] = written(tolerance)
        return ""
    entry.answering, entry.details = "text", {"answers": "\n".join(answers)}
    return ""


KINDS: dict[str, Callable[[Any, Any, Entry], str]] = {
    "choiceinteraction": _choices,
    "orderinteraction": _order,
    "textentryinteraction": _entered,
}


# ---- out: 3.0, as a content package ----

ASI = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
CP = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"


def can_hold(entry: Entry) -> str:
    """Why QTI, as it is written here, can't hold an entry, in words; "" when it can."""
    if any(option.score not in (0, 1) for option in entry.options):
        return _("Choices that are right in part aren't written to QTI.")
    return ""


def write(entries: Iterable[Entry]) -> bytes:
    """Entries as a package: a manifest, and a document an item."""
    manifest = etree.Element(f"{{{CP}}}manifest", nsmap={None: CP}, identifier="questions")
    metadata = etree.SubElement(manifest, f"{{{CP}}}metadata")
    etree.SubElement(metadata, f"{{{CP}}}schema").text = "QTI Package"
    etree.SubElement(metadata, f"{{{CP}}}schemaversion").text = "3.0.0"
    etree.SubElement(manifest, f"{{{CP}}}organizations")
    resources = etree.SubElement(manifest, f"{{{CP}}}resources")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, entry in enumerate(entries, start=1):
            href = f"items/{n:05d}.xml"
            resource = etree.SubElement(
                resources, f"{{{CP}}}resource", identifier=f"item-{n}", type="imsqti_item_xmlv3p0", href=href
            )
            etree.SubElement(resource, f"{{{CP}}}file", href=href)
            archive.writestr(zipfile.ZipInfo(href, ONCE), _bytes(_written(entry, n)))
        archive.writestr(zipfile.ZipInfo("imsmanifest.xml", ONCE), _bytes(manifest))
    return out.getvalue()


def _bytes(root: Any) -> bytes:
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _sub(parent: Any, tag: str, text: str | None = None, **attributes: str) -> Any:
    told = {name.replace("_", "-"): value for name, value in attributes.items()}
    element = etree.SubElement(parent, f"{{{ASI}}}{tag}", told)
    element.text = text
    return element


def _written(entry: Entry, n: int) -> Any:
    root = etree.Element(f"{{{ASI}}}qti-assessment-item", nsmap={None: ASI})
    for name, value in {"identifier": f"item-{n}", "title": entry.name or f"item-{n}"}.items():
        root.set(name, value)
    root.set("adaptive", "false")
    root.set("time-dependent", "false")
    cardinality = {"many": "multiple", "order": "ordered"}.get(entry.answering, "single")
    kind = {"number": "float", "text": "string"}.get(entry.answering, "identifier")
    declared = _sub(root, "qti-response-declaration", identifier="RESPONSE", cardinality=cardinality, base_type=kind)
    correct = _sub(declared, "qti-correct-response")
    right = _right_values(entry)
    for value in right[:1] if entry.answering == "text" else right:
        _sub(correct, "qti-value", value)
    _map(declared, entry, right)
    _sub(root, "qti-outcome-declaration", identifier="SCORE", cardinality="single", base_type="float")
    _body(_sub(root, "qti-item-body"), entry)
    _processing(root, entry)
    return root


def _right_values(entry: Entry) -> list[str]:
    if entry.answering == "number":
        return [entry.details["answer"]]
    if entry.answering == "text":
        return entry.details["answers"].splitlines()
    whole = entry.answering == "order"
    return [f"C{n}" for n, option in enumerate(entry.options, 1) if whole or option.score > 0]


def _map(declared: Any, entry: Entry, right: list[str]) -> None:
    """What further answers earn: words that count too, and several choices in part."""
    part = entry.answering == "many" and entry.details.get("rule") == "part"
    if not part and entry.answering != "text":
        return
    mapping = _sub(declared, "qti-mapping", default_value="0", **({"lower_bound": "0"} if part else {}))
    if entry.answering == "text":
        for value in right:
            _sub(mapping, "qti-map-entry", map_key=value, mapped_value="1", case_sensitive="false")
        return
    wrong = max(1, len(entry.options) - len(right))
    for n in range(1, len(entry.options) + 1):
        share = Decimal(1) / len(right) if f"C{n}" in right else Decimal(-1) / wrong
        _sub(mapping, "qti-map-entry", map_key=f"C{n}", mapped_value=f"{share:.6f}")


def _body(body: Any, entry: Entry) -> None:
    _html(body, entry.stem)
    if entry.answering in ("number", "text"):
        _sub(_sub(body, "p"), "qti-text-entry-interaction", response_identifier="RESPONSE")
        return
    tag = "qti-order-interaction" if entry.answering == "order" else "qti-choice-interaction"
    most = {} if entry.answering == "order" else {"max_choices": "0" if entry.answering == "many" else "1"}
    shuffle = "true" if entry.shuffle or entry.answering == "order" else "false"
    asked = _sub(body, tag, response_identifier="RESPONSE", shuffle=shuffle, **most)
    for n, option in enumerate(entry.options, 1):
        _html(_sub(asked, "qti-simple-choice", identifier=f"C{n}"), option.text)


def _html(parent: Any, text: str) -> None:
    fragment = etree.fromstring(f"<div>{rich(text)}</div>")
    for one in fragment.iter(etree.Element):
        one.tag = f"{{{ASI}}}{one.tag}"
    parent.extend(list(fragment))


def _processing(root: Any, entry: Entry) -> None:
    base = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/"
    tolerance = entry.details.get("tolerance")
    if entry.answering != "number" or not tolerance:
        mapped = entry.answering == "text" or entry.details.get("rule") == "part"
        _sub(root, "qti-response-processing", template=f"{base}{'map_response' if mapped else 'match_correct'}.xml")
        return
    condition = _sub(_sub(root, "qti-response-processing"), "qti-response-condition")
    when = _sub(condition, "qti-response-if")
    equal = _sub(when, "qti-equal", tolerance_mode="absolute", tolerance=f"{tolerance} {tolerance}")
    _sub(equal, "qti-variable", identifier="RESPONSE")
    _sub(equal, "qti-correct", identifier="RESPONSE")
    _sub(_sub(when, "qti-set-outcome-value", identifier="SCORE"), "qti-base-value", "1", base_type="float")
