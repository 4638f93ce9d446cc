"""The digest of the audit trail: a day's row shows a line changed, added or taken away afterwards."""

import json
from datetime import date, datetime, time, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ledger import digest
from ledger.models import AuditDigest, AuditEvent, Frozen
from tests.factories.ledger import AuditDigestFactory, AuditEventFactory

pytestmark = pytest.mark.django_db
NAVRUZ = date(2026, 3, 21)


def on(day, hour=12):
    return timezone.make_aware(datetime.combine(day, time(hour)))


@pytest.fixture
def three_days():
    """Events on the 21st and the 23rd, none between, digested on the 24th."""
    events = [AuditEventFactory(at=on(NAVRUZ, hour)) for hour in (0, 12, 23)]
    events.append(AuditEventFactory(at=on(NAVRUZ + timedelta(days=2)), data={"б": 1, "а": [2, None]}))
    digest.catch_up(today=NAVRUZ + timedelta(days=3))
    return events


def tamper(sql, *values):
    """Changes the table behind everybody's back, as somebody with the database's own password could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE ledger_auditevent DISABLE TRIGGER ALL")
        cursor.execute(sql, values)


def test_each_full_day_has_one_row_and_catching_up_again_writes_none(three_days):
    rows = list(AuditDigest.objects.order_by("day").values_list("day", "events"))

    assert rows == [(NAVRUZ, 3), (NAVRUZ + timedelta(days=1), 0), (NAVRUZ + timedelta(days=2), 1)]
    assert digest.catch_up(today=NAVRUZ + timedelta(days=3)) == []
    assert digest.check() == []
    assert len(set(AuditDigest.objects.values_list("digest", flat=True))) == 3


def test_today_is_left_until_it_is_over():
    AuditEventFactory()

    assert digest.catch_up() == []
    assert not digest.overdue()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_auditevent SET actor_label = 'somebody else' WHERE id = %s",
        "UPDATE ledger_auditevent SET action = 'password.changed' WHERE id = %s",
        "DELETE FROM ledger_auditevent WHERE id = %s",
    ],
)
def test_attack_35_a_line_changed_or_taken_away_is_noticed(three_days, sql):
    tamper(sql, three_days[1].pk)

    assert digest.check() == [NAVRUZ]


def test_attack_35_a_line_added_to_the_past_is_noticed(three_days):
    AuditEventFactory(at=on(NAVRUZ + timedelta(days=1)))

    assert digest.check() == [NAVRUZ + timedelta(days=1)]


def test_attack_35_a_digest_is_written_once_and_never_changed(three_days):
    row = AuditDigest.objects.first()

    with pytest.raises(Frozen):
        row.save()
    with pytest.raises(Frozen):
        AuditDigest.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditDigestFactory(day=row.day)


def test_a_missing_night_is_seen():
    AuditEventFactory(at=timezone.now() - timedelta(days=3))

    assert digest.overdue()
    digest.catch_up()
    assert not digest.overdue()


def test_the_command_writes_checks_and_complains(three_days):
    out, err = StringIO(), StringIO()
    call_command("audit_digest", "--check", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"changed": []}
    tamper("DELETE FROM ledger_auditevent WHERE id = %s", three_days[-1].pk)

    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("audit_digest", "--check", "--json", stdout=out, stderr=err)

    assert json.loads(out.getvalue())["changed"] == ["2026-03-23"]
    assert "2026-03-23" in err.getvalue()
    out = StringIO()
    call_command("audit_digest", "--json", stdout=out)
    assert json.loads(out.getvalue())["written"]


def test_the_night_job_writes_them():
    from ledger.tasks import write_digests

    AuditEventFactory(at=timezone.now() - timedelta(days=2))

    assert write_digests() == 2
    assert AuditEvent.objects.count() == 1
