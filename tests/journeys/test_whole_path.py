"""The whole path, by keys alone on a narrow screen: learn, be tested, hold a certificate, answer, see the needs.

Every page on the way is held to axe, to a silent console, and to the width of the screen.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys import accounts, paper
from tests.journeys.conftest import Visitor
from tests.journeys.learner import Learner
from tests.journeys.pages import CLOSED, OPEN
from tests.journeys.server import Running
from tests.journeys.words import LANGUAGES

KINDS = {"one", "many", "order", "number"}


def walk(visitor: Callable[..., Visitor], system: Running, folder: Path, *, language: str, scripts: bool) -> None:
    cadet_account, analyst_account = accounts.make_all(system, ["learner", "analyst"], language)

    cadet = Learner(visitor(scripts=scripts, language=language), language)
    cadet.given_signed_in(cadet_account)
    cadet.when_reading_a_section()
    cadet.then_switching_keeps_the_place()
    cadet.when_starting_the_course()
    cadet.when_going_home()
    cadet.then_home_says_what_next()
    cadet.when_reading_every_lesson()
    cadet.when_starting_the_quiz()
    assert len(cadet.when_answering()) == 10
    cadet.then_everything_is_saved()
    cadet.when_handing_in()
    cadet.then_passed()
    pdf = cadet.when_downloading_the_certificate(folder)
    for name in {accounts.NAMES["tg"], accounts.NAMES[language]}:
        assert name in paper.words(pdf)

    stranger = Learner(visitor(scripts=scripts, language=language), language)
    stranger.when_checking_by_address(paper.address(pdf))
    told = stranger.then_the_certificate_is_valid()
    assert paper.serial(pdf) in told
    assert accounts.NAMES["tg"] in told or accounts.NAMES[language] in told
    stranger.when_checking_by_number(paper.serial(pdf))
    told = stranger.then_the_certificate_is_valid()
    assert not [word for name in accounts.NAMES.values() for word in name.split() if word in told]

    cadet.when_answering_the_survey(OPEN, items=28 if scripts and language == "tg" else 8)
    cadet.then_thanked_and_asked_no_more(OPEN)

    analyst = Learner(visitor(scripts=scripts, language=language), language)
    analyst.given_signed_in(analyst_account)
    analyst.when_opening_the_needs(CLOSED)
    told = analyst.main().inner_text()
    assert all(f"K{number:02d}" in told for number in range(1, 29))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_path_by_keys_alone(visitor, system, tmp_path, language):
    walk(visitor, system, tmp_path, language=language, scripts=True)


def test_the_whole_path_without_javascript(visitor, system, tmp_path):
    walk(visitor, system, tmp_path, language="tg", scripts=False)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without"])
def test_every_kind_of_question_failed_first_then_passed(visitor, system, scripts):
    """A quiz in which all four kinds are asked: answered wrongly, and once more."""
    account = accounts.make(system, "candidate", "ru")
    cadet = Learner(visitor(scripts=scripts), "ru")
    cadet.visitor.open(f"/ru/sittings/{account.has['sitting']}/")
    cadet.when_signing_in(account)
    assert set(cadet.when_answering(right=False)) == KINDS
    cadet.when_handing_in()
    assert cadet.heading() == cadet.say("Not passed this time")
    cadet.follow(cadet.say("Try again"))
    cadet.when_starting_the_quiz()
    cadet.when_answering()
    cadet.when_handing_in()
    cadet.then_passed()
