"""The phone to which a person wants text messages."""

from django.db import transaction

from ledger import audit
from people.models import User


def keep(*, user: User, phone: str) -> None:
    """Keeps a person's own phone, or takes it away; the number itself isn't written into the trail."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(phone=phone)
        audit.record(actor=user, action="phone.chosen", subject=user)
