"""Blocks of handbook sections and lessons: one shared structure whose leaves hold every language side by side."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock

from ui import languages, reference
from ui.documents import shown_file
from ui.leaf_blocks import INLINE, UNSEEN, LeafBlock, TranslatedRichTextBlock, TranslatedTextBlock
from ui.leaves import whole

__all__ = ["UNSEEN", "BodyBlock", "BodyField", "LeafBlock", "TranslatedRichTextBlock", "TranslatedTextBlock"]


class ReadingBlock(blocks.StructBlock):
    """A block of a body. Its template extends ui/blocks/block.html, which draws frame, label and marks.

    `check` stands last in every block: what a language editor or a lawyer has still to look at. Readers see that the
    block is to be checked; emptying the field takes the mark away.
    """

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        to_check = blocks.CharBlock(
            required=False,
            max_length=400,
            label=_("Still to be checked"),
            help_text=_("What a language editor or a lawyer should look at; empty when it has been checked."),
            form_classname="block-check",
        )
        super().__init__([*(local_blocks or []), ("check", to_check)], **kwargs)

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


class CodeBlock(blocks.ChoiceBlock):
    """A code out of a list that is asked for only when somebody edits: reading a page needs no list."""

    def normalize(self, value: Any) -> str:
        return str(value or "")

    def to_python(self, value: Any) -> str:
        return str(value or "")


class LawBlock(ReadingBlock):
    law = CodeBlock(choices=reference.law_choices, label=_("Law"), help_text=_("From the list of laws."))
    article = blocks.CharBlock(required=False, max_length=40, label=_("Article"))
    text = TranslatedRichTextBlock(label=_("What it says for us"))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        return super().get_context(value, parent_context) | {"law": reference.law(value.get("law") or "")}

    class Meta:
        kind = "law"
        reader_label = _("The law")
        icon = "clipboard-list"
        label = _("Law")
        template = "ui/blocks/law.html"


class DefinitionBlock(ReadingBlock):
    entry = CodeBlock(
        choices=reference.term_choices,
        required=False,
        label=_("From the glossary"),
        help_text=_("Shows what the glossary says; leave it empty to explain a term here alone."),
    )
    term = TranslatedTextBlock(label=_("Term"))
    text = TranslatedRichTextBlock(label=_("Meaning"))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        return super().get_context(value, parent_context) | {"entry": reference.term(value.get("entry") or "")}

    class Meta:
        kind = "definition"
        reader_label = _("Definition")
        icon = "openquote"
        label = _("Definition")
        template = "ui/blocks/definition.html"


class FigureBlock(ReadingBlock):
    picture = ImageChooserBlock(label=_("Picture"))
    alt = TranslatedTextBlock(
        label=_("In place of the picture"), help_text=_("What is to be seen, for somebody who does not see it.")
    )
    caption = TranslatedTextBlock(label=_("Caption"))

    class Meta:
        kind = "figure"
        icon = "image"
        label = _("Figure")
        template = "ui/blocks/figure.html"


class FileBlock(blocks.StructBlock):
    language = blocks.ChoiceBlock(choices=languages.own_names, default=settings.CONTENT_LANGUAGE, label=_("Language"))
    file = DocumentChooserBlock(label=_("File"))

    class Meta:
        label = _("File in a language")


class FilesBlock(ReadingBlock):
    """A file in one or more languages: the reader's own is shown, or else another, which is said."""

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        return super().get_context(value, parent_context) | {"shown": shown_file(value)}


class AudioBlock(FilesBlock):
    title = TranslatedTextBlock(label=_("Title"))
    files = blocks.ListBlock(FileBlock(), label=_("Recordings"), help_text=_("Opus; 16 to 24 kbit/s are enough."))
    transcript = TranslatedRichTextBlock(
        label=_("Transcript"), help_text=_("All that is said: for those who don't hear it, or whose line is slow.")
    )

    class Meta:
        kind = "audio"
        reader_label = _("Listen")
        icon = "media"
        label = _("Recording")
        template = "ui/blocks/audio.html"


class DownloadBlock(FilesBlock):
    title = TranslatedTextBlock(label=_("Title"))
    files = blocks.ListBlock(FileBlock(), label=_("Files"))

    class Meta:
        kind = "download"
        icon = "download"
        label = _("File to download")
        template = "ui/blocks/download.html"


class FormFieldBlock(blocks.StructBlock):
    label = TranslatedTextBlock(label=_("Label"))
    kind = blocks.ChoiceBlock(
        choices=[
            ("line", _("one line")),
            ("lines", _("several lines")),
            ("date", _("date")),
            ("tick", _("box to tick")),
            ("table", _("table")),
        ],
        default="line",
        label=_("Kind"),
    )
    columns = blocks.ListBlock(TranslatedTextBlock(label=_("Column")), label=_("Columns of a table"), default=[])
    rows = blocks.IntegerBlock(required=False, min_value=1, max_value=30, label=_("Rows of a table"))

    class Meta:
        label = _("Field")


class FormBlock(ReadingBlock):
    """A form for paper: read on the screen, printed, filled in by hand. Nothing written into it is kept."""

    title = TranslatedTextBlock(label=_("Title"))
    note = TranslatedRichTextBlock(label=_("Note"), features=INLINE)
    fields = blocks.ListBlock(FormFieldBlock(), label=_("Fields"))

    class Meta:
        kind = "form"
        reader_label = _("Form")
        icon = "form"
        label = _("Form to print")
        template = "ui/blocks/form.html"


class QuestionBlock(ReadingBlock):
    text = TranslatedRichTextBlock(label=_("Question"))

    class Meta:
        kind = "question"
        reader_label = _("Think about it")
        icon = "help"
        label = _("Question to think about")
        template = "ui/blocks/labelled_text.html"


class AnswerBlock(blocks.StructBlock):
    text = TranslatedTextBlock(label=_("Answer"))
    right = blocks.BooleanBlock(required=False, label=_("This is right"))
    reply = TranslatedTextBlock(label=_("Why"))

    class Meta:
        label = _("Answer")


class SelfCheckBlock(ReadingBlock):
    """A question in the middle of a lesson: an answer that is opened says whether it is right. Nothing is kept."""

    text = TranslatedRichTextBlock(label=_("Question"))
    answers = blocks.ListBlock(AnswerBlock(), min_num=2, label=_("Answers"))

    class Meta:
        kind = "question"
        reader_label = _("Check yourself")
        icon = "tick-inverse"
        label = _("Question with answers")
        template = "ui/blocks/self_check.html"


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
    figure = FigureBlock()
    audio = AudioBlock()
    download = DownloadBlock()
    form = FormBlock()
    question = QuestionBlock()
    self_check = SelfCheckBlock()
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
