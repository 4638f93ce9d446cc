"""Asking for a book, making it, keeping it: once a state, told while it is made, kept as promised."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone, translation

from handbook.domain.book import keep
from handbook.domain.book.ask import NoSuchEdition, ask, edition, editions
from handbook.domain.book.make import make
from handbook.domain.book.published import NothingToPrint, stamp
from handbook.domain.book.volume import Edition
from handbook.enums import BookState
from handbook.models import Book, Law, SectionPage, Term
from ledger.models import AuditEvent, OutboxMessage
from tests.factories.handbook import SectionPageFactory, told
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]
TG = Edition("pdf", "tg")


class TestAsking:
    def test_the_same_state_is_one_book_promised_and_written_down_once(self, book_of_two):
        by = UserFactory()
        assert ask(wanted=TG, by=by).pk == ask(wanted=TG, by=by).pk == Book.objects.get().pk
        assert OutboxMessage.objects.filter(topic="book.make").count() == 1
        assert AuditEvent.objects.filter(action="book.asked").count() == 1

    @pytest.mark.parametrize("change", ["page", "law", "term", "unpublish"])
    def test_another_state_is_another_book(self, book_of_two, change):
        first = ask(wanted=TG, by=None)
        if change == "page":
            section = SectionPage.objects.get(slug="second")
            section.heading_tg = "Дигар"
            section.save_revision().publish()
        elif change == "law":
            Law.objects.update(number="42")
        elif change == "term":
            Term.objects.filter(code="beat").update(meaning_ru="иначе")
        else:
            SectionPage.objects.get(slug="second").unpublish()
        assert ask(wanted=TG, by=None).pk != first.pk

    def test_a_draft_or_a_look_in_another_language_changes_nothing(self, book_of_two):
        before = stamp()
        SectionPage.objects.get(slug="second").save_revision()
        with translation.override("en"):
            assert stamp() == before

    def test_a_pair_is_one_book_whichever_language_comes_first(self):
        assert edition(format="pdf", language="ru", beside="tg") == edition(format="pdf", language="tg", beside="ru")
        assert len(editions()) == 12

    @pytest.mark.parametrize(
        "told_as", [("epub", "tg", "tg"), ("pdf", "tg", "tg"), ("pdf", "xx", ""), ("exe", "tg", "")]
    )
    def test_what_is_no_edition_is_refused(self, told_as):
        with pytest.raises(NoSuchEdition):
            edition(format=told_as[0], language=told_as[1], beside=told_as[2])

    def test_nothing_published_is_nothing_to_print(self, db):
        with pytest.raises(NothingToPrint):
            ask(wanted=TG, by=None)


class TestMaking:
    def test_makes_a_file_once(self, book_of_two):
        book = ask(wanted=Edition("epub", "ru"), by=None)
        assert make(book.pk)
        assert not make(book.pk)
        book.refresh_from_db()
        assert (book.state, book.step) == (BookState.DONE, book.steps)
        with book.file.open("rb") as file:
            assert len(file.read()) == book.size
        assert len(default_storage.listdir("books")[1]) == 1

    def test_tells_how_far_it_is(self, book_of_two, monkeypatch):
        seen = []
        monkeypatch.setattr("handbook.domain.book.make.OFTEN", 0)
        monkeypatch.setattr(
            "handbook.domain.book.make._Progress._write",
            lambda self, **fields: seen.append(fields.get("step")),
        )
        make(ask(wanted=TG, by=None).pk)
        steps = [step for step in seen if step is not None]
        assert steps == sorted(steps)
        assert len(steps) > 5

    def test_a_state_left_meanwhile_is_made_as_it_is_now(self, book_of_two):
        book = ask(wanted=Edition("epub", "ru"), by=None)
        Law.objects.update(number="42")
        assert make(book.pk)
        made = Book.objects.get()
        assert (made.state, made.content) == (BookState.DONE, stamp().digest)

    def test_what_stands_in_the_way_is_said_and_can_be_tried_again(self, book_of_two):
        Term.objects.filter(code="beat").update(name_tg="😀")
        section = SectionPageFactory(parent=book_of_two[0], blocks=[{"type": "text", "text": told("😀", "a", "b")}])
        book = ask(wanted=TG, by=None)
        assert not make(book.pk)
        book.refresh_from_db()
        assert book.state == BookState.FAILED
        assert "1F600" in book.error
        assert section.heading_tg in book.error
        assert ask(wanted=TG, by=None).state == BookState.WAITING
        assert OutboxMessage.objects.filter(topic="book.make").count() == 2

    def test_one_that_its_maker_left_is_begun_again(self, book_of_two):
        book = ask(wanted=Edition("epub", "ru"), by=None)
        Book.objects.update(state=BookState.RUNNING, touched_at=timezone.now() - timedelta(minutes=5))
        assert keep.restart(make) == 0
        assert not make(book.pk)
        Book.objects.update(touched_at=timezone.now() - timedelta(hours=1))
        assert keep.restart(make) == 1
        assert Book.objects.get().state == BookState.DONE

    def test_the_outbox_has_it_made_outside_of_its_transaction(self, book_of_two, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            ask(wanted=Edition("epub", "ru"), by=None)
        assert Book.objects.get().state == BookState.DONE
        assert not OutboxMessage.objects.filter(done_at=None).exists()


class TestKeeping:
    def old(self, content: str, days: int, **more) -> Book:
        name = default_storage.save(f"books/{content}.pdf", io.BytesIO(b"x"))
        values = {"state": BookState.DONE, "file": name, "made_at": timezone.now(), "of": timezone.now()} | more
        book = Book.objects.create(format="pdf", language="tg", content=content, **values)
        Book.objects.filter(pk=book.pk).update(asked_at=timezone.now() - timedelta(days=days))
        return book

    def test_old_books_go_after_thirty_days_with_their_files_and_the_newest_stays(
        self, book_of_two, django_capture_on_commit_callbacks
    ):
        long_ago = timezone.now() - timedelta(days=90)
        gone, young = self.old("a", 31, of=long_ago), self.old("b", 29, of=long_ago)
        newest = self.old("c", 31)
        with django_capture_on_commit_callbacks(execute=True):
            assert keep.delete_old() == 1
        assert set(Book.objects.all()) == {young, newest}
        assert not default_storage.exists(gone.file.name)
        assert default_storage.exists(young.file.name)

    def test_the_present_book_stays_whatever_its_age(self, book_of_two):
        self.old(stamp().digest, 400, of=timezone.now() - timedelta(days=400))
        self.old("newer", 1)
        assert keep.delete_old() == 0


def test_the_command_makes_a_book_and_says_so(book_of_two, capsys):
    import json

    call_command("make_book", "--language", "en", "--format", "epub", "--json")
    (told_of,) = json.loads(capsys.readouterr().out)["books"]
    assert (told_of["state"], told_of["language"]) == ("done", "en")
    assert default_storage.exists(told_of["file"])
    with pytest.raises(SystemExit):
        call_command("make_book", "--language", "xx", "--json")
