"""Results by name as a sheet: by cohort, within the viewer's scope, as text, each look written down."""

import io
from typing import Any

import pypdf
import pytest
import python_calamine
from django.test import Client
from django.urls import reverse

from assessments.domain import mark, result_sheet, sit
from assessments.enums import Closed
from assessments.models import Assessment
from ledger.models import AuditEvent
from people.enums import Role
from people.looks import looks_at
from people.models import Cohort, User
from tests.assessments.conftest import right_value, save
from tests.assessments.test_regrade import choose
from tests.factories.assessments import QuestionFactory, published, started
from tests.factories.people import CohortFactory, RankFactory, UnitFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def person(name: str, **more: Any) -> User:
    names = {f"full_name_{code}": name for code in ("tg", "ru", "en")}
    return UserFactory(unit=UnitFactory(), rank=RankFactory(), **names, **more)


@pytest.fixture
def quiz() -> Assessment:
    return published([QuestionFactory(), QuestionFactory()])


@pytest.fixture
def cohort() -> Cohort:
    return CohortFactory(
        members=[person("Алиев А."), person('=HYPERLINK("http://x.example")')],
        trainers=[UserFactory(roles=[Role.TRAINER])],
    )


@pytest.fixture
def trainer(cohort: Cohort, client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return signed_in(client, cohort.trainers.get())


def sat_by(quiz: Assessment, candidate: User, right: int) -> Any:
    sitting = started(quiz, candidate=candidate)
    for place in range(1, right + 1):
        save(sitting, sit.Saved(place, 0, place, right_value(sitting, place)))
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    return sitting


def url(quiz: Assessment, kind: str, **query: str) -> str:
    address = reverse(f"assessments:{kind}", args=[quiz.code])
    return f"{address}?{'&'.join(f'{name}={value}' for name, value in query.items())}"


def cells(reply: Any, sheet: int = 0) -> list[list[Any]]:
    assert reply.status_code == 200
    return (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(reply.content)).get_sheet_by_index(sheet).to_python()
    )


def test_the_spreadsheet_holds_a_line_an_attempt_and_points_by_question(
    trainer: Client, quiz: Assessment, cohort: Cohort
) -> None:
    first, second = cohort.members.order_by("sort_key")
    late = sat_by(quiz, first, 1)
    choose(late, 2, 1)  # after the close: late
    sitting = sat_by(quiz, second, 2)
    mark.give(answer=sitting.answers.first(), points=0, by=UserFactory(), reason="=1+1 copied")
    stranger = sat_by(quiz, UserFactory(), 2).candidate

    rows = cells(trainer.get(url(quiz, "results_xlsx", questions="1")))

    assert rows[0][:4] == ["Person", "Rank", "Unit", "Attempt"]
    by_name = {row[0]: row for row in rows[1:]}
    assert set(by_name) == {str(first), str(second)}
    assert by_name[str(first)][6:] == [1, 2, 50, "no", "1, not counted", "", 1, 0]
    assert by_name[str(second)][6:] == [1, 2, 50, "no", "", "=1+1 copied", 0, 1]
    questions = cells(trainer.get(url(quiz, "results_xlsx", questions="1")), 1)
    assert [row[0] for row in questions[1:]] == [1, 2]
    assert len(cells(trainer.get(url(quiz, "results_xlsx")))[0]) == 12
    assert [looks_at(one).count() for one in (first, second, stranger)] == [1, 1, 0]
    assert AuditEvent.objects.filter(action="results.export").count() == 3


def test_attack_17_no_cell_of_a_sheet_of_results_is_a_formula(
    trainer: Client, quiz: Assessment, cohort: Cohort
) -> None:
    import zipfile

    for member in cohort.members.all():
        sat_by(quiz, member, 1)
    reply = trainer.get(url(quiz, "results_xlsx", questions="1"))
    with zipfile.ZipFile(io.BytesIO(reply.content)) as book:
        parts = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in part or b"<hyperlink" in part for part in parts)
    assert any("HYPERLINK" in str(row[0]) for row in cells(reply))


def test_a_cohort_is_chosen_on_the_page_and_in_the_files(trainer: Client, quiz: Assessment, cohort: Cohort) -> None:
    other = CohortFactory(members=[person("Валиева В.")], trainers=[cohort.trainers.get()])
    sat_by(quiz, other.members.get(), 2)
    sat_by(quiz, cohort.members.first(), 2)
    page = trainer.get(url(quiz, "named_results", cohort=other.code))
    assert [str(row.sitting.candidate) for row in page.context["rows"]] == ["Валиева В."]
    assert f"results.pdf?cohort={other.code}" in page.content.decode()
    assert len(trainer.get(url(quiz, "named_results")).context["rows"]) == 2
    assert [row[0] for row in cells(trainer.get(url(quiz, "results_xlsx", cohort=other.code)))[1:]] == ["Валиева В."]


def test_the_pdf_can_be_signed(trainer: Client, quiz: Assessment, cohort: Cohort) -> None:
    sat_by(quiz, cohort.members.get(full_name_tg="Алиев А."), 2)
    reply = trainer.get(url(quiz, "results_pdf", cohort=cohort.code))
    assert reply["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(reply.content)).pages)
    for part in ("Алиев А.", "2 of 2", "100", "Signature", "Head of the course"):
        assert part in text, part


def test_too_many_for_one_sheet_are_told(
    trainer: Client, quiz: Assessment, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assessments.views import result_files

    monkeypatch.setattr(result_files, "MOST_IN_PDF", 1)
    for member in cohort.members.all():
        sat_by(quiz, member, 1)
    told = trainer.get(url(quiz, "results_pdf"), follow=True).content.decode()
    assert "Choose a cohort" in told
    with pytest.raises(result_sheet.TooMany):
        result_sheet.drawn_up(assessment=quiz, viewer=cohort.trainers.get(), most=1)


def test_a_name_that_cannot_be_printed_is_told(trainer: Client, quiz: Assessment, cohort: Cohort) -> None:
    member = person("Алиев 😀")
    cohort.members.add(member)
    sat_by(quiz, member, 1)
    assert "😀" in trainer.get(url(quiz, "results_pdf"), follow=True).content.decode()


@pytest.mark.parametrize("kind", ["named_results", "results_xlsx", "results_pdf"])
def test_attack_12_a_cohort_of_somebody_else_does_not_exist(trainer: Client, quiz: Assessment, kind: str) -> None:
    foreign = CohortFactory(members=[sat_by(quiz, UserFactory(), 2).candidate])
    for code in (foreign.code, "none", "%00"):
        status = trainer.get(url(quiz, kind, cohort=code)).status_code
        assert status == (200 if code == "%00" else 404)


@pytest.mark.parametrize("kind", ["results_xlsx", "results_pdf"])
@pytest.mark.parametrize("roles", [[], [Role.HEAD], [Role.ANALYST], [Role.ADMINISTRATOR]])
def test_attack_12_nobody_else_gets_a_sheet(client: Client, quiz: Assessment, kind: str, roles: list[str]) -> None:
    signed_in(client, UserFactory(roles=roles))
    assert client.get(url(quiz, kind)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_a_sheet_costs_the_same_for_one_and_for_three(
    trainer: Client, quiz: Assessment, cohort: Cohort, rows: int, django_assert_num_queries: Any
) -> None:
    cohort.members.add(person("Валиева В."))
    for member in cohort.members.all()[:rows]:
        sat_by(quiz, member, 1)
    address = url(quiz, "results_xlsx", questions="1", cohort=cohort.code)
    trainer.get(address)
    with django_assert_num_queries(SHEET):
        trainer.get(address)


SHEET = 13
