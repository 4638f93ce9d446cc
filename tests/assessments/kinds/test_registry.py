"""Kinds are found by looking which modules there are; each has what the rest of the app asks of it."""

from pathlib import Path

import pytest
from django.template.loader import get_template

from assessments import kinds
from assessments.domain.save import SHAPES

HERE = Path(__file__).parent


def test_every_module_is_a_kind() -> None:
    modules = {path.stem for path in Path(kinds.__file__).parent.glob("*.py")} - {"__init__", "base"}
    assert set(kinds.registry()) == modules


@pytest.mark.parametrize("code", sorted(kinds.registry()))
def test_has_a_template_a_test_and_a_shape_that_can_be_saved(code: str) -> None:
    kind = kinds.get(code)
    assert get_template(kind.template)
    assert (HERE / f"test_{code}.py").exists()
    assert kind.shape in SHAPES or not kind.scored
