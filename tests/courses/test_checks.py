"""System checks: a machine on which certificates can't be printed doesn't start quietly."""

from django.test import override_settings

from courses import checks
from courses.domain import paper


def test_this_machine_can_print():
    assert list(checks.harfbuzz_is_there(None)) == []
    assert list(checks.fonts_have_the_letters(None)) == []


def test_a_missing_library_is_an_error(monkeypatch):
    monkeypatch.setattr(checks, "SUBSETTER", "libnowhere.so.0")
    assert [found.id for found in checks.harfbuzz_is_there(None)] == ["courses.E001"]


@override_settings(LANGUAGES=[("tg", "Tajik"), ("fa", "Persian")])
def test_a_language_whose_letters_the_fonts_lack_is_an_error():
    found = list(checks.fonts_have_the_letters(None))
    assert [one.id for one in found] == ["courses.E003"]
    assert "'fa'" in found[0].msg


@override_settings(LANGUAGES=[("tg", "Tajik"), ("xx", "Unknown")])
def test_a_language_that_nobody_thought_of_is_an_error():
    assert [one.id for one in checks.fonts_have_the_letters(None)] == ["courses.E002"]


def test_every_font_holds_the_six_letters():
    assert set("ғӣқӯҳҷҒӢҚӮҲҶ№«»–—") <= paper.letters()
