"""What is read out of files of questions, and what of each is not; what is written reads as it was."""

import io
import re
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter

from assessments.domain.exchange import UnknownFormat, format_of
from assessments.formats import aiken, docx, gift, moodle_xml, qti, sheet, sheet_help
from assessments.formats.entry import Entry, Option, Skipped, Unreadable, plain
from tests.assessments.formats import files
from ui.languages import codes, own_name
from ui.sheets import decoded

pytestmark = pytest.mark.usefixtures("english")


HALF = Decimal("0.5")


def told(entry: Entry) -> tuple:
    return entry.answering, entry.stem, [(one.text, one.score) for one in entry.options], entry.details


def split(found: list) -> tuple[list[Entry], list[Skipped]]:
    return [one for one in found if isinstance(one, Entry)], [one for one in found if isinstance(one, Skipped)]


def test_gift() -> None:
    taken, skipped = split(gift.read(files.GIFT.encode()))
    assert [told(one) for one in taken] == [
        ("truth", "The word is written 1=1 {so}.", [], {"answer": "true"}),
        ("one", "Who leads?", [("The head", 1), ("The cadet", 0)], {}),
        ("gaps", "Two plus [[1]] is four.", [("two", 1), ("2", 1)], {"rule": "part"}),
        ("match", "Which belong together?", [("a", 0), ("b", 0), ("c", 0)], {"rule": "part"}),
        ("number", "In what year?", [], {"answer": "1994", "tolerance": "1"}),
        ("number", "Between?", [], {"answer": "3", "tolerance": "2"}),
        ("many", "Who are they?", [("Nobody", -1), ("One", HALF), ("Two", HALF), ("Three", -1)], {"rule": "sum"}),
        ("essay", "Write about it", [], {}),
    ]
    assert (taken[0].name, taken[0].topic, taken[1].explanation) == ("True one", "Law", "Because of the order.")
    assert taken[1].dropped
    assert [option.match for option in taken[3].options] == ["1", "2", "3"]
    assert [(one.line, one.kind) for one in skipped] == [(24, "description"), (26, "gift")]
    assert "brace" in skipped[-1].reason


def test_moodle_xml() -> None:
    taken, skipped = split(moodle_xml.read(files.MOODLE.encode()))
    assert [told(one) for one in taken] == [
        ("one", "Who **leads**?", [("The head", 1), ("The cadet", 0)], {}),
        ("many", "Which?", [("a", Decimal("0.333")), ("b", Decimal("0.667")), ("c", -1)], {"rule": "sum"}),
        ("truth", "So?", [], {"answer": "false"}),
        ("text", "Number?", [], {"answers": "102"}),
        ("number", "How far?", [], {"answer": "2.5", "tolerance": "0.1"}),
        ("match", "Match", [("a", 0), ("b", 0)], {"rule": "part"}),
        ("essay", "Write", [], {}),
        ("one", "Which?", [("a", 1), ("b", 0)], {}),
    ]
    assert (taken[0].name, taken[0].topic, taken[0].shuffle) == ("Head", "Law", False)
    assert (taken[4].unit, taken[0].line) == ("km", 4)
    assert [bool(one.dropped) for one in taken] == [True, False, False, True, False, False, False, True]
    assert [one.kind for one in skipped] == ["description"]
    assert "damaged" in taken[-1].dropped[0]


def test_aiken() -> None:
    taken, skipped = split(aiken.read(files.AIKEN.encode()))
    assert [told(one) for one in taken] == [("one", "Who leads?", [("The cadet", 0), ("The head", 1)], {})]
    assert [(one.line, "letter D" in one.reason) for one in skipped] == [(6, True), (11, False)]


def test_qti_of_every_version() -> None:
    [one] = qti.read(files.QTI2.encode())
    assert told(one) == ("one", "Think.\n\nWho leads?", [("The cadet", 0), ("The **head**", 1)], {})
    entered = files.item(
        '<p>How far is <qti-text-entry-interaction response-identifier="R"/> km?</p>',
        '<qti-response-declaration identifier="R" cardinality="single" base-type="float"><qti-correct-response>'
        "<qti-value>2.5</qti-value></qti-correct-response></qti-response-declaration>",
    )
    drawn = files.item('<p>Draw</p><qti-drawing-interaction response-identifier="R"/>')
    package = files.zipped(imsmanifest_xml="<manifest/>", a_xml=entered, b_xml=drawn)
    number, drawing = qti.read(package)
    assert told(number) == ("number", "How far is km?", [], {"answer": "2.5"})
    assert (drawing.kind, "drawing" in drawing.reason) == ("drawing", True)


