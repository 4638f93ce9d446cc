"""What is published, logged, marked or resulted is append-only in PostgreSQL itself."""

from django.db import migrations
from ledger.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]
    operations = [
        append_only(
            "assessments_edition",
            "assessments_editionitem",
            "assessments_editionchoice",
            "assessments_answerevent",
            "assessments_result",
            "assessments_mark",
        )
    ]
