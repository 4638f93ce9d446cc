"""What a word written with or without the six Tajik letters may stand for, by a list of known Tajik words.

The list (data/tg_words.tsv: word, count) is built from our own texts by data/build_words.py and read once, when it is
first needed. A word that the list lacks is tried by its stem, with the usual prefixes and endings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
SIX = frozenset("ғӣқӯҳҷ")
# What people type who have a Russian keyboard only (domain notes, section 3.6); ё is often left out as well.
PLAIN = str.maketrans("ғӣқӯҳҷё", "гикухче")
HARD = str.maketrans("", "", "ъь")
LONGEST_WORD = 40
SHORTEST_STEM = 3
# A form that is this much more frequent than the next one is taken without asking.
CLEAR = 6
# Both are words of their own, however often our texts have them: a person chooses.
BOTH = [
    ("хар", "ҳар"), ("хол", "ҳол"), ("холи", "ҳоли"), ("чой", "ҷой"), ("шох", "шоҳ"), ("чанг", "ҷанг"),
    ("хуш", "ҳуш"), ("рух", "рӯҳ"), ("кисса", "қисса"), ("кадр", "қадр"), ("тур", "тӯр"), ("кош", "қош"),
]  # fmt: skip
PREFIXES = ["наме", "ме", "на", "би", "бе", "но"]
ENDINGS = [
    "и", "у", "ю", "ро", "е", "ам", "ат", "аш", "амон", "атон", "ашон", "ям", "ят", "яш", "ямон", "ятон", "яшон",
    "он", "ён", "они", "онро", "ёни", "ёнро", "гон", "гони", "ҳо", "ҳои", "ҳоро", "ҳою", "ҳое", "ҳову", "ҳоям",
    "ҳоят", "ҳояш", "ҳоямон", "ҳоятон", "ҳояшон", "тар", "тарин", "тарини", "ад", "ем", "ед", "анд", "аст",
]  # fmt: skip


@dataclass(frozen=True)
class Lexicon:
    """The lists as they are looked up: counts by form, forms by their plain spelling, the common Russian words."""

    counts: dict[str, int]
    by_plain: dict[str, list[str]]
    without_signs: dict[str, list[str]]
    russian: frozenset[str]
    endings: dict[str, str]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The word lists, read from disk at the first call."""
    counts = dict(_rows("tg_words.tsv"))
    for pair in BOTH:
        for word in pair:
            counts.setdefault(word, 1)
    by_plain: dict[str, list[str]] = {}
    for word in sorted(counts, key=lambda each: (-counts[each], each)):
        by_plain.setdefault(plain(word), []).append(word)
    without_signs = {key.translate(HARD): forms for key, forms in by_plain.items() if key.translate(HARD) != key}
    russian = frozenset(word for word, _count in _rows("ru_words.tsv"))
    return Lexicon(counts, by_plain, without_signs, russian, {plain(ending): ending for ending in ENDINGS})


def _rows(name: str) -> Iterator[tuple[str, int]]:
    for line in (DATA / name).read_text("utf-8").splitlines():
        word, count = line.split("\t")
        yield word, int(count)


def plain(word: str) -> str:
    """A lower-case word as a Russian keyboard writes it: as long as it was."""
    return word.translate(PLAIN)


@lru_cache(maxsize=16384)
def forms(word: str) -> tuple[str, ...]:
    """The Tajik words that `word` (lower case) may stand for, likeliest first; nothing when none is known.

    One form is a sure answer, several are a question. What is written with one of the six letters, or with ё, keeps it.
    """
    if not 0 < len(word) <= LONGEST_WORD:
        return ()
    known, key = lexicon(), plain(word)
    found = _fitting(word, known.by_plain.get(key, []))
    if found:
        return _clear(found, [known.counts[form] for form in found])
    return _by_stem(word, key) or tuple(known.without_signs.get(key, [])[:1])


def is_known(word: str) -> bool:
    """Whether `word` (lower case) is Tajik as it is written."""
    return word in lexicon().counts or word in forms(word)


def _by_stem(word: str, key: str) -> tuple[str, ...]:
    """The forms of a word with prefix or ending, by the longest stem that is known."""
    known = lexicon()
    for start, end in _cuts(key):
        stems = known.by_plain.get(key[start:end])
        if not stems:
            continue
        made = {key[:start] + _joined(stem, known.endings.get(key[end:], "")): known.counts[stem] for stem in stems}
        found = _fitting(word, list(made))
        if found:
            return _clear(found, [made[form] for form in found])
    return ()


def _cuts(key: str) -> list[tuple[int, int]]:
    """Where the stem of a word may begin and end: longest stems first."""
    known = lexicon()
    starts = [0, *(len(prefix) for prefix in PREFIXES if key.startswith(prefix))]
    ends = [len(key), *(len(key) - size for size in range(1, 8) if key[len(key) - size :] in known.endings)]
    cuts = [(start, end) for start in starts for end in ends if end - start >= SHORTEST_STEM]
    return sorted(cuts, key=lambda cut: cut[0] - cut[1])


def _joined(stem: str, ending: str) -> str:
    """Stem and ending: a final ӣ is written и before an ending."""
    return (stem[:-1] + "и" if ending and stem.endswith("ӣ") else stem) + ending


def _fitting(word: str, candidates: list[str]) -> list[str]:
    """The candidates that keep every special letter that is written."""
    return [
        form
        for form in dict.fromkeys(candidates)
        if len(form) == len(word) and all(a in (b, plain(b)) for a, b in zip(word, form, strict=True))
    ]


def _clear(found: list[str], counts: list[int]) -> tuple[str, ...]:
    """The first form alone where it is clear, otherwise all, at most four."""
    disputed = any(set(found) >= set(pair) for pair in BOTH)
    if len(found) > 1 and not disputed and counts[0] >= CLEAR * counts[1]:
        return (found[0],)
    return tuple(found[:4])
