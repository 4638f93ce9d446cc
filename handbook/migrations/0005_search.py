"""The search's tables made anew (they are filled by `manage.py index_handbook`), with a full-text index on each database."""

import django.db.models.deletion
from django.db import migrations, models

# SQLite: an FTS5 table over the rows of handbook_searchtext, which it does not copy; triggers keep it in step, so deletions
# that cascade from a page are seen too. Rebuilding handbook_searchtext, as SQLite's ALTER does, would drop the triggers: a
# migration that changes that table has to run these statements again.
SQLITE = [
    """CREATE VIRTUAL TABLE handbook_searchfts USING fts5(
         heading, text, content='handbook_searchtext', content_rowid='id', detail='column', prefix='3 4',
         tokenize="unicode61 remove_diacritics 0 tokenchars '_'")""",
    """CREATE TRIGGER handbook_searchfts_added AFTER INSERT ON handbook_searchtext BEGIN
         INSERT INTO handbook_searchfts(rowid, heading, text) VALUES (new.id, new.heading, new.text); END""",
    """CREATE TRIGGER handbook_searchfts_taken AFTER DELETE ON handbook_searchtext BEGIN
         INSERT INTO handbook_searchfts(handbook_searchfts, rowid, heading, text)
           VALUES ('delete', old.id, old.heading, old.text); END""",
    """CREATE TRIGGER handbook_searchfts_changed AFTER UPDATE ON handbook_searchtext BEGIN
         INSERT INTO handbook_searchfts(handbook_searchfts, rowid, heading, text)
           VALUES ('delete', old.id, old.heading, old.text);
         INSERT INTO handbook_searchfts(rowid, heading, text) VALUES (new.id, new.heading, new.text); END""",
]
SQLITE_BACK = [
    *[f"DROP TRIGGER IF EXISTS handbook_searchfts_{name}" for name in ("added", "taken", "changed")],
    "DROP TABLE IF EXISTS handbook_searchfts",
]
# PostgreSQL: the tokens as they are, without a text-search configuration that could read them in its own way.
POSTGRESQL = [
    """CREATE INDEX handbook_searchtext_tokens ON handbook_searchtext USING gin (
         array_to_tsvector(array_remove(string_to_array(heading || ' ' || text, ' '), '')))""",
]
POSTGRESQL_BACK = ["DROP INDEX IF EXISTS handbook_searchtext_tokens"]


def run(sqlite, postgresql):
    def on_this_database(apps, schema_editor):
        for statement in {"sqlite": sqlite, "postgresql": postgresql}.get(schema_editor.connection.vendor, []):
            schema_editor.execute(statement)

    return on_this_database


class Migration(migrations.Migration):
    dependencies = [("handbook", "0004_language_review"), ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes")]

    operations = [
        migrations.DeleteModel("SearchText"),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                # Before the long columns: SQLite reads a row from its beginning.
                ("page", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="wagtailcore.page")),
                ("language", models.CharField(max_length=5)),
                ("heading", models.TextField()),
                ("text", models.TextField()),
                ("leaves", models.JSONField(default=list)),
            ],
            options={
                "verbose_name": "text to be searched",
                "verbose_name_plural": "texts to be searched",
                "constraints": [models.UniqueConstraint(fields=("page", "language"), name="search_text_once")],
            },
        ),
        migrations.DeleteModel("SearchWord"),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=80)),
                ("language", models.CharField(max_length=5)),
                ("spelling", models.CharField(max_length=80)),
                ("pages", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "word to be searched",
                "verbose_name_plural": "words to be searched",
                "constraints": [models.UniqueConstraint(fields=("word", "language"), name="search_word_once")],
            },
        ),
        migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK)),
    ]
