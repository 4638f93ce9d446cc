"""Each kind of question, written and read again by each format: what it can hold comes back, what it can't is said."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments import kinds
from assessments.domain import exchange
from assessments.formats import gift, moodle_xml, qti, sheet
from assessments.formats.entry import Entry, Option
from tests.assessments.formats.pictures import taken

pytestmark = pytest.mark.usefixtures("english")
ONE, HALF = Decimal(1), Decimal("0.5")
FORMS = {"moodle-xml": moodle_xml, "gift": gift, "qti3": qti, "xlsx": sheet}

TRUTH = Entry("T", 1, "truth", "The law says so.", details={"answer": "false"})
PAIRS = Entry(
    "M", 1, "match", "What goes with what?",
    [Option("102", match="militia"), Option("103 = help", match="doctors"), Option("", match="fire {so}")],
    {"rule": "part"},
)  # fmt: skip
GAPS = Entry(
    "G", 1, "gaps", "Call [[1]], and then speak [[2]]-wise.",
    [Option("102", ONE, part=1), Option("one ~ two}", HALF, part=1), Option("apart", ONE, part=2),
     Option("to*gether", part=2), Option("# never", part=2)],
    {"rule": "part"},
)  # fmt: skip
ONE_GAP = Entry(
    "G1", 1, "gaps", "Call [[1]] at once.", [Option("102", ONE), Option("103"), Option("104")], {"rule": "part"}
)
ESSAY = Entry("E", 1, "essay", "Write about it.", details={"words": "150", "criteria": "3 Names the law\n1.5 Reasons"})
FILE = Entry("F", 1, "file", "Draw a plan.", details={"criteria": "2 Places\n1 Roads"})
SUM = Entry(
    "S", 1, "many", "Whom?",
    [Option("a", HALF), Option("b", HALF), Option("c", -HALF), Option("d", Decimal("-0.25"))], {"rule": "sum"},
)  # fmt: skip
SPOT = Entry(
    "P", 1, "spot", "Where?",
    [Option("gate", ONE, area="7 48 23 13"), Option("lane", ONE, area="50 61 8 35"),
     Option("school", area="42 9 21 33")],
    {"rule": "part"}, picture=taken(), picture_alt="A plan",
)  # fmt: skip
CASE = Entry(
    "C", 1, "scenario", "[[1]] A call.\n[[2]] A door.",
    [Option("go", ONE, part=1, leads=2), Option("stay", -HALF, part=1), Option("knock", ONE, part=2),
     Option("leave", part=2)],
)  # fmt: skip
PICTURED = Entry("I", 1, "one", "Which sign?", [Option("a", ONE), Option("b")], picture=taken(), picture_alt="A sign")
EVERY = [TRUTH, PAIRS, GAPS, ONE_GAP, ESSAY, FILE, SUM, SPOT, CASE, PICTURED]
# By the name of the entry: what a format skips, and what it drops; everything else comes back.
SKIPPED = {"moodle-xml": "PC", "gift": "GFPC", "qti3": "C", "xlsx": "G"}
DROPPED = {"moodle-xml": "", "gift": "EI", "qti3": "E", "xlsx": ""}


def told(entry: Entry, *, pictured: bool = True) -> tuple:
    picture = entry.picture.content if entry.picture and pictured else None
    alt = entry.picture_alt if pictured else ""
    details = {name: value for name, value in entry.details.items() if name not in ("words", "criteria") or pictured}
    return entry.answering, entry.stem, entry.options, details, entry.name, picture, alt, entry.shuffle


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("entry", EVERY, ids=lambda one: one.name)
def test_a_kind_comes_back_from_each_format_that_holds_it(entry: Entry, form: str) -> None:
    writer = FORMS[form]
    assert bool(writer.can_hold(entry)) == (entry.name in SKIPPED[form])
    if entry.name in SKIPPED[form]:
        return
    [back] = writer.read(writer.write([entry]))
    assert isinstance(back, Entry), back.reason
    assert bool(writer.lost(entry)) == (entry.name in DROPPED[form]), writer.lost(entry)
    whole = not writer.lost(entry)
    if entry is ESSAY and form == "qti3":  # it holds the criteria, not the number of words
        assert back.details == {"criteria": entry.details["criteria"]}
    assert told(back, pictured=whole) == told(entry, pictured=whole)
    assert not back.dropped


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (replace(GAPS, name="G2", details={"rule": "all"}), "rule"),
        (replace(ONE_GAP, details={"rule": "part", "typos": "1"}), "letters"),
        (replace(FILE, answering="essay", details={"second": "20"}), "second person"),
    ],
)
def test_what_a_format_cannot_hold_is_said(entry: Entry, said: str, form: str) -> None:
    lost = " ".join(FORMS[form].lost(entry))
    assert (said in lost) == (form != "xlsx"), lost


def test_a_spreadsheet_holds_gaps_that_are_right_or_wrong() -> None:
    options = [replace(option, score=Decimal(int(option.score > 0))) for option in GAPS.options]
    entry = replace(GAPS, options=[*options, Option("*", ONE, part=3), Option("\\", ONE, part=3)])
    assert not sheet.can_hold(entry)
    [back] = sheet.read(sheet.write([entry]))
    assert back.options == entry.options


def test_every_kind_but_those_of_surveys_can_be_in_a_file() -> None:
    assert {code for code, kind in kinds.registry().items() if kind.scored} == exchange.KINDS


def test_a_part_of_a_gap_is_a_reason_to_leave_it_out_of_a_spreadsheet() -> None:
    assert "in part" in sheet.can_hold(GAPS)
    assert "one gap" in gift.can_hold(GAPS)
    assert "backslash" in moodle_xml.can_hold(replace(ONE_GAP, options=[Option("a\\b", ONE)]))
    assert "arrow" in gift.can_hold(replace(ONE_GAP, options=[Option("a -> b", ONE)]))
