"""The commands as the contract has them, on the model instrument of 28 competencies."""

import csv
import io
import json
import random

import pytest
from django.core.management import call_command

from assessments.domain import survey_demo
from assessments.domain.demo import load_competencies
from assessments.models import Reply, Suppression, Wave

COLUMNS = ["reply", "item", "importance", "level", "region", "rank_group", "service", "sex", "years", "language"]
RATINGS = ["1", "2", "3", "4", "5", "na", "declined", ""]
ITEMS = [f"K{number:02}" for number in range(1, 29)]
pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(db):
    load_competencies()
    survey_demo._survey(None)


def run(*args, fails=False):
    """Runs a command with --json and returns its document; with `fails` it must exit with 1 and say why."""
    out, err = io.StringIO(), io.StringIO()
    if fails:
        with pytest.raises(SystemExit) as left:
            call_command(*args, "--json", stdout=out, stderr=err)
        assert left.value.code == 1
        assert err.getvalue().strip()
    else:
        call_command(*args, "--json", stdout=out, stderr=err)
    document = json.loads(out.getvalue())
    assert ("error" in document) == fails
    return document


def written(path, rows, columns=COLUMNS, delimiter=",", encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=delimiter, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def people(count, seed=3, items=ITEMS):
    chance = random.Random(seed)
    for number in range(count):
        background = {
            "region": chance.choice(["TJ-DU", "TJ-SU", "TJ-KT", "TJ-RA", ""]),
            "rank_group": chance.choice(["sergeants", "junior officers", "senior officers"]),
            "service": chance.choice(["patrol", "inspector"]),
            "language": "tg",
        }
        for item in items:
            ratings = {
                name: chance.choice(["1", "2", "3", "4", "5", "na", "declined", ""]) for name in ("importance", "level")
            }
            yield {"reply": f"r{number}", "item": item, **ratings, **background}


def opened(code="w1"):
    return run("open_wave", "--survey", "needs-28", "--code", code)


def closed_with(tmp_path, rows, code="w1"):
    opened(code)
    run("import_ratings", "--wave", code, written(tmp_path / "r.csv", rows))
    run("close_wave", "--wave", code)


def test_from_opening_to_the_report(survey, tmp_path):
    assert opened()["wave"] == "w1"
    file = written(tmp_path / "r.csv", people(60))
    assert run("import_ratings", "--wave", "w1", file, "--dry-run")["replies"] == 60
    assert not Reply.objects.exists()
    told = run("import_ratings", "--wave", "w1", file)
    assert (told["replies"], told["lines"]) == (60, 60 * 28)
    assert "not closed" in run("needs_report", "--wave", "w1", fails=True)["error"]
    run("close_wave", "--wave", "w1")
    report = run("needs_report", "--wave", "w1")
    assert set(report) == {"wave", "floor", "replies", "items", "cross"}
    assert (report["wave"], report["floor"], report["replies"], report["cross"]) == ("w1", 10, 60, None)
    assert [item["item"] for item in report["items"]] == ITEMS
    keys = {"item", "n", "importance", "level", "gap", "mwds", "mwds_interval", "rds", "rank"}
    assert all(set(item) == keys for item in report["items"])
    assert sorted(item["rank"] for item in report["items"])[0] == 1
    for item in report["items"]:
        assert item["gap"] == pytest.approx(item["importance"] - item["level"])
        assert item["mwds"] == pytest.approx(item["gap"] * item["importance"])
        assert item["mwds_interval"][0] < item["mwds"] < item["mwds_interval"][1]


def test_cross_and_its_margins(survey, tmp_path):
    closed_with(tmp_path, people(90, items=["K01"]))
    both = run("needs_report", "--wave", "w1", "--by", "region", "--by", "rank_group")["cross"]
    assert both["by"] == ["region", "rank_group"]
    regions = {cell["region"] for cell in both["cells"]}
    assert "unknown" in regions
    assert len(both["cells"]) == len(regions) * 3
    assert all(set(cell) == {"region", "rank_group", "n"} for cell in both["cells"])
    assert {frozenset(margin) for margin in both["margins"]} == {
        frozenset({"region", "n"}), frozenset({"rank_group", "n"}), frozenset({"n"}),
    }  # fmt: skip
    alone = run("needs_report", "--wave", "w1", "--by", "region")["cross"]
    assert all(cell in both["margins"] for cell in alone["cells"])  # the same cells hidden
    assert alone["margins"] == [{"n": 90}]


def test_attack_13_calls_put_together_show_nothing_more(survey, tmp_path):
    """A small region: hidden, with another, in whatever way the report is asked for, again and again."""
    rows = list(people(70, items=["K01"]))
    for number, row in enumerate(rows):
        row["region"] = "TJ-GB" if number < 3 else ["TJ-SU", "TJ-KT"][number % 2]
        row["rank_group"] = "sergeants" if number % 5 else "junior officers"
    closed_with(tmp_path, rows)
    seen = {}
    for by in (["region"], ["rank_group"], ["region", "rank_group"], ["rank_group", "region"], ["service"]):
        for floor in ("5", "10", "12", "10"):
            args = [word for what in by for word in ("--by", what)]
            cross = run("needs_report", "--wave", "w1", *args, "--floor", floor)["cross"]
            for cell in [*cross["cells"], *cross["margins"]]:
                key = tuple(sorted((k, v) for k, v in cell.items() if k != "n"))
                if cell["n"] is not None:
                    assert seen.setdefault(key, cell["n"]) == cell["n"]
    hidden = [key for key in [(("region", "TJ-GB"),)] if key not in seen]
    assert hidden
    regions = [seen.get((("region", name),)) for name in ("TJ-GB", "TJ-SU", "TJ-KT")]
    assert regions.count(None) == 2
    assert Suppression.objects.filter(part="replies").count() == 3  # one a floor, kept


def test_few_replies_show_nothing_at_all(survey, tmp_path):
    closed_with(tmp_path, people(4))
    report = run("needs_report", "--wave", "w1", "--by", "region", "--by", "rank_group")
    assert report["replies"] is None
    assert all(value is None for item in report["items"] for name, value in item.items() if name != "item")
    assert all(cell["n"] is None for cell in [*report["cross"]["cells"], *report["cross"]["margins"]])


@pytest.mark.parametrize(
    "args",
    [
        ["--wave", "nowhere"],
        ["--wave", "w1", "--floor", "4"],
        ["--wave", "w1", "--by", "sex"],
        ["--wave", "w1", "--by", "region", "--by", "service"],
        ["--wave", "w1", "--by", "region", "--by", "rank_group", "--by", "service"],
    ],
)
def test_reports_that_are_refused(survey, tmp_path, args):
    closed_with(tmp_path, people(20, items=["K01"]))
    run("needs_report", *args, fails=True)


def test_waves_that_are_refused(survey):
    opened()
    run("open_wave", "--survey", "needs-28", "--code", "w1", fails=True)
    run("open_wave", "--survey", "nothing", "--code", "w2", fails=True)
    run("open_wave", "--survey", "needs-28", "--code", "пурсиш", fails=True)
    run("open_wave", "--survey", "needs-28", "--code", "w2", "--floor", "4", fails=True)
    run("close_wave", "--wave", "w2", fails=True)
    assert Wave.objects.count() == 1


ROW = {"reply": "1", "item": "K01", "importance": "4", "level": "2", "region": "TJ-SU"}


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"importance": "6"}, 3),
        ({"level": "2.5"}, 3),
        ({"importance": "maybe"}, 3),
        ({"item": "K99"}, 3),
        ({"item": ""}, 3),
        ({"reply": ""}, 3),
        ({"region": "SU"}, 3),
        ({"service": "navy"}, 3),
        ({"years": "5"}, 3),
        ({"language": "uz"}, 3),
        ({"item": "K01"}, 3),  # twice
        ({"region": "TJ-KT"}, 3),  # another background of the same reply
    ],
)
def test_mistakes_are_told_by_line_and_nothing_is_written(survey, tmp_path, change, line):
    opened()
    second = {**ROW, "item": "K02", **change}
    file = written(tmp_path / "r.csv", [ROW, second, {**ROW, "item": "K03"}])
    for dry_run in ([], ["--dry-run"]):
        told = run("import_ratings", "--wave", "w1", file, *dry_run, fails=True)
        assert [error["line"] for error in told["errors"]] == [line]
    assert not Reply.objects.exists()


