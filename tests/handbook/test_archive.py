"""The handbook as an archive: out, into an empty system, and over one that has gone on."""

import hashlib
import io
import json
import re
import zipfile

import pytest
from django.core.management import call_command
from wagtail.images.models import Image
from wagtail.models import Page, Revision
from wagtail.rich_text import RichText

from handbook.domain import archive
from handbook.domain.archive_file import read_bytes
from handbook.domain.archive_import import take_over
from handbook.domain.demo import picture
from handbook.models import ChapterPage, HandbookIndexPage, Law, SectionPage, Term
from ledger.models import AuditEvent
from tests.factories.handbook import ChapterPageFactory, HandbookIndexPageFactory, SectionPageFactory, told
from tests.factories.people import UserFactory
from ui.content import body_from_content
from ui.pages import PAGE_PLAIN

pytestmark = pytest.mark.django_db
# Columns that name other rows here, or say when a row was last touched; slugs and addresses are compared.
LINK = re.compile(r'(?<= )id="(\d+)"(?=[^>]* linktype|>)')
OF_THIS_DATABASE = {
    "id", "path", "translation_key", "locale", "latest_revision", "live_revision", "latest_revision_created_at",
    "content_type", "alias_of", "page_ptr",
}  # fmt: skip


def digest(page: Page) -> str:
    """A digest over all that a page holds, told without the archive's own code; ids of pages and images are not."""
    said: list[object] = [page.url_path.split("/", 2)[2], page.depth]
    names = (PAGE_PLAIN | {"number", "minutes"}) - OF_THIS_DATABASE - {"heading", "summary"}
    said += [[name, str(getattr(page, name))] for name in sorted(names) if hasattr(page, name) and name != "made"]
    said.append(page.made)
    for leaf in page.leaves():
        texts = {code: LINK.sub(linked, text) for code, text in getattr(leaf.value, "texts", leaf.value.words).items()}
        said.append([leaf.block_id, leaf.path, texts, leaf.value.made])
    for child in getattr(page, "body", []):
        image = child.value.get("picture")
        with image.open_file() if image else io.BytesIO() as file:
            picture_digest = hashlib.sha256(file.read()).hexdigest()
        said.append([child.block_type, child.id, picture_digest])
        said.append([child.value.get(name) for name in ("law", "article", "entry", "check")])
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def linked(found: re.Match[str]) -> str:
    """What a link leads to in place of an id."""
    return f'id="{Page.objects.get(pk=found.group(1)).slug}"'


def digests() -> dict[str, str]:
    pages = [*HandbookIndexPage.objects.all(), *ChapterPage.objects.all(), *SectionPage.objects.all()]
    return {page.url_path: digest(page) for page in pages}


def emptied() -> None:
    for index in HandbookIndexPage.objects.all():
        index.delete()
    Revision.objects.all().delete()
    for model in (Law, Term, Image):
        model.objects.all().delete()


@pytest.fixture
def author(db):
    return UserFactory(username="author")


@pytest.fixture
def book(author):
    """A small handbook with everything in it: a figure, a link, a draft over a live page, an unpublished section."""
    index = HandbookIndexPageFactory()
    chapter = ChapterPageFactory(parent=index, slug="one", number=3, content_note=told("Эзоҳ"))
    Law.objects.create(code="police", name_tg="Қонун", name_ru="Закон", number="41", date="2004-05-17", sure=True)
    Term.objects.create(code="beat", name_tg="минтақа", meaning_tg="Ҷой", forms={"tg": ["минтақаҳо"]})
    live = SectionPageFactory(parent=chapter, slug="live", blocks=[{"type": "text", "text": told("А", "Б", "C")}])
    SectionPageFactory(parent=chapter, slug="draft", live=False)
    figure = SectionPageFactory(parent=chapter, slug="figure", blocks=[])
    blocks = [
        {"type": "law", "law": "police", "text": told("Л"), "check": "Моддаро санҷед"},
        {"type": "figure", "picture": "cycle", "alt": told("Давра")},
    ]
    figure.body = body_from_content(blocks, pictures={"cycle": picture("sara-cycle", author).pk})
    figure.body[0].value["text"]["tg"] = RichText(f'<p><a id="{live.pk}" linktype="page">ин ҷо</a></p>')
    figure.body[0].value["text"]["made"] = {"of": "tg", "ru": "-", "ru@": "2026-01-01"}
    figure.save_revision().publish()
    live.heading_tg = "Номи нав"
    live.save_revision()
    return index


def test_the_same_handbook_gives_the_same_bytes(book, author):
    assert archive.export(by=author) == archive.export(by=author)
    assert AuditEvent.objects.filter(action="handbook.exported").count() == 2


