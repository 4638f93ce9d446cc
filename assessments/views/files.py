"""Pictures of questions, and files handed in as answers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.domain import handed_in, pictures
from assessments.forms import HandInForm
from assessments.models import Picture
from assessments.views.reach import own_sitting
from people.access import SignedIn, refused
from ui.uploads import RefusedFile


@login_required
@require_safe
def picture(request: SignedIn, public_id: UUID, digest: str) -> HttpResponse:
    """A picture of one's own paper. Its address changes with its bytes, so the phone may keep it."""
    try:
        found = pictures.of_sitting(own_sitting(request, public_id), digest)
    except Picture.DoesNotExist:
        raise refused(request, "picture") from None
    headers = {"Cache-Control": "private, max-age=86400, immutable", "Content-Disposition": "inline"}
    return HttpResponse(bytes(found.content), content_type=found.kind, headers=headers)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: SignedIn, public_id: UUID, position: int) -> HttpResponse:
    """Choosing a file for one question; it is the answer as soon as it is here."""
    sitting = own_sitting(request, public_id)
    back = f"{reverse('assessments:sitting', args=[public_id])}?q={position}#q{position}"
    try:
        handed_in.asked(sitting=sitting, position=position)
        form = HandInForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid() and _kept(form, sitting=sitting, position=position):
            messages.success(request, _("Your file is handed in."))
            return redirect(back)
    except handed_in.NotAsked:
        return redirect("assessments:sitting", public_id)
    status = 422 if form.errors else 200
    context = {"form": form, "back": back, "position": position, "sitting": sitting}
    return render(request, "assessments/hand_in.html", context, status=status)


def _kept(form: HandInForm, **place: object) -> bool:
    """Whether the file was taken; the form says why not."""
    file = form.cleaned_data["file"]
    try:
        handed_in.hand_in(file=file, name=file.name or "", **place)  # type: ignore[arg-type]
    except RefusedFile as error:
        form.add_error("file", str(error.message))
    return form.is_valid()
