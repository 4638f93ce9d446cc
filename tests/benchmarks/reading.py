"""A section page against an empty one, in a handbook of 6 sections and of 6,000."""

import uuid

from django.db import connection
from django.test import Client
from wagtail.models import Page

from handbook.models import ChapterPage, HandbookIndexPage, SectionPage
from tests.benchmarks.measure import Comparison, compare, statements
from ui.content import body_from_content

EMPTY = "/floor/empty/"
FEW, MANY = 6, 6000
CHAPTERS = 12
BODY = [{"type": "text", "text": dict.fromkeys(("tg", "ru", "en"), "Матни фасл. " * 60)} for _ in range(8)]


def book(sections: int) -> None:
    """So many sections in twelve chapters. The first is made as an editor makes it; the others are copies of its rows,
    for what is measured is reading."""
    index = HandbookIndexPage.objects.get()
    for chapter in ChapterPage.objects.child_of(index):
        chapter.delete()
    chapters = []
    for number in range(CHAPTERS):
        texts = {f"heading_{code}": f"Боби {number}" for code in ("tg", "ru", "en")}
        chapters.append(index.add_child(instance=ChapterPage(slug=f"chapter-{number}", number=number, **texts)))
    texts = {f"heading_{code}": "Фасли 0" for code in ("tg", "ru", "en")}
    first = SectionPage(slug="section-0", body=body_from_content(BODY, key="bench"), **texts)
    chapters[0].add_child(instance=first)
    # The first chapter holds what is read: as many as a chapter of a book has.
    places = [(chapters[0 if number < FEW else 1 + number % (CHAPTERS - 1)], number) for number in range(1, sections)]
    Page.objects.bulk_create(_row(chapter, number, first) for chapter, number in places)
    columns = ", ".join(f.column for f in SectionPage._meta.local_fields if not f.primary_key)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO handbook_sectionpage (page_ptr_id, {columns}) "
            f"SELECT p.id, {columns} FROM wagtailcore_page p, handbook_sectionpage "
            "WHERE page_ptr_id = %s AND p.id <> %s AND p.content_type_id = %s",
            [first.pk, first.pk, first.content_type_id],
        )
    for chapter in chapters:
        ChapterPage.objects.filter(pk=chapter.pk).update(numchild=sum(one == chapter for one, _ in places))


def _row(chapter: ChapterPage, number: int, first: SectionPage) -> Page:
    slug = f"section-{number}"
    return Page(
        path=SectionPage._get_path(chapter.path, chapter.depth + 1, number + 1),
        depth=chapter.depth + 1,
        slug=slug,
        title=slug,
        draft_title=slug,
        url_path=f"{chapter.url_path}{slug}/",
        content_type_id=first.content_type_id,
        locale_id=first.locale_id,
        translation_key=uuid.uuid4(),
    )


def run() -> list[Comparison]:
    client = Client(headers={"accept-encoding": "gzip"})

    def page(path: str):
        def get() -> None:
            response = client.get(path)
            assert response.status_code == 200, (path, response.status_code)

        return get

    found, counted = [], {}
    for sections in (FEW, MANY):
        book(sections)
        for name, path in [
            ("a section", "/tg/handbook/chapter-0/section-3/"),
            ("the same through the API", f"/api/v2/pages/{SectionPage.objects.get(slug='section-3').pk}/"),
        ]:
            counted[name, sections] = statements(page(path))
            title = f"{name}, of {sections} ({counted[name, sections]} statements)"
            found.append(compare(title, page(path), "an empty page", page(EMPTY)))
    assert all(counted[name, FEW] == counted[name, MANY] for name, _ in counted), counted
    return found
