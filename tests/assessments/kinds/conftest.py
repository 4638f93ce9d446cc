"""The questions of the demonstration's practice, for kinds that need more than a few choices."""

from collections.abc import Callable

import pytest

from assessments.domain import bank_content, demo
from assessments.models import Question
from ui.content import load

Asked = Callable[[str], Question]


@pytest.fixture
def practice(db: None) -> Asked:
    """A question of the practice by its key, freshly made."""
    told = {one["key"]: one for one in load(bank_content.CONTENT / "every-kind.toml")["questions"]}
    demo.load_competencies()
    return lambda key: bank_content.question(told[key])
