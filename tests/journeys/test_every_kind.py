"""A practice with every kind of question, taken with the keys at 360 px, in each language; then marked by a trainer.

Every page on the way is held to axe, to a silent console, and to the width of the screen.
"""

from collections.abc import Iterator

import pytest

from tests.journeys import accounts, practice
from tests.journeys.accounts import Person
from tests.journeys.practice import ESSAY, REMARK, Marker, Practising
from tests.journeys.server import Running
from tests.journeys.words import LANGUAGES


@pytest.fixture(scope="module")
def cadets(system: Running) -> Iterator[Person]:
    """Four of them, each with a trainer of their own; they read in the language of the page, whatever theirs is."""
    return iter(accounts.make_all(system, ["practising"] * 4))


def take(cadet: Practising, account: Person) -> str:
    """Answers everything, hands it in, and returns the address of the result."""
    cadet.given_signed_in(account)
    cadet.when_starting()
    assert cadet.when_answering_every_kind() == set(practice.questions())
    cadet.then_everything_is_saved()
    cadet.then_every_question_is_answered()
    return cadet.then_people_are_waited_for(points=8, out_of=10)


def mark(trainer: Marker, account: Person) -> None:
    """Reads and marks what the cadet has written and handed in, and sees no name."""
    trainer.given_signed_in(Person(**{key: account.has["trainer"][key] for key in ("username", "password", "secret")}))
    told = []
    for shown in trainer.when_marking_everything():
        told.append(shown)
        if len(told) == 2:
            trainer.then_the_file_is_saved_without_a_name()
    wrote = ESSAY[trainer.language].splitlines()[0]
    assert [wrote in shown for shown in told] == [True, False]
    assert not [name for name in accounts.NAMES.values() if name in "".join(told)]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without"])
def test_every_kind_is_answered_by_keys_and_marked_by_the_trainer(visitor, cadets, scripts):
    account = next(cadets)
    cadet = Practising(visitor(scripts=scripts), "tg")
    result = take(cadet, account)
    mark(Marker(visitor(scripts=scripts), "tg"), account)
    cadet.visitor.open(result)
    cadet.then_passed()
    assert cadet.main().get_by_text(REMARK).count() == 2


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "tg"])
def test_every_kind_is_answered_in_every_other_language(visitor, cadets, language):
    take(Practising(visitor(language=language), language), next(cadets))
