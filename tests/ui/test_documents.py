"""Documents in lessons and sections: who fetches them, in parts too, what is taken in, how a page shows them."""

import struct
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.models import Collection

from tests.factories.courses import CourseRunFactory, EnrolmentFactory, LessonPageFactory, whole_course
from tests.factories.handbook import SectionPageFactory, told
from tests.factories.people import UserFactory, signed_in
from ui import documents, weight

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
Document = get_document_model()


def ogg(seconds: float, packets: bytes = b"\xfc\xff\xfe", skip: int = 312) -> bytes:
    """An Opus recording of so many seconds: the pages that RFC 7845 asks for, checksums left out."""

    def page(granule: int, content: bytes, number: int, kind: int = 0) -> bytes:
        head = struct.pack("<4sBBqIIIB", b"OggS", 0, kind, granule, 1, number, 0, 1)
        return head + bytes([len(content)]) + content

    head = struct.pack("<8sBBHIhB", b"OpusHead", 1, 1, skip, 16000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 0) + struct.pack("<I", 0)
    last = round(seconds * 48_000) + skip
    return page(0, head, 0, 2) + page(0, tags, 1) + page(last, packets, 2, 4)


def document(name: str, content: bytes, title: str = "A file") -> "Document":
    made = Document(title=title, file=SimpleUploadedFile(name, content))
    made.file_size = len(content)
    made.file_hash = f"{hash(content):x}"
    made.save()
    return made


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


class TestLength:
    @pytest.mark.parametrize(("seconds", "told"), [(0.2, 1), (61.4, 61), (600, 600)])
    def test_of_a_recording(self, seconds, told):
        assert documents.seconds(BytesIO(ogg(seconds))) == told

    @pytest.mark.parametrize("content", [b"", b"OggS", b"ID3" + b"\0" * 80, ogg(5)[:30], b"OggS" + b"\0" * 100])
    def test_of_something_else_there_is_none(self, content):
        assert documents.seconds(BytesIO(content)) is None


class TestUploads:
    def form(self, name: str, content: bytes):
        files = {"file": SimpleUploadedFile(name, content)}
        data = {"title": "A file", "collection": Collection.get_first_root_node().pk, "tags": ""}
        return get_document_form(Document)(data, files, user=UserFactory(is_superuser=True))

    @pytest.mark.parametrize(
        ("name", "content"),
        [("a.opus", ogg(3)), ("a.ogg", ogg(3)), ("a.pdf", b"%PDF-1.7\n%%EOF"), ("a.txt", "Матн".encode())],
    )
    def test_what_is_what_it_says_is_taken(self, name, content):
        form = self.form(name, content)
        assert form.is_valid(), form.errors

    @pytest.mark.parametrize(
        ("name", "content", "why"),
        [
            ("a.opus", b"ID3" + b"\0" * 90, "no Opus recording"),
            ("a.pdf", b"<script>", "no PDF"),
            ("a.docx", b"PK\x03\x04 half", "zip archive"),
            ("a.txt", b"\xff\xfe\0", "UTF-8"),
            ("a.html", b"<script>", "not allowed"),
            ("a.svg", b"<svg/>", "not allowed"),
        ],
    )
    def test_what_is_not_is_refused_with_the_reason(self, name, content, why):
        form = self.form(name, content)
        assert not form.is_valid()
        assert why in str(form.errors["file"])


class TestWhoFetches:
    """Row 22 of the attacks: a document by its address alone."""

    def lesson_with(self, page, made, kind="download"):
        block = {
            "type": kind,
            "title": told("Варақа", "Бланк", "A form"),
            "files": [{"language": "tg", "file": made.pk}],
        }
        return LessonPageFactory(parent=page, blocks=[block])

    def test_a_learner_of_the_course_and_nobody_else(self, client):
        page, made = whole_course(), document("form.pdf", b"%PDF-1.7 0123456789")
        self.lesson_with(page, made)
        assert client.get(made.url).status_code == 404
        signed_in(client, UserFactory())
        assert client.get(made.url).status_code == 404
        signed_in(client, EnrolmentFactory(course=page.course).learner)
        response = client.get(made.url)
        assert response.status_code == 200
        assert b"".join(response.streaming_content) == b"%PDF-1.7 0123456789"
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_not_before_the_lessons_open(self, client):
        from datetime import timedelta

        from django.utils import timezone

        page, made = whole_course(), document("form.pdf", b"%PDF-1.7")
        self.lesson_with(page, made)
        learner = EnrolmentFactory(course=page.course).learner
        later = timezone.localdate() + timedelta(days=2)
        run = CourseRunFactory(course=page.course, opens_on=later)
        run.cohort.members.add(learner)
        signed_in(client, learner)
        assert client.get(made.url).status_code == 404

    def test_everybody_what_a_published_section_holds(self, client):
        made = document("form.pdf", b"%PDF-1.7")
        block = {"type": "download", "title": told("а", "б", "c"), "files": [{"language": "tg", "file": made.pk}]}
        section = SectionPageFactory(blocks=[block])
        assert client.get(made.url).status_code == 200
        section.unpublish()
        assert client.get(made.url).status_code == 404

    def test_one_that_no_page_holds_is_for_those_who_write(self, client):
        made = document("form.pdf", b"%PDF-1.7")
        signed_in(client, EnrolmentFactory().learner)
        assert client.get(made.url).status_code == 404
        signed_in(client, UserFactory(is_superuser=True))
        assert client.get(made.url).status_code == 200

    def test_a_recording_goes_on_where_it_stopped(self, client):
        page, content = whole_course(), ogg(3)
        made = document("talk.opus", content)
        block = {"type": "audio", "title": told("Сабт", "Запись", "Talk"), "transcript": told("а", "б", "c")}
        LessonPageFactory(parent=page, blocks=[{**block, "files": [{"language": "tg", "file": made.pk}]}])
        signed_in(client, EnrolmentFactory(course=page.course).learner)
        response = client.get(made.url, headers={"Range": "bytes=10-19"})
        assert response.status_code == 206
        assert b"".join(response.streaming_content) == content[10:20]
        assert (response["Content-Type"], "attachment" in response["Content-Disposition"]) == ("audio/ogg", False)


