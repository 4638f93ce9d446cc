"""Terms of the glossary, explained where they stand."""

import re

import pytest
from django.test import Client
from django.utils import translation

from handbook.domain import explain, reference
from handbook.models import Term
from tests.factories.handbook import SectionPageFactory, told
from ui.leaves import FieldTexts
from ui.reference import Term as Known

LINK = re.compile(r'<a class="term" id="t-([\w-]+)" href="#w-\1">([^<]+)</a>')


def known(code: str, tg: str = "", ru: str = "", en: str = "", **more: object) -> Known:
    return Known(code, FieldTexts({"tg": tg, "ru": ru, "en": en}, {}), FieldTexts({"tg": "…"}, {}), **more)


def found(language: str, html: str, *terms: Known) -> list[tuple[str, str]]:
    by_code = {term.code: term for term in terms}
    indexes = {code: explain.Index(by_code, code) for code in ("tg", "ru", "en")}
    linked = explain.link(html, language, indexes)
    assert LINK.sub(r"\2", linked.html) == html, "nothing but links is added"
    assert [code for code, _said in LINK.findall(linked.html)] == list(linked.codes)
    return LINK.findall(linked.html)


@pytest.mark.parametrize(
    "said",
    [
        *["шикоят", "Шикоят", "шикоятҳо", "шикоятҳои", "шикоятро", "шикоятҳоро", "шикоятам", "шикояташ", "шикоятамон"],
        *["шикоятҳояшон", "шикоятҳояшонро", "шикояте", "шикояти"],
    ],
)
def test_tajik_endings_are_reached(said: str) -> None:
    assert found("tg", f"<p>Ин {said} аст.</p>", known("complaint", "шикоят")) == [("complaint", said)]


@pytest.mark.parametrize(
    ("language", "term", "said"),
    [
        ("tg", "розигӣ", "розигии"),
        ("tg", "розигӣ", "розигиаш"),
        ("tg", "розигӣ", "розигиро"),
        ("tg", "гӯшкунии фаъол", "гӯшкунии фаъолро"),
        ("tg", "нозири минтақавӣ", "нозирони минтақавӣ"),
        ("tg", "зӯроварӣ дар оила", "Зӯроварӣ дар оиларо"),
        ("ru", "подозреваемый", "подозреваемому"),
        ("ru", "абсолютный запрет", "абсолютного запрета"),
        ("ru", "подотчётность", "подотчетностью"),
        ("en", "witness", "witnesses"),
        ("en", "internal affairs bodies", "internal affairs body"),
        ("en", "duty to intervene", "duty to\n  intervene"),
    ],
)
def test_a_term_is_found_in_its_forms(language: str, term: str, said: str) -> None:
    assert found(language, f"<p>«{said}».</p>", known("x", **{language: term})) == [("x", said)]


@pytest.mark.parametrize(
    ("language", "term", "said"),
    [
        ("tg", "шикоят", "шикоятгар"),
        ("tg", "гашт", "гаштугузор"),
        ("ru", "подозреваемый", "подозревает"),
        ("ru", "согласие", "согласился"),
        ("en", "interpreter", "interprets"),
        ("en", "first aid", "first, aid"),
        ("en", "first aid", "first"),
    ],
)
def test_other_words_are_left_alone(language: str, term: str, said: str) -> None:
    assert found(language, f"<p>{said}</p>", known("x", **{language: term})) == []


def test_forms_of_the_term_itself_and_the_longest_term_win() -> None:
    terms = (
        known("bribe", "пора", forms={"tg": ["порахӯрӣ"]}),
        known("aid", en="aid"),
        known("first-aid", en="first aid"),
    )
    assert found("tg", "<p>порахӯриро</p>", *terms) == [("bribe", "порахӯриро")]
    assert found("en", "<p>first aid, aid</p>", *terms) == [("first-aid", "first aid"), ("aid", "aid")]


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="/x/">шикоят</a></p>',
        "<h2>шикоят</h2>",
        "<p><dfn>шикоят</dfn></p>",
        '<section class="b-form"><p>шикоят</p></section>',
        '<p class="b-title">шикоят</p>',
        '<p class="mark-stale">шикоят</p>',
        '<img alt="шикоят" src="x">',
        "<!-- шикоят -->",
        '<p lang="ru">шикоят</p>',
    ],
)
def test_never_where_a_link_would_be_wrong(html: str) -> None:
    assert found("tg", html, known("complaint", "шикоят", "жалоба")) == []


