"""The word-level comparison, on examples worked by hand."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import diff
from ui.diff import Kind, compare, tokens

SIGNS = {Kind.SAME: "{}", Kind.REMOVED: "[-{}-]", Kind.ADDED: "[+{}+]"}


def told(before: str, after: str) -> str:
    return "".join(SIGNS[piece.kind].format(piece.text) for piece in compare(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Дар 24 соат хабар диҳед.", "Дар 48 соат хабар диҳед.", "Дар [-24-] [+48+] соат хабар диҳед."),
        ("Сообщите в течение 24 часов.", "Сообщите сразу.", "Сообщите [-в течение 24 часов-] [+сразу+]."),
        ("Ба ҷабрдида гӯш диҳед.", "Ба ҷабрдида бодиққат гӯш диҳед.", "Ба ҷабрдида [+бодиққат+] гӯш диҳед."),
        ("нуқтаҳо дар ду-се ҷой", "нуқтаҳо дар се-чор ҷой", "нуқтаҳо дар [-ду-се-] [+се-чор+] ҷой"),
        ("1,5 соат", "2,5 соат", "[-1,5-] [+2,5+] соат"),
        ("до 12.03.2026 г.", "до 13.03.2026 г.", "до [-12.03.2026-] [+13.03.2026+] г."),
        ("Мумкин нест", "Мумкин аст!", "Мумкин [-нест-] [+аст!+]"),
        ("", "Нав", "[+Нав+]"),
        ("Кӯҳна", "", "[-Кӯҳна-]"),
        ("як\nду", "як  ду", "як  ду"),
        ("Ҳуқуқ", "ҳуқуқ", "[-Ҳуқуқ-] [+ҳуқуқ+]"),
    ],
)
def test_words_put_in_and_taken_out(before: str, after: str, expected: str) -> None:
    assert told(before, after) == expected


def test_a_letter_is_the_same_however_it_was_typed() -> None:
    composed, apart = "Тоҷикӣ, зӯроварӣ", unicodedata.normalize("NFD", "Тоҷикӣ, зӯроварӣ")
    assert composed != apart
    assert [piece.kind for piece in compare(apart, composed)] == [Kind.SAME]
    assert tokens("за\u0301мок или замо\u0301к") == ["за\u0301мок ", "или ", "замо\u0301к"]


def test_very_long_texts_are_told_as_wholly_different(monkeypatch) -> None:
    monkeypatch.setattr(diff, "MOST_PAIRS", 3)
    assert told("а б", "а в") == "[-а б-] [+а в+]"


words = st.lists(st.sampled_from(["ҳа", "не", "24", "ду-се", ",", "."]), max_size=12).map(" ".join)


@given(words, words)
def test_nothing_is_lost_or_made_up(before: str, after: str) -> None:
    pieces = compare(before, after)

    def side(left_out: Kind) -> str:
        return "".join(piece.text for piece in pieces if piece.kind is not left_out).replace(" ", "")

    assert side(Kind.ADDED) == before.replace(" ", "")
    assert side(Kind.REMOVED) == after.replace(" ", "")
    assert all(one.kind is not next_one.kind for one, next_one in zip(pieces, pieces[1:], strict=False))
