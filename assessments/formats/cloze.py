"""Gaps in a text as Moodle writes them: {1:SHORTANSWER:=a~=b}, {1:MULTICHOICE:=a~b}, and [[1]] with a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import escape
from django.utils.translation import gettext as _

from assessments.formats.entry import Entry, Option, written
from assessments.kinds.gaps import MOST
from assessments.markers import MARKER
from ui.content import rich

GAP = re.compile(r"\{\s*(\d*)\s*:\s*([A-Z_]{2,20})\s*:((?:\\.|[^\\}]){0,20000}?)\}", re.DOTALL)
OPENS = re.compile(r"\{\s*\d*\s*:")
SHARE = re.compile(r"=|%(-?\d{1,3}(?:[.,]\d{1,7})?)%")
CHOSEN = re.compile(r"(MULTICHOICE|MC)(_?(V|H|S|VS|HS))?")
TYPED = re.compile(r"(SHORTANSWER|SA|MW)(_?C)?")
NUMBER = {"NUMERICAL", "NM"}
ONE = Decimal(1)


def taken(entry: Entry) -> str:
    """Makes it a question with gaps; why it can't be, or ""."""
    # So many at most are looked for: what opens again and again without an end would take ages.
    found = [] if len(OPENS.findall(entry.stem)) > 10 * MOST else list(GAP.finditer(entry.stem))
    if not found:
        return _("It has no gaps.")
    if len(found) > MOST:
        return _("There must be between 1 and %(most)s gaps.") % {"most": MOST}
    unknown = [kind for _weight, kind, _body in (one.groups() for one in found) if not _known(kind)]
    if unknown:
        return _("Gaps of the kind “%(kind)s” aren't known here.") % {"kind": unknown[0]}
    entry.answering, entry.details = "gaps", {"rule": "part"}
    for number, one in enumerate(found, 1):
        options = _options(entry, one[2], one[3], number)
        if not options:
            return _("Gap %(number)s has no right answer.") % {"number": number}
        entry.options += options
    numbers = iter(range(1, len(found) + 1))
    entry.stem = GAP.sub(lambda _one: f"[[{next(numbers)}]]", entry.stem)
    if len({one[1] or "1" for one in found}) > 1:
        entry.dropped.append(_("Different weights of the gaps: here each counts the same."))
    if any(TYPED.fullmatch(one[2]) and one[2].endswith("C") for one in found):
        entry.dropped.append(_("That capitals count."))
    entry.dropped = list(dict.fromkeys(entry.dropped))
    return ""


def _known(kind: str) -> bool:
    return bool(CHOSEN.fullmatch(kind) or TYPED.fullmatch(kind) or kind in NUMBER)


def _options(entry: Entry, kind: str, body: str, gap: int) -> list[Option]:
    """The answers of a gap; none when none of them is right."""
    found = []
    for said in re.split(r"(?<!\\)~", body):
        option = _option(entry, kind, said, gap)
        if option is not None and option.text:
            found.append(option)
    if CHOSEN.fullmatch(kind):
        _note_typed(entry, found)
        return found if any(option.score > 0 for option in found) else []
    return [option for option in found if option.score > 0]


def _option(entry: Entry, kind: str, said: str, gap: int) -> Option | None:
    weight = SHARE.match(said.strip())
    text = said.strip()[weight.end() :] if weight else said.strip()
    text, *feedback = re.split(r"(?<!\\)#", text, maxsplit=1)
    score = Decimal(0) if weight is None else ONE if weight[1] is None else Decimal(weight[1].replace(",", ".")) / 100
    if feedback and feedback[0].strip():
        entry.dropped.append(_("What is said to each answer: only one explanation is kept."))
    if kind in NUMBER and ":" in text:
        text, _colon, tolerance = text.partition(":")
        if tolerance.strip() not in ("", "0"):
            entry.dropped.append(_("How far a number in a gap may be off: here it must be as written."))
    if TYPED.fullmatch(kind) and re.search(r"(?<!\\)\*", text):
        if score > 0:
            entry.dropped.append(_("Answers with a star, which stands for any letters."))
        return None
    shown = " ".join(re.sub(r"\\([}~#/\"*])", r"\1", text).split())
    return Option(shown, max(-ONE, min(ONE, score)).quantize(Decimal("0.001")), part=gap)


def _note_typed(entry: Entry, options: Sequence[Option]) -> None:
    if options and all(option.score > 0 for option in options):
        entry.dropped.append(_("The list of a gap in which every choice is right: here it is typed."))


def chosen(entry: Entry, choices: Sequence[tuple[str, str]]) -> str:
    """The same for a text with [[1]], whose number is a place among `choices`, each with its group."""
    wanted = [int(number) for number in MARKER.findall(entry.stem)]
    if not wanted:
        return _("It has no gaps.")
    if any(not 1 <= number <= len(choices) for number in wanted):
        return _("A gap in the text has no choice that belongs in it.")
    entry.answering, entry.details = "gaps", {"rule": "part"}
    for gap, number in enumerate(wanted, 1):
        group = choices[number - 1][1]
        mine = [(n, text) for n, (text, other) in enumerate(choices, 1) if other == group]
        options = [Option(text, Decimal(int(n == number)), part=gap) for n, text in mine]
        _note_typed(entry, options)
        entry.options += options
    numbers = iter(range(1, len(wanted) + 1))
    entry.stem = MARKER.sub(lambda _one: f"[[{next(numbers)}]]", entry.stem)
    return ""


# ---- out ----


def can_hold(entry: Entry) -> str:
    """Why the gaps of an entry can't be written; "" when they can."""
    if any("\\" in option.text for option in entry.options):
        return _("A backslash in an answer can't be written in a gap.")
    return ""


def html(entry: Entry) -> str:
    """The text with its gaps."""
    gaps: dict[int, list[Option]] = {}
    for option in entry.options:
        gaps.setdefault(option.part, []).append(option)
    return MARKER.sub(lambda one: str(escape(_gap(gaps.get(int(one[1]), [])))), rich(entry.stem))


def _gap(options: Sequence[Option]) -> str:
    typed = all(option.score > 0 for option in options)
    said = "~".join(f"{_share(option.score)}{_out(option.text, typed)}" for option in options)
    return f"{{1:{'SHORTANSWER' if typed else 'MULTICHOICE'}:{said}}}"


def _share(score: Decimal) -> str:
    return "=" if score == 1 else f"%{written(score * 100)}%"


def _out(text: str, typed: bool) -> str:
    return re.sub(r"([}~#*])" if typed else r"([}~#])", r"\\\1", " ".join(text.split()))
