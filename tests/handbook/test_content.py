"""The handbook's own content, as files: whole, in three languages, of the promised size, its doubts listed."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from handbook.domain.demo import CONTENT, FIGURES
from tests.factories.handbook import LANGUAGES

CHAPTERS = sorted(CONTENT.glob("*/chapter.toml"))
SECTIONS = sorted(CONTENT.glob("*/[0-9]*.toml"))
ANNEX = "annexes"
# What the issue of the handbook promises: twelve chapters and the annexes, by number.
PARTS = {1: 4, 2: 4, 3: 7, 4: 5, 5: 5, 6: 5, 7: 6, 8: 4, 9: 5, 10: 5, 11: 5, 12: 4, 13: 5}


def told(path: Path) -> dict:
    return tomllib.loads(path.read_text("utf-8"))


def leaves(value: object):
    """Every table of languages below a value of a content file."""
    if isinstance(value, dict):
        if set(value) & set(LANGUAGES) and all(isinstance(text, str) for text in value.values()):
            yield value
        else:
            for one in value.values():
                yield from leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)


def test_every_chapter_has_its_sections():
    found = {told(path)["number"]: len(list(path.parent.glob("[0-9]*.toml"))) for path in CHAPTERS}
    assert found == PARTS


@pytest.mark.parametrize("path", SECTIONS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_section_says_the_same_amount_in_every_language(path):
    blocks = told(path)["blocks"]
    words = dict.fromkeys(LANGUAGES, 0)
    for leaf in leaves(blocks):
        assert set(leaf) == set(LANGUAGES), leaf
        for code, text in leaf.items():
            assert text.strip(), leaf
            words[code] += len(re.findall(r"\w+", text))
    fewest = 150 if path.parent.name == ANNEX else 290
    assert all(fewest <= count <= 640 for count in words.values()), words


@pytest.mark.parametrize("path", SECTIONS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_section_ends_with_something_to_try_and_has_one_picture_at_most(path):
    kinds = [block["type"] for block in told(path)["blocks"]]
    assert kinds.count("figure") <= 1
    if path.parent.name != ANNEX:
        assert kinds.count("try_it") == 1


def test_no_picture_is_missing_or_heavy():
    shown = {block["picture"] for path in SECTIONS for block in told(path)["blocks"] if block["type"] == "figure"}
    assert shown == {path.stem for path in FIGURES.glob("*.webp")} == {path.stem for path in FIGURES.glob("*.svg")}
    assert all(path.stat().st_size <= 25_000 for path in FIGURES.glob("*.webp"))


def test_cited_laws_and_terms_are_listed():
    laws = {law["code"] for law in told(CONTENT / "laws.toml")["laws"]}
    terms = {term["code"] for term in told(CONTENT / "glossary.toml")["terms"]}
    blocks = [block for path in SECTIONS for block in told(path)["blocks"]]
    assert {block["law"] for block in blocks if block["type"] == "law"} <= laws
    assert {block["entry"] for block in blocks if block.get("entry")} <= terms
    assert any(block.get("entry") for block in blocks)


def test_what_a_native_editor_should_check_is_on_their_list():
    listed = (Path(settings.BASE_DIR) / "site/docs/language-review.md").read_text("utf-8")
    doubts = [block["check"] for path in SECTIONS for block in told(path)["blocks"] if block.get("check")]
    doubts += [law["name"]["tg"] for law in told(CONTENT / "laws.toml")["laws"] if not law["sure"]]
    doubts += [term["name"]["tg"] for term in told(CONTENT / "glossary.toml")["terms"] if term["status"] != "V"]
    assert len(doubts) > 150
    assert [doubt for doubt in doubts if doubt.replace("|", "/") not in listed] == []


@pytest.mark.parametrize("path", [*CHAPTERS, *SECTIONS, CONTENT / "glossary.toml", CONTENT / "laws.toml"], ids=str)
def test_no_word_is_typed_with_letters_of_another_alphabet(path):
    """A Latin letter inside a Cyrillic word looks right and is never found by a search."""
    for leaf in leaves(told(path)):
        for text in leaf.values():
            assert not re.search(r"[A-Za-z][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-z]", text), text
        assert not re.search(r"[Ѐ-ӿ]", re.sub(r"«[^»]*»|\([^)]*\)", "", leaf["en"])), leaf["en"]
