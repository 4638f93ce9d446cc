"""A trainer takes questions in from a Word file, in three steps after choosing it; cadets answer one in words."""

import uuid

from playwright.sync_api import Page, expect

from tests.assessments.formats.files import docx
from tests.journeys import accounts
from tests.journeys.learner import Learner
from tests.journeys.words import said

# A quiz of that one question, published: what the trainer does on the assessment's own page.
PUBLISH = """
from assessments.domain.publish import publish
from assessments.models import Assessment, AssessmentItem, Question
question = Question.objects.get(bank__name="{name}", answering="text")
for code, text in (("tg", "Ба кӣ занг мезананд?"), ("ru", "Кому звонят?"), ("en", "Whom does one call?")):
    setattr(question, "stem_" + code, text)
question.save()
titles = dict(title_tg="Санҷиши калимаҳо", title_ru="Проверка слов", title_en="A quiz of words")
quiz, _ = Assessment.objects.get_or_create(code="{name}", defaults=dict(kind="quiz", **titles))
AssessmentItem.objects.get_or_create(assessment=quiz, question=question)
publish(assessment_id=quiz.pk, by=None)
"""
# No course leads to that quiz: the sitting is begun for the cadet.
BEGIN = """
from assessments.domain import sit
from assessments.models import Assessment
from people.models import User
quiz = Assessment.objects.get(code="{name}")
print(sit.start(assessment=quiz, candidate=User.objects.get(username="{username}")).public_id)
"""


def trainer(visitor, system) -> Page:
    writer = Learner(visitor(width=1280, height=900, language="tg"), "tg")
    writer.given_signed_in(accounts.demo(system, "trainer2"))
    return writer.page


def test_questions_from_word_are_taken_in_and_answered(visitor, system, tmp_path) -> None:
    name = f"journey-{uuid.uuid4().hex[:8]}"
    file = tmp_path / "questions.docx"
    file.write_bytes(docx("1. Кӣ?", "а) Як", "+б) Ду", "2. Ба кӣ занг мезананд?", "Ҷавоб: дежурӣ", "3. Нависед"))
    page = trainer(visitor, system)
    page.goto(f"{system.url}/cms/question-files/")
    own = page.locator("html").get_attribute("lang") or "tg"  # the editor speaks the trainer's own language
    page.set_input_files("input[type=file]", file)
    page.fill("input[name=bank]", name)
    page.get_by_role("button", name=said(own, "Look at it")).click()
    expect(page.locator("table.listing tbody tr")).to_have_count(1)
    page.get_by_role("button", name=said(own, "Take them in")).click()
    expect(page.get_by_role("link", name=said(own, "To the questions of this bank"))).to_be_visible()
    system.shell(PUBLISH.format(name=name))
    for scripts in (True, False):
        answer_in_words(visitor, system, name, scripts)


def answer_in_words(visitor, system, name: str, scripts: bool) -> None:
    account = accounts.make(system, "learner")
    sitting = system.shell(BEGIN.format(name=name, username=account.username)).splitlines()[-1]
    cadet = Learner(visitor(width=360, scripts=scripts, language="tg"), "tg")
    cadet.visitor.open(f"/tg/sittings/{sitting}/")
    cadet.when_signing_in(account)
    cadet.keys.fill(cadet.page.locator("section.question input[type=text]"), "  Дежури ")
    cadet.then_everything_is_saved()
    cadet.when_handing_in()
    cadet.then_passed()
    assert "Дежури" in cadet.main().inner_text()
