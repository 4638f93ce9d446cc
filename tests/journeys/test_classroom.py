"""A day in the classroom: two phones without a line, two observers of a station, a code on the wall, a list loaded."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import accounts
from tests.journeys.accounts import Person
from tests.journeys.conftest import Visitor
from tests.journeys.learner import Learner
from tests.journeys.server import Running
from tests.people import lists


@dataclass
class Room:
    """What the classroom's making told, and phones to open in it."""

    told: dict[str, Any]
    first: Person
    second: Person
    visitor: Callable[..., Visitor]
    opened: list[Page] = field(default_factory=list)

    def phone(self, person: Person, path: str, **more: Any) -> Page:
        """A phone on which a person is signed in, at an address."""
        visitor = self.visitor(**more)
        visitor.open(path)
        Learner(visitor, "tg").when_signing_in(person)
        visitor.open(path)
        self.opened.append(visitor.page)
        return visitor.page


def _person(told: dict[str, Any]) -> Person:
    return Person(told["username"], told["password"], told.get("secret"), told)


@pytest.fixture
def room(system: Running, visitor: Callable[..., Visitor]) -> Room:
    made = accounts.make(system, "classroom")
    return Room(made.has, made, _person(made.has["second"]), visitor)


def marks(page: Page, learner: int, presence: str) -> None:
    page.locator(f'input[name="p-{learner}"][value="{presence}"]').check(force=True)


def waits(page: Page, count: int) -> None:
    expect(page.locator("[data-line]")).to_contain_text(str(count))


def arrived(page: Page) -> None:
    """The page says that everything is on the server."""
    line = page.locator("[data-line]")
    expect(line).to_have_text(line.get_attribute("data-none") or "-", timeout=40_000)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["first phone first", "second phone first"])
def test_two_phones_without_a_line_come_to_the_same(room: Room, order: tuple[int, int]) -> None:
    path, people = f"/tg/sessions/{room.told['session']}/", room.told["learners"]
    phones = [room.phone(person, path) for person in (room.first, room.second)]
    for page in phones:
        page.context.set_offline(True)
    marks(phones[0], people[0], "present")
    marks(phones[0], people[1], "present")
    marks(phones[1], people[1], "absent")  # the later one of the two holds, whichever arrives first
    marks(phones[1], people[2], "late")
    for page in phones:
        waits(page, 2)
    for place in order:
        phones[place].context.set_offline(False)
        arrived(phones[place])
    shown = room.phone(room.first, path, scripts=False)
    for learner, presence in zip(people, ("present", "absent", "late"), strict=True):
        assert shown.locator(f'input[name="p-{learner}"]:checked').get_attribute("value") == presence


def test_two_observers_of_a_station_agree_or_not_without_a_line(room: Room) -> None:
    path = f"/tg/assignments/vfr-station/stations/{room.told['enrolments'][0]}/"
    phones = [room.phone(person, path) for person in (room.first, room.second)]
    for page, level in zip(phones, (1, 0), strict=True):
        page.context.set_offline(True)
        names = sorted({radio.get_attribute("name") or "" for radio in page.locator("form input[type=radio]").all()})
        for name in names[:-1]:
            page.locator(f'input[name="{name}"][value="1"]').check(force=True)
        page.locator(f'input[name="{names[-1]}"][value="{level}"]').check(force=True)
        page.locator("form .form-actions button[type=submit]").last.click()
        expect(page.locator("[data-kept]")).to_be_visible()
    for page in reversed(phones):
        page.context.set_offline(False)
        expect(page.locator("[data-kept]")).to_be_hidden(timeout=40_000)
    results = room.phone(room.first, "/tg/assignments/vfr-station/results/")
    expect(results.get_by_role("main")).to_contain_text(re.compile("κ|каппа", re.IGNORECASE))


def test_a_code_on_the_wall_brings_a_newcomer_in(room: Room) -> None:
    wall = room.phone(room.first, f"/tg/{room.told['board']}codes/", width=1280)
    wall.locator("form .form-actions button[type=submit]").last.click()
    code = wall.get_by_text(re.compile(r"^[2-9A-Z]{4}-[2-9A-Z]{4}$")).first.inner_text()
    newcomer = room.phone(_person(room.told["newcomer"]), "/tg/join/")
    newcomer.locator("input[name=code]").fill(code.lower().replace("-", " "))
    newcomer.locator("form .form-actions button").first.click()
    newcomer.locator("button[name=join]").click()
    expect(newcomer).to_have_url(re.compile(r"/tg/courses/vf-response/$"))
    board = room.phone(room.first, f"/tg/{room.told['board']}")
    assert board.locator("tbody tr").count() == 4


def test_the_office_loads_a_broken_list_and_takes_it_back(system: Running, visitor, tmp_path) -> None:
    people = [one for one in lists.three_hundred() if one.number.endswith("7")]
    file = tmp_path / "рӯйхат.xlsx"
    file.write_bytes(lists.merged_headings(people))
    office = visitor(width=1280)
    office.open("/tg/people/lists/")
    Learner(office, "tg").when_signing_in(accounts.demo(system, "office"))
    office.open("/tg/people/lists/")
    page = office.page
    page.locator("input[type=file]").set_input_files(file)
    page.locator("form .form-actions button[type=submit]").first.click()
    office.check()
    expect(page.get_by_role("main")).to_contain_text(str(len(people)))
    page.locator("button[name=load]").click()
    office.check()
    assert page.url.rstrip("/").rpartition("/")[2].isdecimal(), "the list that was loaded"
    expect(page.get_by_role("main")).to_contain_text(str(len(people)))
    page.locator('form[action$="/undo/"] button, a[href$="/undo/"]').first.click()
    office.check()
    if page.url.endswith("/undo/"):
        page.locator("form button[type=submit]").last.click()
        office.check()
    office.open(f"/tg/people/?q={people[0].number}")
    assert page.locator("tbody tr").count() == 0
