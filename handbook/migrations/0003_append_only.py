from django.db import migrations

from ledger.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("handbook", "0002_reference_reading_recall_book_search")]

    operations = [append_only("handbook_change")]
