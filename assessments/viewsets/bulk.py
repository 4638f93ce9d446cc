"""Many questions of the bank at once: where they belong, how hard they are, and retiring them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from assessments.domain import review
from assessments.enums import Difficulty
from assessments.models import Bank, Competency, Question
from people.roles import Permission, may


class SetForm(forms.Form):
    """What the chosen questions are to have; what is left empty stays as it is."""

    bank = forms.ModelChoiceField(Bank._default_manager.none(), label=_("Bank"), required=False)
    competency = forms.ModelChoiceField(Competency._default_manager.none(), label=_("Competency"), required=False)
    topic = forms.CharField(label=_("Topic"), max_length=200, required=False)
    difficulty = forms.ChoiceField(
        label=_("Difficulty"), choices=[("", _("leave as it is")), *Difficulty.choices], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("bank", Bank), ("competency", Competency)):
            self.fields[name].queryset = model._default_manager.all()  # type: ignore[attr-defined]
            # A whole name would make the list wider than the page.
            self.fields[name].label_from_instance = lambda one: Truncator(str(one)).chars(60)  # type: ignore[attr-defined]
            self.fields[name].empty_label = _("leave as it is")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not any(found.values()):
            raise forms.ValidationError(_("Choose at least one thing that is to change."))
        return found


class QuestionsAction(SnippetBulkAction):
    """The base: for questions alone, by those who write them."""

    models = [Question]

    def check_perm(self, snippet: Question) -> bool:
        return may(self.request.user, Permission.AUTHOR)


class SetAction(QuestionsAction):
    display_name = _("Set bank, topic, difficulty")
    action_type = "set"
    aria_label = _("Set bank, competency, topic and difficulty of the chosen questions")
    template_name = "assessments/admin/bulk_set.html"
    action_priority = 10
    form_class = SetForm

    def get_execution_context(self) -> dict[str, Any]:
        told = {name: value for name, value in self.cleaned_form.cleaned_data.items() if value}
        return {**super().get_execution_context(), "told": told, "by": self.request.user}

    @classmethod
    def execute_action(cls, objects: Iterable[Question], told: Any = None, by: Any = None, **kwargs: Any) -> Any:
        keys = sorted(question.key for question in objects)
        review.set_many(keys=keys, told=told, by=by)
        return len(keys), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        said = ngettext("%(count)d question is changed.", "%(count)d questions are changed.", num_parent_objects)
        return said % {"count": num_parent_objects}


class RetireAction(QuestionsAction):
    display_name = _("Retire")
    action_type = "retire"
    aria_label = _("Retire the chosen questions")
    template_name = "assessments/admin/bulk_retire.html"
    action_priority = 20

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "by": self.request.user}

    @classmethod
    def execute_action(cls, objects: Iterable[Question], by: Any = None, **kwargs: Any) -> Any:
        chosen = Question._default_manager.filter(pk__in=[question.pk for question in objects])
        return review.retire(questions=chosen, by=by), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        said = ngettext("%(count)d question is retired.", "%(count)d questions are retired.", num_parent_objects)
        return said % {"count": num_parent_objects}
