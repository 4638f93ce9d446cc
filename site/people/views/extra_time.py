"""A person's extra time, as the office sets it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people import scope
from people.access import SignedIn, permission_required, refused
from people.domain import extra_time
from people.forms import ExtraTimeForm
from people.roles import Permission


@permission_required(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def person_extra_time(request: SignedIn, pk: int) -> HttpResponse:
    """What somebody holds, what was decided before, and the form; nobody gives it to themselves."""
    person = get_object_or_404(scope.manageable_people(request.user), pk=pk)
    if person.pk == request.user.pk:
        raise refused(request, "one's own extra time")
    held = extra_time.held(person)
    begun = {"percent": held.percent, "minutes": held.minutes} if held else {"percent": 0, "minutes": 0}
    form = ExtraTimeForm(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        extra_time.give(person=person, by=request.user, **form.cleaned_data)
        messages.success(request, _("It is kept, and holds for everything that begins from now on."))
        return redirect("people:person", pk=pk)
    trail = [(_("People"), reverse("people:people")), (str(person), reverse("people:person", args=[pk]))]
    context = {"form": form, "person": person, "decided": extra_time.decided(person), "trail": trail}
    return render(request, "people/extra_time.html", context)
