import pytest
from django.utils import translation

from ledger.audit import record
from ledger.models import AuditEvent, Frozen
from ledger.presenters import line
from people.models import User
from tests.factories.ledger import AuditEventFactory


@pytest.mark.django_db
def test_record_names_the_actor_and_the_subject_and_cannot_be_changed():
    actor = User.objects.create(username="malika", full_name_tg="Малика")

    event = record(actor=actor, action="unit.renamed", subject=actor, before="а", after="б")

    stored = AuditEvent.objects.get()
    assert (stored.actor_id, stored.actor_label, stored.subject_type) == (actor.pk, "malika", "people.user")
    assert stored.data == {"before": "а", "after": "б"}
    with pytest.raises(Frozen):
        event.save()
    with pytest.raises(Frozen):
        AuditEvent.objects.all().delete()


@pytest.mark.django_db
def test_a_line_speaks_the_language_of_its_reader():
    data = {"serial": "PA-1", "x": ""}
    event = AuditEventFactory(subject_type="courses.certificate", subject_id="7", data=data)

    with translation.override("tg"):
        shown = line(event, {})

    assert shown.subject == "сертификат 7"
    assert [value for _key, value in shown.particulars] == ["PA-1"]
    assert shown.particulars[0][0] != "serial"


@pytest.mark.django_db
def test_a_line_about_what_is_no_more_is_shown_as_it_is_stored():
    event = AuditEventFactory(subject_type="old.thing", subject_id="7", data={"old": "1"})

    shown = line(event, {})

    assert (shown.subject, shown.particulars) == ("old.thing 7", [("old", "1")])
