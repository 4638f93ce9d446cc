"""What is kept of oneself: whole, nobody else's, without secrets; corrections asked for and answered."""

import json
import threading
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.urls import reverse

from assessments.enums import ShowsWhen
from courses.domain import news
from courses.models import CalendarFeed, Message
from ledger import privacy
from ledger.models import AuditEvent
from people.domain import correction, own_data
from people.looks import record_look
from people.models import CorrectionRequest, User
from tests.factories.assessments import published
from tests.factories.courses import CertificateFactory, EnrolmentFactory, LessonReadFactory, MessageFactory, passed
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def lived(person: User) -> None:
    """A few things of each kind that are kept of a person."""
    enrolment = EnrolmentFactory(learner=person)
    LessonReadFactory(enrolment=enrolment)
    CertificateFactory(enrolment=enrolment)
    MessageFactory(recipient=person)
    CohortFactory(members=[person, UserFactory()], code=f"c-{person.pk}")


def taken(person: User) -> dict:
    with ZipFile(BytesIO(own_data.archive(person))) as file:
        return json.loads(file.read("data.json"))


class TestFile:
    def test_holds_what_is_theirs_and_nothing_of_others(self):
        person, other = UserFactory(username="mine"), UserFactory(username="theirs")
        lived(person)
        lived(other)
        found = taken(person)
        tables = found["tables"]
        assert tables["people.User"][0]["username"] == "mine"
        for label in ("courses.Enrolment", "courses.LessonRead", "courses.Certificate", "courses.Message"):
            assert len(tables[label]) == 1, label
        assert [one["code"] for one in tables["people.Cohort"]] == [f"c-{person.pk}"]
        assert "theirs" not in json.dumps(found)
        assert other.get_full_name() not in json.dumps(found, ensure_ascii=False)

    def test_holds_no_secret(self):
        person = UserFactory()
        person.set_password("a long enough secret")
        person.save()
        text = json.dumps(taken(person))
        assert person.password not in text
        assert "pbkdf2" not in text
        assert "argon2" not in text
        assert not {"password", "session_generation"} & set(privacy.given(User))
        assert "token" not in privacy.given(CalendarFeed)

    def test_a_result_is_in_it_once_it_is_shown(self):
        person = UserFactory()
        hidden, shown = published(code="hidden", shows_when=ShowsWhen.NEVER), published(code="shown")
        passed(person, hidden)
        passed(person, shown)
        found = taken(person)
        assert [one["assessment"] for one in found["results"]] == ["shown"]
        assert found["results"][0]["score"] == "9.00"
        assert "score" not in json.dumps(found["tables"])

    def test_tells_who_looked_and_what_one_did_oneself(self):
        person, viewer = UserFactory(), UserFactory()
        record_look(viewer=viewer, person=person, what="Results")
        found = taken(person)
        assert [one["what"] for one in found["looks"]] == ["Results"]
        assert [one["action"] for one in taken(person)["acts"]] == ["own_data.taken"], "the first file was written down"

    def test_no_survey_is_in_it(self):
        assert not [
            model
            for model in privacy.subjects()
            if "surveys" in model._meta.label or model.__name__ in ("Turnout", "Reply")
        ]


class TestScreens:
    def test_from_the_own_page_to_the_file(self, client):
        person = UserFactory()
        lived(person)
        signed_in(client, person)
        assert reverse("people:own_data") in client.get(reverse("people:me")).content.decode()
        text = client.get(reverse("people:own_data")).content.decode()
        assert "Enrolments" in text
        assert client.get(reverse("people:take_own_data")).status_code == 405
        response = client.post(reverse("people:take_own_data"))
        assert response["Content-Type"] == "application/zip"
        assert "no-store" in response["Cache-Control"]
        assert ZipFile(BytesIO(response.content)).namelist() == ["data.json"]

    def test_not_without_end(self, client):
        signed_in(client, UserFactory())
        states = [client.post(reverse("people:take_own_data")).status_code for _time in range(6)]
        assert states == [200] * 5 + [302]

    def test_a_correction_is_asked_for_answered_and_told(self, client, django_capture_on_commit_callbacks):
        person, office = UserFactory(), UserFactory(roles=["office"])
        signed_in(client, person)
        assert client.post(reverse("people:ask_correction"), {"text": " "}).status_code == 422
        client.post(reverse("people:ask_correction"), {"text": "My name has a қ"})
        again = client.post(reverse("people:ask_correction"), {"text": "And more"})
        assert again.status_code == 422
        assert "And more" in again.content.decode(), "what was written stays"
        asked = CorrectionRequest.objects.get()
        signed_in(client, office)
        assert "My name has a қ" in client.get(reverse("people:corrections")).content.decode()
        url = reverse("people:answer_correction", args=[asked.pk])
        assert client.post(url, {"text": "Done"}).status_code == 422
        client.post(url, {"text": "Done, look", "corrected": "yes"})
        assert client.get(url).status_code == 404, "it is answered"
        news.correction_answered(person_id=person.pk, corrected=True)
        assert Message.objects.get().recipient == person
        signed_in(client, person)
        assert "is corrected" in client.get(reverse("courses:messages")).content.decode()
        assert "Done, look" in client.get(reverse("people:own_data")).content.decode()
        assert AuditEvent.objects.filter(action__startswith="correction.").count() == 2

    def test_the_office_answers_nobody_for_themselves(self, client):
        office = UserFactory(roles=["office"])
        asked = correction.ask(text="?", by=office)
        signed_in(client, office)
        assert client.get(reverse("people:answer_correction", args=[asked.pk])).status_code == 404
        assert "Somebody else" in client.get(reverse("people:corrections")).content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_of_two_clerks_the_first_answer_stays():
    asked = correction.ask(text="?", by=UserFactory())
    clerks = UserFactory.create_batch(2, roles=["office"])
    together, outcomes = threading.Barrier(2), []

    def answer(by):
        together.wait()
        try:
            correction.answer(pk=asked.pk, text=str(by.pk), corrected=True, by=by)
            outcomes.append(str(by.pk))
        except CorrectionRequest.DoesNotExist:
            outcomes.append("late")
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=[one]) for one in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asked.refresh_from_db()
    assert sorted(outcomes) == sorted([asked.answer, "late"])
