"""Widgets of our own look: choices as cards big enough for a thumb, inputs with the six Tajik keys."""

from typing import Any

from django import forms

# Give this to a widget's attrs, and `tajik-keys.js` sets ғ ӣ қ ӯ ҳ ҷ beside the input.
TAJIK_KEYS = {"data-tajik-keys": True}


class _Cards(forms.widgets.ChoiceWidget):
    """Draws choices as cards; `hints` maps a value to a second, quieter line."""

    template_name = "ui/forms/choices.html"

    def __init__(self, *args: Any, hints: dict[Any, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"hint": self.hints.get(str(value), "")}


class RadioCards(_Cards, forms.RadioSelect):
    """One choice of several, each a card: forms.ChoiceField(widget=RadioCards)."""


class CheckboxCards(_Cards, forms.CheckboxSelectMultiple):
    """Several choices, each a card: forms.MultipleChoiceField(widget=CheckboxCards)."""


class TajikInput(forms.TextInput):
    """A line of text with the six Tajik keys."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(TAJIK_KEYS | (attrs or {}))


class TajikTextarea(forms.Textarea):
    """Longer text with the six Tajik keys."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(TAJIK_KEYS | (attrs or {}))
