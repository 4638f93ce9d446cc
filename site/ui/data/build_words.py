"""Builds tg_words.tsv and ru_words.tsv, by which pasted Tajik text is mended (see ui/legacy.py), from our own texts.

    python site/ui/data/build_words.py [more.csv ...]

Read are the Tajik and the Russian of every content folder and of locale/, the tables of people, and the columns `tg`
and `ru` of any further CSV files that are named. Needs polib, which is there where the project is developed. Run it
when much has been written; the lists are committed, so that every server mends alike.
"""

import csv
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize

import polib

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
WORD = re.compile(r"[а-яёғӣқӯҳҷ]+")
RUSSIAN_ONLY = re.compile("[ыщьц]")  # the Tajik alphabet has none of these since 1998
LETTERS = {"ё", "и", "ӯ"}  # the words of one letter; other single letters are names of letters
MISSPELT = {"коғаз", "коғази"}  # in our texts, and not to be taught to others
LEAST_RUSSIAN = 4  # Russian is only told from Tajik, by its common words
# Frequent words of offices and laws, which the texts may lack; each is counted once.
MORE_TAJIK = (HERE / "more_tg.txt").read_text("utf-8").split()


def every_text(found: Any, language: str, inside: bool = False) -> Iterator[str]:
    """The strings that stand anywhere below a key named `language`."""
    if isinstance(found, str) and inside:
        yield found
    elif isinstance(found, dict):
        for key, value in found.items():
            yield from every_text(value, language, inside or key == language)
    elif isinstance(found, list):
        for value in found:
            yield from every_text(value, language, inside)


def texts(language: str, tables: list[Path]) -> Iterator[str]:
    """All our texts in one language."""
    for path in sorted(ROOT.glob("*/content/**/*.toml")):
        yield from every_text(tomllib.loads(path.read_text("utf-8")), language)
    for path in sorted((ROOT / "locale" / language).rglob("*.po")):
        for entry in polib.pofile(str(path)):
            yield from (entry.msgstr, *entry.msgstr_plural.values())
    for path in [*sorted((ROOT / "site/people/data").glob("*.csv")), *tables]:
        with path.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                yield from (value for key, value in row.items() if key in {language, f"name_{language}"} and value)


def counted(language: str, tables: list[Path]) -> Counter[str]:
    """How often each word form of a language stands in our texts."""
    count: Counter[str] = Counter()
    for text in texts(language, tables):
        count.update(WORD.findall(normalize("NFC", text).lower()))
    return count


def write(path: Path, count: dict[str, int]) -> None:
    """One word a line with its count, most frequent first."""
    rows = sorted(count.items(), key=lambda row: (-row[1], row[0]))
    path.write_text("".join(f"{word}\t{times}\n" for word, times in rows), "utf-8")


def is_tajik(word: str) -> bool:
    """Whether a word of our Tajik texts is one to be known by: no foreign letters, no single letter, no slip."""
    return not RUSSIAN_ONLY.search(word) and (len(word) > 1 or word in LETTERS) and word not in MISSPELT


def main(tables: list[Path]) -> None:
    tajik = counted("tg", tables)
    for word in MORE_TAJIK:
        tajik[word] += 1
    write(HERE / "tg_words.tsv", {word: times for word, times in tajik.items() if is_tajik(word)})
    russian = counted("ru", tables)
    write(HERE / "ru_words.tsv", {word: times for word, times in russian.items() if times >= LEAST_RUSSIAN})


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
