"""Which terms of the glossary are explained in running text."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("handbook", "0005_search")]

    operations = [
        migrations.AddField(
            model_name="term",
            name="explained",
            field=models.BooleanField(
                default=True,
                help_text="Where it first stands in a section, readers may look up what it means. Not for everyday words.",
                verbose_name="explained in the text",
            ),
        ),
    ]
