"""Terms of the glossary, found in running text and linked to what they mean, without authors marking anything.

A word of a text stands for a word of a term when the term's root is what remains of it without an ending of its
language: in Tajik plural, izofat, -ро, -е, possessives; in Russian the endings of nouns and adjectives, never those of
verbs; in English plural and possessive. Forms that this doesn't reach stand in the term's own `forms`.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

from django.core.cache import cache as kept
from django.utils.html import escape

from handbook.domain import reference
from ui import languages
from ui.reference import Term

KEPT = 24 * 3600  # seconds
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
SPACE = re.compile(r"\s+")
# Links, headings, a definition's own term, controls, and words that the page itself says.
SKIPPED = frozenset(["a", "button", "caption", "cite", "code", "dfn", "h1", "h2", "h3", "h4", "summary", "th"])
SKIPPED_CLASSES = frozenset(["b-form", "b-label", "b-title", "mark-check", "mark-fallback", "mark-stale"])
VOID = frozenset(["br", "hr", "img", "input", "wbr"])
# Tajik, behind a noun: a plural, then one of izofat, -ро, -е, -у, or a possessive with or without -ро.
POSSESSIVES = [y + p for y in "ая" for p in ("м", "т", "ш", "мон", "тон", "шон")]
TAJIK = [
    plural + behind
    for plural in ("", "ҳо", "он", "ён", "гон")
    for behind in ("", "и", "ро", "е", "у", "ю", *POSSESSIVES, *(one + "ро" for one in POSSESSIVES))
]
RUSSIAN = (
    "а я о е ы и у ю й ь ой ей ою ею ам ям ами ями ах ях ом ем ов ев ью ий ие ия ию ием ией ии иям иями иях "
    "ый ая яя ое ее ые ого его ому ему ым им ую юю ых их ыми ими"
)
ENGLISH = ["s", "es", "'s", "’s", "s'", "s’"]
ENDINGS = {"tg": frozenset(TAJIK) - {""}, "ru": frozenset(RUSSIAN.split()), "en": frozenset(ENGLISH)}
SHORTEST = 3  # letters that must remain


@dataclass(frozen=True)
class Explained:
    """A text with its terms linked (`#w-<code>`, each from `#t-<code>`), and the codes of those terms."""

    html: str
    codes: tuple[str, ...]


def explained(html: str, language: str) -> Explained:
    """The page's own, well-formed HTML with the first occurrence of each term linked; kept for the same text, language
    and state of the glossary. What the parser cannot give back byte for byte is left without links.
    """
    state = reference.version()
    key = "explain:" + hashlib.sha256(f"{state}:{language}:{html}".encode()).hexdigest()
    found: Explained | None = kept.get(key)
    if found is None:
        found = link(html, language, {code: _index(code, state) for code in languages.codes()})
        kept.set(key, found, KEPT)
    return found


def link(html: str, language: str, indexes: Mapping[str, "Index"]) -> Explained:
    """The same without anything kept, by the given indexes a language."""
    linker = _Linker(language, indexes)
    linker.feed(html)
    linker.close()
    if "".join(linker.plain) != html:
        return Explained(html, ())
    return Explained("".join(linker.out), tuple(linker.linked))


# ---- words ----


@lru_cache(maxsize=20_000)
def bases(word: str, language: str) -> tuple[str, ...]:
    """The word in lower case, and what remains of it without each of the endings it may have, the longest first."""
    plain = word.lower().replace("ё", "е") if language == "ru" else word.lower()
    endings = ENDINGS.get(language, frozenset())
    found = [plain]
    for size in range(1, len(plain) - SHORTEST + 1):
        stem = plain[:-size]
        if plain[-size:] in endings:
            found.append(stem)
            if language == "tg" and stem.endswith("и"):  # ҳисоботдиҳӣ, ҳисоботдиҳии, ҳисоботдиҳиро
                found.append(f"{stem[:-1]}ӣ")
            if language == "en" and stem.endswith("i"):  # body, bodies
                found.append(f"{stem[:-1]}y")
    return tuple(found)


def root(word: str, language: str, *, last: bool) -> str:
    """What the word of a term is looked up by: in Tajik the word, within a term without the izofat that joins it."""
    found = bases(word, language)
    if language == "tg":
        return found[0][:-1] if not last and found[0].endswith("и") and len(found[0]) > SHORTEST else found[0]
    return found[-1] if not found[0].endswith("ss") else found[0]


# ---- terms ----


class Index:
    """The terms of one language by the root of their first word, the longest first."""

    def __init__(self, terms: Mapping[str, Term], language: str) -> None:
        self.language = language
        self.by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for code, term in sorted(terms.items()):
            if not term.explained:
                continue
            for roots in {
                self.roots(text) for text in (term.name.words.get(language, ""), *term.forms.get(language, []))
            }:
                if roots:
                    self.by_first.setdefault(roots[0], []).append((roots, code))
        for entries in self.by_first.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry))

    def roots(self, text: str) -> tuple[str, ...]:
        """The roots of the words of a term; none for a text with signs between its words, which no text repeats."""
        words = WORD.findall(text)
        if SPACE.sub(" ", text.strip()) != " ".join(words):
            return ()
        return tuple(root(word, self.language, last=word is words[-1]) for word in words)

    def matches(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, code) of every term in a text, the longest at each place, none within another."""
        words = list(WORD.finditer(text))
        place = 0
        while place < len(words):
            size, code = self._at(text, words, place)
            if code:
                yield words[place].start(), words[place + size - 1].end(), code
            place += max(size, 1)

    def _at(self, text: str, words: list[re.Match[str]], place: int) -> tuple[int, str]:
        best = (0, "")
        for base in bases(words[place][0], self.language):
            for roots, code in self.by_first.get(base, ()):
                if len(roots) > best[0] and self._follows(text, words[place : place + len(roots)], roots):
                    best = (len(roots), code)
        return best

    def _follows(self, text: str, words: list[re.Match[str]], roots: tuple[str, ...]) -> bool:
        if len(words) < len(roots):
            return False
        near = all(text[a.end() : b.start()].isspace() for a, b in zip(words, words[1:], strict=False))
        pairs = zip(words[1:], roots[1:], strict=True)
        return near and all(root in bases(word[0], self.language) for word, root in pairs)


