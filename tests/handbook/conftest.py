"""A trainer who writes, and a section to write in."""

import pytest
from django.db import transaction
from django.test import Client

from handbook.domain.demo import load_demo
from handbook.models import Law, Term
from people.domain.grant import grant
from people.enums import Role
from tests.factories.handbook import ChapterPageFactory, SectionPageFactory, told
from tests.factories.people import UserFactory, signed_in
from tests.handbook import translators


@pytest.fixture
def trainer(db):
    user = UserFactory(username="author", language="en")
    grant(user=user, role=Role.TRAINER, by=None)
    return user


@pytest.fixture
def cms(trainer) -> Client:
    return signed_in(Client(headers={"accept-language": "en"}), trainer)


@pytest.fixture
def section(db):
    return SectionPageFactory(
        slug="first-response",
        blocks=[
            {"type": "text", "text": told("Дар 24 соат", "За 24 часа", "Within 24 hours")},
            {
                "type": "steps",
                "title": told("Қадамҳо", "Шаги", "Steps"),
                "items": [told("Як", "Раз", "One"), told("Ду", "Два", "Two")],
            },
        ],
    )


def every_block() -> list[dict]:
    """One of each kind, in three languages."""

    def words(name: str) -> dict[str, str]:
        return told(f"{name} тоҷикӣ ғӣқӯҳҷ", f"{name} по-русски", f"{name} in English")

    return [
        {"type": "heading", "text": words("Сарлавҳа")},
        {"type": "text", "text": told("Ҷабрдида.\n\nДуюм.", "Жертва.\n\nВторой.", "A survivor.\n\nSecond.")},
        {"type": "steps", "title": words("Қадамҳо"), "items": [words("Як"), words("Ду")]},
        {
            "type": "case", "title": words("Ҳодиса"), "note": words("Қайд"), "text": words("Шуд"),
            "question": words("Чӣ"),
        },
        {"type": "warning", "text": words("Огоҳӣ"), "check": "whether this is right"},
        {
            "type": "comparison", "title": words("Муқоиса"), "left_label": words("Чап"), "right_label": words("Рост"),
            "rows": [{"left": words("Ин"), "right": words("Он")}],
        },
        {"type": "law", "law": "militia", "article": "5", "text": words("Қонун")},
        {"type": "definition", "entry": "survivor", "term": told(), "text": told()},
        {
            "type": "form", "title": words("Варақа"), "note": words("Эзоҳ"),
            "fields": [
                {"label": words("Сатр"), "kind": "line"},
                {"label": words("Қайд"), "kind": "tick"},
                {"label": words("Ҷадвал"), "kind": "table", "columns": [words("Сутун")], "rows": 2},
            ],
        },
        {"type": "question", "text": words("Савол")},
        {"type": "try_it", "text": words("Санҷед")},
    ]  # fmt: skip


@pytest.fixture
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def book_of_two(db):
    """A chapter with two sections, a law and two terms."""
    Law.objects.create(
        code="militia", number="41", date="2004-05-17", sure=True,
        name_tg="Қонун дар бораи милитсия", name_ru="Закон о милиции", name_en="Law on the militia",
    )  # fmt: skip
    Term.objects.create(
        code="survivor", name_tg="ҷабрдида", name_ru="жертва", name_en="survivor", sure=True,
        meaning_tg="Касе, ки зарар дид", meaning_ru="Кто пострадал", meaning_en="Who was hurt",
    )  # fmt: skip
    Term.objects.create(
        code="beat", name_tg="минтақа", name_ru="участок", name_en="beat",
        meaning_tg="Ҷойи хизмат", meaning_ru="Место службы", meaning_en="Where one serves",
    )  # fmt: skip
    chapter = ChapterPageFactory(number=3, heading=told("Боби аввал", "Первая глава", "First chapter"))
    first = SectionPageFactory(parent=chapter, slug="first", blocks=every_block())
    text = "Дар минтақаҳои мо ҷабрдидагонро гӯш мекунанд. " * 60
    second = SectionPageFactory(
        parent=chapter,
        slug="second",
        heading=told("Фасли дароз", "Длинный раздел", "A long section"),
        blocks=[
            {"type": "text", "text": told(text, "Наш участок. " * 80, "Our beats. " * 80)},
            {"type": "text", "text": told("Ҷабрдидаро гӯш кунед.", "Слушайте.", "Listen to the survivor.")},
        ],
    )
    return chapter, first, second


@pytest.fixture(scope="module")
def whole_handbook(django_db_setup, django_db_blocker):
    """All of the demonstration's handbook, loaded once for a module; its author. Each test's own changes are undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        author = UserFactory()
        load_demo(by=author)
        yield author
        transaction.set_rollback(True)


@pytest.fixture
def page(section):
    return SectionPageFactory(
        blocks=[
            {"type": "text", "text": told(translators.RICH, "Звоните", "Call")},
            {"type": "heading", "text": told("=HYPERLINK(1)", "Заголовок", "Heading")},
            {"type": "steps", "title": told("Қадам"), "items": [told("Як", "Раз"), told("Ду")]},
        ]
    )
