"""Mends pasted Tajik text: from legacy fonts, from a Russian keyboard, from Uzbek letters, from stray look-alikes.

Pure: text in, text and a list of changes out. What is changed is always shown to a person first.

Fonts of the eight-bit age drew the Tajik letters in the places of Serbian, Ukrainian and Belarusian ones, and the
families contradict each other (domain notes, section 3.6). So each family is a map of whole documents: every one is
tried, and the one after which most Tajik words are known is taken; never a letter by itself. Then words that were
written without the six letters get them back, word by word, from the list of `ui.tajik_words`, where the sentence is
Tajik and its writer had no such letters. Known Tajik words stay as they are, and so does Russian.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from unicodedata import normalize as unicode_form

from ui.tajik_words import SIX, forms, is_known, lexicon

LONGEST = 100_000  # characters, fifty pages: a longer text is mended in parts


class TooLong(ValueError):
    """The text has more than LONGEST characters."""


class Kind(StrEnum):
    """What was the matter with a text."""

    FONT_A = "font_a"  # as on adlia.tj: Їуміурии Тоїикистон, маѕомоти
    FONT_B = "font_b"  # as on passportvkd.tj and in most newspapers: Ќонуни Љумњурии Тољикистон
    UZBEK = "uzbek"  # зўроварӣ
    DECOMPOSED = "decomposed"  # и and a macron of its own, where ӣ is meant
    LOOKALIKE = "lookalike"  # Latin letters inside a Cyrillic word, letters of neighbours' alphabets
    RUSSIAN_LETTERS = "russian_letters"  # Конуни Чумхурии Точикистон


@dataclass(frozen=True)
class Change:
    """One word: text[start:end] was `before` and becomes `after`; `choices`, likeliest first, where that is a guess."""

    start: int
    end: int
    before: str
    after: str
    choices: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        return not self.choices


@dataclass(frozen=True)
class Normalised:
    """The mended text, what was found, and the changes; their places are those of the text that was given."""

    text: str
    kinds: tuple[Kind, ...]
    changes: tuple[Change, ...]


def _both_cases(small: str, stands_for: str) -> dict[int, str]:
    pairs = zip(small + small.upper(), stands_for + stands_for.upper(), strict=True)
    return {ord(old): new for old, new in pairs}


UZBEK = _both_cases("ў", "ӯ")
FONT_B = _both_cases("ќљњїўѓ", "қҷҳӣӯғ")
# A's own four letters are attested; for the two that are not, B's places are taken, which A leaves free.
FONT_A = FONT_B | _both_cases("їіѕњ", "ҷҳқӣ")
FAMILIES = [(Kind.UZBEK, UZBEK), (Kind.FONT_B, FONT_B), (Kind.FONT_A, FONT_A)]  # the first of equals is taken
# One word in so many must become known by a map, or the text is in another language that has these letters.
ENOUGH = 10
LATIN = str.maketrans("aceopxyABCEHKMOPTXYȳȲëË", "асеорхуАВСЕНКМОРТХУӯӮёЁ")
NEIGHBOURS = _both_cases("ӌҝӄӽһӷ", "ҷққҳҳғ")

WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+")
SENTENCE = re.compile(r"[^.!?…\n]+")
CYRILLIC = re.compile("[\u0400-\u04ff]")
LATIN_LETTER = re.compile("[A-Za-zȲȳËë]")
RUSSIAN = re.compile("[ыщьц]|(?:ого|его|ому|ему|ение|ания|ения|ский|ская|ское|ских|ную|ное|ные|ной)$")
COMMON = 20  # a Tajik word that is Russian as well is restored only if it is at least this frequent
PROPER = 5  # so many words with the letters for each that lacks them: the writer had the letters
FOLLOWING = re.compile(r"[ \u00a0]+([^\W\d_]+)")
BEGINS = frozenset([
    "ва", "ё", "аз", "ба", "бо", "дар", "то", "ки", "чи", "агар", "барои", "аст",
    "нест", "буд", "бошад", "шуд", "шавад", "мешавад", "кард", "кунад", "мекунад", "дорад", "дода", "карда",
    "шуда", "намуд", "менамояд", "мебошад", "хам", "низ", "на",
])  # fmt: skip
TELLING = 3  # fewer telling words than this in a sentence: the document decides with them


@dataclass(frozen=True)
class _Word:
    """A word in its place: as written, composed, with look-alikes replaced, and as the document's map reads it."""

    start: int
    written: str
    composed: str
    alike: str
    mapped: str

    @property
    def low(self) -> str:
        return self.mapped.lower()


def normalise(text: str) -> Normalised:
    """The text as it should be: see the module. Raises TooLong. Proper Tajik, Russian and English come back as is."""
    if len(text) > LONGEST:
        raise TooLong
    family, letters = _family(text)
    sentences = [_words(match.group(), match.start(), letters) for match in SENTENCE.finditer(text)]
    leaning = sum(_vote(word.low) for sentence in sentences for word in sentence)
    has, lacks = _letters([word for sentence in sentences for word in sentence])
    proper = has > PROPER * lacks
    changes, kinds = [], set()
    for sentence in sentences:
        tajik = _is_tajik(sentence, leaning)
        restoring = tajik and not proper and _lacks_letters(sentence)
        for word in sentence:
            change = _mended(word, _options(word, text) if restoring else []) if tajik else _read(word, letters)
            if change:
                changes.append(change)
                kinds |= _kinds(word, change, family)
    return Normalised(applied(text, changes), tuple(kind for kind in Kind if kind in kinds), tuple(changes))


