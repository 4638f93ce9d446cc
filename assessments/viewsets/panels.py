"""A panel on top of an editor that says in words what keeps it from being published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel

from assessments.domain.publish import Problem
from assessments.models import Assessment


def nothing(_instance: Any) -> list[Problem]:
    """No warnings."""
    return []


class ProblemsPanel(Panel):
    """What `problems(instance)` finds in the draft as it was saved last, and what `warnings(instance)` only remarks;
    nothing for a new one."""

    def __init__(
        self,
        problems: Callable[[Any], list[Problem]],
        warnings: Callable[[Any], list[Problem]] = nothing,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.problems, self.warnings = problems, warnings

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "problems": self.problems, "warnings": self.warnings}

    class BoundPanel(Panel.BoundPanel):
        template_name = "assessments/admin/problems.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            publishable = isinstance(self.instance, Assessment)
            publish_url = reverse("assessments_publish", args=[self.instance.pk]) if publishable else ""
            found = {"problems": self.panel.problems(self.instance), "warnings": self.panel.warnings(self.instance)}
            return {**context, **found, "publish_url": publish_url}


CHANGE = MultiFieldPanel([FieldRowPanel([FieldPanel("change_of"), FieldPanel("checked")])], heading=_("This save"))
