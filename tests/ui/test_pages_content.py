"""Content files: the small markup, and bodies made from blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.blocks import BodyBlock
from ui.content import BadContent, body_from_content, load, plain, rich
from ui.leaves import leaves
from ui.staleness import State


def told(text: str) -> dict[str, str]:
    return {"tg": text, "ru": text + "р", "en": text + "e"}


BLOCKS = [
    {"type": "heading", "text": told("а")},
    {"type": "text", "text": told("**а** б")},
    {"type": "steps", "title": told("а"), "items": [told("1"), told("2")]},
    {"type": "case", "title": told("а"), "text": told("б"), "question": told("в")},
    {"type": "warning", "text": told("а")},
    {
        "type": "comparison", "title": told("а"), "left_label": told("л"), "right_label": told("р"),
        "rows": [{"left": told("1"), "right": told("2")}],
    },
    {"type": "law", "text": told("а"), "law": "family-violence-2013", "article": "3"},
    {"type": "definition", "term": told("а"), "text": told("б")},
    {"type": "figure", "picture": "plan", "alt": told("а"), "caption": told("б")},
    {
        "type": "form", "title": told("а"), "note": told("б"),
        "fields": [{"label": told("1"), "kind": "table", "columns": [told("2"), told("3")], "rows": 2}],
    },
    {"type": "question", "text": told("а")},
    {
        "type": "self_check", "text": told("а"),
        "answers": [{"text": told("1"), "right": True, "reply": told("2")}, {"text": told("3"), "reply": told("4")}],
    },
    {"type": "try_it", "text": told("а")},
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("а\n\nб", "<p>а</p><p>б</p>"),
        ("а\nб", "<p>а б</p>"),
        ("- а\n- **б**", "<ul><li>а</li><li><b>б</b></li></ul>"),
        ("а:\n- б\n- в\nг", "<p>а:</p><ul><li>б</li><li>в</li></ul><p>г</p>"),
        ("*а* **б**", "<p><i>а</i> <b>б</b></p>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ('<a href="x">&', "<p>&lt;a href=&quot;x&quot;&gt;&amp;</p>"),
        ("", ""),
    ],
)
def test_the_small_markup(text: str, html: str) -> None:
    assert rich(text) == html


def test_plain_leaves_lose_the_marks() -> None:
    assert plain(" **а** *б* ") == "а б"


@given(st.text(alphabet="аб<>&\"'*- \n{}%", max_size=60))
def test_no_text_makes_a_tag_of_its_own(text: str) -> None:
    html = rich(text)
    for tag in ("<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>", "<b>", "</b>", "<i>", "</i>"):
        html = html.replace(tag, "")
    assert "<" not in html
    assert ">" not in html


@pytest.mark.django_db
def test_a_body_holds_every_leaf_of_every_type() -> None:
    body = BodyBlock().to_python(body_from_content(BLOCKS, key="a/b", pictures={"plan": 7}))
    found = list(leaves(body))
    assert {child.block_type for child in body} == {block["type"] for block in BLOCKS}
    assert all(
        leaf.value.state(code) is State.FRESH for leaf in found if not leaf.value.blank for code in ("tg", "ru", "en")
    )
    assert sum(not leaf.value.blank for leaf in found) == 31
    assert [answer["right"] for answer in body[11].value["answers"]] == [True, False]
    assert body[6].value["law"] == "family-violence-2013"
    assert body[9].value["fields"][0]["rows"] == 2


def test_ids_depend_on_the_key_and_the_place_alone() -> None:
    first, again, other = (body_from_content(BLOCKS, key=key, pictures={"plan": 7}) for key in ("a/b", "a/b", "a/c"))
    assert first == again
    assert not {block["id"] for block in first} & {block["id"] for block in other}


@pytest.mark.parametrize(
    "block", [{"type": "poem"}, {}, {"type": "text", "text": "not a table"}, {"type": "comparison", "rows": [3]}]
)
def test_broken_blocks_are_named(block) -> None:
    with pytest.raises(BadContent, match="block 1"):
        body_from_content([block], key="a/b")


def test_broken_files_are_named(tmp_path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("a = ")
    with pytest.raises(BadContent, match=r"x\.toml"):
        load(path)
