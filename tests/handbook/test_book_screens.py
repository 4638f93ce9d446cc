"""The screen of the book: what is there, who may ask, what is downloaded; and two who ask at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from handbook.domain.book.ask import ask
from handbook.domain.book.published import stamp
from handbook.domain.book.volume import Edition
from handbook.enums import BookState
from handbook.models import Book, SectionPage
from ledger.models import AuditEvent, OutboxMessage
from tests.factories.handbook import SectionPageFactory
from tests.factories.people import UserFactory, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def url(name: str, *args: object, language: str = "en") -> str:
    with translation.override(language):
        return reverse(f"handbook:{name}", args=args)


def done(content: str = "", **more) -> Book:
    """A book that is made, of the present state unless `content` says another."""
    now = stamp()
    values = {"format": "pdf", "language": "tg", "content": content or now.digest, "of": now.at} | more
    book = Book(state=BookState.DONE, made_at=timezone.now(), size=5, sha256="ab" * 32, **values)
    book.file.save("x.pdf", ContentFile(b"%PDF-"), save=True)
    return book


@pytest.fixture
def section(db):
    return SectionPageFactory()


def test_lists_a_dozen_editions_and_lets_only_the_signed_in_ask(section):
    shown = Client().get(url("books")).content.decode()
    assert shown.count('<li id="') == 12
    assert "<form method" not in shown.partition("<main")[2]
    asked = signed_in(Client(), UserFactory()).get(url("books")).content.decode()
    assert asked.count('name="format"') == 12


def test_nothing_published_says_so(db):
    assert "Nothing to print yet" in Client().get(url("books")).content.decode()


def test_a_cadet_asks_once_and_sees_how_far_it_is_without_javascript(section):
    client = signed_in(Client(), UserFactory())
    for _ in range(2):
        client.post(url("make_book"), {"format": "pdf", "language": "tg", "beside": "ru"})
    book = Book.objects.get()
    Book.objects.update(state=BookState.RUNNING, step=3, steps=12)
    shown = client.get(url("books")).content.decode()
    assert AuditEvent.objects.filter(action="book.asked").count() == 1
    assert book.language == "tg"
    assert "Look again" in shown
    assert "25 %" in shown
    assert client.get(url("book_progress")).json() == {"under_way": {"pdf-tg-ru": 25}}


def test_a_failure_says_why_and_offers_to_try_again(section):
    ask(wanted=Edition("pdf", "ru"), by=None)
    Book.objects.update(state=BookState.FAILED, error="«Section» holds signs <b>")
    shown = signed_in(Client(), UserFactory()).get(url("books")).content.decode()
    assert "holds signs &lt;b&gt;" in shown
    assert "Try again" in shown


def test_the_older_book_stays_until_the_new_one_is_made_and_is_called_older(section):
    older = done()
    page = SectionPage.objects.get()
    page.heading_en = "Other"
    page.save_revision().publish()
    shown = Client().get(url("books")).content.decode()
    assert "Download the older text" in shown
    assert url("book", older.pk) in shown
    done()
    assert "Download the older text" not in Client().get(url("books")).content.decode()


@pytest.mark.parametrize("more", [0, 2])
def test_queries_stay_the_same_however_many_books(section, more, django_assert_num_queries):
    for n in range(1 + more):
        done(content=f"{n}" * 64)
    Client().get(url("books"))
    with django_assert_num_queries(10):
        Client().get(url("books"))


class TestDownload:
    def test_has_a_name_in_the_reader_s_letters(self, section):
        book = done(of=timezone.now().replace(year=2026, month=11, day=26, hour=5))
        response = Client().get(url("book", book.pk, language="tg"))
        assert b"".join(response.streaming_content) == b"%PDF-"
        assert response["Content-Type"] == "application/pdf"
        assert quote("Тоҷикӣ, 2026-11-26.pdf", safe="") in response["Content-Disposition"].replace("%20", "%20")

    def test_is_not_sent_again_to_who_has_it(self, section):
        book = done()
        tag = Client().get(url("book", book.pk))["ETag"]
        assert Client().get(url("book", book.pk), headers={"if-none-match": tag}).status_code == 304

    def test_goes_on_where_the_line_was_cut(self, section):
        book = done()
        address, tag = url("book", book.pk), Client().get(url("book", book.pk))["ETag"]
        rest = Client().get(address, headers={"range": "bytes=2-", "if-range": tag})
        assert (rest.status_code, rest["Content-Range"], rest["Content-Length"]) == (206, "bytes 2-4/5", "3")
        assert b"".join(rest.streaming_content) == b"DF-"
        assert "attachment" in rest["Content-Disposition"]
        other = Client().get(address, headers={"range": "bytes=2-", "if-range": '"another"'})
        assert (other.status_code, b"".join(other.streaming_content)) == (200, b"%PDF-")
        assert Client().get(address, headers={"range": "bytes=5-"})["Content-Range"] == "bytes */5"

    @pytest.mark.parametrize("state", [BookState.WAITING, BookState.RUNNING, BookState.FAILED])
    def test_what_is_not_made_is_not_there(self, section, state):
        book = done()
        Book.objects.update(state=state)
        assert Client().get(url("book", book.pk)).status_code == 404

    def test_a_file_that_was_lost_is_not_there(self, section):
        book = done()
        book.file.storage.delete(book.file.name)
        assert Client().get(url("book", book.pk)).status_code == 404


def test_attack_27_a_book_is_not_asked_for_by_get_or_from_elsewhere(section):
    client = signed_in(Client(enforce_csrf_checks=True), UserFactory())
    assert client.get(url("make_book"), {"format": "pdf", "language": "tg"}).status_code == 405
    assert client.post(url("make_book"), {"format": "pdf", "language": "tg"}).status_code == 403
    assert not Book.objects.exists()


def test_the_signed_out_are_led_to_sign_in(section):
    response = Client().post(url("make_book"), {"format": "pdf", "language": "tg"})
    assert response.status_code == 302
    assert not Book.objects.exists()


@pytest.mark.parametrize("asked", [{"format": "exe"}, {"format": "epub", "language": "tg", "beside": "tg"}, {}])
def test_attack_29_only_editions_that_exist_are_made(section, asked):
    assert signed_in(Client(), UserFactory()).post(url("make_book"), asked).status_code == 404
    assert not Book.objects.exists()


def test_a_machine_that_asks_without_end_is_stopped(section):
    client = signed_in(Client(), UserFactory())
    for _ in range(31):
        response = client.post(url("make_book"), {"format": "epub", "language": "tg"}, follow=True)
    assert "try again in an hour" in response.content.decode()


def test_one_that_was_left_half_made_can_be_asked_for_again(section):
    ask(wanted=Edition("pdf", "tg"), by=None)
    Book.objects.update(state=BookState.RUNNING, touched_at=timezone.now() - timedelta(hours=1))
    client = signed_in(Client(), UserFactory())
    assert client.get(url("books")).content.decode().count('name="format"') == 12
    client.post(url("make_book"), {"format": "pdf", "language": "tg"})
    assert Book.objects.get().state == BookState.WAITING


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ten_who_ask_at_once_get_one_book_promised_once():
    SectionPageFactory()
    now = stamp()
    gate = Barrier(10)

    def job(_n: int) -> int:
        try:
            gate.wait(timeout=30)
            from django.db import transaction

            with transaction.atomic():  # the work itself is not begun: only one row and one promise are looked for
                return ask(wanted=Edition("pdf", "tg"), by=None, state=now).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        found = list(pool.map(job, range(10)))

    assert set(found) == {Book.objects.get().pk}
    assert OutboxMessage.objects.filter(topic="book.make").count() == 1
