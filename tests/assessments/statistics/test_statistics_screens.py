"""What trainers see of the numbers, and how answers from paper come in; who else gets nowhere."""

import io

import numpy as np
import pypdf
import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.domain import sit
from assessments.enums import Closed
from assessments.models import Assessment, PaperSheet
from people.domain.grant import grant
from people.enums import Role
from tests.assessments.conftest import right_value, save, wrong_value
from tests.factories.assessments import QuestionFactory, published, started
from tests.factories.people import UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def trainer(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    person = UserFactory()
    grant(user=person, role=Role.TRAINER, by=None)
    return signed_in(client, person)


def url(name, *args):
    return reverse(f"assessments_{name}", args=args)


def upload(text, **more):
    return {"file": SimpleUploadedFile("answers.csv", text.encode()), **more}


def test_figures_from_the_list_to_a_question_and_to_files(trainer):
    """40 people and three questions; in the second the best get it wrong, since its key is."""
    quiz = published([QuestionFactory() for _ in range(6)])
    address = url("statistics", quiz.pk)
    assert "Too few answers yet" in trainer.get(address).content.decode()
    assert trainer.get(url("statistics_xlsx", quiz.pk)).status_code == 404
    rng = np.random.default_rng(2)
    for ability in np.linspace(-1.5, 1.5, 40):
        sitting = started(quiz)
        right = rng.random(6) < 1 / (1 + np.exp(-2.5 * ability))
        right[1] = ability < 0
        values = [(right_value if one else wrong_value)(sitting, place) for place, one in enumerate(right, 1)]
        save(sitting, *[sit.Saved(place, 0, 1, value) for place, value in enumerate(values, 1)])
        sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)

    listing = trainer.get(reverse("wagtailsnippets_assessments_assessment:list")).content.decode()
    assert address in listing
    assert address in trainer.get(url("statistics_list")).content.decode()
    page = trainer.get(address).content.decode()
    assert "The best cadets choose B more often than the right answer: check the key." in page
    assert "Reliability (alpha)" in page
    assert "There are no two groups to compare" in page
    assert "A response model needs 100 people; so far there are 40." in page
    one = trainer.get(url("statistics_question", quiz.pk, 2)).content.decode()
    for part in ("best third", "beta [en]", "(right)", "no answer", "Edit the question", "Point-biserial"):
        assert part in one
    assert trainer.get(url("statistics_question", quiz.pk, 7), follow=True).status_code == 404
    assert "There is no edition 5." in trainer.get(f"{address}?edition=5").content.decode()

    book = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(trainer.get(url("statistics_xlsx", quiz.pk)).content)
    )
    questions, choices = (book.get_sheet_by_name(name).to_python() for name in ("Questions", "Choices"))
    assert [row[0] for row in questions[1:]] == [1, 2, 3, 4, 5, 6]
    assert "check the key" in questions[2][-1]
    assert sum(sum(row[-3:]) for row in choices[1:] if row[0] == 1) == 40
    paper = trainer.get(url("statistics_pdf", quiz.pk))
    assert paper["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper.content)).pages)
    assert "check the key" in " ".join(text.split())


def test_answers_from_paper_are_looked_at_taken_in_and_removed(trainer):
    start = url("paper")
    assert "Code of the new assessment" in trainer.get(start).content.decode()
    assert trainer.post(start, {"code": "paper"}).status_code == 422
    bad = trainer.post(start, upload("n,q1\nx,=1\n", code="paper"))
    assert bad.status_code == 422
    assert "Line 2, column “q1”:" in bad.content.decode()

    looked = trainer.post(start, upload("n,q1,q2\n" + "".join(f"x{n},1,0\n" for n in range(12)), code="paper"))
    assert "12 new sheets" in looked.content.decode()
    assert not Assessment.objects.filter(code="paper").exists()
    done = trainer.post(start, {"token": looked.context["token"]})
    assert PaperSheet.objects.count() == 12
    pk = Assessment.objects.get(code="paper").pk
    assert url("statistics", pk) in done.content.decode()
    assert trainer.post(start, {"token": looked.context["token"]}).status_code == 302
    page = trainer.get(url("statistics", pk)).content.decode()
    assert "Only 12 people: the figures are rough." in page
    assert "12 of them on paper." in page
    of_points = trainer.get(url("statistics_question", pk, 1)).content.decode()
    assert "Of this question only points are known" in of_points

    again = trainer.post(url("paper_of", pk), upload("n,q1,q2\nx0,1,0\nx1,0,0\n"))
    for told in ("0 new sheets", "1 sheet replaced", "1 sheet the same as before"):
        assert told in again.content.decode()
    assert "12 sheets were taken in" in trainer.get(url("paper_of", pk)).content.decode()
    trainer.post(url("paper_of", pk), {"forget": "yes"})
    assert PaperSheet.objects.count() == 0
    assert "Too few answers yet" in trainer.get(url("statistics", pk)).content.decode()


@pytest.mark.parametrize("roles", [[], [Role.OFFICE], [Role.ANALYST]])
def test_nobody_else_sees_figures_or_takes_answers_in(client, roles):
    pk = published().pk
    signed_in(client, UserFactory(roles=roles))
    for at in (
        url("statistics_list"), url("statistics", pk), url("statistics_question", pk, 1), url("statistics_xlsx", pk),
        url("statistics_pdf", pk), url("paper"), url("paper_of", pk),
    ):  # fmt: skip
        assert client.get(at).status_code in (302, 403, 404)
    assert client.post(url("paper"), upload("n,q1\nx,1\n", code="c")).status_code in (302, 403, 404)
    assert not Assessment.objects.filter(code="c").exists()