def test_into_an_empty_system_everything_comes_as_it_was(book, author):
    packed, before = archive.export(by=author), digests()
    emptied()
    take_over(read_bytes(packed), by=author)

    assert digests() == before
    assert archive.export(by=author) == packed
    figure = SectionPage.objects.get(slug="figure")
    assert SectionPage.objects.get(slug="live").url in str(figure.body[0].value["text"].shown("tg").html)
    draft = SectionPage.objects.get(slug="live").get_latest_revision_as_object()
    assert draft.heading_tg == "Номи нав"
    assert not SectionPage.objects.get(slug="draft").live
    assert AuditEvent.objects.get(action="handbook.imported").data == {"added": 7, "changed": 0, "removed": 0}


def test_a_digest_tells_any_difference(book):
    before = digests()
    page = SectionPage.objects.get(slug="figure")
    page.body[0].value["text"]["made"] = {"of": "tg"}
    page.save()
    assert {path for path, one in digests().items() if one != before[path]} == {page.url_path}


def test_over_itself_nothing_is_done(book, author):
    steps = take_over(read_bytes(archive.export(by=author)), by=author, publish=True, prune=True)
    assert {step.act for step in steps} == {"same"}
    assert not AuditEvent.objects.filter(action="handbook.imported").exists()


def changed_since(book, author) -> bytes:
    """An archive, and a handbook that has gone on since: a section changed, one gone, one new, a law renamed."""
    packed = archive.export(by=author)
    page = SectionPage.objects.get(slug="figure")
    page.heading_tg = "Дигар"
    page.save_revision().publish()
    SectionPage.objects.get(slug="draft").delete()
    SectionPageFactory(parent=ChapterPage.objects.get(slug="one"), slug="newer")
    Law.objects.filter(code="police").update(name_tg="Номи дигар")
    Term.objects.create(code="newer", name_tg="нав", meaning_tg="нав")
    return packed


def acts(steps) -> dict[str, str]:
    return {step.ref: step.act for step in steps if step.act != "same"}


def test_over_a_handbook_what_differs_becomes_a_draft(book, author):
    packed = changed_since(book, author)
    before = digests()
    steps = take_over(read_bytes(packed), by=author)

    untouched = SectionPage.objects.get(slug="live").url_path
    assert digests()[untouched] == before[untouched]
    assert acts(steps) == {"police": "skipped", "pages/one/figure.json": "changed", "pages/one/draft.json": "added"}
    figure = SectionPage.objects.get(slug="figure")
    assert figure.heading_tg == "Дигар"
    assert figure.get_latest_revision_as_object().heading_tg != "Дигар"
    assert not SectionPage.objects.get(slug="draft").live
    assert Law.objects.get(code="police").name_tg == "Номи дигар"
    assert SectionPage.objects.filter(slug="newer").exists()


def test_a_dry_run_says_the_same_and_does_nothing(book, author):
    packed = changed_since(book, author)
    before = digests()
    dry = take_over(read_bytes(packed), by=author, publish=True, prune=True, dry_run=True)
    assert digests() == before
    assert Term.objects.count() == 2
    assert acts(dry) == acts(take_over(read_bytes(packed), by=author, publish=True, prune=True))


def test_publishing_and_pruning_make_it_as_the_archive_says(book, author):
    packed = changed_since(book, author)
    steps = take_over(read_bytes(packed), by=author, publish=True, prune=True)

    assert acts(steps)["pages/one/newer.json"] == acts(steps)["newer"] == "removed"
    assert list(SectionPage.objects.order_by("path").values_list("slug", flat=True)) == ["live", "draft", "figure"]
    assert Law.objects.get(code="police").name_tg == "Қонун"
    again = json.loads(zipfile.ZipFile(io.BytesIO(archive.export(by=author))).read("pages/one/figure.json"))
    wanted = json.loads(zipfile.ZipFile(io.BytesIO(packed)).read("pages/one/figure.json"))
    assert again["content"] == wanted["content"]


def test_the_commands_speak_json_and_words(book, author, tmp_path, capsys):
    path = tmp_path / "book.zip"
    call_command("export_handbook", path, "--json")
    assert json.loads(capsys.readouterr().out)["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    Law.objects.update(name_tg="Дигар")
    call_command("import_handbook", path, "--dry-run", "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["counts"] == {"same": 6, "skipped": 1}
    assert found["steps"][0]["why"] == "It differs, and has no drafts: only publishing takes it over."
    call_command("import_handbook", path)
    assert "skipped  law      police" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + b"\0" * 18, b"no archive at all, but long enough to be one"])
def test_what_is_no_archive_is_refused(tmp_path, content, capsys, db):
    path = tmp_path / "book.zip"
    path.write_bytes(content)
    with pytest.raises(SystemExit):
        call_command("import_handbook", path, "--json")
    assert json.loads(capsys.readouterr().out)["error"]
    assert not HandbookIndexPage.objects.exists()
