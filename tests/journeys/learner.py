"""What a learner does with the keys alone, told in Given, When, Then; with JavaScript or without."""

import io
import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from tests.journeys import bank
from tests.journeys.accounts import Person
from tests.journeys.conftest import Visitor
from tests.journeys.keyboard import Keyboard
from tests.journeys.words import said

SERIAL = re.compile(r"PA-\d{4}-\d{6}")


class Learner:
    """One person at one browser, in one language."""

    def __init__(self, visitor: Visitor, language: str) -> None:
        self.visitor, self.page, self.language = visitor, visitor.page, language
        self.keys = Keyboard(self.page)
        self.scripts = visitor.scripts

    # ---- small words ----

    def say(self, sentence: str) -> str:
        return said(self.language, sentence)

    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def heading(self) -> str:
        return self.page.locator("h1").inner_text().strip()

    def path(self) -> str:
        return urlsplit(self.page.url).path

    def follow(self, name: object, *, within: Locator | None = None, exact: bool = False) -> None:
        self.keys.follow(name, within=within, exact=exact)
        self.visitor.check()

    def send(self, name: object, *, within: Locator | None = None, exact: bool = False) -> None:
        self.keys.send(name, within=within, exact=exact)
        self.visitor.check()

    def follow_menu(self, name: str) -> None:
        """Opens the menu of a small screen and follows an entry."""
        menu = self.page.locator("details.menu")
        self.keys.reach(menu.locator("summary"))
        self.keys.press("Enter")
        self.follow(name, within=menu, exact=True)

    # ---- signing in ----

    def given_signed_in(self, person: Person, code: str = "") -> None:
        self.visitor.open(f"/{self.language}/")
        self.follow(self.say("Log in"), within=self.main())
        self.when_signing_in(person, code)

    def when_signing_in(self, person: Person, code: str = "") -> None:
        """Fills in the sign-in page that is open, and the code where there is one."""
        self.keys.fill(self.page.locator("input[name=login]"), person.username)
        self.keys.fill(self.page.locator("input[name=password]"), person.password)
        self.send(self.say("Log in"), within=self.main(), exact=True)
        if code:
            self.keys.fill(self.page.locator("input[name=code]"), code)
            self.send(self.say("Log in"), within=self.main(), exact=True)

    # ---- reading ----

    def when_reading_a_section(self, ending: str = "/handbook/solving-problems/scanning/") -> None:
        self.follow_menu(self.say("Handbook"))
        link = self.main().locator(f'a[href$="{ending}"]').first
        self.keys._leave(link)
        self.visitor.check()
        assert self.path() == f"/{self.language}{ending}"

    def when_switching_language(self, to: str) -> None:
        """The switch stands in the page's head; it leads to the same place."""
        switch = self.page.locator("details.drop:not(.menu)")
        self.keys.reach(switch.locator("summary"))
        self.keys.press("Enter")
        self.keys._leave(switch.locator(f'a[hreflang="{to}"]'))
        self.language = to
        self.visitor.check()
        expect(self.page.locator("html")).to_have_attribute("lang", to)

    def then_switching_keeps_the_place(self) -> None:
        own, place = self.language, self.path().removeprefix(f"/{self.language}")
        other = "ru" if own != "ru" else "tg"
        before = self.heading()
        self.when_switching_language(other)
        assert self.path() == f"/{other}{place}"
        assert self.heading() != before
        self.when_switching_language(own)
        assert self.path() == f"/{own}{place}"
        assert self.heading() == before

    # ---- the course ----

    def when_starting_the_course(self, slug: str = "first-steps") -> None:
        self.follow_menu(self.say("Courses"))
        self.keys._leave(self.main().locator('a[href*="/courses/"]').first)
        self.visitor.check()
        self.course = self.path()
        self.send(self.say("Start the course"))

    def when_reading_every_lesson(self) -> None:
        """Marks each lesson as read; the last one leads on to the quiz."""
        for _ in range(10):
            quiz = self.page.get_by_role("button", name=self.say("Go to the quiz"))
            if quiz.count():
                self.send(self.say("Go to the quiz"))
                return
            onward = self.page.locator("main form .form-actions button").first
            self.keys._leave(onward)
            self.visitor.check()
        raise AssertionError("the lessons never end")

    # ---- the quiz ----

    def when_starting_the_quiz(self) -> None:
        self.send(self.say("Start"), exact=True)
        assert "/sittings/" in self.path()

    def when_answering(self, *, right: bool = True) -> list[str]:
        """Answers every question by what the bank's file says; returns the kinds of question met."""
        known, kinds = bank.known(self.language), []
        for section in self.page.locator("section.question").all():
            stem = bank.letters(section.locator(".question-stem").inner_text())
            question = known[stem]
            kinds.append(question.answering)
            getattr(self, f"_answer_{question.answering}")(section, question, right)
        return kinds

    def _answer_one(self, section: Locator, question: bank.Known, right: bool) -> None:
        wanted = question.right if right else question.wrong
        self.keys.choose(self._options(section, wanted[:1])[0])

    def _answer_many(self, section: Locator, question: bank.Known, right: bool) -> None:
        for box in self._options(section, question.right if right else question.wrong[:1]):
            self.keys.tick(box)

    def _options(self, section: Locator, texts: list[str]) -> list[Locator]:
        labels = section.locator("label").all()
        found = [label.locator("input") for label in labels if bank.letters(label.inner_text()) in texts]
        assert len(found) == len(texts), texts
        return found

    def _answer_number(self, section: Locator, question: bank.Known, right: bool) -> None:
        self.keys.fill(section.locator("input[type=text]"), question.number if right else "1")

    def _answer_order(self, section: Locator, question: bank.Known, right: bool) -> None:
        wanted = question.right if right else question.right[::-1]
        if self.scripts:
            for text in wanted:
                taps = section.locator(".ordering-tap").all()
                tap = next(t for t in taps if bank.letters(t.locator(".ordering-text").inner_text()) == text)
                self._reach_either_way(tap)
                self.keys.press("Enter")
            return
        lines = {bank.letters(li.locator(".ordering-text").inner_text()): li for li in section.locator("li").all()}
        for text, line in lines.items():
            self.keys.pick(line.locator("select"), str(wanted.index(text) + 1))

    def _reach_either_way(self, tap: Locator) -> None:
        """Steps move when they are tapped, so the next one may lie before or behind."""
        order = "(a) => !!(a.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING)"
        back = tap.evaluate(order)
        for _ in range(60):
            if tap.evaluate("a => a === document.activeElement"):
                return
            self.keys.step(back=back)
        raise AssertionError("a step can't be reached")

    def then_everything_is_saved(self) -> None:
        if self.scripts:
            expect(self.page.locator('[data-save-state="saved"]')).to_be_visible()

    def when_handing_in(self) -> None:
        self.send(self.say("To the end"))
        assert self.path().endswith("/finish/"), self.path()
        self.send(self.say("Hand in"))
        assert self.path().endswith("/result/"), self.path()

    def then_passed(self) -> None:
        assert self.heading() == self.say("Passed")

    # ---- the certificate ----

    def when_downloading_the_certificate(self, folder: Path) -> Path:
        """From the result back to the course, and the PDF there."""
        self.keys._leave(self.main().locator(f'a[href="{self.course}"]').first)
        self.visitor.check()
        link = self.keys.reach(self.page.get_by_role("link", name=self.say("Download the certificate (PDF)")))
        with self.page.expect_download() as waiting:
            self.keys.press("Enter")
        path = folder / "certificate.pdf"
        waiting.value.save_as(path)
        assert link.is_visible()
        return path


def text_of(pdf: Path) -> str:
    """All words of a PDF, one space between them."""
    pages = PdfReader(io.BytesIO(pdf.read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def serial_of(pdf: Path) -> str:
    found = SERIAL.search(text_of(pdf))
    assert found, text_of(pdf)
    return found.group()
