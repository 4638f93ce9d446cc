"""Text messages: only where a gateway is named, only to who wants them, and never what they are about."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.urls import reverse

from courses.domain import messages
from courses.enums import MessageKind
from courses.models import Message
from ledger import outbox
from ledger.models import AuditEvent, OutboxMessage
from tests.factories.courses import MessageFactory, whole_course
from tests.factories.people import UserFactory, signed_in
from ui import sms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


class Gateway(HTTPServer):
    """A gateway of one's own on this machine, which keeps what it is sent and answers as it is told."""

    def __init__(self) -> None:
        self.sent, self.answers = [], 200
        super().__init__(("127.0.0.1", 0), Post)


class Post(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.sent.append((self.path, self.headers["Authorization"], json.loads(body)))
        self.send_response(self.server.answers)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def gateway(settings):
    server = Gateway()
    settings.SMS_URL, settings.SMS_TOKEN = f"http://127.0.0.1:{server.server_port}/send", "secret"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def told(person, **course) -> Message:
    page = whole_course(**course)
    return messages.send([Message(recipient=person, kind=MessageKind.NEWS, course=page.course, data={})])[0]


class TestSending:
    def test_says_only_that_there_is_a_message_in_the_readers_language(self, gateway):
        person = UserFactory(phone="+992900000001", language="en")
        told(person, title_en="Heavy subject")
        outbox.drain()
        assert gateway.sent == [
            ("/send", "Bearer secret", {"to": "+992900000001", "text": "Dastur: a message for you"})
        ]
        assert Message.objects.get().texted_at

    def test_to_nobody_without_a_number_a_gateway_or_an_open_account(self, gateway, settings):
        told(UserFactory(phone=""))
        told(UserFactory(phone="+992900000001", is_active=False))
        settings.SMS_URL = ""
        told(UserFactory(phone="+992900000002"))
        outbox.drain()
        assert gateway.sent == []

    def test_once_in_twelve_hours(self, gateway):
        person = UserFactory(phone="+992900000001")
        for _time in range(3):
            told(person)
        outbox.drain()
        assert len(gateway.sent) == 1

    def test_what_was_read_meanwhile_needs_none(self, gateway):
        message = told(UserFactory(phone="+992900000001"))
        messages.mark_read(messages=[message], by=message.recipient)
        outbox.drain()
        assert gateway.sent == []

    @pytest.mark.parametrize("answer", [500, 302, 404])
    def test_a_refusal_is_tried_again(self, gateway, answer):
        gateway.answers = answer
        told(UserFactory(phone="+992900000001"))
        outbox.drain()
        assert len(gateway.sent) == 1, "a redirect isn't followed"
        waiting = OutboxMessage.objects.get(topic="message.text", done_at=None)
        assert waiting.attempts == 1
        assert Message.objects.get().texted_at is None

    def test_a_gateway_that_is_down_is_no_crash(self, settings):
        settings.SMS_URL = "http://127.0.0.1:9/"
        with pytest.raises(sms.NotSent):
            sms.send(to="+992900000001", text="x")


class TestOwnNumber:
    def test_is_offered_only_where_there_is_a_gateway(self, client, settings):
        signed_in(client, UserFactory())
        assert "own_phone" not in client.get(reverse("people:me")).content.decode()
        assert client.post(reverse("people:own_phone"), {"phone": "+992900000001"}).status_code == 404

    def test_is_kept_changed_and_taken_away(self, client, gateway):
        person = UserFactory()
        signed_in(client, person)
        assert reverse("people:own_phone") in client.get(reverse("people:me")).content.decode()
        for number in ("+992900000001", ""):
            client.post(reverse("people:own_phone"), {"phone": number})
            person.refresh_from_db()
            assert person.phone == number
        assert AuditEvent.objects.filter(action="phone.chosen", data={}).count() == 2, "the number isn't in the trail"

    @pytest.mark.parametrize("number", ["900000001", "+0900000001", "+992 90", "abc", "+" + "9" * 16])
    def test_a_wrong_one_is_told(self, client, gateway, number):
        person = UserFactory()
        signed_in(client, person)
        response = client.post(reverse("people:own_phone"), {"phone": number})
        assert response.status_code == 422
        person.refresh_from_db()
        assert person.phone == ""


def test_messages_without_texts_are_as_before():
    MessageFactory()
    assert Message.objects.to_be_texted().count() == 0
