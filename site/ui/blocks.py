"""Blocks of handbook sections and lessons: one shared structure whose leaves hold every language side by side."""

import json
import re
from typing import Any

from django import forms
from django.utils.html import conditional_escape
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.compare import StructBlockComparison
from wagtail.fields import StreamField
from wagtail.rich_text import expand_db_html

from ui import languages
from ui.leaves import LeafValue, whole
from ui.staleness import words

# What changes the direction or order of text unseen has no place in a handbook.
UNSEEN = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
# The page editor's own names of paragraphs; readers need not download them.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
INLINE = ["bold", "italic", "link"]
FULL = [*INLINE, "ol", "ul"]


class MadeBlock(blocks.FieldBlock):
    """What the translations of a leaf were made from, carried through the editor unseen."""

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.CharField(required=False, widget=forms.HiddenInput())
        super().__init__(**kwargs)

    def value_from_form(self, value: Any) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        try:
            posted = json.loads(value or "{}")
        except ValueError:
            return {}
        return posted if isinstance(posted, dict) else {}

    def value_for_form(self, value: Any) -> str:
        return json.dumps(value or {})

    def get_default(self) -> dict[str, str]:
        return {}

    class Meta:
        label = ""
        form_classname = "leaf-made"


class LeafComparison(StructBlockComparison):
    """Compares the texts; what they were made from is no content."""

    def __init__(self, block: Any, *args: Any) -> None:
        super().__init__(_Texts(block), *args)


class _Texts:
    """A leaf block as its comparison sees it."""

    def __init__(self, block: Any) -> None:
        self.child_blocks = {code: block.child_blocks[code] for code in languages.codes()}


class LeafBlock(blocks.StructBlock):
    """The base of both leaves. Never required as a whole: what is missing is shown and counted, not refused."""

    block_level = False  # whether its HTML is paragraphs

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        texts = [(code, self.text_block(code)) for code in languages.codes()]
        super().__init__([*texts, ("made", MadeBlock()), *(local_blocks or [])], **kwargs)

    def text_block(self, code: str) -> blocks.FieldBlock:
        """The block that holds one language."""
        raise NotImplementedError

    def source(self, value: Any) -> str:
        """A child's value as stored text."""
        return str(value or "")

    def words(self, text: str) -> str:
        """Stored text without markup."""
        return text

    def html(self, value: Any) -> str:
        """A child's value as safe HTML."""
        return conditional_escape(value or "")

    def get_form_state(self, value: LeafValue) -> dict[str, Any]:
        """What the editor gets: with the digests of the texts as they are now, to know later which were changed."""
        state = super().get_form_state(value)
        state["made"] = json.dumps({"made": value.made, "loaded": value.digests()})
        return state

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> LeafValue:
        value = super().value_from_datadict(data, files, prefix)
        return self._unpacked(value)

    def clean(self, value: LeafValue) -> LeafValue:
        cleaned = super().clean(value)
        cleaned.loaded = value.loaded
        return cleaned

    def _unpacked(self, value: LeafValue) -> LeafValue:
        carried = value["made"] or {}
        value["made"] = _strings(carried.get("made"))
        value.loaded = _strings(carried.get("loaded"))
        return value

    def get_comparison_class(self) -> type[LeafComparison]:
        return LeafComparison

    class Meta:
        value_class = LeafValue
        form_classname = "leaf"
        label_format = ""


def _strings(posted: Any) -> dict[str, str]:
    """A dictionary of short strings out of whatever was posted."""
    if not isinstance(posted, dict):
        return {}
    return {str(key)[:5]: str(value)[:12] for key, value in posted.items()}


class _PlainText(blocks.TextBlock):
    """One line or a few, without markup."""

    def clean(self, value: Any) -> str:
        return str(super().clean(value) or "").translate(UNSEEN)


class _RichText(blocks.RichTextBlock):
    """Paragraphs, lists, bold, italic, links."""

    def value_from_form(self, value: Any) -> Any:
        return super().value_from_form(str(value or "").translate(UNSEEN))


class TranslatedTextBlock(LeafBlock):
    """A leaf of plain text: titles, labels, cells of a table."""

    def text_block(self, code: str) -> blocks.FieldBlock:
        return _PlainText(required=False, label=languages.own_name(code), rows=1, form_attrs={"lang": code})


class TranslatedRichTextBlock(LeafBlock):
    """A leaf of rich text. `features` are Wagtail's names of what may be used in it."""

    block_level = True

    def __init__(self, local_blocks: Any = None, features: list[str] | None = None, **kwargs: Any) -> None:
        self.features = features or FULL
        super().__init__(local_blocks, **kwargs)

    def text_block(self, code: str) -> blocks.FieldBlock:
        return _RichText(
            required=False, label=languages.own_name(code), features=self.features, form_attrs={"lang": code}
        )

    def source(self, value: Any) -> str:
        return getattr(value, "source", None) or str(value or "")

    def words(self, text: str) -> str:
        return words(text)

    def html(self, value: Any) -> str:
        return BLOCK_KEY.sub("", expand_db_html(self.source(value)))


