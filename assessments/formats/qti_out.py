"""QTI going out: 3.0, as a content package."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from assessments.formats.entry import STEPPED, Entry, Option, shares, written
from assessments.formats.entry import lost as lost_of
from assessments.kinds.spot import area
from assessments.markers import MARKER
from ui.content import rich

ONCE = (2000, 1, 1, 0, 0, 0)
ASI = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
CP = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
TEMPLATES = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/"
HOLDS = {"criteria", "picture", "shuffle"}


def can_hold(entry: Entry) -> str:
    """Why QTI, as it is written here, can't hold an entry, in words; "" when it can."""
    if entry.answering == "scenario":
        return str(STEPPED)
    return _("Its picture is missing.") if entry.answering == "spot" and entry.picture is None else ""


def lost(entry: Entry) -> list[str]:
    """What of an entry QTI leaves out, in words."""
    ruled = entry.answering in ("many", "match", "spot")
    return lost_of(entry, HOLDS | ({"rule"} if ruled else set()))


def write(entries: Iterable[Entry]) -> bytes:
    """Entries as a package: a manifest, a document an item, and their pictures."""
    manifest = etree.Element(f"{{{CP}}}manifest", nsmap={None: CP}, identifier="questions")
    metadata = etree.SubElement(manifest, f"{{{CP}}}metadata")
    etree.SubElement(metadata, f"{{{CP}}}schema").text = "QTI Package"
    etree.SubElement(metadata, f"{{{CP}}}schemaversion").text = "3.0.0"
    etree.SubElement(manifest, f"{{{CP}}}organizations")
    resources = etree.SubElement(manifest, f"{{{CP}}}resources")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, entry in enumerate(entries, start=1):
            href, picture = f"items/{n:05d}.xml", _href(entry, n)
            resource = etree.SubElement(
                resources, f"{{{CP}}}resource", identifier=f"item-{n}", type="imsqti_item_xmlv3p0", href=href
            )
            etree.SubElement(resource, f"{{{CP}}}file", href=href)
            archive.writestr(zipfile.ZipInfo(href, ONCE), _bytes(_Item(entry, n).written()))
            if entry.picture is not None:
                etree.SubElement(resource, f"{{{CP}}}file", href=picture)
                archive.writestr(zipfile.ZipInfo(picture, ONCE), entry.picture.content)
        archive.writestr(zipfile.ZipInfo("imsmanifest.xml", ONCE), _bytes(manifest))
    return out.getvalue()


def _href(entry: Entry, n: int) -> str:
    return f"pictures/{n:05d}{PurePosixPath(entry.picture.name).suffix.lower()}" if entry.picture else ""


def _bytes(root: Any) -> bytes:
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _sub(parent: Any, tag: str, text: str | None = None, **attributes: str) -> Any:
    told = {name.replace("_", "-"): value for name, value in attributes.items()}
    element = etree.SubElement(parent, f"{{{ASI}}}{tag}", told)
    element.text = text
    return element


def _html(parent: Any, text: str) -> None:
    fragment = etree.fromstring(f"<div>{rich(text)}</div>")
    for one in fragment.iter(etree.Element):
        one.tag = f"{{{ASI}}}{one.tag}"
    parent.extend(list(fragment))


