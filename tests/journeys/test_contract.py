"""How Dastur is driven from outside: shapes, exit codes, words on standard error, nothing written when refused.

On both databases: on the one that the journeys run on, and on the other where it answers.
"""

import csv
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.journeys.pages import CLOSED, OPEN
from tests.journeys.server import ROOT, maintenance

POSTGRES = os.environ.get("JOURNEY_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/dastur")
CODES = [f"K{number:02d}" for number in range(1, 29)]
COLUMNS = ["reply", "item", "importance", "level", "region", "rank_group", "service", "sex", "years", "language"]
NUMBERS = {"item", "n", "importance", "level", "gap", "mwds", "mwds_interval", "rds", "rank"}


@dataclass
class Outcome:
    """What a command did: its exit code, its one JSON document, its words on standard error."""

    code: int
    document: dict[str, Any]
    words: str


@dataclass
class Installation:
    """A demo that nothing serves, driven by commands alone."""

    environment: dict[str, str]
    folder: Path
    loaded: dict[str, Any]

    def alone(self, *arguments: str) -> Outcome:
        """Runs one command as a process of its own."""
        command = [sys.executable, "manage.py", *arguments, "--json"]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        return Outcome(done.returncode, json.loads(done.stdout), done.stderr)

    def run(self, *commands: list[str]) -> list[Outcome]:
        """Runs commands one after the other in one process, which starts but once."""
        asked = [[*command, "--json"] for command in commands]
        ran = self._inside(f"run_commands({asked!r})")
        return [Outcome(one["code"], json.loads(one["out"]), one["err"]) for one in ran]

    def refused(self, *commands: list[str]) -> list[Outcome]:
        """Runs what is to be refused: exit 1, `error` in the document, the reason in words on standard error too."""
        outcomes = self.run(*commands)
        for outcome in outcomes:
            assert outcome.code == 1, outcome
            assert outcome.document["error"].splitlines()[0] in outcome.words, outcome
        return outcomes

    def done(self, *commands: list[str]) -> list[dict[str, Any]]:
        outcomes = self.run(*commands)
        for outcome in outcomes:
            assert outcome.code == 0, outcome
            assert "error" not in outcome.document
        return [outcome.document for outcome in outcomes]

    def census(self) -> dict[str, int]:
        """How many rows there are of everything."""
        return dict(self._inside("census()"))

    def _inside(self, call: str) -> Any:
        code = f"import json; from tests.journeys import inside; print(json.dumps(inside.{call}))"
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True)
        return json.loads(done.stdout.splitlines()[-1])

    def ratings(self, name: str, rows: list[dict[str, Any]]) -> str:
        path = self.folder / name
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        return str(path)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def installation(request, tmp_path_factory, fresh_demo) -> Installation:
    server = POSTGRES if request.param == "postgresql" else None
    if server:
        try:
            psycopg.connect(maintenance(server), connect_timeout=3).close()
        except psycopg.OperationalError:
            pytest.skip("PostgreSQL does not answer")
    demo = fresh_demo("contract", server)
    return Installation(demo.environment(8000), tmp_path_factory.mktemp("given"), demo.loaded)


def rows(replies: int, **more: str) -> list[dict[str, Any]]:
    """Replies that rate K01 as 5 and 2, or 4 and 2 in turn, and say that K02 is not their work."""
    background = {"region": "TJ-SU", "rank_group": "sergeants", "service": "patrol", "sex": "f", "years": "3-9"}
    made = []
    for number in range(replies):
        shared = {"reply": f"r{number}", "language": "tg", **background, **more}
        made.append({**shared, "item": "K01", "importance": 5 - number % 2, "level": 2})
        made.append({**shared, "item": "K02", "importance": "na", "level": "na"})
    return made


def test_demo_content_may_be_loaded_again(installation):
    before = installation.census()
    again = installation.alone("demo_content").document
    assert installation.census() == before
    # The survey's questions are counted with the bank's once they are there.
    assert {**again, "assessments": None} == {**installation.loaded, "assessments": None}
    data = Path(installation.environment["DATA_DIR"])
    assert all(Path(path).is_relative_to(data) and Path(path).exists() for path in again["courses"]["files"])


def test_what_is_refused_says_why_and_writes_nothing(installation):
    wrong = [*rows(2), {**rows(1)[0], "item": "K99"}, {**rows(1)[0], "reply": "x", "importance": "7"}]
    bad, good = installation.ratings("bad.csv", wrong), installation.ratings("good.csv", rows(12))
    installation.done(["open_wave", "--survey", "needs-28", "--code", "refusals"])
    before = installation.census()
    refused = installation.refused(
        ["import_ratings", "--wave", "refusals", bad],
        ["open_wave", "--survey", "needs-28", "--code", "refusals"],
        ["open_wave", "--survey", "no-such-survey", "--code", "another"],
        ["open_wave", "--survey", "needs-28", "--code", "another", "--floor", "4"],
        ["close_wave", "--wave", "no-such-wave"],
        ["close_wave", "--wave", CLOSED],
        ["import_ratings", "--wave", CLOSED, good],
        ["import_ratings", "--wave", "refusals", "no-such-file.csv"],
        ["needs_report", "--wave", OPEN],
        ["needs_report", "--wave", "no-such-wave"],
        ["needs_report", "--wave", CLOSED, "--floor", "4"],
        ["reset_password", "nobody-of-that-name"],
        ["demo_code", "cadet"],
    )
    errors = refused[0].document["errors"]
    assert {5, 6, 7} >= {error["line"] for error in errors} >= {6, 7}
    assert all(error["problem"] for error in errors)
    [tried] = installation.done(["import_ratings", "--wave", "refusals", good, "--dry-run"])
    assert (tried["dry_run"], tried["replies"]) == (True, 12)
    assert installation.census() == before