@lru_cache(maxsize=12)
def _index(language: str, state: str) -> Index:
    """Made once a language and state of the glossary."""
    return Index(reference.terms(), language)


# ---- pages ----


class _Linker(HTMLParser):
    """Gives the HTML back as it came, with links around terms in its text; `plain` is the same without them."""

    def __init__(self, language: str, indexes: Mapping[str, Index]) -> None:
        super().__init__(convert_charrefs=False)
        self.indexes = indexes
        self.open: list[tuple[str, bool, str]] = [("", False, language)]  # tag, whether skipped, language
        self.out: list[str] = []
        self.plain: list[str] = []
        self.linked: dict[str, None] = {}
        self.known: set[str] = set()

    def keep(self, text: str) -> None:
        self.out.append(text)
        self.plain.append(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.keep(self.get_starttag_text() or "")
        if tag in VOID:
            return
        told = dict(attrs)
        _tag, skipped, language = self.open[-1]
        own = tag in SKIPPED or not SKIPPED_CLASSES.isdisjoint((told.get("class") or "").split())
        self.open.append((tag, skipped or own, told.get("lang") or language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.keep(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.keep(f"</{tag}>")
        if any(one[0] == tag for one in self.open[1:]):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        _tag, skipped, language = self.open[-1]
        index = self.indexes.get(language)
        found = list(index.matches(data)) if index and (self._defines() or not skipped) else []
        if skipped:  # within <dfn> the page explains a term itself, from here on
            self.known.update(code for _start, _end, code in found)
            self.keep(data)
        else:
            self._write(data, found)

    def _defines(self) -> bool:
        return any(tag == "dfn" for tag, _skipped, _language in self.open)

    def _write(self, data: str, found: list[tuple[int, int, str]]) -> None:
        self.plain.append(data)
        done = 0
        for start, end, code in found:
            if code in self.linked or code in self.known:
                continue
            self.linked[code] = None
            said, name = data[start:end], escape(code)
            self.out += [data[done:start], f'<a class="term" id="t-{name}" href="#w-{name}">{said}</a>']
            done = end
        self.out.append(data[done:])

    def handle_entityref(self, name: str) -> None:
        self.keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.keep(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.keep(f"<!--{data}-->")