def test_word_as_teachers_type_it() -> None:
    found = docx.read(
        files.docx(
            "Тест № 1",
            "1. Кӣ роҳбар аст?",
            "а) курсант",
            "+б) сардор",
            "2) Чанд?",
            "a) як",
            "b) ду",
            "Ҷавоб: b",
            "#1 Кадом?",
            "#a якум",
            "#a **дуюм**",
            "#a сеюм",
            "4. Рақами дежурӣ?",
            "Ответ: 102",
            "5. Нависед",
            "6. Бе ишора",
            "а) як",
            "б) ду",
        )  # fmt: skip
    )
    taken, skipped = split(found)
    assert [told(one) for one in taken] == [
        ("one", "Кӣ роҳбар аст?", [("курсант", 0), ("сардор", 1)], {}),
        ("one", "Чанд?", [("як", 0), ("ду", 1)], {}),
        ("one", "Кадом?", [("якум", 0), ("дуюм", 1), ("сеюм", 0)], {}),
        ("number", "Рақами дежурӣ?", [], {"answer": "102"}),
    ]
    assert [(one.name, one.kind) for one in skipped] == [("Нависед", "essay"), ("Бе ишора", "choice")]


def workbook(*rows: list[str]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for line, row in enumerate(rows):
            page.write_row(line, 0, row)
    return out.getvalue()


def test_a_spreadsheet_says_what_is_wrong_in_which_line() -> None:
    names = ["kind", "question", "choice a", "choice b", "right", "tolerance"]
    found = sheet.read(
        workbook(
            names,
            ["", "Who?", "x", "y", "b", ""],
            ["", "", "", "", "", ""],
            ["number", "n", "", "", "ten", ""],
            ["many", "m", "x", "y", "c", ""],
            ["riddle", "r", "", "", "", ""],
            ["", "w", "", "", "yes", ""],
        )  # fmt: skip
    )
    taken, skipped = split(found)
    assert [told(one)[:3] for one in taken] == [("one", "Who?", [("x", 0), ("y", 1)]), ("text", "w", [])]
    assert [one.line for one in skipped] == [4, 5, 6]
    with pytest.raises(Unreadable, match="right"):
        sheet.read(workbook(["question"]))


KINDS = [
    "kind",
    "question",
    "choice a",
    "choice b",
    "right",
    "match",
    "points",
    "step",
    "leads",
    "rule",
    "typos",
    "words",
]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"kind": "truth", "right": "perhaps"}, "right"),
        ({"kind": "match", "choice a": "x", "choice b": "y", "match": "1"}, "match"),
        ({"kind": "many", "choice a": "x", "choice b": "y", "points": "1"}, "points"),
        ({"kind": "many", "choice a": "x", "choice b": "y", "points": "1; 2"}, "points"),
        ({"kind": "many", "choice a": "x", "choice b": "y", "right": "a", "rule": "most"}, "all, part, sum"),
        ({"kind": "gaps", "choice a": "x", "typos": "9"}, "typos"),
        ({"kind": "essay", "words": "many"}, "words"),
        ({"kind": "essay", "words": "2000"}, "words"),
        ({"kind": "scenario", "choice a": "x", "points": "1", "step": "1"}, "leads"),
        ({"kind": "scenario", "choice a": "x", "points": "1", "step": "1.5", "leads": "0"}, "step"),
        ({"kind": "scenario", "choice a": "x", "points": "1", "step": "-1", "leads": "0"}, "step"),
        ({"kind": "spot", "choice a": "x", "right": "a", "area": ""}, "area"),
    ],
)
def test_a_spreadsheet_says_which_column_is_wrong(cells: dict[str, str], column: str) -> None:
    row = [(cells | {"question": "Q"}).get(name, "") for name in KINDS]
    [found] = sheet.read(workbook(KINDS, row))
    assert isinstance(found, Skipped)
    assert column in found.reason


