"""A trainer who writes, and a section to write in."""

import pytest
from django.test import Client

from people.domain.grant import grant
from people.enums import Role
from tests.factories.handbook import SectionPageFactory, told
from tests.factories.people import UserFactory, signed_in


@pytest.fixture
def trainer(db):
    user = UserFactory(username="author", language="en")
    grant(user=user, role=Role.TRAINER, by=None)
    return user


@pytest.fixture
def cms(trainer) -> Client:
    return signed_in(Client(headers={"accept-language": "en"}), trainer)


@pytest.fixture
def section(db):
    return SectionPageFactory(
        slug="first-response",
        blocks=[
            {"type": "text", "text": told("Дар 24 соат", "За 24 часа", "Within 24 hours")},
            {
                "type": "steps",
                "title": told("Қадамҳо", "Шаги", "Steps"),
                "items": [told("Як", "Раз", "One"), told("Ду", "Два", "Two")],
            },
        ],
    )
