"""The screens of assessments."""

from django.http import HttpRequest

from people.models import User


class SignedIn(HttpRequest):
    """A request behind `login_required`: there is somebody."""

    user: User
