"""Handbook pages for tests, published under one index, and the editor's form as a browser would post it."""

from typing import Any

import factory
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.models import Page, Site

from handbook.enums import ChangeOf
from handbook.models import Change, ChapterPage, HandbookIndexPage, Law, SectionPage
from ui.content import body_from_content, fill


def told(tg: str = "", ru: str = "", en: str = "") -> dict[str, str]:
    """A leaf of a content file."""
    return {"tg": tg, "ru": ru, "en": en}


class PageFactory(factory.django.DjangoModelFactory):
    """A live page in every language under `parent`, with a first revision."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, parent: Page | None = None, live: bool = True, **kwargs: Any) -> Any:
        texts = {name: kwargs.pop(name) for name in ("heading", "summary", "content_note") if name in kwargs}
        page = model_class(live=live, **kwargs)
        fill(page, texts)
        (parent or cls.above()).add_child(instance=page)
        page.save_revision().publish() if live else page.save_revision()
        page.refresh_from_db()
        return page

    @classmethod
    def above(cls) -> Page:
        raise NotImplementedError


class HandbookIndexPageFactory(PageFactory):
    class Meta:
        model = HandbookIndexPage

    slug = "handbook"
    heading = told("Дастур", "Пособие", "Handbook")
    summary = told("Барои ҳар рӯз", "На каждый день", "For every day")

    @classmethod
    def above(cls) -> Page:
        return Site.objects.get(is_default_site=True).root_page


class ChapterPageFactory(PageFactory):
    class Meta:
        model = ChapterPage

    slug = factory.Sequence(lambda n: f"chapter-{n}")
    number = factory.Sequence(lambda n: n + 1)
    heading = factory.Sequence(lambda n: told(f"Боби {n}", f"Глава {n}", f"Chapter {n}"))
    summary = told("Мухтасар", "Кратко", "In short")

    @classmethod
    def above(cls) -> Page:
        return HandbookIndexPage.objects.first() or HandbookIndexPageFactory()


class SectionPageFactory(PageFactory):
    """`SectionPageFactory(blocks=[{"type": "text", "text": told("…", "…", "…")}])`."""

    class Meta:
        model = SectionPage

    slug = factory.Sequence(lambda n: f"section-{n}")
    heading = factory.Sequence(lambda n: told(f"Фасли {n}", f"Раздел {n}", f"Section {n}"))
    summary = told("Як ҷумла", "Одно предложение", "One sentence")
    minutes = 4

    @classmethod
    def _create(cls, model_class: Any, *args: Any, blocks: list[dict[str, Any]] | None = None, **kwargs: Any) -> Any:
        told_blocks = blocks if blocks is not None else [{"type": "text", "text": told("Матн", "Текст", "Text")}]
        kwargs["body"] = body_from_content(told_blocks, key=kwargs["slug"])
        return super()._create(model_class, *args, **kwargs)

    @classmethod
    def above(cls) -> Page:
        return ChapterPage.objects.first() or ChapterPageFactory()


class LawFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Law

    code = factory.Sequence(lambda n: f"law-{n}")
    name_tg = factory.Sequence(lambda n: f"Қонуни {n}")
    name_ru = factory.Sequence(lambda n: f"Закон {n}")
    name_en = factory.Sequence(lambda n: f"Law {n}")


class ChangeFactory(factory.django.DjangoModelFactory):
    """A change of meaning of a text; `ref` says of which."""

    class Meta:
        model = Change

    of = ChangeOf.TEXT
    ref = "chapter/section"
    label = "Фасл: Матн"
    language = "tg"
    before = "Дар 24 соат"
    after = "Дар 48 соат"


class Editor:
    """A page open in the editor: what the form holds, and ways to change and send it as a browser does."""

    def __init__(self, client: Client, page: Page) -> None:
        self.client = client
        self.page = page
        self.url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        self.response = client.get(self.url)
        assert self.response.status_code == 200, self.response.content[:500]
        self.data = form_data(self.response.context["form"])

    def leaf(self, place: str, language: str, text: str) -> None:
        """Writes `text` (HTML for rich text) into the leaf at `place`, for example "body-0-value-text"."""
        name = f"{place}-{language}"
        assert name in self.data, sorted(self.data)
        self.data[name] = rich_text(text) if self.data[name].startswith("{") else text

    def save(self, action: str = "", **changes: Any) -> Any:
        """Posts the form; action-publish publishes. Fails unless the page was saved."""
        response = self.send(action, **changes)
        assert response.status_code == 302, errors(response)
        self.page = type(self.page).objects.get(pk=self.page.pk)
        return response

    def send(self, action: str = "", **changes: Any) -> Any:
        return self.client.post(self.url, self.data | ({action: "1"} if action else {}) | changes)

    def draft(self) -> Any:
        """The newest revision as a page."""
        return self.page.get_latest_revision_as_object()


def errors(response: Any) -> Any:
    form = (response.context or {}).get("form")
    return form.errors.as_json() if form is not None else response.content[:800]


def form_data(form: Any) -> dict[str, Any]:
    """Every value that the browser would post back unchanged."""
    data: dict[str, Any] = {}
    for bound in form:
        block = getattr(bound.field, "block", None)
        value = bound.value()
        if block is not None:
            state = block.get_form_state(value)
            data |= dict(_flat(block, state, bound.html_name))
        elif value is not None and value is not False:
            data[bound.html_name] = value
    for formset in form.formsets.values():
        data |= {f"{formset.prefix}-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
    return data


def _flat(block: Any, state: Any, prefix: str) -> Any:
    if isinstance(block, StreamBlock | ListBlock):
        yield f"{prefix}-count", len(state)
        for n, child in enumerate(state):
            inner = block.child_blocks[child["type"]] if isinstance(block, StreamBlock) else block.child_block
            yield f"{prefix}-{n}-deleted", ""
            yield f"{prefix}-{n}-order", n
            yield f"{prefix}-{n}-id", child["id"]
            if isinstance(block, StreamBlock):
                yield f"{prefix}-{n}-type", child["type"]
            yield from _flat(inner, child["value"], f"{prefix}-{n}-value")
    elif isinstance(block, StructBlock):
        for name, inner in block.child_blocks.items():
            yield from _flat(inner, state[name], f"{prefix}-{name}")
    else:
        chosen = state["id"] if isinstance(state, dict) else state  # a chooser knows more than it posts
        yield prefix, "" if chosen is None else chosen


def rich_text(html: str) -> str:
    """HTML as Draftail posts it."""
    from wagtail.test.utils.form_data import rich_text as posted

    return posted(html, features=["bold", "italic", "link", "ol", "ul"])


LANGUAGES = [code for code, _name in settings.LANGUAGES]