def test_a_command_that_refuses_ends_its_process_with_1(installation):
    outcome = installation.alone("needs_report", "--wave", OPEN)
    assert (outcome.code, list(outcome.document)) == (1, ["error", "wave"])
    assert outcome.document["error"] in outcome.words
    assert "Traceback" not in outcome.words


def test_ratings_from_outside_come_to_a_report(installation):
    path = installation.ratings("ratings.csv", rows(12))
    opened, taken, closed, report = installation.done(
        ["open_wave", "--survey", "needs-28", "--code", "outside"],
        ["import_ratings", "--wave", "outside", path],
        ["close_wave", "--wave", "outside"],
        ["needs_report", "--wave", "outside"],
    )
    assert opened["wave"] == closed["wave"] == "outside"
    assert (taken["replies"], taken["dry_run"]) == (12, False)
    assert set(report) == {"wave", "floor", "replies", "items", "cross"}
    assert (report["wave"], report["floor"], report["replies"], report["cross"]) == ("outside", 10, 12, None)
    assert [item["item"] for item in report["items"]] == CODES
    assert all(set(item) == NUMBERS for item in report["items"])
    first, second = report["items"][:2]
    assert (first["n"], first["importance"], first["level"], first["gap"], first["rank"]) == (12, 4.5, 2.0, 2.5, 1)
    assert (first["mwds"], first["rds"]) == (pytest.approx(11.25), pytest.approx(-100))
    low, high = first["mwds_interval"]
    assert low < 11.25 < high
    assert not second["n"]


def test_a_report_by_region_and_rank_group_hides_what_must_be(installation):
    report, by_region, plain = installation.done(
        ["needs_report", "--wave", CLOSED, "--by", "region", "--by", "rank_group"],
        ["needs_report", "--wave", CLOSED, "--by", "region"],
        ["needs_report", "--wave", CLOSED],
    )
    assert report["replies"] == 1200
    cross = report["cross"]
    assert cross["by"] == ["region", "rank_group"]
    assert all(set(cell) == {"region", "rank_group", "n"} for cell in cross["cells"])
    kinds = [set(margin) - {"n"} for margin in cross["margins"]]
    assert all(kind in ({"region"}, {"rank_group"}, set()) for kind in kinds)
    assert kinds.count(set()) == 1
    shown = [cell["n"] for cell in [*cross["cells"], *cross["margins"]]]
    assert None in shown
    assert all(n is None or n >= 10 for n in shown)
    # Asked in parts: the same cells are hidden.
    assert by_region["cross"]["margins"] == [margin for margin in cross["margins"] if not set(margin) - {"n"}]
    margins = [margin for margin in cross["margins"] if set(margin) - {"n"} == {"region"}]
    assert sorted(by_region["cross"]["cells"], key=str) == sorted(margins, key=str)
    assert plain["items"] == report["items"]


def test_a_certificate_is_valid_byte_for_byte_or_not(installation, tmp_path):
    issued = Path(installation.loaded["courses"]["files"][0])
    altered, strange = tmp_path / "altered.pdf", tmp_path / "strange.pdf"
    altered.write_bytes(issued.read_bytes() + b"\n")
    strange.write_bytes(b"%PDF-1.7\nnothing of ours")
    wrong = {
        str(altered): {"altered"},
        str(strange): {"unknown", "altered"},
        "PA-2020-000001": {"unknown"},
        "no-such-file.pdf": {"unknown"},
    }
    subjects = [str(issued), issued.stem, *wrong]
    by_file, by_number, *others = installation.run(*[["verify_certificate", subject] for subject in subjects])
    assert [(one.code, one.document["status"]) for one in (by_file, by_number)] == [(0, "valid")] * 2
    for outcome, statuses in zip(others, wrong.values(), strict=True):
        assert outcome.code == 1, outcome
        assert outcome.document["status"] in statuses
        assert outcome.document["reasons"]
        assert outcome.words.strip()


def test_the_commands_of_every_day_speak_json_too(installation):
    commands = ["nightly", "privacy_register", "load_tables", "audit_digest"]
    *documents, code = installation.done(*[[command] for command in commands], ["demo_code", "analyst"])
    assert all(documents)
    assert len(code["code"]) == 6
