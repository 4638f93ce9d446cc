"""The editing forms of a course and of a lesson."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from ui.citation_forms import CitesField
from ui.page_forms import TranslatedPageForm


class LessonForm(TranslatedPageForm):
    """A lesson's citations lead somewhere when they are saved here. (Saving from elsewhere, as a scheduled publication
    does, is not stopped by a section that was taken away since.)"""

    cites = CitesField(label=_("Cited handbook sections and laws"))

    def clean_cites(self) -> str:
        return "\n".join(self.cleaned_data["cites"])


class CourseForm(WagtailAdminModelForm):
    """No course comes before itself, over others neither: nobody could begin any of them."""

    def clean_prerequisites(self) -> Any:
        chosen = self.cleaned_data["prerequisites"]
        seen, waiting = set(), list(chosen)
        while waiting:
            one = waiting.pop()
            if one.pk == self.instance.pk:
                raise ValidationError(gettext("A course can't come before itself, over other courses neither."))
            if one.pk not in seen:
                seen.add(one.pk)
                waiting += one.prerequisites.all()
        return chosen
