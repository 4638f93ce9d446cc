"""A file is handed in, a photo of a sketch or a typed report, and a person marks it.

The answer holds the number of the upload; the file lies outside of the answers (`domain.handed_in`).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy

from assessments.domain import rubric
from assessments.kinds.base import NOTHING, Document, Form, Given, Kind
from assessments.kinds.essay import rubric_fields

if TYPE_CHECKING:
    from assessments.models import Question


class File(Kind):
    code = "file"
    name = gettext_lazy("a file")
    template = "assessments/kinds/file.html"
    shape = "text"
    has_choices = False
    by_hand = True

    def fields(self) -> dict[str, forms.Field]:
        return rubric_fields()

    def check(self, question: Question) -> list[str]:
        return rubric.problems(str(question.details.get("criteria") or ""))

    def key(self, question: Question) -> Document:
        return rubric.key(question.details)

    def parse(self, form: Form) -> Document:
        return {"text": form.one()[:200]}

    def read(self, value: Document, numbers: Mapping[str, int]) -> Given:
        """`name of the upload/what the file was called`."""
        said = value.get("text")
        return Given(text=said) if isinstance(said, str) and "/" in said else NOTHING

    def score(self, given: Given, key: Document) -> Decimal:
        """Nothing until a person has marked it."""
        return Decimal(0)

    def said(self, given: Given, part: Document, language: str) -> tuple[str, ...]:
        return (given.text.partition("/")[2],) if given.text else ()

    def drawn(self, part: Document, given: Given, names: Mapping[str, int], language: str) -> Document:
        return {"file": given.text.partition("/")[2], "held": given.text}


KIND = File()
