"""What a learner does with the keys alone, told in Given, When, Then; with JavaScript or without."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, expect

from tests.journeys import bank
from tests.journeys.accounts import Person
from tests.journeys.conftest import Visitor
from tests.journeys.keyboard import Keyboard
from tests.journeys.pages import COURSE, LESSONS
from tests.journeys.words import said

ITEMS = 28


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

    def _follow_to(self, ending: str) -> None:
        """Follows the first link of the page's text that leads to an address with that end."""
        self.keys.leave(self.main().locator(f'a[href$="{ending}"]').first)
        self.visitor.check()

    # ---- signing in ----

    def given_signed_in(self, person: Person) -> None:
        self.visitor.open(f"/{self.language}/")
        self.follow(self.say("Log in"), within=self.main())
        self.when_signing_in(person)

    def when_signing_in(self, person: Person) -> None:
        """Fills in the sign-in page that is open, and the app's code for who has one."""
        self.keys.fill(self.page.locator("input[name=login]"), person.username)
        self.keys.fill(self.page.locator("input[name=password]"), person.password)
        self.send(self.say("Log in"), within=self.main(), exact=True)
        if person.secret:
            self.keys.fill(self.page.locator("input[name=code]"), person.code)
            self.send(self.say("Log in"), within=self.main(), exact=True)

    # ---- reading ----

    def when_reading_a_section(self, ending: str = "/handbook/solving-problems/scanning/") -> None:
        self.follow_menu(self.say("Handbook"))
        self._follow_to(ending)
        assert self.path() == f"/{self.language}{ending}"

    def when_switching_language(self, to: str) -> None:
        """The switch stands in the page's head; it leads to the same place."""
        switch = self.page.locator("details.drop:not(.menu)")
        self.keys.reach(switch.locator("summary"))
        self.keys.press("Enter")
        self.keys.leave(switch.locator(f'a[hreflang="{to}"]'))
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

    def when_starting_the_course(self) -> None:
        self.follow_menu(self.say("Courses"))
        self._follow_to(f"/courses/{COURSE}/")
        self.course = self.path()
        self.send(self.say("Start the course"))

    def when_going_home(self) -> None:
        """By the name of the house in the page's head."""
        self.keys.leave(self.page.locator("a.brand"))
        self.visitor.check()

    def then_home_says_what_next(self) -> None:
        """The course that is under way, and the way on: to the first lesson."""
        assert self.main().get_by_role("heading", name=self.say("Next"), exact=True).is_visible()
        self.follow(self.say("Continue"), within=self.main(), exact=True)
        assert self.path().startswith(self.course), self.path()

    def when_reading_every_lesson(self) -> None:
        """Marks each lesson as read; the last one leads on to the quiz."""
        for lesson in LESSONS:
            if lesson == LESSONS[-1]:
                self.send(self.say("Go to the quiz"))
                return
            # Where a lesson ends with a quiz for practice, the last button marks it as read and leaves the quiz.
            onward = self.page.locator("main form .form-actions button").last
            self.keys.leave(onward)
            self.visitor.check()

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
        self.keys.leave(self.main().locator(f'a[href="{self.course}"]').first)
        self.visitor.check()
        link = self.keys.reach(self.page.get_by_role("link", name=self.say("Download the certificate (PDF)")))
        with self.page.expect_download() as waiting:
            self.keys.press("Enter")
        path = folder / "certificate.pdf"
        waiting.value.save_as(path)
        assert link.is_visible()
        return path

    # ---- the survey ----

    def when_answering_the_survey(self, wave: str, *, items: int = ITEMS) -> None:
        """Rates items twice, the others not; one is not part of their work, one they'd rather not answer."""
        self.follow_menu(self.say("Surveys"))
        self._follow_to(f"/surveys/{wave}/")
        for field in self.main().locator("select").all()[:2]:
            self.keys.pick(field, field.locator("option").nth(2).inner_text().strip())
        asked = self.main().locator("fieldset.survey-item").all()
        assert len(asked) == ITEMS
        for number, item in enumerate(asked[:items]):
            if number in (2, 5):
                self.keys.tick(item.locator("input[type=checkbox]").nth(number // 5))
                continue
            for scale, level in zip(item.locator("fieldset.survey-scale").all(), (4, 1 + number % 4), strict=True):
                self.keys.choose(scale.locator("input[type=radio]").nth(level))
        self.send(self.say("Send without my name"))

    def then_thanked_and_asked_no_more(self, wave: str) -> None:
        assert self.heading() == self.say("Thank you")
        self.follow_menu(self.say("Surveys"))
        assert self.main().get_by_text(self.say("You have answered")).first.is_visible()
        assert self.main().locator(f'a[href$="/surveys/{wave}/"]').count() == 0

    # ---- what others do ----

    def when_checking_by_address(self, address: str) -> None:
        """Opens the address in the QR code; it leads to the check page."""
        self.page.goto(address)
        self.visitor.check()

    def when_checking_by_number(self, serial: str) -> None:
        self.visitor.open(f"/{self.language}/check/")
        self.keys.fill(self.page.locator("input[name=number]"), serial)
        self.send(self.say("Check"), within=self.main(), exact=True)

    def then_the_certificate_is_valid(self) -> str:
        """What the page says of it."""
        shown = self.main().inner_text()
        assert self.say("This certificate is valid") in shown, shown
        return shown

    def when_opening_the_needs(self, wave: str) -> None:
        self.follow_menu(self.say("Needs"))
        self._follow_to(f"/needs/{wave}/")
