"""The two commands as the contract has them: answers from paper taken in, figures printed."""

import csv
import io
import json
import math

import numpy as np
import pytest
from django.core.management import call_command

from assessments.domain import sit
from assessments.enums import Closed
from assessments.models import Assessment, PaperSheet, Question
from ledger.models import AuditEvent
from tests.assessments.conftest import right_value, save, wrong_value
from tests.assessments.statistics import published
from tests.factories.assessments import AssessmentFactory, QuestionFactory, four_kinds, started
from tests.factories.assessments import published as published_assessment
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


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
    document = json.loads(out.getvalue(), parse_constant=lambda name: pytest.fail(f"{name} in JSON"))
    assert ("error" in document) == fails
    return document


@pytest.fixture
def written(tmp_path):
    """Writes rows as a CSV file and returns its path."""

    def write(rows, name="answers.csv"):
        file = tmp_path / name
        with file.open("w", newline="") as opened:
            csv.writer(opened).writerows(rows)
        return str(file)

    return write


def test_a_paper_examination_and_its_figures(written):
    """LSAT section 6 as from paper: every key of the document, figures as published, the same file twice the same."""
    people = [[f"p{n}", "fm"[n % 2], "tg" if n % 3 else "ru", *row] for n, row in enumerate(published.lsat6(), 1)]
    file = written([["person", "sex", "language", "i1", "i2", "i3", "i4", "i5"], *people])

    tried = run("import_responses", "--assessment", "lsat", "--create", file, "--dry-run")
    assert (tried["created"], tried["added"]) == (True, 1000)
    assert not Assessment.objects.filter(code="lsat").exists()
    first = run("import_responses", "--assessment", "lsat", "--create", file)
    assert first == {
        "assessment": "lsat", "created": True, "read": 1000, "added": 1000, "changed": 0, "unchanged": 0, "items": 5,
        "dry_run": False,
    }  # fmt: skip
    lines = AuditEvent.objects.count()
    for again in (["--create"], []):
        second = run("import_responses", "--assessment", "lsat", *again, file)
        assert (second["added"], second["changed"], second["unchanged"]) == (0, 0, 1000)
    assert (PaperSheet.objects.count(), Question.objects.count(), AuditEvent.objects.count()) == (1000, 0, lines)

    found = run("item_statistics", "--assessment", "lsat")
    assert list(found) == ["test", "items", "dif", "irt"]
    assert list(found["test"]) == ["n", "items", "mean", "sd", "alpha", "sem", "error_ratio"]
    assert (found["test"]["n"], found["test"]["items"], found["test"]["mean"]) == (1000, 5, 3.819)
    assert round(found["test"]["alpha"], 4) == 0.2950
    assert list(found["items"][0]) == [
        "key", "n", "facility", "sd", "discrimination_index", "discrimination_efficiency", "point_biserial",
        "effective_weight",
    ]  # fmt: skip
    assert [(item["key"], item["facility"]) for item in found["items"]] == [
        ("i1", 0.924), ("i2", 0.709), ("i3", 0.553), ("i4", 0.763), ("i5", 0.87),
    ]  # fmt: skip
    assert list(found["dif"][0]) == [
        "key", "by", "reference", "focal", "n", "alpha_mh", "delta", "class", "flagged",
    ]  # fmt: skip
    pairs = {(one["by"], one["reference"], one["focal"], one["n"]) for one in found["dif"]}
    assert pairs == {("language", "tg", "ru", 1000), ("sex", "m", "f", 1000)}
    assert found["irt"]["model"] == "2pl"
    assert found["irt"]["converged"] is True
    assert list(found["irt"]["items"][0]) == ["key", "a", "b", "se_a", "se_b"]
    assert run("item_statistics", "--assessment", "lsat", "--model", "rasch")["irt"]["model"] == "rasch"

    people[0][3] = 1
    corrected = run(
        "import_responses",
        "--assessment",
        "lsat",
        written([["person", "sex", "language", "i1", "i2", "i3", "i4", "i5"], people[0]]),
    )
    assert (corrected["added"], corrected["changed"]) == (0, 1)
    assert run("item_statistics", "--assessment", "lsat")["items"][0]["facility"] == 0.925


def test_few_people_a_planted_mistranslation_and_words(written, capsys):
    rng = np.random.default_rng(5)
    b = np.linspace(-1.5, 1.5, 12)
    harder = b.copy()
    harder[4] += 1.5
    rows = np.vstack([published.simulated(rng, 400, 1.3, b), published.simulated(rng, 400, 1.3, harder)]).astype(int)
    keys = [f"q{n}" for n in range(12)]
    people = [[f"p{n}", "tg" if n < 400 else "ru", *row] for n, row in enumerate(rows.tolist())]
    run("import_responses", "--assessment", "few", "--create", written([["n", "language", *keys], *people[:9]]))
    few = run("item_statistics", "--assessment", "few")
    assert few["test"]["mean"] is not None
    assert [few["test"][name] for name in ("sd", "alpha", "sem", "error_ratio")] == [None] * 4
    assert few["items"][0]["facility"] is not None
    assert few["items"][0]["discrimination_index"] is None
    assert few["irt"] == {
        "model": None, "converged": None,
        "items": [{"key": key, "a": None, "b": None, "se_a": None, "se_b": None} for key in keys],
    }  # fmt: skip

    run("import_responses", "--assessment", "many", "--create", written([["n", "language", *keys], *people]))
    found = run("item_statistics", "--assessment", "many")
    assert [one["key"] for one in found["dif"] if one["flagged"]] == ["q4"]
    out = io.StringIO()
    call_command("item_statistics", "--assessment", "many", stdout=out)
    assert "q4: As able, yet it is harder in Русский than in Тоҷикӣ: likely mistranslated." in out.getvalue()


