"""XLIFF 2.1: a file element a page, a unit a text. Units and segments are translate-toolkit's; the notes and the
metadata are put where the standard wants them, which is before the segment, in the unit.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree
from translate.storage.xliff2 import Xliff2File, Xliff2Unit

from ui.staleness import State
from ui.translation_files.units import Line, Loaded, Unit, known_language
from ui.uploads import RefusedFile, safe_xml

NS = "urn:oasis:names:tc:xliff:document:2.0"
MDA = "urn:oasis:names:tc:xliff:metadata:2.0"
OURS, DIGEST = "dastur", "source-digest"
STATES = {State.MISSING: "initial", State.STALE: "initial", State.FRESH: "translated"}
LOOKED_AT = {"translated", "reviewed", "final"}
MARKER = f"{{{NS}}}mrk"  # comments of translation programs: their words are ours


def write(found: Iterable[Unit], source: str, language: str) -> bytes:
    """The file for units that are all translated from `source` into `language`."""
    store = Xliff2File()
    root = store.document.getroot()
    root.remove(store.body)
    root.set("version", "2.1")
    store.setsourcelanguage(source)
    store.settargetlanguage(language)
    for number, part in groupby(found, key=lambda unit: unit.ref.partition(".")[0]):
        listed = list(part)
        store.body = etree.SubElement(root, f"{{{NS}}}file", id=number, original=listed[0].page)
        for unit in listed:
            store.addunit(_element(unit))
    return bytes(store)


def _element(unit: Unit) -> Xliff2Unit:
    made = Xliff2Unit(unit.source)
    if unit.target:
        made.target = unit.target
    made.xmlelement.set("state", STATES[unit.state])
    whole = made.getunitelement()
    made.setid(unit.ref)
    whole.set("canResegment", "no")
    metadata = etree.Element(f"{{{MDA}}}metadata", nsmap={"mda": MDA})
    group = etree.SubElement(metadata, f"{{{MDA}}}metaGroup", category=OURS)
    etree.SubElement(group, f"{{{MDA}}}meta", type=DIGEST).text = unit.digest
    notes = etree.Element(f"{{{NS}}}notes")
    for category, said in _notes(unit):
        etree.SubElement(notes, f"{{{NS}}}note", category=category).text = said
    whole.insert(0, metadata)
    whole.insert(1, notes)
    return made


def _notes(unit: Unit) -> Iterable[tuple[str, str]]:
    yield "place", f"{unit.page}: {unit.place}"
    if unit.state is State.STALE:
        yield "state", _("The source changed after this was translated. Change it, or mark it as translated.")
    if any(sign in unit.source for sign in ("*", "](", "\\")):
        yield "markup", _("Keep **bold**, *italic* and [links](as they are).")


def read(data: bytes) -> Loaded:
    """The lines of a file. Raises RefusedFile."""
    root = safe_xml(data)
    version = root.get("version") or ""
    if root.tag != f"{{{NS}}}xliff" or not version.startswith("2."):
        raise RefusedFile(_("This is not an XLIFF file of version 2."))
    language = known_language(root.get("trgLang") or "")
    if not language:
        raise RefusedFile(_("The file doesn't say into which of our languages it translates."))
    try:
        store = Xliff2File.parsestring(data)
        return Loaded(language, [_line(unit) for unit in store.units])
    except (ValueError, AttributeError, etree.LxmlError) as error:
        raise RefusedFile(_("The file can't be read.")) from error


def _line(unit: Any) -> Line:
    target = next(unit.xmlelement.iterchildren(f"{{{NS}}}target"), None)
    inside = [] if target is None else list(target.iterdescendants())
    metas = unit.getunitelement().iterdescendants(f"{{{MDA}}}meta")
    return Line(
        ref=unit.getid() or "",
        digest=next((meta.text or "" for meta in metas if meta.get("type") == DIGEST), ""),
        target="" if target is None else "".join(target.itertext()).strip(),
        agreed=unit.xmlelement.get("state") in LOOKED_AT,
        broken=any(one.tag != MARKER for one in inside),
    )
