"""Pages in every language at once: one page, one slug, translated headings, a body with a leaf a language.

`Page.title` only mirrors the heading, so that Wagtail's own screens have something to show. The columns `heading`
and `summary` without a language hold nothing in particular: read heading_tg, heading_ru, … or `page.heading`.
"""

import json
from collections.abc import Iterator
from typing import Any

from anyascii import anyascii
from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import TranslationOptions, translator
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Page
from wagtail.search import index

from ui import languages
from ui.blocks import BodyField
from ui.carried import packed
from ui.leaves import FieldTexts, Leaf, leaves
from ui.page_forms import TranslatedPageForm
from ui.page_panels import TranslationPanel, WeightPanel
from ui.staleness import State, tally

FIELDS = ("heading", "summary")

# For `class Privacy` of every page model.
PAGE_PERSONAL = {"owner": "who wrote it", "locked_by": "who is editing it"}
PAGE_PLAIN = {
    "id", "path", "depth", "numchild", "translation_key", "locale", "latest_revision", "live",
    "has_unpublished_changes", "first_published_at", "last_published_at", "live_revision", "go_live_at", "expire_at",
    "expired", "locked", "locked_at", "title", "draft_title", "slug", "content_type", "url_path", "seo_title",
    "show_in_menus", "search_description", "latest_revision_created_at", "alias_of", "page_ptr", "source_language",
    "made", "heading", "summary", *[localized(name, code) for name in FIELDS for code, _name in settings.LANGUAGES],
}  # fmt: skip


class TranslatedPageOptions(TranslationOptions):
    """For translation.py: `@register(SectionPage) class …(TranslatedPageOptions)`."""

    fields: tuple[str, ...] = FIELDS
    required_languages = (settings.CONTENT_LANGUAGE,)


def language_row(name: str, label: Any, **kwargs: Any) -> MultiFieldPanel:
    """The editor's fields of one translated field: languages side by side on a wide screen."""
    names = {localized(name, code): languages.own_name(code) for code in languages.codes()}
    kwargs = ({} if name == "heading" else {"widget": AdminAutoHeightTextInput}) | kwargs
    fields = [FieldPanel(column, heading=own_name, **kwargs) for column, own_name in names.items()]
    return MultiFieldPanel([FieldRowPanel(fields, classname="language-row")], heading=label)


TEXT_PANELS = [
    MultiFieldPanel([TranslationPanel(), FieldPanel("source_language")], heading=_("Languages")),
    language_row("heading", _("Heading")),
    language_row("summary", _("Summary")),
]
# The last of each editor: what a change was is asked when it has been made.
SAVE_PANEL = MultiFieldPanel(
    [FieldRowPanel([FieldPanel("change"), FieldPanel("checked")])], heading=_("This save"), classname="this-save"
)
WEIGHT_PANEL = MultiFieldPanel([WeightPanel()], heading=_("Weight"), classname="collapsed")


