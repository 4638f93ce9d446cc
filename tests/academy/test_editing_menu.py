"""The menu of the editing screens: the way back, our own help, nothing that leads out of the academy's network."""

import pytest

from people.domain.grant import grant
from people.enums import Role
from tests.factories.people import UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def test_the_menu_leads_back_and_stays_at_home(client):
    client.cookies["django_language"] = "tg"
    trainer = UserFactory()
    grant(user=trainer, role=Role.TRAINER, by=None)

    page = signed_in(client, trainer).get("/cms/").content.decode()

    assert '"/tg/"' in page
    assert '"/tg/help/"' in page
    assert "<title>Лавҳаи кор - Дастур</title>" in " ".join(page.split()).replace("<title> ", "<title>")
    assert "wagtail.org" not in page
