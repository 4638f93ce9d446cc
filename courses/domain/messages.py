"""Messages: write them, and by e-mail or text say that there is one; read them. Neither says what they are about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from courses.models import Message
from ledger.outbox import handles, promise_each
from people.models import User
from ui import sms

TEXT_AGAIN = timedelta(hours=12)


def send(messages: Sequence[Message]) -> list[Message]:
    """Keeps new messages, and promises an e-mail to each recipient who has an address and a text to each who wants
    texts; three statements at most, in the caller's transaction."""
    made = Message.objects.bulk_create(messages)
    promise_each(
        "message.mail",
        {str(one.pk): {"message_id": one.pk} for one in made if settings.EMAIL_HOST and one.recipient.email},
    )
    promise_each(
        "message.text",
        {str(one.pk): {"message_id": one.pk} for one in made if sms.is_set_up() and one.recipient.phone},
    )
    return made


@handles("message.text")
def text(*, message_id: int) -> None:
    """Sends a text that says no more than that there is a message; to one person at most once in TEXT_AGAIN, since
    each costs money. Raises sms.NotSent, and the outbox tries again."""
    waiting = Message.objects.to_be_texted().select_related("recipient").filter(pk=message_id)
    message = waiting.first()
    if message is None:
        return
    lately = Message.objects.to(message.recipient).filter(texted_at__gt=timezone.now() - TEXT_AGAIN)
    if lately.exists():
        return
    with translation.override(message.recipient.language):
        sms.send(to=message.recipient.phone, text=_("Dastur: a message for you"))
    waiting.update(texted_at=timezone.now())


@handles("message.mail")
def mail(*, message_id: int) -> None:
    """Sends one e-mail, in the recipient's language; a message that was mailed, or is gone or read, needs none."""
    waiting = Message.objects.to_be_mailed().select_related("recipient").filter(pk=message_id)
    message = waiting.first()
    if message is None:
        return
    with translation.override(message.recipient.language):
        url = f"{settings.BASE_URL}{reverse('courses:messages')}"
        text = _("There is a message for you in Dastur. Sign in to read it:")
        send_mail(_("Dastur: a message for you"), f"{text}\n\n{url}\n", None, [message.recipient.email])
    waiting.update(mailed_at=timezone.now())


def to(reader: User) -> QuerySet[Message]:
    """A person's messages, newest first, with what their words need."""
    return Message.objects.to(reader).select_related("course__page", "run", "question__lesson")


def unread(reader: User) -> int:
    """How many messages wait for a person; one query."""
    return Message.objects.to(reader).unread().count()


def mark_read(*, messages: Collection[Message], by: User) -> None:
    """Notes that one has opened one's messages; nothing to be audited, since nobody else learns of it."""
    fresh = [one.pk for one in messages if one.read_at is None]
    if fresh:
        Message.objects.to(by).unread().filter(pk__in=fresh).update(read_at=timezone.now())
