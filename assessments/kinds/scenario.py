"""A case that goes on according to what one does: at each step one choice, and each choice leads to a further step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import markers
from assessments.domain import scoring
from assessments.kinds.base import MAX_CHOICES, Document, Form, Given, Kind, places_in

if TYPE_CHECKING:
    from assessments.models import Choice, Question

FIRST = 1
MOST_STEPS = 20


class Scenario(Kind):
    code = "scenario"
    name = gettext_lazy("a case in steps")
    template = "assessments/kinds/scenario.html"
    shape = "places"
    stem_inside = True
    styled = True
    columns = ("text", "part", "leads", "score")

    def check(self, question: Question) -> list[str]:
        steps = self._steps(question)
        found = []
        if FIRST not in steps or len(steps) > MOST_STEPS:
            found.append(_("It begins with step 1 and has %(most)s steps at most.") % {"most": MOST_STEPS})
        for number, choices in steps.items():
            if not 2 <= len(choices) <= MAX_CHOICES:
                found.append(_("Step %(number)s must have at least two choices.") % {"number": number})
            for choice in choices:
                found += self._leads_problems(number, choice, steps)
        reached = self._reached(steps)
        for number in steps.keys() - reached:
            found.append(_("No choice leads to step %(number)s.") % {"number": number})
        if not found and self._best(self.key(question)["steps"])[0] <= 0:
            found.append(_("No way through it earns anything: mark at least one choice as right."))
        return found + markers.problems(question, sorted(steps))

    def ordered(self, question: Question) -> list[Choice]:
        return [choice for choices in self._steps(question).values() for choice in choices]

    def show(self, question: Question) -> Document:
        numbered = enumerate(self.ordered(question), 1)
        return {"ways": {str(n): {"step": choice.part, "leads": choice.leads} for n, choice in numbered}}

    def key(self, question: Question) -> Document:
        steps: dict[str, dict[str, list[str]]] = {}
        for n, choice in enumerate(self.ordered(question), 1):
            steps.setdefault(str(choice.part), {})[str(n)] = [str(choice.leads), str(choice.score)]
        return {"steps": steps}

    def parse(self, form: Form) -> Document:
        return {"places": {name: form.one(name) for name in form.values if name and form.one(name)}}

    def read(self, value: Document, numbers: Mapping[str, int]) -> Given:
        """A choice for each step that it names; which of them were on the way is seen when it is scored."""
        said = {int(step): name for step, name in places_in(value).items() if step.isascii() and step.isdigit()}
        made = [(step, numbers[said[step]]) for step in sorted(said) if said[step] in numbers]
        unique = {number: step for step, number in reversed(made)}
        pairs = sorted((step, number) for number, step in unique.items())
        return Given(choices=tuple(number for _step, number in pairs), places=tuple(step for step, _n in pairs))

    def right(self, key: Document) -> Given:
        pairs = self._best(key["steps"])[1]
        return Given(choices=tuple(number for _step, number in pairs), places=tuple(step for step, _n in pairs))

    def score(self, given: Given, key: Document) -> Decimal:
        """What the choices on the way earned, of the most that any way can earn; never below 0."""
        made, steps = {step: number for number, step in given.placed()}, key["steps"]
        earned, step = Decimal(0), FIRST
        while str(made.get(step)) in steps.get(str(step), {}):
            leads, share = steps[str(step)][str(made[step])]
            earned, step = earned + Decimal(share), int(leads)
        return scoring.portion(earned, self._best(steps)[0])

    def is_whole(self, given: Given, part: Document) -> bool:
        way = list(self._way(part, given))
        return bool(way) and way[-1][1] is not None

    def stem(self, part: Document, language: str) -> str:
        return markers.parts(part["stem"][language]).get(FIRST, "")

    def said(self, given: Given, part: Document, language: str) -> tuple[str, ...]:
        texts = {choice["n"]: choice["text"][language] for choice in part["choices"]}
        made = [number for _step, number in self._way(part, given) if number]
        return tuple(texts[number] for number in made)

    def drawn(self, part: Document, given: Given, names: Mapping[str, int], language: str) -> Document:
        """The steps that were reached: those behind with what was chosen, the last one open or the end."""
        stems = markers.parts(part["stem"][language])
        texts = {choice["n"]: choice["text"][language] for choice in part["choices"]}
        steps = []
        for step, made in self._way(part, given):
            options = [(name, texts[n], n == made) for name, n in names.items() if part["ways"][str(n)]["step"] == step]
            steps.append({"step": step, "text": stems.get(step, ""), "options": options, "made": made})
        ended = self.is_whole(given, part)
        return {"behind": steps if ended else steps[:-1], "now": None if ended else steps[-1], "opening": stems.get(0)}

    def value(self, given: Given, names: Mapping[int, str]) -> Document:
        return {"places": {str(step): names[number] for number, step in given.placed()}}

    def _way(self, part: Document, given: Given) -> Iterator[tuple[int, int | None]]:
        """Each step that was reached, with the number of the choice made there; None where none is made yet."""
        made, step = {step: number for number, step in given.placed()}, FIRST
        while step:
            chosen = made.get(step)
            told = part["ways"].get(str(chosen)) if chosen else None
            on_the_way = told is not None and told["step"] == step
            yield step, chosen if on_the_way else None
            step = told["leads"] if told and on_the_way else 0

    def _steps(self, question: Question) -> dict[int, list[Choice]]:
        found: dict[int, list[Choice]] = {}
        for choice in sorted(question.choices.all(), key=lambda c: (c.part, c.order, c.pk or 0)):
            found.setdefault(choice.part, []).append(choice)
        return found

    def _leads_problems(self, number: int, choice: Choice, steps: Mapping[int, list[Choice]]) -> list[str]:
        told = {"number": number, "leads": choice.leads}
        if choice.leads and choice.leads not in steps:
            return [_("A choice of step %(number)s leads to step %(leads)s, which isn't there.") % told]
        if choice.leads and choice.leads <= number:
            return [_("A choice of step %(number)s leads back to step %(leads)s; it may only lead on.") % told]
        return []

    def _reached(self, steps: Mapping[int, list[Choice]]) -> set[int]:
        reached, open_ = {FIRST}, [FIRST]
        while open_:
            ahead = {choice.leads for choice in steps.get(open_.pop(), ())} - reached - {0}
            reached |= ahead
            open_ += ahead
        return reached

    def _best(self, steps: Document) -> tuple[Decimal, list[tuple[int, int]]]:
        """The most that a way can earn, and that way; later steps first, since choices only lead on."""
        best: dict[int, tuple[Decimal, list[tuple[int, int]]]] = {0: (Decimal(0), [])}
        for step in sorted((int(one) for one in steps), reverse=True):
            ways = []
            for number, (leads, share) in steps[str(step)].items():
                earned, way = best.get(int(leads), best[0])
                ways.append((Decimal(share) + earned, [(step, int(number)), *way]))
            best[step] = max(ways, key=lambda way: way[0])
        return best.get(FIRST, best[0])


KIND = Scenario()