class TranslatedPage(Page):
    """The base of every page of ours. Register concrete models with `TranslatedPageOptions`."""

    heading = models.CharField(_("heading"), max_length=255)
    summary = models.TextField(_("summary"), blank=True)
    source_language = models.CharField(
        _("written first in"),
        max_length=5,
        default=settings.CONTENT_LANGUAGE,
        choices=[(code, languages.own_name(code)) for code in languages.codes()],
        help_text=_("The other languages are translated from this one."),
    )
    made = models.JSONField(default=dict, blank=True, editable=False)

    search_fields = [
        *Page.search_fields,
        *[index.SearchField(localized("heading", code), boost=2) for code in languages.codes()],
        *[index.AutocompleteField(localized("heading", code)) for code in languages.codes()],
    ]
    base_form_class = TranslatedPageForm
    # Who may read is asked by the views; a page marked private here would still be listed, cited and shown by them.
    private_page_options: list[str] = []
    admin_default_ordering = "ord"  # the order in which it is read, also where it is written
    content_panels = [*TEXT_PANELS, SAVE_PANEL]
    promote_panels = [MultiFieldPanel([FieldPanel("slug")], heading=_("Address"))]

    class Meta:
        abstract = True

    # ---- the core title and the slug ----

    def sync_core_title(self) -> None:
        """The title follows the heading, in Tajik or else whatever there is; a blank slug is made from it."""
        first = dict.fromkeys([settings.CONTENT_LANGUAGE, *languages.codes()])
        headings = [getattr(self, localized("heading", code)) for code in first]
        self.title = next((text[:255] for text in headings if text), self.title)  # type: ignore[has-type]
        if not self.slug and self.path and (base := slugify(anyascii(self.title))[:200]):  # type: ignore[has-type]
            self.slug = self._get_autogenerated_slug(base)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.sync_core_title()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self.sync_core_title()
        super().minimal_clean()

    def with_content_json(self, content: dict[str, Any]) -> "TranslatedPage":
        page = super().with_content_json(content)
        page.sync_core_title()
        return page

    def serializable_data(self) -> dict[str, Any]:
        """Revisions hold only the columns that name a language: the others depend on who saved."""
        data = super().serializable_data()
        for name in translator.get_options_for_model(type(self)).all_fields:
            data.pop(name, None)
        return data

    def get_admin_display_title(self) -> str:
        mine = getattr(self, localized("heading", languages.current()), "")
        return mine or super().get_admin_display_title()

    # ---- preview ----

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return [(code, languages.own_name(code)) for code in languages.codes()]

    @property
    def default_preview_mode(self) -> str:
        return languages.current()

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Rendered inside the override: a TemplateResponse is lazy, and would speak the editor's language."""
        code = mode_name if mode_name in languages.codes() else settings.CONTENT_LANGUAGE
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = super().serve_preview(request, code)
            return response.render() if hasattr(response, "render") else response

    # ---- translations ----

    def field_texts(self, name: str) -> FieldTexts:
        """A translated field as a leaf."""
        texts = {code: getattr(self, localized(name, code)) or "" for code in languages.codes()}
        return FieldTexts(texts, self.made.get(name, {}))

    @property
    def texts(self) -> dict[str, FieldTexts]:
        """The translated fields by name, for templates: {% leaf page.texts.heading %}."""
        return {name: self.field_texts(name) for name in self.translated_fields()}

    def heading_html(self) -> SafeString | str:
        """The heading in the reader's language, or the next best with its own lang."""
        shown = self.field_texts("heading").shown()
        return shown.in_own_language() if shown else self.title

    def translated_fields(self) -> tuple[str, ...]:
        """The names of this page's translated fields."""
        return tuple(translator.get_options_for_model(type(self)).all_fields)

    def leaves(self) -> Iterator[Leaf]:
        """Every leaf with a text in some language: the fields first (block id ""), then the body's."""
        for name in self.translated_fields():
            texts = self.field_texts(name)
            if not texts.blank:
                yield Leaf("", str(self._meta.get_field(name).verbose_name), texts, (name,))
        for leaf in leaves(getattr(self, "body", [])):
            if not leaf.value.blank:
                yield leaf

    def tally(self, language: str) -> dict[State, int]:
        """How many leaves are fresh, stale and missing in a language."""
        return tally(leaf.value.state(language) for leaf in self.leaves())

    def alternates(self) -> list[tuple[str, str]]:
        """This page's address in each language: (code, address)."""
        found = []
        for code in languages.codes():
            with translation.override(code):
                found.append((code, self.get_url() or ""))
        return found

    def load_state(self) -> str:
        """What the editing form carries for each translated field (JSON, see ui.carried)."""
        return json.dumps({name: packed(one) for name, one in self.texts.items()})


class ReadingPage(TranslatedPage):
    """A page with a body: a section of the handbook, a lesson."""

    minutes = models.PositiveSmallIntegerField(_("minutes of reading"), default=5)
    body = BodyField(verbose_name=_("text"), blank=True)

    content_panels = [*TEXT_PANELS, FieldPanel("minutes"), FieldPanel("body"), WEIGHT_PANEL, SAVE_PANEL]

    class Meta:
        abstract = True

    def has_forms(self) -> bool:
        """Whether there is a form to print: only then its page needs what prints one form alone."""
        return any(block.block_type == "form" for block in self.body)
