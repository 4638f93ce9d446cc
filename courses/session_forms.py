"""Forms of sessions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Session
from people.models import Cohort, User


def _moment(label: Any, help_text: Any = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"]
    return forms.DateTimeField(label=label, help_text=help_text, widget=widget, input_formats=formats)


class SessionForm(forms.Form):
    """A session: whose, when, where. `pairs` are the cohorts and courses to choose from; none where it exists."""

    def __init__(
        self, *args: Any, pairs: list[tuple[Cohort, Course]] | None, trainers: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = {f"{cohort.pk}-{course.pk}": (cohort, course) for cohort, course in pairs or []}
        if pairs is not None:
            offered = [(key, f"{cohort}: {course}") for key, (cohort, course) in self.pairs.items()]
            choices = [("", _("Choose")), *offered]
            self.fields["whose"] = forms.ChoiceField(label=_("Cohort and course"), choices=choices)
        self.fields["starts_at"] = _moment(_("Begins"), _("Day and time in Dushanbe."))
        self.fields["ends_at"] = _moment(_("Ends"))
        self.fields["room"] = forms.CharField(label=_("Room"), max_length=120)
        self.fields["places"] = forms.IntegerField(
            label=_("Places"),
            min_value=1,
            max_value=1000,
            required=False,
            help_text=_(
                "Empty: all of the cohort come. With a number, learners take a place, or wait in line for one."
            ),
        )
        self.fields["trainer"] = forms.ModelChoiceField(label=_("Trainer"), queryset=trainers, empty_label=_("Choose"))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("starts_at"), said.get("ends_at")
        if first and last and last <= first:
            self.add_error("ends_at", _("The end lies before the beginning."))
        elif first and last and (last - first).total_seconds() > 12 * 3600:
            self.add_error("ends_at", _("A session lasts twelve hours at most. Plan one for each day."))
        if first and "whose" in self.fields and first < timezone.now():
            self.add_error("starts_at", _("This moment is over already."))
        return said

    def told(self) -> dict[str, Any]:
        """The fields of a session."""
        return {name: self.cleaned_data[name] for name in ("starts_at", "ends_at", "room", "places", "trainer")}

    def whose(self) -> tuple[Cohort, Course]:
        """The cohort and the course chosen; after validation."""
        return self.pairs[self.cleaned_data["whose"]]


def initial(session: Session) -> dict[str, Any]:
    """A session as the form shows it."""
    local = {name: timezone.localtime(getattr(session, name)) for name in ("starts_at", "ends_at")}
    return {**local, "room": session.room, "places": session.places, "trainer": session.trainer_id}
