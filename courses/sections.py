"""What courses adds to a person's own page."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import presenters
from courses.domain import find, terms
from people.models import User
from people.sections import Section


def my_courses(user: User, request: HttpRequest) -> Section:
    """The courses that the person is enrolled in; three queries."""
    cards = presenters.cards(find.enrolled_in(user), terms.of(user), timezone.localdate())
    return Section("courses", _("Your courses"), "courses/sections/courses.html", {"cards": cards})


def my_certificates(user: User, request: HttpRequest) -> Section:
    """The certificates that the person holds; one query."""
    held = presenters.certificate_states(find.own_certificates(user))
    return Section("certificates", _("Your certificates"), "courses/sections/certificates.html", {"certificates": held})
