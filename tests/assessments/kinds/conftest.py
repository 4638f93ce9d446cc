"""The questions of the demonstration's practice, for kinds that need more than a few choices."""

from collections.abc import Callable

import pytest

from assessments.domain import demo
from assessments.models import Question
from ui.content import load

Asked = Callable[[str], Question]


@pytest.fixture
def practice(db: None) -> Asked:
    """A question of the practice by its key, freshly made."""
    told = {one["key"]: one for one in load(demo.CONTENT / "every-kind.toml")["questions"]}
    demo.load_competencies()
    return lambda key: demo._question(told[key])
