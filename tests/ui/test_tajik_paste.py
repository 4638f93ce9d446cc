"""Mending pasted text in the admin: what the server answers, the page without scripts, who may."""

import json

import pytest
from django.test import Client

from people.domain.grant import grant
from people.enums import Role
from tests.factories.handbook import SectionPageFactory
from tests.factories.people import UserFactory, signed_in
from ui.legacy import LONGEST

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
ASK, PAGE = "/cms/tajik/normalise/", "/cms/tajik/"
FROM_SCRIPT = {"x-requested-with": "XMLHttpRequest", "accept-language": "en"}
HOSTILE = [
    "<img src=x onerror=alert(1)> Конуни Чумхурии Точикистон",
    "</textarea><script>alert(1)</script> Конуни Чумхурии Точикистон",
    "<svg onload=alert(1)> Конуни Чумхурии Точикистон",
    '" onmouseover="alert(1) Конуни Чумхурии Точикистон',
    "Ко<b onclick=alert(1)>нуни</b> Чумхурии Точикистон",
    "{{ request.user }}{% debug %} Конуни Чумхурии Точикистон",
]


@pytest.fixture
def writer(db):
    user = UserFactory(language="en")
    grant(user=user, role=Role.AUTHOR, by=None)
    return signed_in(Client(headers=FROM_SCRIPT), user)


def ask(client, body, **headers):
    sent = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(ASK, sent, content_type="application/json", headers=headers)


def test_the_answer_is_the_text_in_parts(writer):
    answer = ask(writer, {"text": "Хар кас 🙂 хукук дорад.\n"}).json()

    assert answer["kinds"] == ["Russian letters in place of ғ ӣ қ ӯ ҳ ҷ"]
    assert answer["parts"] == [
        {"was": "Хар", "now": "Ҳар", "forms": ["Ҳар", "Хар"]},
        " кас 🙂 ",
        {"was": "хукук", "now": "ҳуқуқ", "forms": []},
        " дорад.\n",
    ]


def test_proper_text_comes_back_whole(writer):
    text = "Ҳуқуқи инсон. Закон. Law."

    assert ask(writer, {"text": text}).json() == {"kinds": [], "parts": [text]}


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", "null", '{"text": null}', '{"text": 5}', '{"text": ["a"]}', "{" * 5000, b"\xff\xfe",
     '{"text": "\\ud800"}', "[" * 100_000],
    ids=repr,
)  # fmt: skip
def test_attack_36_what_is_no_text_is_refused(writer, body):
    answer = ask(writer, body)

    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.parametrize("text", ["Ќ" * (LONGEST + 1), "Конун " * 180_000])
def test_attack_36_a_text_of_a_megabyte_is_refused_at_once(writer, text):
    answer = ask(writer, json.dumps({"text": text}, ensure_ascii=False))

    assert answer.status_code == 413
    assert "100" in answer.json()["error"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_attack_16_markup_in_pasted_text_is_inert(writer, hostile):
    answer = ask(writer, {"text": hostile})
    page = writer.post(PAGE, {"text": hostile}).content.decode()

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    for markup in ["<img src=x", "<svg onload", "<script>alert", '" onmouseover="alert', "<b onclick"]:
        assert markup not in page
    assert "Тоҷикистон" in page
    assert "{{ request.user }}" in page or "request.user" not in hostile


@pytest.mark.parametrize("roles", [[], [Role.HEAD], [Role.OFFICE], [Role.ANALYST]], ids=str)
def test_attack_23_only_who_enters_the_editor_may_ask(db, roles):
    other = signed_in(Client(headers=FROM_SCRIPT), UserFactory(roles=roles))

    assert ask(other, {"text": "Конун"}).status_code == 403
    assert other.get(PAGE).status_code == 403
    assert other.post(PAGE, {"text": "Конун"}).status_code == 403


def test_attack_23_nobody_asks_unsigned(client):
    assert ask(client, {"text": "Конун"}, **FROM_SCRIPT).status_code == 403
    assert client.get(PAGE).status_code == 302


def test_attack_23_who_enters_but_writes_nothing_has_no_page(db):
    administrator = UserFactory()
    grant(user=administrator, role=Role.ADMINISTRATOR, by=None)

    assert signed_in(Client(headers=FROM_SCRIPT), administrator).get(PAGE).status_code == 403


def test_attack_27_without_the_token_nothing_is_read(db):
    user = UserFactory()
    grant(user=user, role=Role.AUTHOR, by=None)
    client = signed_in(Client(enforce_csrf_checks=True, headers=FROM_SCRIPT), user)

    assert ask(client, {"text": "Конун"}).status_code == 403
    assert client.post(PAGE, {"text": "Конун"}).status_code == 403
    assert client.get(ASK).status_code == 405


def test_the_page_shows_what_it_mended(writer):
    empty = writer.get(PAGE).content.decode()
    page = writer.post(PAGE, {"text": "Хар шахрванд\r\nхукук дорад"}).content.decode()

    assert "The mended text will stand here" in empty
    assert '<textarea id="id_mended" rows="10" lang="tg" readonly>Ҳар шаҳрванд\nҳуқуқ дорад</textarea>' in page
    assert ">ҳуқуқ</mark>" in page
    assert ">Ҳар</mark> [Хар]" in page
    assert "Russian letters in place of" in page
    assert "3 words are marked." in page
    assert "1 of them may be another word" in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Paste a text first."),
        ("  \n", "Paste a text first."),
        ("а " * LONGEST, "longer than 100,000 characters"),
        ("Ҳуқуқи инсон", "Nothing to mend"),
    ],
)
def test_the_page_says_what_it_cannot_do_and_keeps_the_text(writer, text, said):
    page = writer.post(PAGE, {"text": text}).content.decode().replace("\u00a0", " ")

    assert said in page
    assert text.strip() in page


def test_who_writes_finds_page_and_dialog(writer):
    section = SectionPageFactory()
    menu = writer.get("/cms/").content.decode()
    editor = writer.get(f"/cms/pages/{section.pk}/edit/").content.decode()

    assert "/cms/tajik/" in menu
    assert 'id="tajik-paste"' in editor
    assert f'data-url="{ASK}"' in editor
    assert f'data-longest="{LONGEST}"' in editor