class _Item:
    """One entry as an item."""

    def __init__(self, entry: Entry, n: int) -> None:
        self.entry, self.n = entry, n

    def written(self) -> Any:
        entry, name = self.entry, f"item-{self.n}"
        root = etree.Element(f"{{{ASI}}}qti-assessment-item", nsmap={None: ASI})
        root.attrib.update({"identifier": name, "title": entry.name or name})
        root.attrib.update({"adaptive": "false", "time-dependent": "false"})
        self.body = etree.Element(f"{{{ASI}}}qti-item-body")
        self.root = root
        WRITE[entry.answering](self)
        _sub(root, "qti-outcome-declaration", identifier="SCORE", cardinality="single", base_type="float")
        root.append(self.body)
        self._processing()
        return root

    def declare(self, right: Sequence[str], *, kind: str = "identifier", name: str = "RESPONSE", **told: str) -> Any:
        """Says what the answer is; a mapping may follow."""
        cardinality = told.get("cardinality", "single")
        found = _sub(
            self.root, "qti-response-declaration", identifier=name, cardinality=cardinality, base_type=kind
        )  # fmt: skip
        if right:
            correct = _sub(found, "qti-correct-response")
            for value in right:
                _sub(correct, "qti-value", value)
        return found

    def map(self, declared: Any, earned: Iterable[tuple[str, Decimal]], **told: str) -> None:
        """What each answer earns by itself."""
        mapping = _sub(declared, "qti-mapping", default_value="0", **told)
        for key, share in earned:
            words = {"case_sensitive": "false"} if declared.get("base-type") == "string" else {}
            _sub(mapping, "qti-map-entry", map_key=key, mapped_value=written(share.quantize(MICRO)), **words)

    def text(self, *, picture: bool = True) -> None:
        """The question itself, with its picture."""
        _html(self.body, self.entry.stem)
        if picture and self.entry.picture is not None:
            self.image(_sub(self.body, "p"))

    def image(self, parent: Any) -> None:
        """The picture, from its place in the package."""
        picture = self.entry.picture
        if picture is not None:
            size = {"width": str(picture.width), "height": str(picture.height)}
            _sub(parent, "img", src=f"../{_href(self.entry, self.n)}", alt=self.entry.picture_alt, **size)

    def _processing(self) -> None:
        entry, tolerance = self.entry, self.entry.details.get("tolerance")
        if entry.answering in ("essay", "file"):
            return
        if entry.answering == "gaps":
            self._summed()
            return
        if entry.answering != "number" or not tolerance:
            how = "map_response" if self.root.find(f".//{{{ASI}}}qti-mapping") is not None else "match_correct"
            _sub(self.root, "qti-response-processing", template=f"{TEMPLATES}{how}.xml")
            return
        condition = _sub(_sub(self.root, "qti-response-processing"), "qti-response-condition")
        when = _sub(condition, "qti-response-if")
        equal = _sub(when, "qti-equal", tolerance_mode="absolute", tolerance=f"{tolerance} {tolerance}")
        _sub(equal, "qti-variable", identifier="RESPONSE")
        _sub(equal, "qti-correct", identifier="RESPONSE")
        _sub(_sub(when, "qti-set-outcome-value", identifier="SCORE"), "qti-base-value", "1", base_type="float")

    def _summed(self) -> None:
        """Each gap counts by itself."""
        processing = _sub(self.root, "qti-response-processing")
        total = _sub(_sub(processing, "qti-set-outcome-value", identifier="SCORE"), "qti-sum")
        for gap in sorted({option.part for option in self.entry.options}):
            _sub(total, "qti-map-response", identifier=f"GAP{gap}")


MICRO = Decimal("0.000001")


def _choice(item: _Item) -> None:
    entry = item.entry
    ids = [f"C{n}" for n in range(1, len(entry.options) + 1)]
    right = [name for name, option in zip(ids, entry.options, strict=True) if option.score > 0]
    many = entry.answering == "many"
    if not many:
        right = [ids[n] for n, option in enumerate(entry.options) if option.score == 1][:1]
    declared = item.declare(right, cardinality="multiple" if many else "single")
    if many and entry.details.get("rule") in ("part", "sum"):
        item.map(declared, zip(ids, shares(entry), strict=True), lower_bound="0")
    elif not many and any(option.score not in (0, 1) for option in entry.options):
        item.map(declared, zip(ids, [option.score for option in entry.options], strict=True))
    item.text()
    shuffle = "true" if entry.shuffle else "false"
    asked = _sub(
        item.body, "qti-choice-interaction", response_identifier="RESPONSE", shuffle=shuffle,
        max_choices="0" if many else "1",
    )  # fmt: skip
    for name, option in zip(ids, entry.options, strict=True):
        _html(_sub(asked, "qti-simple-choice", identifier=name), option.text)


def _truth(item: _Item) -> None:
    item.declare([item.entry.details["answer"]])
    item.text()
    told = {"response_identifier": "RESPONSE", "shuffle": "false", "max_choices": "1"}
    asked = _sub(item.body, "qti-choice-interaction", **told)
    for name, word in (("true", _("True")), ("false", _("False"))):
        _sub(asked, "qti-simple-choice", word, identifier=name)


def _order(item: _Item) -> None:
    item.declare([f"C{n}" for n in range(1, len(item.entry.options) + 1)], cardinality="ordered")
    item.text()
    asked = _sub(item.body, "qti-order-interaction", response_identifier="RESPONSE", shuffle="true")
    for n, option in enumerate(item.entry.options, 1):
        _html(_sub(asked, "qti-simple-choice", identifier=f"C{n}"), option.text)


def _words(item: _Item) -> None:
    answers = item.entry.details["answers"].splitlines()
    item.map(item.declare(answers[:1], kind="string"), [(answer, Decimal(1)) for answer in answers])
    item.text()
    _sub(_sub(item.body, "p"), "qti-text-entry-interaction", response_identifier="RESPONSE")


def _number(item: _Item) -> None:
    item.declare([item.entry.details["answer"]], kind="float")
    item.text()
    _sub(_sub(item.body, "p"), "qti-text-entry-interaction", response_identifier="RESPONSE")