def names_reader(document: str) -> Callable[[str], str]:
    """How to read the names of a list: composed, without look-alikes, by the map of the font that it was written in.

    Names are in no list of words, so where the words around them don't tell the font, its letters do: none of ѕ, і, ќ,
    љ, њ, ѓ stands in a name of ours. Nothing is restored that the writer left out: that would be guessing at a name.
    """
    _kind, letters = _family(document[:LONGEST])
    if not letters:
        used = set(document.lower())
        letters = FONT_A if used & set("ѕі") else FONT_B if used & set("ќљњѓ") else UZBEK if "ў" in used else {}
    return lambda text: WORD.sub(
        lambda word: _without_lookalikes(unicode_form("NFC", word.group())).translate(letters), text
    )


def applied(text: str, changes: list[Change]) -> str:
    """The text with each change made."""
    parts, end = [], 0
    for change in changes:
        parts += [text[end : change.start], change.after]
        end = change.end
    return "".join([*parts, text[end:]])


def _family(text: str) -> tuple[Kind | None, dict[int, str]]:
    """The map after which most words are known, of those that it changes; none where hardly any becomes known."""
    words = Counter(unicode_form("NFC", word).lower() for word in WORD.findall(text))
    strange = {word: count for word, count in words.items() if word.translate(FONT_A) != word}
    best: tuple[int, Kind | None, dict[int, str]] = (0, None, {})
    for kind, letters in FAMILIES:
        read = {word.translate(letters): count for word, count in strange.items() if word.translate(letters) != word}
        known = sum(count for word, count in read.items() if is_known(word))
        if known > best[0] and known * ENOUGH >= sum(strange.values()):
            best = (known, kind, letters)
    return best[1], best[2]


def _words(sentence: str, offset: int, letters: dict[int, str]) -> list[_Word]:
    words = []
    for match in WORD.finditer(sentence):
        written = match.group()
        composed = unicode_form("NFC", written)
        alike = _without_lookalikes(composed)
        words.append(_Word(offset + match.start(), written, composed, alike, alike.translate(letters)))
    return words


def _without_lookalikes(word: str) -> str:
    """A Cyrillic word without Latin letters, where each of them looks like a Cyrillic one."""
    if not CYRILLIC.search(word):
        return word
    word = word.translate(NEIGHBOURS)
    replaced = word.translate(LATIN)
    return word if LATIN_LETTER.search(replaced) else replaced


@lru_cache(maxsize=16384)
def _vote(low: str) -> int:
    """What a word says about the language of its sentence: 1 Tajik, -1 Russian, 0 either or neither."""
    tajik = bool(SIX & set(low) or forms(low))
    if low in lexicon().russian:
        return 0 if tajik else -1
    return 1 if tajik else -bool(RUSSIAN.search(low))


def _is_tajik(sentence: list[_Word], leaning: int) -> bool:
    votes = [vote for word in sentence if (vote := _vote(word.low))]
    if len(votes) < TELLING:
        votes.append((leaning > 0) - (leaning < 0))
    return sum(votes) > 0


def _letters(words: list[_Word]) -> tuple[int, int]:
    """How many words have one of the six letters, and how many should have and haven't."""
    has = sum(bool(SIX & set(word.low)) for word in words)
    return has, sum(_lacks(word.low) for word in words)


@lru_cache(maxsize=16384)
def _lacks(low: str) -> bool:
    """Whether a word is surely written without its letters: unknown as it is, known with them."""
    if SIX & set(low) or is_known(low) or low in lexicon().russian:
        return False
    return any(SIX & set(form) and len(form) == len(low) for form in forms(low))


def _lacks_letters(sentence: list[_Word]) -> bool:
    has, lacks = _letters(sentence)
    return lacks > has


def _read(word: _Word, letters: dict[int, str]) -> Change | None:
    """A word of a sentence that isn't known for Tajik: the document's map and no more."""
    return _change(word, word.written.translate(letters), ())


def _mended(word: _Word, options: list[str]) -> Change | None:
    if not options:
        return _change(word, word.mapped, ())
    cased = tuple(_cased(option, word.mapped) for option in options)
    return _change(word, cased[0], cased if len(cased) > 1 else ())


def _change(word: _Word, after: str, choices: tuple[str, ...]) -> Change | None:
    if after == word.written and not choices:
        return None
    return Change(word.start, word.start + len(word.written), word.written, after, choices)


def _options(word: _Word, text: str) -> list[str]:
    """What a word written without the letters may stand for, likeliest first; nothing for what may be Russian."""
    known, low = lexicon(), word.low
    if SIX & set(low) and is_known(low):
        return []
    options = forms(low)
    if low in known.russian and any(known.counts.get(option, 0) < COMMON for option in options):
        return []
    if not any(option.endswith("ӣ") for option in options):
        return list(options)
    # A final и joins the word to the next one, which is no such word as begins something new; ӣ ends a phrase.
    follows = FOLLOWING.match(text, word.start + len(word.written))
    joins = follows is not None and follows.group(1).lower() not in BEGINS
    return sorted(options, key=lambda option: option.endswith("ӣ") == joins)


def _cased(word: str, like: str) -> str:
    """`word` with the capitals of `like`."""
    if len(like) > 1 and like.isupper():
        return word.upper()
    if len(word) == len(like):
        return "".join(new.upper() if old.isupper() else new for new, old in zip(word, like, strict=True))
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


def _kinds(word: _Word, change: Change, family: Kind | None) -> set[Kind]:
    """What was the matter with a changed word."""
    found = {
        Kind.DECOMPOSED: word.composed != word.written,
        Kind.LOOKALIKE: word.alike != word.composed,
        Kind.RUSSIAN_LETTERS: change.after != word.mapped or bool(change.choices),
    }
    kinds = {kind for kind, true in found.items() if true}
    return kinds | {family} if family and word.mapped != word.alike else kinds
