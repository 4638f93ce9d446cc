"""Drawing many certificates: the sheet is laid out once for those that differ in a few lines only, then stamped.

A stamped sheet equals the one that WeasyPrint would lay out: that is checked when the mould is made, and on a sample of
each batch; what doesn't fit is laid out by itself.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from courses.domain import draw, paper, qr, seals
from courses.enums import ALPHABET, SERIAL_PREFIX
from courses.models import Certificate
from courses.stamping import mould, runs, stamp
from courses.stamping.mould import CannotMould, Mould
from courses.stamping.stamp import DoesNotFit
from ui.press import letters, press

log = logging.getLogger("dastur.certificates")
MM = 96 / 25.4  # CSS pixels
# How wide each line may be, as certificate.css has it; a mould leaves the breaking of lines to WeasyPrint.
ROOM = {"name": 218.4 * MM, "other_name": 218.4 * MM, "address_shown": 190 * MM, "row-0": 39 * MM, "row-1": 49 * MM}
ROOM |= {"row-2": 19 * MM, "row-3": 19 * MM, "row-4": 49 * MM}
HOURS = 2  # the row that is the same for everybody in a course
FIXED = ("serial", "token", "issued_at", "created", "address")
# What names and days are written with here; another letter is laid out by itself.
COMMON = frozenset(
    "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюяҒғӢӣҚқӮӯҲҳҶҷЎў"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,-–'’ʼ()«»№%"
)
# Two samples that differ in every line and in its width, and one that holds every letter that may come.
SAMPLES = (
    {"serial": "PA-1111-111111", "token": "A" * 16, "issued_at": "2011-11-11T11:11:11Z", "name": "Илинаи Им",
     "other_name": "Ilin Il", "row-1": "1 май", "row-3": "1 %", "row-4": "11 май"},
    {"serial": "WW-4444-444444", "token": "W" * 16, "issued_at": "2044-04-04T04:04:04Z", "name": "Шамсулмулки Жума",
     "other_name": "Mammadov Wom", "row-1": "28 сентябр 2044", "row-3": "84 %", "row-4": "4 сентябри 2044"},
)  # fmt: skip


@dataclass(frozen=True)
class Group:
    """Certificates that share a mould: `words` of one of them, and the rows whose values differ."""

    words: Mapping[str, Any]

    @property
    def key(self) -> tuple[Any, ...]:
        words = self.words
        rows = tuple((label, value if n == HOURS else "") for n, (label, value) in enumerate(words["rows"]))
        sizes = (words["name_size"], bool(words["other_name"]), words["course_size"])
        return (words["language"], words["course"], sizes, rows)

    def html(self, values: Mapping[str, str]) -> str:
        """The sheet with other values."""
        rows = [(label, values.get(f"row-{number}", value)) for number, (label, value) in enumerate(self.words["rows"])]
        own = {name: values[name] for name in ("name", "serial", "token", "issued_at", "address", "address_shown")}
        words = {**self.words, **own, "title": values["title"], "rows": rows}
        words["other_name"] = values["other_name"] if self.words["other_name"] else ""
        words["qr"] = paper.data_uri("image/png", qr.png(values["qr"]))
        with translation.override(self.words["language"]):
            return render_to_string("courses/paper/certificate.html", words)

    def sample(self, told: Mapping[str, str]) -> dict[str, str]:
        """Values of a sample sheet for this group."""
        values = _values({**self.words, **told, "rows": self._rows(told)}, told["token"], told["serial"])
        return values | {"qr": draw.address(SAMPLES[0]["token"])}  # one picture, since its name comes from its bytes

    def _rows(self, told: Mapping[str, str]) -> list[tuple[str, str]]:
        given = {0: told["serial"]} | {n: told[f"row-{n}"] for n in (1, 3, 4) if f"row-{n}" in told}
        return [(label, given.get(number, value)) for number, (label, value) in enumerate(self.words["rows"])]


def _values(words: Mapping[str, Any], token: str, serial: str) -> dict[str, str]:
    """What a certificate puts into its mould, by name."""
    values = {name: str(words[name]) for name in ("name", "other_name", "issued_at")}
    values |= {"serial": serial, "token": token, "title": f"{words['title'].rpartition(' ')[0]} {serial}"}
    values |= {"created": re.sub(r"\D", "", values["issued_at"]), "qr": draw.address(token)}
    values |= {"address": draw.address(token), "address_shown": draw.address_shown(token)}
    return values | {f"row-{n}": value for n, (_label, value) in enumerate(words["rows"]) if n != HOURS}


MOST_MOULDS = 64  # of some 150 KB each
_MADE: dict[tuple[Any, ...], Mould | None] = {}


class Moulds:
    """Makes moulds as they are needed and keeps them in this process; a template that can't be stamped is laid out."""

    def __init__(self) -> None:
        self._kept = _MADE
        self.seal = seals.present()
        self.stamped = self.laid = 0

    def pdf(self, certificate: Certificate, *, check: bool = False) -> bytes:
        """The certificate's sheet; `check`: it is laid out too, and compared. Raises paper.CannotPrint."""
        words = draw.words(certificate)
        group = Group(words)
        check = check or self._is_new(group)
        made = self._mould(group)
        values = _values(words, certificate.token, certificate.serial)
        if made is not None:
            try:
                if check:
                    self._compare(group, made, values)
                content = stamp.stamped(made, values, self.seal)
            except (DoesNotFit, CannotMould) as reason:
                log.info("laid out by itself: %s (%s)", certificate.serial, reason)
            else:
                self.stamped += 1
                return content
        self.laid += 1
        return draw.pdf(certificate)

    def _is_new(self, group: Group) -> bool:
        return self._key(group) not in self._kept

    def _key(self, group: Group) -> tuple[Any, ...]:
        return (*group.key, self.seal is not None)

    def _mould(self, group: Group) -> Mould | None:
        key = self._key(group)
        if key not in self._kept:
            if len(self._kept) >= MOST_MOULDS:
                self._kept.clear()
            try:
                self._kept[key] = _poured(group, sealed=self.seal is not None)
            except CannotMould as reason:
                log.warning("a template that can't be stamped: %s", reason)
                self._kept[key] = None
        return self._kept[key]

    def _compare(self, group: Group, made: Mould, values: Mapping[str, str]) -> None:
        """Lays the same sheet out; a difference turns the group over to laying out."""
        with press() as ours:
            laid = mould.lay(ours, group.html(values), paper.style(ours, "certificate.css"), {})
        found = runs.differences(stamp.lines(made, values), runs.runs(laid.operators))
        if found:
            self._kept[self._key(group)] = None
            log.error("stamping differs from laying out: %s", "; ".join(found[:3]))
            raise CannotMould(found[0])


def _poured(group: Group, *, sealed: bool) -> Mould:
    alphabet = "".join(sorted(letters() & COMMON))
    every = {**SAMPLES[0], "name": alphabet, "other_name": alphabet, "row-1": alphabet, "row-3": "0123456789 %"}
    all_letters = group.sample(every) | {
        "row-0": f"{SERIAL_PREFIX}-0123456789",
        "address_shown": draw.address_shown(ALPHABET),
    }
    with press() as ours:
        return mould.pour(
            press=ours, style=paper.style(ours, "certificate.css"), draw=group.html,
            probes=[group.sample(told) for told in SAMPLES],
            alphabet=all_letters, room=ROOM, fixed=FIXED, sealed=sealed,
        )  # fmt: skip
