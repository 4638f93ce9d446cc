"""Security rows that touch the handbook."""

import json

import pytest
from django.test import Client

from handbook.models import Law
from tests.factories.handbook import LANGUAGES, Editor, SectionPageFactory, told

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<script>alert(1)</script>",
    "<style>@import 'https://evil.example/x.css'</style>",
    '<math><maction actiontype="statusline" xlink:href="javascript:alert(1)">x</maction></math>',
    "{{ request.user }}{% debug %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]


def content_state(text: str, url: str = "") -> str:
    """What Draftail would post, without its help."""
    ranges = [{"offset": 0, "length": len(text), "key": 0}] if url else []
    entities = {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": url}}} if url else {}
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": ranges}
    return json.dumps({"blocks": [block], "entityMap": entities})


def everywhere(client: Client, cms: Client, editor: Editor) -> list[str]:
    """Where the text is drawn: for readers, in previews, in the editor, in the comparison."""
    page = editor.page
    compare = f"/cms/pages/{page.pk}/revisions/compare/earliest...latest/"
    urls = [f"/{code}/{page.url_path.split('/', 2)[2]}" for code in LANGUAGES]
    return [client.get(url).content.decode() for url in urls] + [cms.get(compare).content.decode()]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_attack_16_markup_in_handbook_text_is_inert(client: Client, cms: Client, hostile: str) -> None:
    steps = {"type": "steps", "title": told("Қ", "Ш", "S"), "items": [told("Як", "Раз", "One")]}
    case = {"type": "case", "title": told("а", "б", "c"), "note": told("а", "б", "c"), "text": told("а", "б", "c")}
    Law.objects.create(code="police", name_tg=hostile, name_ru=hostile, name_en=hostile, number=hostile[:20])
    law = {"type": "law", "law": "police", "text": told("а", "б", "c")}
    editor = Editor(cms, SectionPageFactory(blocks=[steps, case, law]))
    for name in list(editor.data):
        if name.endswith(("-tg", "-ru", "-en")) or name in {"heading_tg", "summary_ru", "heading_en"}:
            editor.data[name] = content_state(hostile) if str(editor.data[name]).startswith("{") else hostile
    editor.data |= {"body-2-value-article": hostile[:20], "body-2-value-check": hostile}
    editor.save("action-publish")
    for html in everywhere(client, cms, editor):
        assert hostile not in html or "<" not in hostile
        assert "<img src=x" not in html
        assert "<svg onload" not in html
        assert "alert(1)</script" not in html
    assert "statusline" not in Editor(cms, editor.page).response.headers.get("Content-Security-Policy", "")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "\x01javascript:alert(1)",
    ],
)
def test_attack_16_links_lead_only_to_pages(client: Client, cms: Client, section, url: str) -> None:
    editor = Editor(cms, section)
    editor.data["body-0-value-text-tg"] = content_state("Пайванд", url)
    response = editor.send("action-publish")
    assert response.status_code in {200, 302}
    html = client.get(f"/tg/{section.url_path.split('/', 2)[2]}").content.decode()
    assert "javascript:" not in html.lower()
    assert "data:text" not in html.lower()
    assert "vbscript:" not in html.lower()


def test_attack_16_direction_marks_are_taken_out(client: Client, cms: Client, section) -> None:
    editor = Editor(cms, section)
    editor.leaf("body-0-value-text", "tg", "<p>файл\u202egpj.exe\u2066</p>")
    editor.leaf("body-1-value-title", "tg", "Қадам\u202e")
    editor.save("action-publish", heading_tg="Ном\u202e")
    html = client.get(f"/tg/{section.url_path.split('/', 2)[2]}").content.decode()
    assert "\u202e" not in html
    assert "\u2066" not in html


@pytest.mark.parametrize(
    "forged", ["[]", "null", "{", '{"made": 3}', '{"made": {"ru": {"x": 1}}, "loaded": ["a"]}', "x" * 9999]
)
def test_attack_16_forged_bookkeeping_does_no_harm(cms: Client, section, forged: str) -> None:
    editor = Editor(cms, section)
    editor.save(**{"body-0-value-text-made": forged, "loaded_state": forged})
    assert Editor(cms, editor.page).response.status_code == 200


def test_attack_16_content_files_hold_no_markup(client: Client) -> None:
    hostile = "**<img src=x onerror=alert(1)>** *<b>x*"
    page = SectionPageFactory(
        blocks=[{"type": "text", "text": told(hostile)}, {"type": "heading", "text": told(hostile)}]
    )
    html = client.get(f"/tg/{page.url_path.split('/', 2)[2]}").content.decode()
    assert "<img src=x" not in html
    assert "<b>&lt;img src=x onerror=alert(1)&gt;</b>" in html
