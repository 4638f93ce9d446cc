"""Whatever questions say comes back as it was; whatever is broken in a file, reading it ends in words."""

import random
import re
import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from assessments.formats import docx, gift, moodle_xml, qti, sheet
from assessments.formats.entry import Entry, Option, Skipped, Unreadable
from tests.assessments.formats import files, moodle
from tests.assessments.formats.pictures import drawn
from tests.assessments.formats.test_kinds_in_files import EVERY

pytestmark = pytest.mark.usefixtures("english")
FORMS = [moodle_xml, gift, qti, sheet]
# Letters and the signs that one format or another uses for itself; no stars, which are the markup of bold type.
WORDS = st.text(alphabet="абғӣқ xyZ0-9=~#{}:;%/<>&\"'.,()+", min_size=1, max_size=20).map(
    lambda text: f"w{text.strip()}"
)
SHARES = st.sampled_from([Decimal(0), Decimal(1), Decimal("0.5")])  # of a gap: below 0 is as 0 there


@st.composite
def pairs(draw) -> Entry:
    left = draw(st.lists(WORDS, min_size=2, max_size=4, unique=True))
    options = [Option(f"l{text}", match=f"m{draw(WORDS)}") for text in left]
    wrong = [Option("", match=f"n{text}") for text in draw(st.lists(WORDS, max_size=2, unique=True))]
    return Entry("name", 1, "match", draw(WORDS), options + wrong, {"rule": "part"})


@st.composite
def gaps(draw) -> Entry:
    count = draw(st.integers(1, 3))
    stem = "".join(f"{draw(WORDS)}[[{gap}]]" for gap in range(1, count + 1)) + draw(WORDS)
    options = []
    for gap in range(1, count + 1):
        texts = draw(st.lists(WORDS, min_size=1, max_size=3, unique=True))
        rest = [Option(text, draw(SHARES), part=gap) for text in texts[1:]]
        options += [Option(texts[0], Decimal(1), part=gap), *rest]
    return Entry("name", 1, "gaps", stem, options, {"rule": "part"})


@st.composite
def several(draw) -> Entry:
    texts = draw(st.lists(WORDS, min_size=3, max_size=5, unique=True))
    scores = [
        Decimal("0.75"),
        Decimal("0.25"),
        *[draw(st.sampled_from([Decimal("-0.3"), Decimal(0)])) for _ in texts[2:]],
    ]
    options = [Option(text, score) for text, score in zip(texts, scores, strict=True)]
    return Entry("name", 1, "many", draw(WORDS), options, {"rule": "sum"})


def squeezed(entry: Entry) -> tuple:
    options = [(re.sub(r"\s+", " ", o.text), re.sub(r"\s+", " ", o.match), o.part, o.score) for o in entry.options]
    return entry.answering, re.sub(r"\s+", " ", entry.stem), sorted(options), entry.details


@pytest.mark.parametrize("form", FORMS)
@given(entry=st.one_of(pairs(), gaps(), several()))
@settings(max_examples=60, deadline=None)
def test_what_is_held_comes_back(form, entry: Entry) -> None:
    if form.can_hold(entry):
        return
    [back] = form.read(form.write([entry]))
    assert isinstance(back, Entry), back.reason
    assert squeezed(back) == squeezed(entry)


def broken(content: bytes, seed: int) -> bytes:
    """The document with some of its elements, attributes and texts gone or changed."""
    chance, root = random.Random(seed), etree.fromstring(content)
    for element in [*root.iter(etree.Element)][1:]:
        what = chance.random()
        if what < 0.04 and element.getparent() is not None:
            element.getparent().remove(element)
        elif what < 0.10:
            element.attrib.clear()
        elif what < 0.16:
            element.text = chance.choice(["", "x", "-1", "[[7]]", "{1:SA:=}", "99999999999999", "A", "A B C"])
        elif what < 0.20 and element.attrib:
            element.set(chance.choice(sorted(element.attrib)), chance.choice(["", "x", "-3", "1,2", "NaN"]))
    return etree.tostring(root)


MOODLE = moodle.quiz(
    moodle.CLOZE, moodle.SELECT, moodle.DRAGGED, moodle.MATCHING, moodle.ESSAY, moodle.FILES, moodle.PICTURED
)


@given(seed=st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
def test_a_broken_file_of_moodle_ends_in_words(seed: int) -> None:
    content = broken(MOODLE, seed)
    found = moodle_xml.read(content)
    assert len(found) == len([*etree.fromstring(content).iterchildren("question")])
    assert all(one.reason for one in found if isinstance(one, Skipped))


@given(seed=st.integers(0, 10**9), entry=st.sampled_from([one for one in EVERY if not qti.can_hold(one)]))
@settings(max_examples=60, deadline=None)
def test_a_broken_item_ends_in_words(seed: int, entry: Entry) -> None:
    with zipfile.ZipFile(BytesIO(qti.write([entry]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["items/00001.xml"] = broken(parts["items/00001.xml"], seed)
    try:
        [found] = qti.read(files.packed(parts))
    except Unreadable:
        return
    assert isinstance(found, Entry) or found.reason


WORD = files.docx(
    "1. Which?", "!rId9", "a) x", "+b) y", "2. Call ____ and ____.", "Answer: a; b", "3. Match.",
    [("1. x", "a) y"), ("2. z", "b) w")], "Answer: 1-b, 2-a", "#1 Listed", "#a **x**", "#a y", "5. So.", "Answer: true",
    rId9=drawn(),
)  # fmt: skip


@given(seed=st.integers(0, 10**9), part=st.sampled_from(["document", "numbering", "_rels/document.xml.rels"]))
@settings(max_examples=60, deadline=None)
def test_a_broken_document_of_word_ends_in_words(seed: int, part: str) -> None:
    with zipfile.ZipFile(BytesIO(WORD)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = f"word/{part}" if part.endswith("rels") else f"word/{part}.xml"
    parts[name] = broken(parts[name], seed)
    assert all(isinstance(one, Entry) or one.reason for one in docx.read(files.packed(parts)))


SHEET = sheet.write([one for one in EVERY if not sheet.can_hold(one)])
DRAWN = ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/_rels/sheet1.xml.rels",
         "xl/drawings/drawing1.xml", "xl/drawings/_rels/drawing1.xml.rels", "xl/worksheets/sheet1.xml"]  # fmt: skip


@given(seed=st.integers(0, 10**9), part=st.sampled_from(DRAWN))
@settings(max_examples=80, deadline=None)
def test_a_broken_spreadsheet_ends_in_words(seed: int, part: str) -> None:
    with zipfile.ZipFile(BytesIO(SHEET)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = broken(parts[part], seed)
    try:
        found = sheet.read(files.packed(parts))
    except Unreadable:
        return
    assert all(isinstance(one, Entry) or one.reason for one in found)


@given(text=st.text(alphabet="ab ={}~#%->:[]/\\*\n1T", max_size=60))
@settings(max_examples=60, deadline=None)
def test_gift_of_any_signs_ends_in_words(text: str) -> None:
    assert all(isinstance(one, Entry) or one.reason for one in gift.read(text.encode()))
