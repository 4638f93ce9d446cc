"""Names to sign in with: one account a name, however it is typed."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from people.logins import normal_login
from people.models import User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["anna", "ANNA", "ａｎｎａ", "an\u200dna", "\u202eanna", " anna ", "Ⓐnna"], ids=ascii)
def test_attack_40_spellings_of_a_login_are_one_account(typed):
    UserFactory(username="Anna")

    assert User.objects.get(username=typed).username == "anna"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(username=typed)])


def test_attack_40_composed_and_decomposed_letters_are_one_login():
    UserFactory(username="қурбони\u0304")

    assert User.objects.filter(username="қурбонӣ").count() == 1


@given(st.text())
def test_the_form_of_a_login_is_its_own_form(name):
    assert normal_login(normal_login(name)) == normal_login(name)
