"""Words made comparable for searching, in Tajik, Russian and English: folded forms and stems.

A form is a word as hasty hands write it: lower case, without Tajik's six letters, without ё, й and the signs; what
a legacy font left behind is read as what it looked like; дж is ҷ, as Russian writes it. A stem is what a word shares
with its other forms: by Snowball in Russian and English, by the rules of `ui.tajik` in Tajik. Both are computed here
and stored, so both databases find the same. Knows neither Django nor a database.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import snowballstemmer

from ui import tajik

DATA = Path(__file__).resolve().parent / "data" / "tajik.toml"
SNOWBALL = {"ru": "russian", "en": "english"}
KEPT = 100_000  # words whose stems are remembered: Snowball takes a tenth of a millisecond a word
LONGEST = 80  # letters of a word that count

WORD = re.compile(r"[^\W_]+")
HYPHENED = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")
INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])

# Two families of 8-bit fonts contradict each other (domain notes, 3.6): і and ѕ stand only in the first.
FIRST_FONT = str.maketrans({"і": "ҳ", "ѕ": "қ", "њ": "ӣ", "ї": "ҷ", "ў": "ӯ", "ѓ": "ғ"})
SECOND_FONT = str.maketrans({"ќ": "қ", "љ": "ҷ", "њ": "ҳ", "ї": "ӣ", "ў": "ӯ", "ѓ": "ғ"})
RUSSIAN = str.maketrans({"ғ": "г", "ӣ": "и", "қ": "к", "ӯ": "у", "ҳ": "х", "ҷ": "дж", "ё": "е"})
FOLD = str.maketrans({"ғ": "г", "ӣ": "и", "қ": "к", "ӯ": "у", "ҳ": "х", "ҷ": "ч", "ё": "е", "й": "и", "ъ": "", "ь": ""})
# Tajik writes words that came through Russian without these letters: милитсия, консерт.
TAJIK = str.maketrans({"щ": "ш", "ы": "и"})
TS_AFTER_VOWEL = re.compile(r"(?<=[аеиоуэюяы])ц")


@dataclass(frozen=True)
class Word:
    """A word of a text: where it stands (in the text as `normal` gives it), its form and its stem."""

    start: int
    end: int
    form: str
    stem: str


def normal(text: str) -> str:
    """Text as it is searched and shown: composed letters, nothing invisible inside words."""
    return unicodedata.normalize("NFC", text).translate(INVISIBLE)


def words(text: str, language: str) -> list[Word]:
    """The words of a text in order, then those joined by hyphens once more as one («курган-тюбе»: кургантюбе)."""
    text = normal(text)
    found = [_word(match.start(), match.end(), match[0], language) for match in WORD.finditer(text)]
    joined = [
        _word(match.start(), match.end(), "".join(WORD.findall(match[0])), language)
        for match in HYPHENED.finditer(text)
    ]
    return [word for word in found + joined if word.form]  # «ъ» alone is nothing


def _word(start: int, end: int, word: str, language: str) -> Word:
    return Word(start, end, *analysed(word[:LONGEST], language))


@lru_cache(maxsize=KEPT)
def analysed(word: str, language: str) -> tuple[str, str]:
    """Form and stem of one word in a language; one without rules of its own is only folded."""
    lower = "".join(letter for letter in normal(word).lower() if letter.isalnum())  # «İ» in lower case is two signs
    plain = _read_legacy_font(lower)
    form = folded(plain, language)
    if language == "tg":
        return form, tajik.stem(form, _known().whole)
    if language in SNOWBALL:
        stemmed = _stemmer(language).stemWord(plain.translate(RUSSIAN))
        return form, folded(stemmed, language) or form
    return form, form


def folded(word: str, language: str) -> str:
    """A word in lower case without what hands leave out: «Ҷиноятӣ» is чинояти, «джамоат» is чамоат."""
    if language == "tg":
        word = TS_AFTER_VOWEL.sub("тс", word).replace("ц", "с").translate(TAJIK)
    return word.replace("дж", "ҷ").translate(FOLD)


@lru_cache(maxsize=1024)
def spellings(word: str) -> tuple[str, ...]:
    """The word and, if it is a name that is spelt in several ways, the other spellings: Куляб, Кӯлоб."""
    known = _known().spellings
    for language in ("tg", "ru", "en"):
        for key in analysed(word, language):
            if key in known:
                return (word, *[other for other in known[key] if other != word])
    return (word,)


@dataclass(frozen=True)
class _Known:
    whole: frozenset[str]
    spellings: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def _known() -> _Known:
    """What stands in the data file. Stems of names are looked up by rules alone, so `whole` is made first."""
    with DATA.open("rb") as file:
        told = tomllib.load(file)
    whole = frozenset(folded(normal(word).lower(), "tg") for word in told["whole"].split())
    found: dict[str, tuple[str, ...]] = {}
    for group in told["same"]:
        names = tuple("".join(WORD.findall(name.lower())) for name in group)
        for name in names:
            form = folded(name, "tg")
            stemmed = [folded(_stemmer(code).stemWord(name.translate(RUSSIAN)), code) for code in SNOWBALL]
            for key in (form, tajik.stem(form, whole), folded(name, "ru"), *stemmed):
                found.setdefault(key, names)
    return _Known(whole, found)


@lru_cache(maxsize=2)
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(SNOWBALL[language])


def _read_legacy_font(word: str) -> str:
    """Letters of an 8-bit font read as what they looked like; і and ѕ tell which of the two families it was."""
    return word.translate(FIRST_FONT if "і" in word or "ѕ" in word else SECOND_FONT)
