"""A form field for what something cites: references to handbook sections and laws, one a line."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ui import languages
from ui.citations import is_reference, unknown


class CitesArea(forms.Textarea):
    """A few lines, and the way to the page on which references are found and copied."""

    template_name = "ui/admin/cites.html"


class CitesField(forms.CharField):
    """References, one a line; cleaned to a list without doubles. Each must lead to something published."""

    widget = CitesArea

    def __init__(self, **kwargs: Any) -> None:
        told = {
            "required": False,
            "widget": CitesArea(attrs={"rows": 3}),
            "help_text": gettext_lazy(
                "One a line: chapter/section, chapter/section#part, or law:code/article. Shown with the text or the "
                "feedback; whatever cites a text is found when that text changes its meaning."
            ),
        }
        super().__init__(**{**told, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value) or ""
        refs = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
        shapeless = [ref for ref in refs if not is_reference(ref)]
        nowhere = unknown([ref for ref in refs if is_reference(ref)], languages.current())
        wrong = [_("This is no reference to a section or a law: %(ref)s") % {"ref": ref[:80]} for ref in shapeless]
        wrong += [_("Nothing is published under this reference: %(ref)s") % {"ref": ref} for ref in nowhere]
        if wrong:
            raise ValidationError(wrong)
        return refs
