"""What changed from one text to another, word by word. Pure: two texts in, pieces out.

A word is a run of letters of any alphabet with its accents («за́мок»), hyphens («ду-се») and apostrophes; a number
keeps its separators («1,5», «12.03.2026»). Letters are compared composed, so ӣ is ӣ however it was typed; spaces say
nothing.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

_LETTER = r"[\w\u0300-\u036f]"
_TOKEN = re.compile(rf"(?:{_LETTER}+(?:[-\u2010\u2011'’ʼ]{_LETTER}+|(?<=\d)[.,:/]\d+)*|\S)\s*")
# Above this many pairs of words to be compared, texts are told to be wholly different: no one's editor waits for it.
MOST_PAIRS = 4_000_000


class Kind(StrEnum):
    """What became of a piece."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """Words in a row that share a fate."""

    kind: Kind
    text: str


def compare(before: str, after: str) -> list[Piece]:
    """The pieces of both texts in reading order. Those kept and removed make `before`, those kept and added `after`,
    but for spaces."""
    old, new = tokens(before), tokens(after)
    pieces: list[Piece] = []
    for kind, text in _changes(old, new):
        if text and pieces and pieces[-1].kind is kind:
            text = pieces.pop().text + text
        if text:
            pieces.append(Piece(kind, text))
    return pieces


def tokens(text: str) -> list[str]:
    """Words, numbers and signs, each with the space after it."""
    return _TOKEN.findall(unicodedata.normalize("NFC", text).strip())


def _changes(old: list[str], new: list[str]) -> Iterator[tuple[Kind, str]]:
    for tag, from_old, to_old, from_new, to_new in _opcodes(old, new):
        if tag == "equal":
            yield Kind.SAME, "".join(new[from_new:to_new])
            continue
        gone, come = "".join(old[from_old:to_old]), "".join(new[from_new:to_new])
        yield Kind.REMOVED, gone.rstrip()
        # One space at least between a word and the word in its place, also before a full stop.
        yield Kind.SAME, gone[len(gone.rstrip()) :] or " " * bool(gone and come)
        yield Kind.ADDED, come.rstrip()
        yield Kind.SAME, come[len(come.rstrip()) :]


def _opcodes(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    if len(old) * len(new) > MOST_PAIRS:
        return [("replace", 0, len(old), 0, len(new))]
    bare_old, bare_new = [word.rstrip() for word in old], [word.rstrip() for word in new]
    return difflib.SequenceMatcher(None, bare_old, bare_new, autojunk=False).get_opcodes()
