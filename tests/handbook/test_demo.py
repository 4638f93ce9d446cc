"""The handbook's own content, and loading it again."""

import shutil
from pathlib import Path

import pytest
from wagtail.models import Revision, Site

from handbook.domain.demo import CONTENT, load_demo
from handbook.models import ChapterPage, HandbookIndexPage, SectionPage
from ledger.models import AuditEvent
from tests.factories.people import UserFactory
from ui.content import BadContent

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """The content files of two chapters: all of them take their time."""
    for chapter in ("solving-problems", "talking-and-listening"):
        shutil.copytree(CONTENT / chapter, tmp_path / chapter)
    return tmp_path


def test_loading_again_changes_nothing(two: Path) -> None:
    load_demo(by=UserFactory(), content=two)
    before = list(SectionPage.objects.values_list("pk", "latest_revision_id", "body")), Revision.objects.count()
    load_demo(by=UserFactory(), content=two)
    assert (
        list(SectionPage.objects.values_list("pk", "latest_revision_id", "body")),
        Revision.objects.count(),
    ) == before
    assert AuditEvent.objects.filter(action="handbook.loaded").count() == 1


def test_what_an_editor_changed_and_deleted_is_respected(two: Path) -> None:
    author = UserFactory()
    load_demo(by=author, content=two)
    page = SectionPage.objects.get(slug="scanning")
    page.heading_tg = "Номи нав"
    page.save_revision().publish()
    SectionPage.objects.get(slug="calming").delete()
    assert load_demo(by=author, content=two)["sections"] == 10
    assert SectionPage.objects.get(slug="scanning").heading_tg == "Номи нав"


def test_block_ids_are_the_same_in_every_installation(two: Path) -> None:
    load_demo(by=UserFactory(), content=two)
    before = [[block.id for block in page.body] for page in SectionPage.objects.order_by("path")]
    HandbookIndexPage.objects.get().delete()
    load_demo(by=UserFactory(), content=two)
    assert [[block.id for block in page.body] for page in SectionPage.objects.order_by("path")] == before


def test_the_site_gets_this_installations_address_once(settings, two: Path) -> None:
    settings.BASE_URL = "https://dastur.example"
    load_demo(by=UserFactory(), content=two)
    site = Site.objects.get()
    assert (site.hostname, site.port, site.root_page.title) == ("dastur.example", 443, "Дастур")


def test_broken_content_is_named_and_nothing_is_loaded(tmp_path: Path) -> None:
    chapter = tmp_path / "one"
    chapter.mkdir()
    (chapter / "chapter.toml").write_text((CONTENT / "solving-problems" / "chapter.toml").read_text())
    (chapter / "01-x.toml").write_text('slug = "x"\nminutes = 1\n[[blocks]]\ntype = "poem"\n')
    with pytest.raises(BadContent, match="unknown type 'poem'"):
        load_demo(by=UserFactory(), content=tmp_path)
    assert not ChapterPage.objects.exists()
    (chapter / "01-x.toml").write_text('slug = "x"\n')
    with pytest.raises(BadContent, match="minutes|blocks"):
        load_demo(by=UserFactory(), content=tmp_path)
