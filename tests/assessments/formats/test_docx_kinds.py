"""Word files with more than choices: true or false, gaps, pairs in a table, longer texts, pictures."""

import pytest

from assessments.formats import docx
from assessments.formats.entry import Entry, Skipped
from tests.assessments.formats import files
from tests.assessments.formats.pictures import SVG, drawn

pytestmark = pytest.mark.usefixtures("english")


def read(*paragraphs, **told) -> list:
    return docx.read(files.docx(*paragraphs, **told))


def told(entry: Entry) -> tuple:
    return entry.answering, entry.stem, [(o.text, o.match, o.part, int(o.score)) for o in entry.options], entry.details


@pytest.mark.parametrize(
    ("paragraphs", "answer"),
    [
        (["1. Дуздӣ ҷиноят аст.", "Ҷавоб: дуруст"], "true"),
        (["1. Кража не преступление.", "Ответ: неверно."], "false"),
        (["1. Theft is a crime.", "a) True", "b) False", "Answer: a"], "true"),
        (["1. Дуздӣ ҷиноят нест.", "а) Дуруст", "+б) Нодуруст"], "false"),
    ],
)
def test_true_or_false(paragraphs: list[str], answer: str) -> None:
    [one] = read(*paragraphs)
    assert (one.answering, one.details, one.options) == ("truth", {"answer": answer}, [])


def test_gaps_as_lines_and_in_brackets() -> None:
    lined, one, bracketed, chosen, short = read(
        "1. Ба рақами ____ занг занед ва ______ гап занед.",
        "Ҷавоб: 102; ҷудо-ҷудо/алоҳида",
        "2. Рақам ___ аст.",
        "Ответ: 102",
        "3. Call [102/one zero two] at once.",
        "4. Speak [together/+apart].",
        "5. Call ____ and ____.",
        "Answer: 102",
    )
    rule = {"rule": "part"}
    assert told(lined) == (
        "gaps", "Ба рақами [[1]] занг занед ва [[2]] гап занед.",
        [("102", "", 1, 1), ("ҷудо-ҷудо", "", 2, 1), ("алоҳида", "", 2, 1)], rule,
    )  # fmt: skip
    assert told(one) == ("gaps", "Рақам [[1]] аст.", [("102", "", 1, 1)], rule)
    assert told(bracketed)[2] == [("102", "", 1, 1), ("one zero two", "", 1, 1)]
    assert told(chosen)[1:3] == ("Speak [[1]].", [("together", "", 1, 0), ("apart", "", 1, 1)])
    assert isinstance(short, Skipped)
    assert "semicolon" in short.reason


def test_pairs_stand_in_a_table_of_two_columns() -> None:
    plain, counted, unsaid = read(
        "1. Match.",
        [("**Number**", "**Who**"), ("102", "militia"), ("103", "doctors"), ("", "firemen")],
        "2. Ҷуфт кунед.",
        [("1. як", "а) one"), ("2. ду", "б) two")],
        "Ҷавоб: 1-б, 2-а",
        "3. Соедините.",
        [("1) як", "a) one"), ("2) ду", "b) two")],
    )
    assert told(plain) == (
        "match",
        "Match.",
        [("102", "militia", 1, 0), ("103", "doctors", 1, 0), ("", "firemen", 1, 0)],
        {"rule": "part"},
    )
    assert told(counted)[2] == [("як", "two", 1, 0), ("ду", "one", 1, 0)]
    assert isinstance(unsaid, Skipped)
    assert "1-b" in unsaid.reason


def test_a_table_that_is_no_pairs_is_read_as_its_paragraphs() -> None:
    [one] = read([("1. Кӣ?", "а) як"), ("+б) ду", "в) се")])
    assert told(one)[2] == [("як", "", 1, 0), ("ду", "", 1, 1), ("се", "", 1, 0)]


def test_a_longer_text_and_a_file_only_where_the_document_says_so() -> None:
    essay, file, neither = read("1. Нависед", "Ҷавоб: иншо", "2. Кашед", "Ответ: файл", "3. Нависед чӣ")
    assert (essay.answering, file.answering) == ("essay", "file")
    assert "Answer: essay" in neither.reason


def test_a_picture_is_taken_along_and_what_is_none_is_said() -> None:
    choices = ["a) x", "+b) y"]
    link = '<Relationship Id="far" TargetMode="External" Target="media/rId9.png"/>'
    hidden = '<Relationship Id="up" Target="../../etc/passwd"/>'
    found = read(
        "1. Which?", "!rId9", *choices, "2. Which now?", "!rId8", *choices, "3. Far?", "!far", *choices,
        "4. Up?", "!up", *choices, "5. Among?", "a) x", "!rId9",
        links=link + hidden, rId9=drawn(), rId8=SVG,
    )  # fmt: skip
    assert [bool(getattr(one, "picture", None)) for one in found] == [True, False, False, False, False]
    assert "SVG" in found[1].dropped[0]
    assert all("fetched" in one.dropped[0] for one in found[2:4])
    assert isinstance(found[4], Skipped)
