"""Rich text as translators get it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ui.translation_files.markup import BrokenMarkup, from_markup, links, to_markup


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Як</p><p>ду <b>се</b> чор</p>", "Як\n\nду **се** чор"),
        ("<p>a:</p><ul><li>b</li><li>c <i>d</i></li></ul><ol><li>e</li></ol>", "a:\n\n- b\n- c *d*\n\n1. e"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<p><b>x</b><i>y</i></p>", "**x***y*"),
        ("<p><b><i>x</i></b></p>", "***x***"),
        ("<p>- 5*3 [a] \\ 1. x</p>", "\\- 5\\*3 \\[a\\] \\\\ 1. x"),
        ("<p>1. a<br/>b</p>", "1\\. a\nb"),
        ('<p><a href="https://mvd.tj/?a=1&amp;b=2">ин <b>ҷо</b></a></p>', "[ин **ҷо**](https://mvd.tj/?a=1&b=2)"),
        ('<p><a id="3" linktype="page">p</a></p>', "[p](page:3)"),
        ("<p>a &lt;img src=x onerror=1&gt; &amp;lt;</p>", "a <img src=x onerror=1> &lt;"),
        ("", ""),
    ],
)
def test_there_and_back(html: str, text: str) -> None:
    assert to_markup(html) == text
    assert from_markup(text) == html


def test_the_editors_own_keys_and_empty_paragraphs_are_left_behind() -> None:
    assert to_markup('<p data-block-key="x1">a </p><p></p>\n<p> b</p>') == "a\n\nb"


@pytest.mark.parametrize(
    "text", ["**x", "*x", "[x", "x]", "[x]", "[x]()", "[](u)", "****", "[a [b](c)](d)", "x](u)", "[ * * ](u)"]
)
def test_halves_are_refused(text: str) -> None:
    with pytest.raises(BrokenMarkup):
        from_markup(text)


@example("1 \\\n1")  # a backslash at the end of a line
@given(st.text(alphabet="аҷ*[]()\\-1. \n<&", max_size=40))
def test_whatever_is_taken_says_the_same_a_second_time(text: str) -> None:
    try:
        html = from_markup(text)
    except BrokenMarkup:
        return
    again = to_markup(html)
    assert to_markup(from_markup(again)) == again
    assert "<img" not in html
    assert links(again) == links(text)