class ReadingBlock(blocks.StructBlock):
    """A block of a body. Its template extends ui/blocks/block.html, which draws frame, label and marks."""

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        return context | {
            "kind": self.meta.kind,
            "label": self.meta.reader_label,
            "whole": whole(value),
            "reader_language": languages.current(),
        }

    class Meta:
        kind = "text"
        reader_label = ""


class HeadingBlock(ReadingBlock):
    text = TranslatedTextBlock(label=_("Heading"))

    class Meta:
        kind = "heading"
        icon = "title"
        label = _("Heading")
        template = "ui/blocks/heading.html"


class TextBlock(ReadingBlock):
    text = TranslatedRichTextBlock(label=_("Text"))

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "ui/blocks/text.html"


class StepsBlock(ReadingBlock):
    title = TranslatedTextBlock(label=_("Title"))
    items = blocks.ListBlock(TranslatedRichTextBlock(features=INLINE, label=_("Step")), label=_("Steps"))

    class Meta:
        kind = "steps"
        icon = "list-ol"
        label = _("Steps, in order")
        template = "ui/blocks/steps.html"


class CaseBlock(ReadingBlock):
    title = TranslatedTextBlock(label=_("Title"))
    note = TranslatedTextBlock(
        label=_("Content note"), help_text=_("For a case about violence: the reader sees this first, and may skip it.")
    )
    text = TranslatedRichTextBlock(label=_("What happened"), help_text=_("Invented; never a real person or place."))
    question = TranslatedRichTextBlock(label=_("Question"), features=INLINE)

    class Meta:
        kind = "case"
        reader_label = _("Case")
        icon = "doc-full"
        label = _("Case (invented)")
        template = "ui/blocks/case.html"


class WarningBlock(ReadingBlock):
    text = TranslatedRichTextBlock(label=_("Text"))

    class Meta:
        kind = "warning"
        reader_label = _("Warning")
        icon = "warning"
        label = _("Warning")
        template = "ui/blocks/labelled_text.html"


class RowBlock(blocks.StructBlock):
    left = TranslatedTextBlock(label=_("Left"))
    right = TranslatedTextBlock(label=_("Right"))

    class Meta:
        label = _("Row")


class ComparisonBlock(ReadingBlock):
    title = TranslatedTextBlock(label=_("Title"))
    left_label = TranslatedTextBlock(label=_("Left column"))
    right_label = TranslatedTextBlock(label=_("Right column"))
    rows = blocks.ListBlock(RowBlock(), label=_("Rows"))

    class Meta:
        kind = "comparison"
        icon = "table"
        label = _("Comparison")
        template = "ui/blocks/comparison.html"


class LawBlock(ReadingBlock):
    law = TranslatedTextBlock(label=_("Name of the law"))
    number = blocks.CharBlock(required=False, max_length=20, label=_("Number"))
    date = blocks.DateBlock(required=False, label=_("Date"))
    article = blocks.CharBlock(required=False, max_length=40, label=_("Article"))
    text = TranslatedRichTextBlock(label=_("What it says for us"))

    class Meta:
        kind = "law"
        reader_label = _("The law")
        icon = "clipboard-list"
        label = _("Law")
        template = "ui/blocks/law.html"


class DefinitionBlock(ReadingBlock):
    term = TranslatedTextBlock(label=_("Term"))
    text = TranslatedRichTextBlock(label=_("Meaning"))

    class Meta:
        kind = "definition"
        reader_label = _("Definition")
        icon = "openquote"
        label = _("Definition")
        template = "ui/blocks/definition.html"


class QuestionBlock(ReadingBlock):
    text = TranslatedRichTextBlock(label=_("Question"))

    class Meta:
        kind = "question"
        reader_label = _("Think about it")
        icon = "help"
        label = _("Question to think about")
        template = "ui/blocks/labelled_text.html"


class TryBlock(ReadingBlock):
    text = TranslatedRichTextBlock(label=_("Task"))

    class Meta:
        kind = "try"
        reader_label = _("Try it")
        icon = "pick"
        label = _("Try it today")
        template = "ui/blocks/labelled_text.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a handbook section or a lesson."""

    heading = HeadingBlock()
    text = TextBlock()
    steps = StepsBlock()
    case = CaseBlock()
    warning = WarningBlock()
    comparison = ComparisonBlock()
    law = LawBlock()
    definition = DefinitionBlock()
    question = QuestionBlock()
    try_it = TryBlock()

    class Meta:
        template = "ui/blocks/body.html"


class BodyField(StreamField):
    """A StreamField of BodyBlock. Migrations don't record the blocks: their shape is code, not schema."""

    def __init__(self, block_types: Any = None, **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(block_types or BodyBlock(), **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
