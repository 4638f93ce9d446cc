"""The editing form of a lesson."""

from django.utils.translation import gettext_lazy as _

from ui.citation_forms import CitesField
from ui.page_forms import TranslatedPageForm


class LessonForm(TranslatedPageForm):
    """A lesson's citations lead somewhere when they are saved here. (Saving from elsewhere, as a scheduled publication
    does, is not stopped by a section that was taken away since.)"""

    cites = CitesField(label=_("Cited handbook sections and laws"))

    def clean_cites(self) -> str:
        return "\n".join(self.cleaned_data["cites"])
