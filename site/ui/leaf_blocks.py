"""Leaves of a stream: blocks that hold one text in every language side by side, with what it was translated from."""

import json
import re
from typing import Any

from django import forms
from django.utils.html import conditional_escape
from wagtail import blocks
from wagtail.admin.compare import StructBlockComparison
from wagtail.rich_text import expand_db_html

from ui import languages
from ui.carried import packed, unpacked
from ui.leaves import LeafValue
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
        """What the editor gets: with the state of each language, and what the save must know (see ui.carried)."""
        state = super().get_form_state(value)
        state["made"] = json.dumps(packed(value, value.carried))
        return state

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> LeafValue:
        value = super().value_from_datadict(data, files, prefix)
        return self._unpacked(value)

    def clean(self, value: LeafValue) -> LeafValue:
        cleaned = super().clean(value)
        cleaned.carried = value.carried
        return cleaned

    def _unpacked(self, value: LeafValue) -> LeafValue:
        value.carried = unpacked(value["made"])
        value["made"] = value.carried.made
        return value

    def get_comparison_class(self) -> type[LeafComparison]:
        return LeafComparison

    class Meta:
        value_class = LeafValue
        form_classname = "leaf"
        label_format = ""


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