def _match(item: _Item) -> None:
    entry = item.entry
    left = [option for option in entry.options if option.text]
    right = list(dict.fromkeys(option.match for option in entry.options))
    pairs = [f"L{n} R{right.index(option.match) + 1}" for n, option in enumerate(left, 1)]
    declared = item.declare(pairs, kind="directedPair", cardinality="multiple")
    if entry.details.get("rule") != "all":
        item.map(declared, [(pair, Decimal(1) / len(pairs)) for pair in pairs])
    item.text()
    shuffle = "true" if entry.shuffle else "false"
    told = {"response_identifier": "RESPONSE", "shuffle": shuffle, "max_associations": str(len(left))}
    asked = _sub(item.body, "qti-match-interaction", **told)
    for sign, texts, most in (("L", [option.text for option in left], "1"), ("R", right, str(len(left)))):
        side = _sub(asked, "qti-simple-match-set")
        for n, text in enumerate(texts, 1):
            _html(_sub(side, "qti-simple-associable-choice", identifier=f"{sign}{n}", match_max=most), text)


def _gaps(item: _Item) -> None:
    gaps: dict[int, list[Option]] = {}
    for option in item.entry.options:
        gaps.setdefault(option.part, []).append(option)
    for gap, options in sorted(gaps.items()):
        typed = all(option.score > 0 for option in options)
        names = [option.text if typed else f"C{n}" for n, option in enumerate(options, 1)]
        best = max(range(len(options)), key=lambda n: options[n].score)
        declared = item.declare([names[best]], kind="string" if typed else "identifier", name=f"GAP{gap}")
        item.map(declared, [(name, option.score) for name, option in zip(names, options, strict=True)])
    item.text()
    for element in [*item.body.iter(etree.Element)]:
        _fill(element, gaps)


def _fill(element: Any, gaps: dict[int, list[Option]]) -> None:
    """Puts the interactions where the marks stand, in an element's own text and after its children."""
    for child in [None, *element]:
        pieces = MARKER.split((element.text if child is None else child.tail) or "")
        if child is None:
            element.text = pieces[0]
        else:
            child.tail = pieces[0]
        at = 0 if child is None else element.index(child) + 1
        for number, tail in zip(pieces[1::2], pieces[2::2], strict=True):
            made = _gap(int(number), gaps[int(number)])
            made.tail = tail
            element.insert(at, made)
            at += 1


def _gap(gap: int, options: Sequence[Option]) -> Any:
    told = {"response-identifier": f"GAP{gap}"}
    if all(option.score > 0 for option in options):
        return etree.Element(f"{{{ASI}}}qti-text-entry-interaction", told)
    made = etree.Element(f"{{{ASI}}}qti-inline-choice-interaction", told | {"shuffle": "true"})
    for n, option in enumerate(options, 1):
        _sub(made, "qti-inline-choice", option.text, identifier=f"C{n}")
    return made


def _by_hand(item: _Item) -> None:
    file = item.entry.answering == "file"
    item.declare([], kind="file" if file else "string")
    item.text()
    if item.entry.details.get("criteria"):
        block = _sub(item.body, "qti-rubric-block", view="scorer", use="scoring")
        _html(_sub(block, "qti-content-body"), "\n\n".join(item.entry.details["criteria"].splitlines()))
    tag = "qti-upload-interaction" if file else "qti-extended-text-interaction"
    _sub(item.body, tag, response_identifier="RESPONSE")


def _spot(item: _Item) -> None:
    entry, picture = item.entry, item.entry.picture
    if picture is None:
        return
    ids = [f"C{n}" for n in range(1, len(entry.options) + 1)]
    rule = entry.details.get("rule") or "one"
    right = [name for name, option in zip(ids, entry.options, strict=True) if option.score > 0]
    declared = item.declare(right, cardinality="single" if rule == "one" else "multiple")
    if rule == "part":
        item.map(declared, zip(ids, shares(entry), strict=True), lower_bound="0")
    item.text(picture=False)
    most = "1" if rule == "one" else "0"
    asked = _sub(item.body, "qti-hotspot-interaction", response_identifier="RESPONSE", max_choices=most)
    item.image(asked)
    for name, option in zip(ids, entry.options, strict=True):
        left, top, width, height = area(option.area) or (0, 0, 100, 100)
        wide, high = picture.width, picture.height
        sides = (left * wide, top * high, (left + width) * wide, (top + height) * high)
        coords = ",".join(str(round(side / 100)) for side in sides)
        told = {"identifier": name, "shape": "rect", "coords": coords, "hotspot_label": option.text}
        _sub(asked, "qti-hotspot-choice", **told)


WRITE: dict[str, Callable[[_Item], None]] = {
    "one": _choice, "many": _choice, "truth": _truth, "order": _order, "text": _words, "number": _number,
    "match": _match, "gaps": _gaps, "essay": _by_hand, "file": _by_hand, "spot": _spot,
}  # fmt: skip
