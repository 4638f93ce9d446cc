"""Somebody holds the whole database of a wave and tries to say who said what.

They know keys, the order in which rows lie, and on PostgreSQL the row versions: which transaction and command wrote
a row (xmin, cmin), where it lies (ctid), and which transaction last pointed at a person (xmax). Each attack guesses a
reply for every person of the turnout; a guess is right when that reply holds what this person said.
"""

import random
from itertools import product

import pytest
from django.db import connection
from scipy.stats import binom

from assessments.domain import reply, shuffle, waves
from assessments.domain.shuffle import CROWD
from assessments.models import Reply, Turnout
from people.models import User
from tests.factories.waves import WaveFactory

PERSONS, FEW = 130, 30
CHANCE = 1 / (CROWD + 1)
# so many right guesses come about once in a million times among those who guess within a crowd
BY_CHANCE = int(binom.ppf(1 - 1e-6, PERSONS, CHANCE))
SIGNATURES = list(product((1, 2, 3, 4, 5), repeat=4))[::4]
postgres = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="row versions are PostgreSQL's")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wave():
    return WaveFactory()


def everybody_replies(wave, persons=PERSONS, seed=1):
    """Drafts are begun, saved and sent in orders of chance, interleaved; returns what each person said."""
    chance = random.Random(seed)
    people = User.objects.bulk_create(User(username=f"voter{n}") for n in range(persons))
    said = {p.pk: dict(enumerate(s, 1)) for p, s in zip(people, chance.sample(SIGNATURES, persons), strict=True)}
    codes: dict[int, str] = {}
    waiting = list(people)
    chance.shuffle(waiting)
    while waiting or codes:
        if waiting and (len(codes) < 8 and chance.random() < 0.7 or not codes):
            person = waiting.pop()
            codes[person.pk] = reply.begin()
            reply.save(wave=wave, code=codes[person.pk], language="tg", ratings=said[person.pk], background={})
        else:
            pk = chance.choice(list(codes))
            reply.finish(wave=wave, code=codes.pop(pk), person=User.objects.get(pk=pk))
    return {pk: {str(place): point for place, point in ratings.items()} for pk, ratings in said.items()}


def rows(query, *params):
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return cursor.fetchall()


def by_rank(wave, order):
    """The n-th turnout belongs to the n-th reply, in some order that both tables have."""
    people = [
        row[0]
        for row in rows(f"SELECT person_id FROM assessments_turnout WHERE wave_id = %s ORDER BY {order}", wave.pk)
    ]
    replies = [row[0] for row in rows(f"SELECT id FROM assessments_reply WHERE wave_id = %s ORDER BY {order}", wave.pk)]
    return dict(zip(people, replies, strict=False))


def by_version(wave, person_stamp):
    """A reply that the same transaction wrote as the turnout; the last laid of them, or the first later one."""
    stamps = rows(
        f"""SELECT t.person_id, {person_stamp} FROM assessments_turnout t
            JOIN people_user u ON u.id = t.person_id WHERE t.wave_id = %s""",
        wave.pk,
    )
    written = rows(
        "SELECT id, xmin::text::bigint FROM assessments_reply WHERE wave_id = %s ORDER BY ctid",
        wave.pk,
    )
    guesses = {}
    for person, stamp in stamps:
        same = [row for row in written if row[1] == stamp] or [row for row in written if stamp <= row[1] <= stamp + 3]
        if same:
            guesses[person] = same[-1][0]
    return guesses


ORDERS = {"rowid": "rowid", "key": "id"}
VERSIONS = {
    "ctid": lambda wave: by_rank(wave, "ctid"),
    "xmin then ctid": lambda wave: by_rank(wave, "xmin::text::bigint, ctid"),
    "xmin of turnout": lambda wave: by_version(wave, "t.xmin::text::bigint"),
    "xmax of person": lambda wave: by_version(wave, "u.xmax::text::bigint"),
}


def attacks(wave):
    if connection.vendor == "postgresql":
        return {"key": by_rank(wave, "id"), **{name: attack(wave) for name, attack in VERSIONS.items()}}
    return {name: by_rank(wave, order) for name, order in ORDERS.items()}


def right(wave, said):
    """How many guesses of each attack are right."""
    answers = dict(Reply.objects.filter(wave=wave).values_list("pk", "answers"))
    for pk, position, number in Reply.objects.filter(wave=wave, ratings__isnull=False).values_list(
        "pk", "ratings__item__position", "ratings__number"
    ):
        answers[pk][str(position)] = number
    return {
        name: sum(answers[guess] == said[person] for person, guess in guesses.items())
        for name, guesses in attacks(wave).items()
    }


def test_attack_14_the_whole_database_names_nobody(wave):
    said = everybody_replies(wave)
    assert (
        Turnout.objects.filter(wave=wave).count() == Reply.objects.filter(wave=wave, finished=True).count() == PERSONS
    )
    while_open = right(wave, said)
    assert max(while_open.values()) <= BY_CHANCE, while_open
    waves.reshuffle()
    after_a_night = right(wave, said)
    assert max(after_a_night.values()) <= BY_CHANCE, after_a_night
    waves.close_wave(wave_id=wave.pk, by=None)
    assert Reply.objects.filter(wave=wave).count() == PERSONS
    settled = right(wave, said)
    assert max(settled.values()) <= BY_CHANCE, settled


def test_attack_14_the_attack_works_where_nothing_hides(wave, monkeypatch):
    """Without the crowd and with keys that count up the same attacks find almost everybody: they are real attacks."""
    keys = iter(range(1, 1_000_000))
    monkeypatch.setattr(shuffle, "CROWD", 0)
    monkeypatch.setattr(shuffle, "random_key", lambda: next(keys))
    found = right(wave, everybody_replies(wave, FEW))
    assert max(found.values()) > FEW * 0.9, found


@postgres
def test_attack_14_row_versions_give_people_away_without_the_crowd(wave, monkeypatch):
    monkeypatch.setattr(shuffle, "CROWD", 0)
    found = right(wave, everybody_replies(wave, FEW))
    assert found["xmin of turnout"] > FEW * 0.9, found
    assert found["xmax of person"] > FEW * 0.9, found


@postgres
def test_what_is_written_together_is_told_apart_by_nothing(wave):
    """The newest turnout and reply share transaction and command with a whole crowd, and lie anywhere among it."""
    everybody_replies(wave, CROWD + 10)
    for table in ("assessments_turnout", "assessments_reply"):
        newest = rows(
            f"SELECT xmin, cmin, count(*) FROM {table} GROUP BY 1, 2 ORDER BY xmin::text::bigint DESC LIMIT 1"
        )
        assert newest[0][2] == CROWD + 1


def test_after_sending_nothing_leads_from_the_code_to_the_reply(wave):
    person = User.objects.create(username="one")
    code = reply.begin()
    reply.save(wave=wave, code=code, language="tg", ratings={1: 5}, background={})
    before = reply.draft(wave=wave, code=code).pk
    reply.finish(wave=wave, code=code, person=person)
    kept = Reply.objects.get(wave=wave)
    assert kept.pk != before
    assert kept.code_hash != reply.hashed(wave, code)
    with pytest.raises(reply.NoDraft):
        reply.draft(wave=wave, code=code)
