"""Whether a translation still says what its source says. Pure: texts in, states out.

A leaf is one text in every language. `made` is what is stored beside it: under "of" the source language, and
under each other language the digest of the source text that the translation was made from, for example
{"of": "tg", "ru": "5d41402abc4b", "en": "7d793037a076"}. Under "sense" it keeps the digest of the source text of the
last change of meaning, so that two states of a text can be told apart by what they mean. Under "ru@" it keeps the day
of the save that left Russian out of step or without a text, as long as it is so.
"""

import hashlib
import html
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

OF = "of"
SENSE = "sense"
SINCE = "@"  # after the code of a language
# The classes of a change of the source text.
MEANING, WORDING = "meaning", "wording"
# In the place of a digest: out of step, with whichever source text.
NEVER = "-"
_BLOCK_TAG = re.compile(r"</?(?:p|li|ul|ol|br|h[1-6]|blockquote|hr)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")


class State(StrEnum):
    """What a reader of one language gets of a leaf."""

    FRESH = "fresh"
    STALE = "stale"
    MISSING = "missing"


@dataclass(frozen=True)
class Save:
    """How a save is to be judged.

    source: the language that the page is written in first. meaning: changes of the source text change what it
    says (else they are only wording). confirmed: languages whose translations were checked and found in step.
    today: the day of the save, in ISO form; "" leaves undated what falls behind.
    """

    source: str
    meaning: bool = True
    confirmed: frozenset[str] = frozenset()
    today: str = ""


def words(markup: str) -> str:
    """The words of rich text: tags, entities and the editor's own block keys say nothing of meaning."""
    return html.unescape(_TAG.sub("", _BLOCK_TAG.sub(" ", markup)))


def paragraphs(markup: str) -> str:
    """The same words, a paragraph a line: for reading."""
    lines = html.unescape(_TAG.sub("", _BLOCK_TAG.sub("\n", markup))).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def digest(text: str) -> str:
    """Twelve hexadecimal digits that change when the text does, spaces aside."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]


def digests(texts: Mapping[str, str]) -> dict[str, str]:
    """A digest for each language that has a text."""
    return {language: digest(text) for language, text in texts.items() if text.strip()}


def state(texts: Mapping[str, str], made: Mapping[str, str], language: str) -> State:
    """The state of `language` in a leaf. Nothing recorded counts as fresh: it was entered with its source."""
    if not texts.get(language, "").strip():
        return State.MISSING
    source = made.get(OF, language)
    if language == source or language not in made:
        return State.FRESH
    return State.FRESH if made[language] == digest(texts.get(source, "")) else State.STALE


def fresh(texts: Mapping[str, str], source: str) -> dict[str, str]:
    """What to store for texts that were written together."""
    now = digest(texts.get(source, ""))
    return {OF: source} | {code: now for code, text in texts.items() if code != source and text.strip()}


def settle(texts: Mapping[str, str], made: Mapping[str, str], loaded: Mapping[str, str], save: Save) -> dict[str, str]:
    """What to store after a save.

    texts: as saved. made: as stored when the editor opened the page. loaded: `digests` of the texts at that time
    (empty for a new leaf). A translation changed in this save, or confirmed, is fresh; an untouched one stays what
    it was, unless the source changed in meaning.
    """
    now = digest(texts.get(save.source, ""))
    result = {OF: save.source} | sense(made, loaded, save, now)
    for language, text in texts.items():
        if language == save.source or not text.strip():
            continue
        changed = digest(text) != loaded.get(language)
        settled = changed or language in save.confirmed
        result[language] = now if settled else _untouched(language, made, loaded, save, now)
    return result | _since(texts, made, loaded, result, save.today)


def sense(made: Mapping[str, str], loaded: Mapping[str, str], save: Save, now: str) -> dict[str, str]:
    """What to store of the last change of meaning: this save's, or the one known before it; nothing for a new leaf."""
    before = loaded.get(save.source)
    if before is not None and before != now and save.meaning:
        return {SENSE: now}
    return {SENSE: made[SENSE]} if SENSE in made else {}


def since(made: Mapping[str, str], language: str) -> str:
    """The day since which a language has been behind, in ISO form; "" when it isn't known."""
    return made.get(language + SINCE, "")


def _since(
    texts: Mapping[str, str], made: Mapping[str, str], loaded: Mapping[str, str], result: Mapping[str, str], today: str
) -> dict[str, str]:
    """The day since which each language is behind: kept while it stays so, today's for what this save left behind."""
    days: dict[str, str] = {}
    if not digests(texts):
        return days
    for language in texts:
        if state(texts, result, language) is State.FRESH:
            continue
        was_behind = bool(loaded) and (language not in loaded or not _agreed(made, loaded, language))
        days[language + SINCE] = since(made, language) or ("" if was_behind else today)
    return {key: day for key, day in days.items() if day}


def _untouched(language: str, made: Mapping[str, str], loaded: Mapping[str, str], save: Save, now: str) -> str:
    """What an untouched translation was made from, seen from the source language of this save."""
    if not (_agreed(made, loaded, language) and _agreed(made, loaded, save.source)):
        return made.get(language, NEVER) if made.get(OF) == save.source else NEVER
    before = loaded.get(save.source, digest(""))
    return before if save.meaning and before != now else now


def _agreed(made: Mapping[str, str], loaded: Mapping[str, str], language: str) -> bool:
    """Whether `language` was in step with the source of that time."""
    source = made.get(OF, language)
    return language == source or language not in made or made[language] == loaded.get(source, digest(""))


def tally(states: Iterable[State]) -> dict[State, int]:
    """How many of each, zeros included."""
    listed: Collection[State] = list(states)
    return {kind: sum(one == kind for one in listed) for kind in State}