def test_a_file_may_leave_columns_of_the_background_out(survey, tmp_path):
    run("open_wave", "--survey", "needs-28", "--code", "w1")
    columns = ["item", "reply", "level", "importance", "region"]
    row = {"reply": "1", "item": "K01", "importance": "5", "level": "2", "region": "TJ-SU"}

    told = run("import_ratings", "--wave", "w1", written(tmp_path / "r.csv", [row], columns))

    assert told["replies"] == 1
    kept = Reply.objects.get()
    assert (kept.region, kept.rank_group, kept.language) == ("TJ-SU", "", "")


@pytest.mark.parametrize("columns", [COLUMNS[1:], [*COLUMNS, "name"], ["reply"], [*COLUMNS, "item"]])
def test_columns_must_be_the_known_ones(survey, tmp_path, columns):
    opened()
    row = dict.fromkeys(columns, "")
    told = run("import_ratings", "--wave", "w1", written(tmp_path / "r.csv", [row], columns), fails=True)
    assert told["errors"][0]["line"] == 1


def test_files_as_people_make_them(survey, tmp_path):
    """A byte-order mark, semicolons, columns in another order, blanks, empty lines, upper case."""
    opened()
    path = tmp_path / "r.csv"
    rows = [
        {"reply": "А-1", "item": "K13", "importance": "NA", "level": "", "years": "20+"},
        {"reply": "А-1", "item": "K02", "importance": " 5 ", "level": "1", "region": "TJ-GB"},
    ]
    written(path, rows, COLUMNS[::-1], ";", "utf-8-sig")
    path.write_bytes(path.read_bytes() + b"\r\n;;;;;;;;;\r\n")
    assert run("import_ratings", "--wave", "w1", str(path)) == {
        "wave": "w1", "dry_run": False, "replies": 1, "lines": 2, "ratings": 3,
    }  # fmt: skip
    kept = Reply.objects.get()
    assert (kept.region, kept.years, kept.finished) == ("TJ-GB", "20+", True)
    assert sorted(map(str, kept.answers.values())) == ["1", "5", "na"]


