"""The matrix of an examination on paper: what spreadsheets write is read, what is wrong is said by line and column."""

from decimal import Decimal

import pytest
from django.utils import translation

from assessments.domain.paper_file import Unreadable, problems_of, read


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


PLAIN = "person,sex,language,q1,q2\np1,f,tg,1,0\np2,m,ru,0.5,\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.replace("0.5,", "0.5,-").encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("0.5", '"0,5"').encode(),
        PLAIN.replace(",", ";").replace("0.5", "0,5").encode(),
        PLAIN.replace(",", "\t").encode("utf-16"),
        "ному насаб;ҷинс;забон;q1;q2;;\np1;зан;тоҷикӣ;1;0;;\n;;;;\np2;мард;русӣ;0,5;;;\n".encode(),
        "шифр;пол;язык;q1;q2\np1;ж;таджикский;1;0\np2;М;РУССКИЙ;0,5;\n".encode("cp1251"),
    ],
)
def test_one_table_however_a_spreadsheet_writes_it(content):
    table = read(content)
    assert table.keys == ["q1", "q2"]
    assert [(row.person, row.sex, row.language) for row in table.rows] == [("p1", "f", "tg"), ("p2", "m", "ru")]
    assert [row.values for row in table.rows] == [
        {"q1": Decimal(1), "q2": Decimal(0)},
        {"q1": Decimal("0.5"), "q2": None},
    ]


def test_letters_the_right_choices_and_what_questions_are_worth():
    table = read("n,q1,q2\nkey,A,B D\npoints,1,2\nx,a,\ny,Б,АВ\n".encode())
    assert table.right == {"q1": (1,), "q2": (2, 4)}
    assert table.points == {"q1": Decimal(1), "q2": Decimal(2)}
    assert [row.values for row in table.rows] == [{"q1": (1,), "q2": None}, {"q1": (2,), "q2": (1, 3)}]
    assert [problem.line for problem in problems_of(read(b"n,q1\nx,A\ny,1\n").rows)] == [3]


@pytest.mark.parametrize(
    ("content", "line", "column", "words"),
    [
        (b"n,q1\nx,=1+1\n", 2, "q1", "formula"),
        (b"n,q1\nx,@SUM(A1)\n", 2, "q1", "formula"),
        (b"n,q1\n=HYPERLINK(1),1\n", 2, "n", "formula"),
        (b"n,=q1\nx,1\n", 1, "=q1", "begins with a letter"),
        (b"n,q1,q1\nx,1,1\n", 1, "q1", "twice"),
        (b"n,q1\nx,1\n\nx,0\n", 4, "n", "line 2 already"),
        (b"n,q1\n,1\n", 2, "n", "1 to 80"),
        (b"n,q1,q2\nx,1\n", 2, "", "2 columns instead of 3"),
        (b"n,q1\nx,-1\n", 2, "q1", "neither points nor letters"),
        (b"n,q1\nx,NaN\n", 2, "q1", "neither points nor letters"),
        (b"n,q1\nx,1e5\n", 2, "q1", "neither points nor letters"),
        (b"n,q1\nx,100000\n", 2, "q1", "more points than"),
        (b"n,sex,q1\nx,9,1\n", 2, "sex", "none of: f, m"),
        (b"n,language,q1\nx,fr,1\n", 2, "language", "none of: en, ru, tg"),
        (b'n,q1\nx,"1\n', 2, "", "can't be read"),
    ],
)
def test_what_is_wrong_is_said_by_line_and_column(content, line, column, words):
    with pytest.raises(Unreadable) as refused:
        read(content)
    [problem] = refused.value.problems
    assert (problem.line, problem.column) == (line, column)
    assert words in problem.problem
    assert str(line) in str(problem)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "must name the columns"),
        (b"n\nx\n", "must name the columns"),
        (b"n,sex\nx,f\n", "names no question"),
        (b"n,q1\n", "no line of a person"),
        (b"PK\x03\x04whatever", "spreadsheet"),
        (b"n,q1\nx,\x00\n", "not text"),
        (b"n," + b",".join(b"q%d" % n for n in range(500)) + b"\n", "must name the columns"),
        (b"n,q1\n" + b"x" * (4 * 1024 * 1024), "too big"),
        (b"n,q1\n" + b"".join(b"%d,1\n" % n for n in range(20_002)), "more than 20000 lines"),
    ],
    ids=["empty", "one column", "no question", "nobody", "xlsx", "null byte", "too wide", "too big", "too long"],
)
def test_files_that_are_no_such_table_are_refused(content, words):
    with pytest.raises(Unreadable, match=words):
        read(content)
