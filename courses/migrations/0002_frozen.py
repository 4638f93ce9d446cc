"""What was issued stays as issued, in PostgreSQL itself: files are append-only, certificates can only be revoked."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from ledger.triggers import append_only

# Besides the revocation only the two links may change, and only to nothing: when an account is erased.
FUNCTION = """
CREATE OR REPLACE FUNCTION dastur_certificate_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' THEN RAISE EXCEPTION 'certificates are revoked, never deleted'; END IF;
  IF (NEW.id, NEW.book_id, NEW.number, NEW.token, NEW.language, NEW.facts, NEW.valid_until, NEW.issued_at,
      NEW.issued_by_id) IS DISTINCT FROM (OLD.id, OLD.book_id, OLD.number, OLD.token, OLD.language, OLD.facts,
      OLD.valid_until, OLD.issued_at, OLD.issued_by_id)
    OR (NEW.enrolment_id IS NOT NULL AND NEW.enrolment_id IS DISTINCT FROM OLD.enrolment_id)
    OR (NEW.holder_id IS NOT NULL AND NEW.holder_id IS DISTINCT FROM OLD.holder_id)
  THEN RAISE EXCEPTION 'the facts of a certificate are never changed'; END IF;
  IF OLD.revoked_at IS NOT NULL AND (NEW.revoked_at, NEW.revoked_by_id, NEW.revoked_reason) IS DISTINCT FROM
     (OLD.revoked_at, OLD.revoked_by_id, OLD.revoked_reason)
  THEN RAISE EXCEPTION 'a revocation is never undone'; END IF;
  RETURN NEW;
END $$;
"""
TRIGGER = """
CREATE TRIGGER courses_certificate_frozen BEFORE UPDATE OR DELETE ON courses_certificate
FOR EACH ROW EXECUTE FUNCTION dastur_certificate_frozen();
CREATE TRIGGER courses_certificate_never_truncated BEFORE TRUNCATE ON courses_certificate
FOR EACH STATEMENT EXECUTE FUNCTION dastur_certificate_frozen();
"""


def forwards(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(FUNCTION, None)  # None: no parameters to fill in
        editor.execute(TRIGGER, None)


def backwards(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER courses_certificate_frozen ON courses_certificate")
        editor.execute("DROP TRIGGER courses_certificate_never_truncated ON courses_certificate")


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]
    operations = [append_only("courses_certificatefile"), migrations.RunPython(forwards, backwards)]