def test_files_that_are_none(survey, tmp_path):
    opened()
    bad = tmp_path / "bad.csv"
    bad.write_bytes(",".join(COLUMNS).encode() + "\nнет".encode("cp1251"))
    assert run("import_ratings", "--wave", "w1", str(bad), fails=True)["errors"][0]["line"] == 2
    bad.write_text(",".join(COLUMNS) + "\n1,K01,4\n")
    assert run("import_ratings", "--wave", "w1", str(bad), fails=True)["errors"][0]["line"] == 2
    bad.write_text("")
    run("import_ratings", "--wave", "w1", str(bad), fails=True)
    run("import_ratings", "--wave", "w1", str(tmp_path / "none.csv"), fails=True)
    run("import_ratings", "--wave", "nowhere", str(bad), fails=True)


def test_only_into_an_open_wave(survey, tmp_path):
    closed_with(tmp_path, people(12, items=["K01"]))
    told = run("import_ratings", "--wave", "w1", written(tmp_path / "more.csv", people(1)), fails=True)
    assert "not open" in told["error"]
    assert Reply.objects.count() == 12


def test_demo_is_loaded_once_and_is_the_same_everywhere(db):
    first = survey_demo.load_demo()
    assert first == survey_demo.load_demo() == {"surveys": 1, "waves": 2, "demo_replies": 1200}
    report = run("needs_report", "--wave", "demo-2026")
    best = sorted(report["items"], key=lambda item: item["rank"])[:3]
    assert [item["item"] for item in best] == ["K15", "K06", "K25"]
