"""Management commands of ours are driven by programs too: each speaks JSON."""

import pytest
from django.core.management import get_commands, load_command_class

from ui.command import JsonCommand

OURS = {"academy", "people", "ledger", "ui", "handbook", "assessments", "courses"}


@pytest.mark.parametrize(("name", "app"), [(n, a) for n, a in get_commands().items() if a in OURS])
def test_command_takes_json(name, app):
    assert isinstance(load_command_class(app, name), JsonCommand)
