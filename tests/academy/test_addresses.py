"""Addresses that lead elsewhere."""

import pytest

from tests.factories.people import author, signed_in

pytestmark = pytest.mark.django_db


def test_the_editors_own_account_page_is_the_persons_page(client):
    signed_in(client, author())

    assert client.get("/cms/account/").url == "/tg/me/"


@pytest.mark.parametrize("address", ["/c/abcdefghjkmnpqrs", "/C/ABCDEFGHJKMNPQRS/", "/c/too-short/"])
def test_an_address_on_paper_leads_to_the_check_in_any_case_of_letters(client, address):
    answer = client.get(address, headers={"accept-language": "ru"})

    assert answer.status_code == 302
    assert answer.url == f"/ru/check/{address.strip('/').split('/')[1].upper()}/"
