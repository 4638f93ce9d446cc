"""People of the demonstration: invented, one for each role, with passwords and secrets that can be printed again."""

import json
from pathlib import Path
from typing import Any

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.db import transaction

from people.domain import account, password, second_factor, tables
from people.domain.grant import grant
from people.enums import Role, Sex
from people.models import Cohort, Rank, Unit, User
from people.roles import NEEDS_SECOND_FACTOR
from ui import languages

KEPT = "demo-accounts.json"
COHORT = "demo-group"
# username, role, unit, rank, language, sex, name in Tajik, Russian and English
PEOPLE = [
    (
        "cadet",
        None,
        tables.ACADEMY,
        "",
        "tg",
        Sex.MALE,
        "Каримзода Фирӯз Далер",
        "Каримзода Фируз Далер",
        "Karimzoda Firuz Daler",
    ),  # fmt: skip
    (
        "cadet2",
        None,
        tables.ACADEMY,
        "",
        "ru",
        Sex.FEMALE,
        "Сафарзода Малика Саид",
        "Сафарзода Малика Саид",
        "Safarzoda Malika Said",
    ),  # fmt: skip
    (
        "officer",
        None,
        "TJ-SU-ayni",
        "lieutenant-of-militia",
        "tg",
        Sex.MALE,
        "Шарифӣ Далер Ҷамшед",
        "Шарифи Далер Джамшед",
        "Sharifi Daler Jamshed",
    ),  # fmt: skip
    (
        "trainer",
        Role.TRAINER,
        tables.ACADEMY,
        "major-of-militia",
        "tg",
        Sex.FEMALE,
        "Ҳакимзода Нигора Рустам",
        "Хакимзода Нигора Рустам",
        "Hakimzoda Nigora Rustam",
    ),  # fmt: skip
    (
        "trainer2",
        Role.TRAINER,
        tables.ACADEMY,
        "captain-of-militia",
        "ru",
        Sex.MALE,
        "Назарӣ Баҳром Салим",
        "Назари Бахром Салим",
        "Nazari Bahrom Salim",
    ),  # fmt: skip
    (
        "author",
        Role.AUTHOR,
        tables.ACADEMY,
        "lieutenant-of-militia",
        "tg",
        Sex.MALE,
        "Давлатзода Комрон Нозим",
        "Давлатзода Комрон Нозим",
        "Davlatzoda Komron Nozim",
    ),  # fmt: skip
    (
        "reviewer",
        Role.REVIEWER,
        tables.ACADEMY,
        "captain-of-militia",
        "tg",
        Sex.FEMALE,
        "Мирзозода Шаҳло Анвар",
        "Мирзозода Шахло Анвар",
        "Mirzozoda Shahlo Anvar",
    ),  # fmt: skip
    (
        "publisher",
        Role.PUBLISHER,
        tables.ACADEMY,
        "lieutenant-colonel-of-militia",
        "ru",
        Sex.MALE,
        "Насимӣ Бахтиёр Олим",
        "Насими Бахтиёр Олим",
        "Nasimi Bakhtiyor Olim",
    ),  # fmt: skip
    (
        "head",
        Role.HEAD,
        "TJ-SU",
        "lieutenant-colonel-of-militia",
        "tg",
        Sex.MALE,
        "Раҳимӣ Ҷовид Аслам",
        "Рахими Джовид Аслам",
        "Rahimi Jovid Aslam",
    ),  # fmt: skip
    (
        "office",
        Role.OFFICE,
        tables.ACADEMY,
        "senior-lieutenant-of-militia",
        "tg",
        Sex.FEMALE,
        "Қосимзода Зарина Парвиз",
        "Косимзода Зарина Парвиз",
        "Qosimzoda Zarina Parviz",
    ),  # fmt: skip
    (
        "analyst",
        Role.ANALYST,
        tables.MINISTRY,
        "captain-of-militia",
        "ru",
        Sex.FEMALE,
        "Юсуфӣ Мадина Комрон",
        "Юсуфи Мадина Комрон",
        "Yusufi Madina Komron",
    ),  # fmt: skip
    (
        "admin",
        Role.ADMINISTRATOR,
        tables.ACADEMY,
        "",
        "tg",
        Sex.MALE,
        "Ғафурзода Сӯҳроб Икром",
        "Гафурзода Сухроб Икром",
        "Ghafurzoda Suhrob Ikrom",
    ),  # fmt: skip
]


def load_demo(*, by: User | None = None) -> dict[str, Any]:
    """The accounts, their roles and the demonstration cohort; what is there already is left as it is.

    Returns {"people": n, "cohorts": n, "accounts": [{"username", "password", "secret", "role", "name"}]}. Passwords
    and secrets are made once and kept in DATA_DIR, so that every run of the demonstration can print them; an account
    whose password was changed since gets the printed one again.
    """
    kept = _kept()
    with transaction.atomic():
        tables.load()
        accounts = [_person(entry, kept[entry[0]], by) for entry in PEOPLE]
        _cohort()
    return {"people": User.objects.count(), "cohorts": Cohort.objects.count(), "accounts": accounts}


def _kept() -> dict[str, dict[str, str]]:
    """Passwords and secrets of the demonstration's accounts, readable by the owner of the folder alone."""
    path = Path(settings.DATA_DIR) / KEPT
    known: dict[str, dict[str, str]] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    missing = [entry[0] for entry in PEOPLE if entry[0] not in known]
    for username in missing:
        known[username] = {"password": password.one_time_password(), "secret": generate_totp_secret()}
    if missing:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(known, indent=2), "utf-8")
    return known


def _person(entry: tuple[Any, ...], secrets: dict[str, str], by: User | None) -> dict[str, Any]:
    username, role, unit_code, rank_code, language, sex, *names = entry
    unit = Unit.objects.get(code=unit_code)
    user = User.objects.filter(username=username).first() or account.open_account(
        username=username,
        by=by,
        unit=unit,
        rank=Rank.objects.filter(code=rank_code).first(),
        language=language,
        sex=sex,
        **dict(zip(["full_name_tg", "full_name_ru", "full_name_en"], names, strict=True)),
    )
    if not user.check_password(secrets["password"]):
        user.set_password(secrets["password"])
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
    # The demonstration has one person who reviews every language; an academy has one for each.
    for spoken in languages.codes() if role == Role.REVIEWER else [""] if role else []:
        grant(user=user, role=role, unit=unit, language=spoken, by=by)
    guarded = role in NEEDS_SECOND_FACTOR
    if guarded and not second_factor.holds(user=user, secret=secrets["secret"]):
        second_factor.set_up(user=user, secret=secrets["secret"], by=by)
    shown = {"username": username, "password": secrets["password"], "secret": secrets["secret"] if guarded else None}
    return {**shown, "role": str(role.value) if role else "learner", "name": names[0]}


def _cohort() -> None:
    """One group of the two cadets, taught by the first trainer; its members are put back, nobody is taken out."""
    cohort, _ = Cohort.objects.get_or_create(
        code=COHORT, defaults={"name_tg": "Гурӯҳи 112", "name_ru": "Группа 112", "name_en": "Group 112"}
    )
    cohort.members.add(*User.objects.filter(username__in=["cadet", "cadet2"]))
    cohort.trainers.add(*User.objects.filter(username="trainer"))