def test_answers_from_paper_beside_sittings(written):
    """A published quiz of four kinds: ten sit it, five on paper in letters and points; both are counted together."""
    quiz = published_assessment(four_kinds())
    keys = list(quiz.current.items.order_by("position").values_list("question__key", flat=True))
    for n in range(10):
        sitting = started(quiz, candidate=UserFactory(sex="fm"[n % 2]), language="ru")
        value = right_value if n < 6 else wrong_value
        save(sitting, *[sit.Saved(place, 0, 1, value(sitting, place)) for place in (1, 2)])
        sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
        if n == 0:
            again = started(quiz, candidate=sitting.candidate)
            sit.close(sitting_id=again.pk, how=Closed.FINISHED)
    alone = run("item_statistics", "--assessment", quiz.code)
    assert (alone["test"]["n"], alone["items"][0]["facility"]) == (10, 0.6)
    assert [item["key"] for item in alone["items"]] == keys
    assert all(math.isfinite(v) for item in alone["items"] for v in item.values() if isinstance(v, float))

    rows = [["n", *keys], *([f"x{n}", "A", "AB", 1, ""] for n in range(4)), ["x4", "B", "A", 0, 1]]
    assert run("import_responses", "--assessment", quiz.code, written(rows))["added"] == 5
    both = run("item_statistics", "--assessment", quiz.code)
    assert both["test"]["n"] == 15
    assert [item["facility"] for item in both["items"]] == pytest.approx([10 / 15, 10 / 15, 4 / 15, 1 / 15])

    for cells, column, words in [
        (["E", "A", 1, 0], 0, "only 4 choices"),
        (["A", "A", "A", 0], 2, "only be taken in as points"),
        ([2, "A", 1, 0], 0, "more than the 1"),
    ]:
        refused = run("import_responses", "--assessment", quiz.code, written([["n", *keys], ["y", *cells]]), fails=True)
        assert [(one["line"], one["column"]) for one in refused["errors"]] == [(2, keys[column])]
        assert words in refused["errors"][0]["problem"]
    unknown = run("import_responses", "--assessment", quiz.code, written([["n", "other"], ["y", 1]]), fails=True)
    assert unknown["errors"][0]["line"] == 1
    assert PaperSheet.objects.count() == 5


def test_a_random_draw():
    """Two of four questions for each of twelve: a question's n is who got it, the test still has a reliability."""
    quiz = published_assessment([QuestionFactory() for _ in range(4)], draw=2)
    for n in range(12):
        sitting = started(quiz)
        values = [(right_value if n % 3 > place else wrong_value)(sitting, place + 1) for place in range(2)]
        save(sitting, *[sit.Saved(place, 0, 1, value) for place, value in enumerate(values, 1)])
        sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    found = run("item_statistics", "--assessment", quiz.code)
    assert (found["test"]["n"], found["test"]["items"], found["test"]["mean"]) == (12, 4, 1)
    assert sum(item["n"] for item in found["items"]) == 24
    # Places: right of 12 are 8 and 4, with 4 people at 0, 1 and 2: 2 (1 - (2/9 + 2/9) / (2/3)), n - 1 cancels out.
    assert found["test"]["alpha"] == pytest.approx(2 * (1 - (4 / 9) / (2 / 3)))


def test_what_is_refused(written):
    file = written([["n", "q1"], ["x", "A"]])
    draft = AssessmentFactory()
    survey = AssessmentFactory(kind="survey")
    assert "There is no assessment" in run("import_responses", "--assessment", "none", file, fails=True)["error"]
    assert "not published" in run("import_responses", "--assessment", draft.code, file, fails=True)["error"]
    assert (
        "exists already" in run("import_responses", "--assessment", draft.code, "--create", file, fails=True)["error"]
    )
    assert "survey" in run("import_responses", "--assessment", survey.code, file, fails=True)["error"]
    assert "Latin" in run("import_responses", "--assessment", "імтиҳон", "--create", file, fails=True)["error"]
    lettered = run("import_responses", "--assessment", "new", "--create", file, fails=True)
    assert "line “key”" in lettered["errors"][0]["problem"]
    assert "can't be read" in run("import_responses", "--assessment", "new", file + "x", fails=True)["error"]
    assert not Assessment.objects.filter(code="new").exists()
    keyed = written([["n", "q1", "q2"], ["key", "A", "B"], ["points", 2, 3], ["x", "A", "C"], ["y", "", "B"]])
    run("import_responses", "--assessment", "new", "--create", keyed)
    assert run("item_statistics", "--assessment", "new")["test"]["mean"] == 2.5
    assert "There is no assessment" in run("item_statistics", "--assessment", "none", fails=True)["error"]
    assert "no published question" in run("item_statistics", "--assessment", draft.code, fails=True)["error"]
    assert "no edition 7" in run("item_statistics", "--assessment", "new", "--edition", "7", fails=True)["error"]
