"""A person's own page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people import sections
from people.access import SignedIn
from people.domain import own_phone
from people.phone_forms import PhoneForm
from ui import sms


@login_required
def me(request: HttpRequest) -> HttpResponse:
    """Every section that an app has registered, drawn in order."""
    user: Any = request.user
    parts = [
        {"anchor": s.anchor, "heading": s.heading, "html": render_to_string(s.template, s.context, request)}
        for s in sections.of(user, request)
    ]
    return render(request, "people/me.html", {"person": user, "sections": parts})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: SignedIn) -> HttpResponse:
    """Keeps one's own phone for text messages, or takes it away."""
    if not sms.is_set_up():
        raise Http404
    form = PhoneForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        own_phone.keep(user=request.user, phone=form.cleaned_data["phone"])
        messages.success(request, _("It is kept."))
        return redirect(f"{reverse('people:me')}#texts")
    return render(request, "people/phone.html", {"form": form}, status=422 if form.errors else 200)
