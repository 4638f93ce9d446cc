"""People, units, ranks, cohorts and roles for tests, and clients that are signed in."""

from typing import Any

import factory
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.test import Client

from people.enums import RankGroup, Role, UnitKind
from people.models import Cohort, ExtraTime, Rank, RoleGrant, Unit, User

PASSWORD = "Дарахти-сабз-2026"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    code = factory.Sequence(lambda n: f"unit-{n}")
    name_tg = factory.Sequence(lambda n: f"Ноҳияи {n}")
    name_ru = factory.Sequence(lambda n: f"Район {n}")
    name_en = factory.Sequence(lambda n: f"District {n}")
    kind = UnitKind.DISTRICT
    region = "TJ-SU"


class RankFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Rank
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"rank-{n}")
    order = factory.Sequence(lambda n: 1000 + n)
    group = RankGroup.JUNIOR_OFFICERS
    name_tg = "Лейтенанти милитсия"
    name_ru = "Лейтенант милиции"
    name_en = "Lieutenant of militia"


class UserFactory(factory.django.DjangoModelFactory):
    """A learner; `UserFactory(roles=["trainer"])` grants roles (a head gets their own unit)."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    full_name_tg = factory.Sequence(lambda n: f"Раҳимзода Фирӯз {n}")
    full_name_ru = factory.Sequence(lambda n: f"Рахимзода Фируз {n}")
    full_name_en = factory.Sequence(lambda n: f"Rahimzoda Firuz {n}")
    password = factory.LazyFunction(lambda: make_password(PASSWORD))
    language = "tg"

    @factory.post_generation
    def roles(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        for role in extracted or []:
            if role == Role.HEAD and self.unit is None:
                self.unit = UnitFactory()
                self.save()
            RoleGrantFactory(user=self, role=role, unit=self.unit if role == Role.HEAD else None)


class RoleGrantFactory(factory.django.DjangoModelFactory):
    """A bare grant; `people.domain.grant.grant` is what also opens /cms/."""

    class Meta:
        model = RoleGrant

    user = factory.SubFactory(UserFactory)
    role = Role.TRAINER
    unit = None


class ExtraTimeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ExtraTime

    person = factory.SubFactory(UserFactory)
    percent = 25
    reason = "order 12 of 3 March"
    given_by = factory.SubFactory(UserFactory)


class CohortFactory(factory.django.DjangoModelFactory):
    """`CohortFactory(members=[a, b], trainers=[t])`."""

    class Meta:
        model = Cohort
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"cohort-{n}")
    name_tg = factory.Sequence(lambda n: f"Гурӯҳи {n}")
    name_ru = factory.Sequence(lambda n: f"Группа {n}")
    name_en = factory.Sequence(lambda n: f"Group {n}")

    @factory.post_generation
    def members(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted:
            self.members.set(extracted)

    @factory.post_generation
    def trainers(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted:
            self.trainers.set(extracted)


def signed_in(client: Client, user: User, mfa: bool = True) -> Client:
    """The same client, signed in as `user`; with `mfa`, as after the code of an authenticator app.

    Nothing is posted and no password is checked. For roles that need the second factor, mfa=False leaves them
    before the page that sets it up.
    """
    client.force_login(user)
    if mfa and user.roles:
        with_authenticator(user)
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, user, method="mfa", type="totp")
        request.session.save()
    return client


def with_authenticator(user: User) -> User:
    """The same person with an authenticator app set up under SECRET."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, SECRET)
    return user
