"""The register of personal data is whole, and every act of the code has its words."""

import ast
import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from ledger import privacy
from ledger.enums import Action

FOLDERS = ["site", "courses", "assessments", "handbook"]


def test_every_field_of_every_model_is_declared():
    assert privacy.problems() == []


def test_no_model_keeps_what_is_never_asked():
    never = {"religion", "ethnicity", "nationality", "health", "politics", "party"}

    fields = {field.name for model in privacy.our_models() for field in model._meta.get_fields()}

    assert not fields & never


@pytest.mark.django_db
def test_the_command_prints_the_register():
    out = StringIO()
    call_command("privacy_register", "--json", stdout=out)
    document = json.loads(out.getvalue())

    assert document["problems"] == []
    told = {f"{e['model']}.{e['field']}" for e in document["personal"]}
    assert {"people.User.full_name", "people.User.service_number", "ledger.AuditEvent.actor_id"} <= told
    out = StringIO()
    call_command("privacy_register", stdout=out)
    assert "people.User.full_name: name" in out.getvalue()


def test_every_act_in_the_code_has_its_words():
    recorded = {
        keyword.value.value
        for folder in FOLDERS
        for path in (Path(settings.BASE_DIR) / folder).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", getattr(call.func, "id", "")) in {"record", "record_each", "_switch"}
        for keyword in call.keywords
        if keyword.arg == "action" and isinstance(keyword.value, ast.Constant)
    }

    assert recorded - set(Action.values) == set()
    assert len(recorded) > 10
