"""One question a page: which one is shown, and turning to the next, to the one before, or forward only."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from assessments.enums import Turning
from assessments.models import Sitting

NEXT, BACK, GO = "next", "back", "go"


@dataclass(frozen=True)
class Page:
    """The question that is shown, by its position from 1, and whether one may go back from it."""

    position: int
    total: int
    back: bool

    @property
    def is_last(self) -> bool:
        return self.position == self.total


def page(sitting: Sitting, wanted: str) -> Page | None:
    """The page of a sitting; `wanted` is what an address asks for, whatever it is. None: all questions on one page.

    Forward only, it is the question that has been reached, and no other. The assessment must come along.
    """
    turning = sitting.assessment.turning
    if turning == Turning.ALL:
        return None
    if turning == Turning.FORWARD:
        return Page(min(sitting.reached, sitting.length), sitting.length, back=False)
    position = page_number(wanted, sitting.length)
    return Page(position, sitting.length, back=position > 1)


def page_number(wanted: str, length: int) -> int:
    """A position from 1 to `length`, whatever an address or a button asks for."""
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 5 else 1
    return min(max(number, 1), length)


def takes(at: Page | None, posted: str) -> set[int] | None:
    """Positions that a posted page may change; None: all. It says itself which question stood on it: what was left
    behind going forward changes no more, and what wasn't on it isn't taken for emptied."""
    if at is None:
        return None
    return {at.position} if posted == str(at.position) else set()


def turn(sitting: Sitting, at: Page, do: str) -> int:
    """The position to show next. Going forward is kept, and happens once, however often the button is pressed."""
    turning = sitting.assessment.turning
    if do.startswith(GO) and turning == Turning.FREE:
        return page_number(do.removeprefix(GO), sitting.length)
    if do == BACK and at.back:
        return at.position - 1
    if do != NEXT or at.is_last:
        return at.position
    if turning == Turning.FORWARD:
        Sitting.objects.filter(pk=sitting.pk, reached=at.position).update(reached=F("reached") + 1)
    return at.position + 1
