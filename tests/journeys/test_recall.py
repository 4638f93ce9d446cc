"""In the editor, by browser: a change of meaning goes stale, is recalled, is confirmed; wording is nothing of it."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import accounts
from tests.journeys.conftest import Visitor
from tests.journeys.server import Running
from tests.journeys.words import said

# A section written in Russian first, and an examination that cites its first paragraph.
SETTING = """
from assessments.models import Assessment, AssessmentItem, Question
from handbook.models import ChapterPage, SectionPage
from people.models import User
from ui.content import add_published, body_from_content
texts = {"tg": "Дар 24 соат", "ru": "В течение 24 часов", "en": "Within 24 hours"}
name = {"tg": "Санҷиши бозхонд", "ru": "Проверка отзыва", "en": "Trial of a recall"}
by = User.objects.get(username="trainer")
body = body_from_content([{"type": "text", "text": texts}], key="journey-recall")
page = SectionPage(slug="journey-recall", source_language="ru", minutes=1, body=body)
add_published(ChapterPage.objects.order_by("number").first(), page, {"heading": name, "summary": {}}, by)
old = Question.objects.filter(answering="one").first()
question = Question.objects.create(key="journey-recall", answering="one", competency=old.competency,
    **{f"stem_{code}": text for code, text in name.items()},
    cites=["/".join(page.url_path.split("/")[-3:-1]) + "#" + page.body[0].id])
for order, score in enumerate((1, 0)):
    question.choices.create(order=order, score=score, **{f"text_{code}": str(order) for code in name})
exam = Assessment.objects.create(code="journey-recall", kind="exam", minutes=10,
    **{f"title_{code}": text for code, text in name.items()})
AssessmentItem.objects.create(assessment=exam, question=question)
print(page.pk, exam.pk, page.url_path.split("/", 2)[2])
"""


class Trainer:
    """Somebody who writes, in English, on a wide screen."""

    def __init__(self, visitor: Visitor, system: Running) -> None:
        self.page: Page = visitor.page
        self.url = system.url
        person = accounts.demo(system, "trainer")
        self.page.goto(f"{self.url}/en/accounts/login/")
        self.page.locator("[name=login]").fill(person.username)
        self.page.locator("[name=password]").fill(person.password)
        self.page.locator("main form button[type=submit]").first.click()
        self.page.locator("[name=code]").fill(person.code)
        self.page.locator("main form button[type=submit]").first.click()
        expect(self.page).to_have_url(re.compile(r"/\w\w/$"))
        self.language = self.page.locator("html").get_attribute("lang") or "tg"

    def say(self, sentence: str) -> str:
        return said(self.language, sentence)

    def edit(self, pk: str, *, text: str = "", change: str = "meaning", checked: list[str] | None = None) -> None:
        """Opens the section in the editor, types, says what kind of change it is, publishes."""
        self.page.goto(f"{self.url}/cms/pages/{pk}/edit/")
        if text:
            box = self.page.locator(
                ".leaf [lang=ru] [contenteditable=true], .leaf [contenteditable=true][lang=ru]"
            ).first
            if not box.count():
                box = self.page.locator("[data-contentpath=ru] [contenteditable=true]").first
            box.click()
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(text)
        self.page.locator(f"input[name=change][value={change}]").check(force=True)
        for code in checked or []:
            self.page.locator(f"input[name=checked][value={code}]").check(force=True)
        self.page.wait_for_timeout(700)  # the editor gathers what was typed
        self.page.evaluate("() => document.querySelector('[name=action-publish]').click()")
        self.page.wait_for_url(re.compile(r"/cms/pages/\d+/$"))

    def stale_in_report(self, pk: str) -> list[str]:
        self.page.goto(f"{self.url}/cms/translations/")
        row = self.page.locator("tr", has=self.page.locator(f'a[href$="/pages/{pk}/edit/"]'))
        return row.locator("td[lang].language-stale, td.language-stale").all_inner_texts()

    def exam_says(self, pk: str) -> str:
        self.page.goto(f"{self.url}/cms/assessments/{pk}/publish/")
        return self.page.locator("main").inner_text()


def marked(visitor: Visitor, address: str) -> dict[str, int]:
    found = {}
    for code in ("tg", "ru", "en"):
        visitor.open(f"/{code}/{address}")
        found[code] = visitor.page.locator(".book-text .mark-stale").count()
    return found


def test_a_change_of_meaning_is_recalled_and_a_wording_is_not(visitor: Callable[..., Visitor], system: Running) -> None:
    pk, exam, address = system.shell(SETTING).splitlines()[-1].split()
    reader = visitor()
    trainer = Trainer(visitor(width=1280, height=900, language="en"), system)

    trainer.edit(pk, text="В течение двадцати четырёх часов", change="wording")
    assert marked(reader, address) == {"tg": 0, "ru": 0, "en": 0}
    assert "journey-recall#" not in trainer.exam_says(exam)

    trainer.edit(pk, text="В течение 48 часов", change="meaning")
    assert marked(reader, address) == {"tg": 1, "ru": 0, "en": 1}
    told = trainer.exam_says(exam)
    assert "journey-recall#" in told
    assert "Тоҷикӣ" in told
    trainer.page.goto(f"{system.url}/cms/recall/")
    card = trainer.page.locator(".recall", has_text="48 часов")
    expect(card.locator("ins")).to_contain_text("48")
    while card.locator("form button").count():
        card.locator("form button").first.click()
        trainer.page.wait_for_load_state()
    expect(card).to_have_count(0)

    trainer.edit(pk, checked=["tg", "en"])
    assert marked(reader, address) == {"tg": 0, "ru": 0, "en": 0}
    assert "journey-recall#" not in trainer.exam_says(exam)
