"""What is typed into the search field."""

from django import forms
from django.utils.translation import gettext_lazy as _

from handbook.domain.search_query import LONGEST


class SearchForm(forms.Form):
    """Bound also when nothing was typed: an empty query is no mistake."""

    q = forms.CharField(label=_("Words to look for"), max_length=LONGEST, required=False)