def test_only_the_first_and_none_after_the_page_itself_defines_it() -> None:
    complaint = known("complaint", "шикоят")
    assert len(found("tg", "<p>шикоят</p><p>шикоят, <b>шикоят</b></p>", complaint)) == 1
    assert found("tg", "<dl><dt><dfn>Шикоят</dfn></dt><dd>шикоят аст</dd></dl><p>шикоят</p>", complaint) == []


def test_a_text_in_another_language_is_searched_in_that_language() -> None:
    complaint = known("complaint", "шикоят", "жалоба")
    assert found("ru", '<p>шикоят</p><div lang="tg"><p>шикоятро</p></div>', complaint) == [("complaint", "шикоятро")]


@pytest.mark.parametrize(
    "html", ["<p>a &amp; шикоят &lt;b&gt; &#39;</p>", "<P CLASS=x>шикоят</P>", "<p>шикоят & b", "<p>шикоят</p"]
)
def test_attack_16_what_cannot_be_given_back_exactly_is_left_as_it_is(html: str) -> None:
    indexes = {"tg": explain.Index({"complaint": known("complaint", "шикоят")}, "tg")}
    assert LINK.sub(r"\2", explain.link(html, "tg", indexes).html) == html


# ---- on the page ----


def address(page, language: str = "tg") -> str:
    return f"/{language}/" + page.url_path.split("/", 2)[2]


@pytest.fixture
def complaint(db) -> Term:
    names = {"name_tg": "шикоят", "name_ru": "жалоба", "name_en": "complaint"}
    meanings = {"meaning_tg": "Муроҷиат <b>", "meaning_ru": "Обращение", "meaning_en": "What is wrong"}
    return Term.objects.create(code="complaint", **names, **meanings)


@pytest.mark.django_db
def test_the_page_explains_the_term_at_its_foot_and_leads_back(client: Client, complaint: Term) -> None:
    page = SectionPageFactory(blocks=[{"type": "text", "text": told("Ин шикоятро хонед", "Жалобу", "A complaint")}])
    html = client.get(address(page)).content.decode()
    assert '<a class="term" id="t-complaint" href="#w-complaint">шикоятро</a>' in html
    entry = html[html.index('<div id="w-complaint">') :]
    assert "Муроҷиат &lt;b&gt;" in entry[: entry.index("</div>")]
    assert 'href="#t-complaint"' in entry[: entry.index("</div>")]
    assert ">Жалобу</a>" in client.get(address(page, "ru")).content.decode()


@pytest.mark.django_db
def test_a_changed_glossary_shows_at_once(client: Client, complaint: Term) -> None:
    page = SectionPageFactory(blocks=[{"type": "text", "text": told("шикоят", "жалоба", "complaint")}])
    assert "t-complaint" in client.get(address(page)).content.decode()
    complaint.explained = False
    complaint.save()
    html = client.get(address(page)).content.decode()
    assert "t-complaint" not in html
    assert 'class="words"' not in html


@pytest.mark.django_db
def test_the_version_of_the_glossary_follows_its_content_in_every_language(complaint: Term) -> None:
    for code in ("tg", "ru", "en"):
        with translation.override("ru"):
            before = reference.version()
            setattr(complaint, f"meaning_{code}", f"Дигар {code}")
            complaint.save()
            assert reference.version() != before, code
        with translation.override("tg"):
            forgotten = reference.version()
            reference.forget()
            assert reference.version() == forgotten


@pytest.mark.django_db
def test_everyday_words_of_the_demonstration_are_not_explained() -> None:
    from handbook.domain.demo import CONTENT

    reference.load_terms(CONTENT / "glossary.toml")
    with translation.override("tg"):
        reference.forget()
        known_terms = reference.terms()
    assert not any(known_terms[code].explained for code in ("scanning", "officer", "mentor"))
    assert known_terms["complaint"].explained
