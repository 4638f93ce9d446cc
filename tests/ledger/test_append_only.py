"""PostgreSQL refuses what Python's guard cannot see: raw SQL."""

import pytest
from django.db import DatabaseError, connection, transaction
from wagtail.models import Page

from ledger.audit import record
from people.models import User

pytestmark = pytest.mark.postgres


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", ["UPDATE ledger_auditevent SET action = 'x'", "DELETE FROM ledger_auditevent"])
def test_attack_35_the_database_itself_refuses_to_change_the_audit_trail(statement):
    record(actor=None, action="unit.renamed", subject=User(pk=1, username="a"))

    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute(statement)

    assert Page.objects.filter(depth=2).exists(), "tests that commit find Wagtail's first pages again"


@pytest.mark.django_db
def test_attack_35_truncating_the_audit_trail_is_refused_too():
    cursor = connection.cursor()
    # The test runner has switched this trigger off for its own sweeping; here it stands as in production.
    cursor.execute("ALTER TABLE ledger_auditevent ENABLE TRIGGER ledger_auditevent_never_truncated")

    with pytest.raises(DatabaseError, match="never changed or deleted"):
        cursor.execute("TRUNCATE ledger_auditevent")