@pytest.mark.parametrize("said", ["true", "Дуруст", "верно", "1", "ҳа"])
def test_true_in_every_language(said: str) -> None:
    [found] = sheet.read(workbook(["kind", "question", "right"], ["truth", "Q", said]))
    assert found.details == {"answer": "true"}


def test_the_template_explains_every_kind_and_column_in_every_language() -> None:
    with zipfile.ZipFile(io.BytesIO(sheet.write([]))) as archive:
        book = archive.read("xl/workbook.xml").decode()
    assert [f"({own_name(code)})" in book for code in codes()] == [True] * len(codes())
    said = " ".join(f"{name} {line}" for name, line in sheet_help.lines())
    for name in [*sheet.KINDS, *sheet.COLUMNS]:
        assert re.search(rf"\b{name}\b", said), name


EVERY = [
    Entry("Head", 1, "one", "Who **leads**?\n\nThink {~=#:}.", [Option("a = b", Decimal(1)), Option("c", Decimal(0))]),
    Entry("Some", 2, "many", "Which?", [Option("a", Decimal(1)), Option("b", Decimal(1)), Option("c", Decimal(0))],
          {"rule": "part"}),
    Entry("Words", 3, "text", "Number?", [], {"answers": "102\nсаду ду"}),
    Entry("Far", 4, "number", "How far?", [], {"answer": "2.5", "tolerance": "0.1"}, unit="km"),
    Entry("Steps", 5, "order", "In what order?", [Option("first"), Option("second"), Option("third")]),
]  # fmt: skip


@pytest.mark.parametrize("form", [moodle_xml, gift, qti, sheet])
def test_what_is_written_reads_as_it_was(form) -> None:
    held = [entry for entry in EVERY if not form.can_hold(entry)]
    assert len(held) == (4 if form is gift else 5)
    content = form.write(held)
    assert [told(one) for one in form.read(content)] == [told(one) for one in held]
    assert [one.name for one in form.read(content)] == [one.name for one in held]
    assert form.write(held) == content or form is sheet


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (files.MOODLE.encode(), "moodle-xml"), (files.QTI2.encode(), "qti"), (files.GIFT.encode(), "gift"),
        (files.AIKEN.encode(), "aiken"), (files.docx("1. a"), "docx"), (sheet.write([]), "xlsx"),
        (qti.write(EVERY[:1]), "qti"),
    ],
)  # fmt: skip
def test_the_format_is_found_out(content: bytes, form: str) -> None:
    assert format_of(content) == form


@pytest.mark.parametrize("content", [b"", b"nothing of the kind", b"PK\x03\x04rubbish"])
def test_what_is_nothing_of_the_kind_is_said_to_be(content: bytes) -> None:
    with pytest.raises(UnknownFormat):
        format_of(content)


def test_letters_are_read_as_they_were_written() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1251"):
        assert decoded("Вопрос\r\nда".encode(encoding)) == "Вопрос\nда"


def test_html_becomes_the_small_markup() -> None:
    assert plain("<p>A&nbsp;<b>b</b></p><ul><li>c</li><li>d</li></ul>") == "A **b**\n\n- c\n- d"
    assert plain("<script>alert(1)</script>x<style>p{}</style>") == "x"
    assert plain("1 < 2") == "1 < 2"


BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><quiz>&b;</quiz>"


def test_attack_18_entities_and_documents_from_outside_are_refused() -> None:
    for form in (moodle_xml, qti):
        with pytest.raises(Unreadable):
            form.read(BOMB.encode())
    with pytest.raises(Unreadable):
        docx.read(files.zipped(word__document_xml=BOMB))


def test_attack_19_archives_that_lead_elsewhere_are_refused() -> None:
    hostile = {"../../etc/passwd": "x"}
    for form in (qti, docx, sheet):
        with pytest.raises(Unreadable):
            form.read(files.zipped(**hostile))


def test_attack_17_a_written_cell_is_no_formula() -> None:
    entry = Entry("=1+1", 1, "one", "=cmd|' /C calc'!A0", [Option("=HYPERLINK(1)", Decimal(1)), Option("@SUM(1)")])
    with zipfile.ZipFile(io.BytesIO(sheet.write([entry]))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert told(sheet.read(sheet.write([entry]))[0])[1] == entry.stem
