"""The sheet itself: what stands on it, that it is the same every time, and what it refuses."""

import socket

import pytest
from django.test import override_settings
from pypdf import PdfReader

from courses.domain import draw, paper
from courses.models import CertificateFile
from tests.courses.conftest import issued, picture, qr_text, text, words
from tests.factories.courses import CertificateFactory, facts
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
LETTERS = "ғӣқӯҳҷҒӢҚӮҲҶ"
PAGE = (841.9, 595.3)


def sheet(language: str = "tg", name: str = "", title: str = "", **more):
    """A record with a name or a title of one's own."""
    told = facts()
    if name:
        told["name"] = {"tg": name, "ru": "", "en": ""}
    if title:
        told["course"]["title"] = {"tg": title, "ru": "", "en": ""}
    return CertificateFactory(language=language, facts=told, **more)


class TestText:
    @pytest.mark.parametrize("language", ["tg", "ru", "en"])
    def test_holds_the_six_letters_in_every_language(self, language, tmp_path):
        certificate = sheet(language, name=f"Раҳимзода {LETTERS}")
        found = text(draw.pdf(certificate), tmp_path)
        assert LETTERS in found
        assert certificate.serial in found
        assert certificate.token in found

    def test_the_tajik_name_comes_first_then_the_reader_s(self, tmp_path):
        found = text(draw.pdf(sheet("ru")), tmp_path)
        assert found.index("Раҳимзода Фирӯз Қосимҷон") < found.index("Рахимзода Фируз")
        assert "Первые шаги" in found

    def test_says_the_date_as_state_documents_do(self, tmp_path):
        assert "21 марти соли 2026" in text(draw.pdf(sheet("tg")), tmp_path)
        assert "21 марта 2026" in text(draw.pdf(sheet("ru")), tmp_path)

    def test_metadata_names_the_document_and_its_language(self, tmp_path):
        (tmp_path / "c.pdf").write_bytes(draw.pdf(certificate := sheet("tg")))
        reader = PdfReader(tmp_path / "c.pdf")
        root = reader.trailer["/Root"]
        assert certificate.serial in reader.metadata.title
        assert root["/Lang"] == "tg"
        assert root["/MarkInfo"]["/Marked"]
        assert root["/StructTreeRoot"]
        assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
        assert len(reader.pages) == 1
        assert not reader.attachments


class TestQr:
    def test_a_printed_sheet_leads_to_its_check_page(self, tmp_path, client):
        certificate = sheet()
        with override_settings(BASE_URL="https://academy.example"):
            read = qr_text(draw.pdf(certificate), tmp_path)
        assert read == f"HTTPS://ACADEMY.EXAMPLE/C/{certificate.token}"
        response = client.get(f"/C/{certificate.token}", follow=True)
        assert certificate.serial in response.content.decode()

    @override_settings(BASE_URL="https://academy.example/Dastur")
    def test_a_path_keeps_its_case(self):
        assert draw.address("ABC") == "https://academy.example/Dastur/C/ABC"


class TestSameBytes:
    def test_twice_drawn_is_byte_for_byte_the_same(self):
        certificate = sheet()
        assert draw.pdf(certificate) == draw.pdf(certificate)

    def test_is_kept_and_never_drawn_again(self):
        certificate = sheet()
        first = draw.keep(certificate)
        certificate.facts["name"]["tg"] = "Дигар"
        assert draw.keep(certificate).pk == first.pk
        assert CertificateFile.objects.count() == 1

    def test_is_light(self):
        assert len(draw.pdf(sheet())) < 70_000


