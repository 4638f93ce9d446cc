"""Wagtail's snippet screens and choosers, with every word in the language of whoever looks.

Wagtail makes some words once, when a class is made, in whatever language is active then: those would be Russian for
everybody. Here they are made anew for each page.
"""

from typing import Any

from django.db.models import Model
from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail.snippets.widgets import AdminSnippetChooser


class TranslatedSnippetViewSet(SnippetViewSet):
    """The base of every snippet's screens of ours."""

    @property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": reverse_lazy("wagtailadmin_home"), "label": _("Home")}]


class SnippetChooser(AdminSnippetChooser):
    """Chooses one row of `model`."""

    def __init__(self, model: type[Model], **kwargs: Any) -> None:
        super().__init__(model, **kwargs)
        name = model._meta.verbose_name
        self.choose_one_text = format_lazy("{}: {}", name, _("Choose"))
        self.choose_another_text = format_lazy("{}: {}", name, _("Choose another"))
        self.link_to_chosen_text = format_lazy("{}: {}", name, _("Edit"))


class PageChooser(AdminPageChooser):
    """Chooses a page of one kind."""

    def __init__(self, target_models: list[type[Page]], **kwargs: Any) -> None:
        super().__init__(target_models=target_models, **kwargs)
        self.choose_one_text = format_lazy("{}: {}", target_models[0]._meta.verbose_name, _("Choose"))
