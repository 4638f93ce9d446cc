"""Addresses that lead elsewhere."""

import pytest

from people.domain.grant import grant
from tests.factories.people import UserFactory, signed_in

pytestmark = pytest.mark.django_db


def test_the_editors_own_account_page_is_the_persons_page(client):
    trainer = UserFactory()
    grant(user=trainer, role="trainer", by=None)
    signed_in(client, trainer)

    assert client.get("/cms/account/", headers={"accept-language": "tg"}).url == "/tg/me/"


@pytest.mark.parametrize("address", ["/c/abcdefghjkmnpqrs", "/C/ABCDEFGHJKMNPQRS/", "/c/too-short/"])
def test_an_address_on_paper_leads_to_the_check_in_any_case_of_letters(client, address):
    answer = client.get(address, headers={"accept-language": "ru"})

    assert answer.status_code == 302
    assert answer.url == f"/ru/check/{address.strip('/').split('/')[1].upper()}/"