class TestShown:
    def test_in_the_readers_language_or_another_that_is_said(self, client):
        page = whole_course()
        tajik, russian = document("tg.opus", ogg(120)), document("ru.opus", ogg(65), "other")
        files = [{"language": "tg", "file": tajik.pk}, {"language": "ru", "file": russian.pk}]
        block = {"type": "audio", "title": told("Сабт", "Запись", "Talk"), "files": files}
        lesson = LessonPageFactory(
            parent=page, blocks=[{**block, "transcript": told("гуфта", "сказано", "what is said")}]
        )
        learner = EnrolmentFactory(course=page.course).learner
        signed_in(client, learner)
        url = reverse("courses:lesson", args=[page.slug, lesson.slug])
        text = client.get(url).content.decode()
        assert 'preload="none"' in text
        assert "what is said" in text
        assert "only in" in text, "there is none in English"
        tajik_text = client.get(url.replace("/en/", "/tg/")).content.decode()
        assert tajik.url in tajik_text
        assert russian.url not in tajik_text

    def test_a_download_says_its_kind_and_size(self, client):
        page, made = whole_course(), document("form.pdf", b"%PDF-" + b"0" * 2043)
        lesson = TestWhoFetches().lesson_with(page, made)
        signed_in(client, EnrolmentFactory(course=page.course).learner)
        text = client.get(reverse("courses:lesson", args=[page.slug, lesson.slug])).content.decode()
        assert "PDF, 2.0" in text

    def test_a_block_without_a_file_breaks_nothing(self, client):
        page = whole_course()
        block = {"type": "download", "title": told("а", "б", "c"), "files": []}
        lesson = LessonPageFactory(parent=page, blocks=[block])
        signed_in(client, EnrolmentFactory(course=page.course).learner)
        assert client.get(reverse("courses:lesson", args=[page.slug, lesson.slug])).status_code == 200


class TestWeight:
    def test_names_the_heaviest_first_and_counts_what_comes_by_itself(self):
        light, heavy = document("a.pdf", b"%PDF-" + b"0" * 995), document("b.opus", ogg(1, b"x" * 200))
        blocks = [
            {"type": "text", "text": told("Матни дарс " * 50, "Текст", "Text")},
            {"type": "download", "title": told("а", "б", "Light"), "files": [{"language": "tg", "file": light.pk}]},
            {"type": "audio", "title": told("а", "б", "Talk"), "files": [{"language": "tg", "file": heavy.pk}]},
        ]
        found = weight.weigh(LessonPageFactory(blocks=blocks))
        assert [(part.name, part.on_demand) for part in found.parts] == [("Light", True), ("Talk", True)]
        assert found.pictures == 0, "what is fetched on demand doesn't weigh on the page"
        assert weight.FRAME < found.text < weight.FRAME + 2000
        assert not found.over

    @pytest.mark.parametrize(
        ("kb", "line", "told"),
        [(14, weight.EDGE, 3.5), (100, weight.EDGE, 11.0), (14, weight.POOR_3G, 2.4), (300, weight.POOR_3G, 11)],
    )
    def test_the_seconds_agree_with_the_model_of_poor_lines(self, kb, line, told):
        """The model of the domain notes, section 6, to a tenth."""
        assert weight.seconds(kb * 1024, line) == pytest.approx(told, rel=0.1)

    @pytest.mark.ignore_template_errors
    def test_stands_in_the_editor(self, client):
        lesson = LessonPageFactory()
        signed_in(client, UserFactory(is_superuser=True, language="en"))
        text = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
        assert "(256 " in text, "the line that the seconds are told for"
        new = client.get(reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", lesson.get_parent().pk]))
        assert new.status_code == 200
        assert "(256 " not in new.content.decode(), "what was never saved weighs nothing"
