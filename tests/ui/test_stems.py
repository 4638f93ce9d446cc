"""Forms and stems: what one types finds what is written. The golden words are to be read by a police editor."""

import csv
import unicodedata
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from ui.stems import analysed, spellings, words
from ui.tokens import read, written

# Words of one line have one stem; words of different lines don't.
GOLDEN = """
зӯроварӣ зӯроварии зӯровариро зуровари зўроварї ЗӮРОВАРӢ
ҷиноят ҷиноятҳо ҷиноятҳои чиноят джиноят љиноят
ҷабрдида ҷабрдидагон ҷабрдидаро чабрдида
занон зан зану занро занҳо
мардон мард мардро мардҳои
ҷавонон ҷавон ҷавононро чавон
ноболиғ ноболиғон ноболигон
захмӣ захмиён захми
ҳуқуқ ҳуқуқҳои ҳуқуқӣ хукук њуќуќ іуѕуѕ
корманд кормандон корманде кормандро
оила оилаҳо оилавӣ оилаашон оилаҳояшон
маҳалла маҳаллаҳо махалла маҳаллаи
милитсия милиция милитсияро
қонун қонунҳо қонунӣ конун ќонун ѕонун
калон калонтар калонтарин
қалам қаламҳо қаламро
дастгиркунӣ дастгиршуда дастгиркунии
ҷамъият ҷамъиятӣ чамъияти
ҷамъ
мезанад мезананд мезанам
"""
LINES = [line.split() for line in GOLDEN.strip().splitlines()]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
def test_forms_of_a_word_have_one_stem(line: list[str]) -> None:
    assert len({analysed(word, "tg")[1] for word in line}) == 1


def test_other_words_have_other_stems() -> None:
    stems = [analysed(line[0], "tg")[1] for line in LINES]
    assert sorted(set(stems)) == sorted(stems)


def test_letters_of_the_first_and_the_second_old_font_are_read_each_in_its_own_way() -> None:
    """The domain notes' own words: adlia.tj writes маѕомоти, коріои, ѕаторњ; passportvkd.tj Ќонуни, Љ."""
    assert [analysed(word, "tg")[0] for word in ("маѕомоти", "коріои", "ѕаторњ")] == ["макомоти", "корхои", "катори"]
    assert [analysed(word, "tg")[0] for word in ("Ќонуни", "Љумњурии")] == ["конуни", "чумхурии"]


def test_decomposed_letters_are_the_same_letters() -> None:
    assert analysed(unicodedata.normalize("NFD", "зӯроварӣ"), "tg") == analysed("зӯроварӣ", "tg")
    assert words(unicodedata.normalize("NFD", "ӯ йод"), "tg") == words("ӯ йод", "tg")


def test_russian_and_english_have_their_own_stems() -> None:
    assert analysed("преступлениями", "ru")[1] == analysed("преступление", "ru")[1]
    assert analysed("молодёжь", "ru") == analysed("молодежь", "ru")
    assert analysed("policing", "en")[1] == analysed("policed", "en")[1]
    assert analysed("Раҷабов", "ru") == analysed("Раджабов", "ru")


def districts() -> list[tuple[str, str]]:
    path = Path(settings.BASE_DIR) / "site" / "people" / "data" / "districts.csv"
    with path.open(encoding="utf-8") as file:
        return [(row["ru"], row["tg"]) for row in csv.DictReader(file) if " " not in row["tg"] + row["ru"]]


@pytest.mark.parametrize(("russian", "tajik"), [*districts(), ("Курган-Тюбе", "Бохтар"), ("Ура-Тюбе", "Истаравшан")])
def test_russian_and_tajik_names_of_places_find_each_other(russian: str, tajik: str) -> None:
    for one, other, language in ((russian, tajik, "tg"), (tajik, russian, "ru")):
        meant = {token for spelling in spellings(one.replace("-", "")) for token in analysed(spelling, language)}
        assert not meant.isdisjoint(analysed(other.replace("-", ""), language))


def test_a_name_is_known_in_its_cases() -> None:
    assert {"кӯлоб", "куляб"} <= {*spellings("Кулябе"), *spellings("Кӯлобро")}
    assert spellings("мошин") == ("мошин",)


def test_hyphens_separate_and_join() -> None:
    found = words("аз Курган-Тюбе", "ru")
    assert [word.form for word in found] == ["аз", "курган", "тюбе", "кургантюбе"]
    assert (found[3].start, found[3].end) == (3, 14)


def test_what_is_written_is_read_again() -> None:
    tokens = read(written(words("Занону мардон", "tg")))
    assert (tokens.forms, tokens.stems, tokens.count) == (" занону мардон ", " _зан _мард ", 2)
    assert read("").count == 0


@given(st.text(max_size=60), st.sampled_from(["tg", "ru", "en", "xx"]))
def test_any_text_gives_tokens_that_both_databases_read_alike(text: str, language: str) -> None:
    """Letters and digits only: nothing that FTS5 or a tsquery could take for its own syntax."""
    for word in words(text, language):
        assert word.form.isalnum()
        assert word.stem.isalnum()
        assert 0 <= word.start < word.end


@given(st.text(alphabet="абвгғдеёжзиӣйкқлмнопрстуӯфхҳчҷшъэюя", min_size=1, max_size=25))
def test_a_stem_is_a_beginning_of_its_form_and_its_own_stem(word: str) -> None:
    form, stem = analysed(word, "tg")
    assert form.startswith(stem)
    assert analysed(stem, "tg")[1] == stem
