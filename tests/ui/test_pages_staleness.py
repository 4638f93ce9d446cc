"""The rules of staleness, by themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.staleness import Save, State, digest, digests, fresh, settle, since, state, tally, words

OLD = {"tg": "24 соат", "ru": "24 часа", "en": "24 hours"}
NEW = OLD | {"tg": "48 соат"}
MADE = fresh(OLD, "tg")
texts = st.fixed_dictionaries({code: st.sampled_from(["", "а", "б", " а "]) for code in ("tg", "ru", "en")})
sources = st.sampled_from(["tg", "ru", "en"])


def settled(after, made=MADE, before=OLD, **save) -> dict[str, State]:
    stored = settle(after, made, digests(before), Save(**({"source": "tg"} | save)))
    return {code: state(after, stored, code) for code in after}


def test_texts_written_together_are_fresh() -> None:
    assert {state(OLD, MADE, code) for code in OLD} == {State.FRESH}
    assert state(OLD | {"ru": "  "}, MADE, "ru") is State.MISSING


def test_meaning_wording_and_a_translation_of_the_same_save() -> None:
    assert settled(NEW) == {"tg": State.FRESH, "ru": State.STALE, "en": State.STALE}
    assert set(settled(NEW, meaning=False).values()) == {State.FRESH}
    assert settled(NEW | {"ru": "48 часов"})["ru"] is State.FRESH
    assert settled(NEW, confirmed=frozenset({"en"}))["en"] is State.FRESH


def test_going_back_to_the_old_source_puts_translations_in_step_again() -> None:
    stale = settle(NEW, MADE, digests(OLD), Save("tg"))
    assert settled(OLD, stale, NEW)["ru"] is State.FRESH


def test_a_translation_written_before_its_source_waits_for_it() -> None:
    only = {"tg": "", "ru": "24 часа", "en": ""}
    made = settle(only, {}, {}, Save("tg"))
    assert state(only, made, "ru") is State.FRESH
    assert settled(only | {"tg": "24 соат"}, made, only)["ru"] is State.STALE


def test_a_new_source_language_keeps_who_agrees_with_whom() -> None:
    stale = settle(NEW, MADE, digests(OLD), Save("tg"))
    assert settled(NEW, stale, NEW, source="ru") == {"tg": State.STALE, "ru": State.FRESH, "en": State.STALE}
    assert set(settled(OLD, source="ru").values()) == {State.FRESH}


def test_spaces_and_markup_say_nothing_of_meaning() -> None:
    assert digest("а  б\n") == digest(" а б")
    assert digest(words("<p data-block-key='x'>а <b>б</b></p>")) == digest(words("<p>а б</p>")) == digest("а б")
    assert words("<p>а</p><p>б</p>").split() == ["а", "б"]
    assert words("&lt;b&gt; &amp; &quot;") == '<b> & "'


@given(texts, sources)
def test_saving_what_was_loaded_changes_nothing(loaded, source) -> None:
    made = fresh(loaded, source)
    assert settle(loaded, made, digests(loaded), Save(source)) == made


@given(texts, texts, sources, sources, st.booleans())
def test_states_are_always_told_and_the_source_is_never_stale(before, after, source, other, meaning) -> None:
    made = settle(after, fresh(before, other), digests(before), Save(source, meaning))
    assert made["of"] == source
    assert state(after, made, source) is not State.STALE
    assert all((state(after, made, code) is State.MISSING) == (not after[code].strip()) for code in after)


@given(texts, texts, sources)
def test_wording_never_makes_stale(before, after, source) -> None:
    made = settle(after, fresh(before, source), digests(before), Save(source, meaning=False))
    assert State.STALE not in {state(after, made, code) for code in after}


@pytest.mark.parametrize("made", [{}, {"of": "xx"}, {"ru": "-"}])
def test_what_was_never_recorded_harms_nobody(made) -> None:
    assert state(OLD, made, "tg") is State.FRESH


def test_a_tally_counts_zeros_too() -> None:
    assert tally([State.STALE, State.STALE]) == {State.FRESH: 0, State.STALE: 2, State.MISSING: 0}


def test_the_day_on_which_a_language_fell_behind_is_kept_until_it_is_in_step() -> None:
    first = settle(NEW, MADE, digests(OLD), Save("tg", today="2026-11-01"))
    assert (since(first, "ru"), since(first, "en"), since(first, "tg")) == ("2026-11-01", "2026-11-01", "")
    newer = NEW | {"tg": "72 соат", "en": "72 hours"}
    second = settle(newer, first, digests(NEW), Save("tg", today="2026-11-09"))
    assert (since(second, "ru"), since(second, "en")) == ("2026-11-01", "")
    third = settle(newer | {"tg": "96 соат"}, second, digests(newer), Save("tg", today="2026-11-20"))
    assert (since(third, "ru"), since(third, "en")) == ("2026-11-01", "2026-11-20")
    assert since(settle(newer, third, digests(newer), Save("tg", confirmed=frozenset({"ru"}))), "ru") == ""


def test_what_is_missing_is_dated_too_and_what_was_behind_before_days_were_kept_stays_undated() -> None:
    only = {"tg": "24 соат", "ru": "", "en": ""}
    assert since(settle(only, {}, {}, Save("tg", today="2026-11-01")), "ru") == "2026-11-01"
    assert since(settle(only, {"of": "tg"}, digests(only), Save("tg", today="2026-11-01")), "ru") == ""
    assert settle(dict.fromkeys(OLD, ""), {}, {}, Save("tg", today="2026-11-01")) == {"of": "tg"}
