"""The practice with every other kind of question, answered rightly with the keys, and marked by a trainer."""

import io
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, expect

from tests.journeys import bank
from tests.journeys.learner import Learner
from tests.journeys.server import ROOT

CODE = "cp-practice"
FILE = ROOT / "assessments" / "content" / "every-kind.toml"
# What a question of each kind has on the page and no other has.
LOOKS = {
    "truth": ".choice-pair",
    "match": ".pairs",
    "gaps": ".gapped",
    "scenario": ".case",
    "spot": ".spots",
    "order": ".ordering",
    "essay": "textarea",
    "file": 'button[value$="-file"]',
}
ESSAY = {
    "tg": "Дуздии бегоҳӣ назди бозор: ҳафт ҳодиса дар як моҳ. Сабаб торикӣ аст.\nБо ҷамоат чароғ мегузорем.",
    "ru": "Вечерние кражи у рынка: семь случаев за месяц. Причина в темноте.\nВместе с джамоатом ставим свет.",
    "en": "Thefts by the market in the evening: seven in a month. The cause is darkness.\nWe put up lights.",
}
REMARK = "§ 12: 3 + 2"  # the same in every language
MOST = re.compile(r"\(0–(\d+)\)")


@cache
def questions() -> dict[str, dict[str, Any]]:
    """The questions of the practice by their kind; each kind stands in it once."""
    return {told["answering"]: told for told in tomllib.loads(FILE.read_text("utf-8"))["questions"]}


def best(kind: str, part: int | None = None) -> list[dict[str, Any]]:
    """The choices that give points, of one gap or step where the question has them; the best first."""
    found = [told for told in questions()[kind]["choices"] if part in (None, told.get("part"))]
    scores = [float(told.get("score", 1 if told.get("right") else 0)) for told in found]
    return [told for score, told in sorted(zip(scores, found, strict=True), key=lambda pair: -pair[0]) if score > 0]


def photo() -> bytes:
    """A photo of a sketch, as a phone would hand it in."""
    content = io.BytesIO()
    Image.new("RGB", (320, 240), "white").save(content, "JPEG")
    return content.getvalue()


