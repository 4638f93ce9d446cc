import pytest

from ledger.audit import record
from ledger.models import AuditEvent, Frozen
from people.models import User


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
