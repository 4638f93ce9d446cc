"""The audit trail is append-only in PostgreSQL itself."""

from django.db import migrations
from ledger.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [append_only("ledger_auditevent", "ledger_auditdigest")]