class Practising(Learner):
    """A cadet at the practice."""

    def when_starting(self) -> None:
        self.visitor.open(f"/{self.language}/assessments/{CODE}/")
        self.when_starting_the_quiz()

    def when_answering_every_kind(self) -> set[str]:
        """Answers question by question as they stand; returns the kinds met."""
        met = set()
        for number in range(self.page.locator("section.question").count()):
            section = self.page.locator("section.question").nth(number)
            kind = self._kind(section)
            getattr(self, f"_give_{kind}")(section)
            met.add(kind)
        return met

    def _kind(self, section: Locator) -> str:
        found = [kind for kind, look in LOOKS.items() if section.locator(look).count()]
        if not found:
            found = ["many" if section.locator("input[type=checkbox][name^=q]").count() else "text"]
        assert len(found) == 1, found
        return found[0]

    def _text(self, told: dict[str, Any], name: str = "text") -> str:
        return str(told[name][self.language])

    def _box(self, section: Locator, text: str) -> Locator:
        """The input of the option that says this, with its number on the picture or without."""
        for label in section.locator("label").all():
            if bank.letters(label.inner_text()).lstrip("0123456789") == bank.letters(text):
                return label.locator("input")
        raise AssertionError(f"nobody offers {text!r}")

    def _give_truth(self, section: Locator) -> None:
        self.keys.choose(section.locator("input").nth(0 if questions()["truth"]["answer"] == "true" else 1))

    def _give_many(self, section: Locator) -> None:
        for told in best("many"):
            self.keys.tick(self._box(section, self._text(told)))

    def _give_match(self, section: Locator) -> None:
        goes_with = {bank.letters(self._text(t)): self._text(t, "match") for t in questions()["match"]["choices"]}
        for line in section.locator(".pairs li").all():
            text = bank.letters(line.locator("label").inner_text())
            self.keys.pick(line.locator("select"), goes_with[text])

    def _give_gaps(self, section: Locator) -> None:
        for number, gap in enumerate(section.locator(".gap").all(), 1):
            text = self._text(best("gaps", number)[0])
            if gap.evaluate("gap => gap.tagName") == "SELECT":
                self.keys.pick(gap, text)
            else:
                self.keys.fill(gap, text)

    def _give_spot(self, section: Locator) -> None:
        """By the list below the picture; with scripts the first place by a tap on the picture."""
        for number, told in enumerate(best("spot")):
            box = self._box(section, self._text(told))
            if self.scripts and not number:
                section.locator(f'[data-spot="{box.get_attribute("value")}"]').click()
                expect(box).to_be_checked()
                continue
            self.keys.tick(box)

    def _give_text(self, section: Locator) -> None:
        answers = questions()["text"][f"answers_{self.language}"]
        self.keys.fill(section.locator("input[type=text]"), answers.splitlines()[0])

    def _give_order(self, section: Locator) -> None:
        texts = [bank.letters(self._text(told)) for told in questions()["order"]["choices"]]
        self._answer_order(section, bank.Known("", "order", texts, [], ""), True)

    def _give_scenario(self, section: Locator) -> None:
        """Step by step along the best choices; each leads to a page of its own with what followed."""
        name = section.get_attribute("id")
        step = 1
        while step:
            section = self.page.locator(f"section#{name}")
            told = best("scenario", step)[0]
            self.keys.choose(self._box(section, self._text(told)))
            self.send(self.say("Go on with the case"), within=section)
            step = told["leads"]
        ended = self.page.locator(f"section#{name}").get_by_text(self.say("The case has come to its end."))
        expect(ended).to_be_visible()

    def _give_essay(self, section: Locator) -> None:
        self.keys.fill(section.locator("textarea"), ESSAY[self.language])
        if self.scripts:
            told = self.say("Words: %%s").replace("%%s", str(len(ESSAY[self.language].split())))
            expect(section.locator("[data-words]")).to_have_text(told)

    def _give_file(self, section: Locator) -> None:
        self.send(self.say("Choose a file"), within=section)
        field = self.keys.reach(self.page.locator("input[type=file]"))
        with self.page.expect_file_chooser() as choosing:
            self.keys.press("Space")
        choosing.value.set_files({"name": "план.jpg", "mimeType": "image/jpeg", "buffer": photo()})
        assert field.input_value().endswith(".jpg")
        self.send(self.say("Hand in this file"))

    def then_every_question_is_answered(self) -> None:
        """On the last page before handing in."""
        self.send(self.say("To the end"))
        expect(self.main().get_by_text(self.say("Every question is answered."))).to_be_visible()

    def then_people_are_waited_for(self, *, points: int, out_of: int) -> str:
        """After handing in: the points of what needs nobody. Returns the address of the result."""
        self.send(self.say("Hand in"))
        assert self.heading() == self.say("Your answers are being marked")
        told = self.say("%(score)s of %(out_of)s") % {"score": points, "out_of": out_of}
        assert self.main().get_by_text(told, exact=True).is_visible()
        return self.path()


class Marker(Learner):
    """The trainer who marks what people have written and handed in."""

    def when_marking_everything(self) -> Iterator[str]:
        """Full points for everything; tells of each answer what its page shows."""
        self.visitor.open(f"/{self.language}/marking/")
        self.keys.leave(self.main().locator(f'a[href$="/marking/{CODE}/"]'))
        while not self.path().endswith("/marking/"):
            self.visitor.check()
            yield self.main().inner_text()
            self._mark()

    def _mark(self) -> None:
        for label in self.main().locator("label").all():
            if most := MOST.search(label.inner_text()):
                self.keys.fill(self.page.locator(f"#{label.get_attribute('for')}"), most[1])
        self.keys.fill(self.main().locator("textarea"), REMARK)
        self.keys.send(self.say("Keep the mark, next answer"))

    def then_the_file_is_saved_without_a_name(self) -> None:
        link = self.page.get_by_role("link", name=self.say("Save the file that was handed in"))
        self.keys.reach(link)
        with self.page.expect_download() as waiting:
            self.keys.press("Enter")
        assert re.fullmatch(r"\d+\.jpg", waiting.value.suggested_filename)
        assert waiting.value.path().read_bytes().startswith(b"\xff\xd8")