class TestHostileTexts:
    @pytest.mark.parametrize("name", ["Фирӯз 😀", "\u202eзӯриФ", "فیروز", "王小明", "Фирӯз\u200d", "Фирӯз\x00"])
    def test_attack_40_a_sign_that_no_font_has_is_refused_and_named(self, name):
        with pytest.raises(paper.CannotPrint, match=r"U\+"):
            draw.check_printable(facts(name={"tg": name}))

    def test_attack_40_three_hundred_letters_are_refused(self):
        with pytest.raises(paper.CannotPrint, match="300"):
            draw.check_printable(facts(name={"tg": "Ф" * 300}))

    def test_attack_40_markup_in_a_name_is_only_text(self, tmp_path):
        evil = '<img src="file:///etc/passwd">&{{x}}'
        found = text(draw.pdf(sheet(name=evil)), tmp_path)
        assert evil in found

    def test_attack_40_decomposed_letters_are_the_same_name(self):
        assert paper.composed("Фиру\u0304з  \u00adҚосим") == "Фирӯз Қосим"

    @pytest.mark.parametrize(
        "reference",
        [
            '<link rel=attachment href="file:///etc/passwd">',
            '<link rel=attachment href="{host}/a">',
            '<link rel=stylesheet href="{host}/a.css">',
            '<style>@import "{host}/b.css";</style>',
            "<style>@font-face {{ font-family: x; src: url({host}/f.ttf) }} p {{ font-family: x }}</style>",
            '<p style="background: url({host}/c.png)">x</p>',
            '<ul><li style="list-style-image: url({host}/l.png)">x</ul>',
            '<img alt=x src="{host}/d.png">',
            '<img alt=x src="file:///etc/passwd">',
            '<img alt=x src="//127.0.0.1:{port}/e.png">',
            '<object data="{host}/e"></object>',
            '<embed src="{host}/e">',
            '<svg><image href="{host}/i.png" /></svg>',
            '<base href="{host}/"><img alt=x src="g.png">',
            '<img alt=x src="http://169.254.169.254/latest">',
        ],
    )
    def test_attack_20_nothing_is_fetched_and_nothing_attached(self, reference, tmp_path):
        """A listener on loopback sees no request, and no file of the server ends up in the sheet."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(0.1)
            port = listener.getsockname()[1]
            told = reference.format(host=f"http://127.0.0.1:{port}", port=port)
            html = f'<html lang="tg"><title>t</title><body><p>text</p>{told}'
            try:
                content = paper.pdf(html=html, stylesheet="certificate.css", identifier="x")
            except paper.CannotPrint:
                content = b""
            with pytest.raises(TimeoutError):
                listener.accept()
        if content:
            (tmp_path / "x.pdf").write_bytes(content)
            reader = PdfReader(tmp_path / "x.pdf")
            assert not reader.attachments
            assert "root:" not in reader.pages[0].extract_text()

    def test_a_glyph_that_is_missing_all_the_same_stops_the_press(self):
        html = '<html lang="tg"><title>t</title><body><p>王</p>'
        with pytest.raises(paper.CannotPrint, match="notdef"):
            paper.pdf(html=html, stylesheet="certificate.css", identifier="x")


class TestLayout:
    @pytest.mark.parametrize(
        ("name", "title"),
        [
            ("Ли Ан", "Ҳуқуқ"),
            ("Абдураҳмонзодаи Муҳаммадҷалолиддин Ғуломҳайдарфар Сайидмуҳаммадӣ", "Қ" * 60),
            ("Ғуломҳайдарзода " * 12, "Кумаки аввал ҳангоми зӯроварӣ " * 5),
            ("Щ" * 200, "Щ" * 160),
        ],
    )
    def test_nothing_is_cut_or_overlaps_with_the_longest_and_the_shortest(self, name, title, tmp_path):
        certificate = sheet(name=name.strip(), title=title.strip(), valid_until="2029-12-31")
        certificate.refresh_from_db()
        found = words(draw.pdf(certificate), tmp_path)
        left, top, right, bottom = 55, 50, PAGE[0] - 55, PAGE[1] - 50
        assert all(x0 >= left and y0 >= top and x1 <= right and y1 <= bottom for _w, x0, y0, x1, y1 in found)
        lines = sorted({(round(y0), round(y1)) for _w, _x0, y0, _x1, y1 in found})
        squeezed = [(a, b) for a, b in zip(lines, lines[1:], strict=False) if b[0] < a[0] + 0.45 * (a[1] - a[0])]
        assert not [pair for pair in squeezed if abs(pair[0][0] - pair[1][0]) > 3], squeezed

    def test_is_one_landscape_sheet_with_ink_on_it(self, tmp_path):
        image = picture(draw.pdf(sheet()), tmp_path, dpi=60)
        assert image.width > image.height
        assert len(set(image.convert("RGB").resize((80, 56)).get_flattened_data())) > 50


def test_holder_s_language_decides():
    assert issued(UserFactory(language="ru")).language == "ru"
