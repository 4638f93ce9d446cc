"""Replying: drafts by code, one reply a person, nothing after closing, nothing recorded, silence has no value."""

import threading

import pytest
from django.db import IntegrityError, connection, connections, transaction

from assessments.domain import reply, waves
from assessments.enums import Stance
from assessments.models import RatingCount, Reply, ReplyAnswer, Turnout, Wave
from ledger.models import AuditEvent, OutboxMessage
from tests.factories.people import UserFactory
from tests.factories.waves import ReplyAnswerFactory, ReplyFactory, TurnoutFactory, WaveFactory

RATINGS = {1: 5, 2: 2, 3: "na", 4: "na", 5: 4}
BACKGROUND = {"region": "TJ-SU", "rank_group": "sergeants", "service": "patrol", "sex": "", "years": "0-2"}


def save(wave, code, ratings=RATINGS, background=BACKGROUND):
    reply.save(wave=wave, code=code, language="tg", ratings=ratings, background=background)


@pytest.fixture
def wave(db):
    return WaveFactory()


def test_a_draft_is_found_by_its_code_only_and_saved_whole(wave):
    code = reply.begin()
    save(wave, code)
    save(wave, code, ratings={1: 1})
    assert Reply.objects.count() == 1
    found = reply.draft(wave=wave, code=reply.readable(code).lower())
    assert found.answers == {"1": 1}
    assert code not in str(Reply.objects.values().get())
    with pytest.raises(reply.NoDraft):
        reply.draft(wave=wave, code=reply.begin())
    with pytest.raises(reply.NoDraft):
        reply.draft(wave=WaveFactory(), code=code)
    reply.discard(wave=wave, code=code)
    assert not Reply.objects.exists()


@pytest.mark.parametrize("ratings", [{1: 6}, {1: 0}, {1: "x"}, {99: 3}, {1: True + 5}])
def test_only_what_can_be_said_is_taken(wave, ratings):
    with pytest.raises(reply.NotAccepted):
        save(wave, reply.begin(), ratings=ratings)


def test_only_known_backgrounds_are_taken(wave):
    with pytest.raises(reply.NotAccepted):
        save(wave, reply.begin(), background={"region": "TJ-XX"})


def test_attack_15_one_reply_a_person_and_the_first_wins(wave):
    person, first, second = UserFactory(), reply.begin(), reply.begin()
    save(wave, first)
    save(wave, second, ratings={1: 1})
    reply.finish(wave=wave, code=first, person=person)
    with pytest.raises(reply.AlreadyAnswered):
        reply.finish(wave=wave, code=second, person=person)
    with pytest.raises(reply.AlreadyAnswered):
        reply.finish(wave=wave, code=first, person=person)
    assert Reply.objects.get(finished=True).answers == {str(k): v for k, v in RATINGS.items()}


def test_attack_15_a_code_sends_once_whoever_holds_it(wave):
    code = reply.begin()
    save(wave, code)
    reply.finish(wave=wave, code=code, person=UserFactory())
    with pytest.raises(reply.NoDraft):
        reply.finish(wave=wave, code=code, person=UserFactory())
    assert Turnout.objects.count() == Reply.objects.count() == 1


def test_attack_15_nothing_after_closing(wave):
    code, person = reply.begin(), UserFactory()
    save(wave, code)
    waves.close_wave(wave_id=wave.pk, by=None)
    assert not Reply.objects.exists()  # drafts are forgotten
    with pytest.raises(reply.WaveClosed):
        save(wave, code)
    with pytest.raises(reply.WaveClosed):
        reply.finish(wave=wave, code=code, person=person)
    assert not Turnout.objects.exists()


def test_attack_14_no_line_is_written_of_a_reply(wave, caplog):
    events, promises = AuditEvent.objects.count(), OutboxMessage.objects.count()
    code = reply.begin()
    with caplog.at_level("DEBUG", logger="dastur"):
        save(wave, code)
        reply.finish(wave=wave, code=code, person=UserFactory())
    assert (AuditEvent.objects.count(), OutboxMessage.objects.count()) == (events, promises)
    assert not caplog.records


def test_attack_14_the_two_tables_share_no_field_but_the_wave():
    mine = {field.name for field in Turnout._meta.fields}
    theirs = {field.name for field in Reply._meta.fields}
    assert mine & theirs == {"id", "wave"}
    times = {"DateTimeField", "DateField", "TimeField"}
    assert not [f for m in (Turnout, Reply, ReplyAnswer) for f in m._meta.fields if f.get_internal_type() in times]


def test_closing_makes_rows_and_counts_and_empties_replies(wave):
    ReplyFactory(wave=wave, region="", answers={"1": 5, "2": 2, "3": 4, "5": "declined", "6": "declined"})
    ReplyFactory(wave=wave, answers={"1": 5, "2": 2, "3": "na", "4": "na"})
    before = set(Reply.objects.values_list("pk", flat=True))
    waves.close_wave(wave_id=wave.pk, by=None)
    assert before.isdisjoint(Reply.objects.values_list("pk", flat=True))
    assert not any(Reply.objects.values_list("answers", flat=True))
    stances = list(ReplyAnswer.objects.order_by("item__position").values_list("item__position", "number", "stance"))
    assert sorted(stances, key=str) == sorted(
        [(1, 5, "answered")] * 2 + [(2, 2, "answered")] * 2
        + [(3, 4, "answered"), (3, None, "not_my_work"), (4, None, "not_my_work")]
        + [(5, None, "declined"), (6, None, "declined")],
        key=str,
    )  # fmt: skip
    counts = set(RatingCount.objects.values_list("item", "breakdown", "group", "importance", "level", "n"))
    assert ("K01", "total", "", 5, 2, 2) in counts
    assert ("K01", "region", "unknown", 5, 2, 1) in counts
    assert {item for item, *_ in counts} == {"K01"}  # half pairs count nowhere
    with pytest.raises(waves.WaveRefused):
        waves.close_wave(wave_id=wave.pk, by=None)


@pytest.mark.parametrize(
    ("stance", "number"),
    [(Stance.ANSWERED, None), (Stance.ANSWERED, 6), (Stance.DECLINED, 3), (Stance.NOT_MY_WORK, 1), ("other", None)],
)
def test_the_database_refuses_a_silence_with_a_value(wave, stance, number):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReplyAnswerFactory(reply=ReplyFactory(wave=wave), stance=stance, number=number)


def test_the_database_refuses_a_second_turnout_and_a_low_floor(wave):
    once = TurnoutFactory(wave=wave)
    with pytest.raises(IntegrityError), transaction.atomic():
        TurnoutFactory(wave=wave, person=once.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wave.objects.filter(pk=wave.pk).update(floor=4)


def test_overdue_waves_take_nothing_and_are_closed_at_night(wave):
    from django.utils import timezone

    Wave.objects.filter(pk=wave.pk).update(opens_at="2026-01-01T00:00Z", closes_at=timezone.now())
    with pytest.raises(reply.WaveClosed):
        save(wave, reply.begin())
    assert waves.close_overdue() == 1
    assert waves.close_overdue() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_attack_15_six_devices_one_voter():
    """Six codes of one person, sent at once: one turnout, one reply, no deadlock. And others at the same time."""
    wave = WaveFactory()
    people = [UserFactory() for _ in range(8)]
    jobs = [(person, reply.begin()) for person in people for _ in range(6)]
    for _person, code in jobs:
        save(wave, code)
    outcomes, start = [], threading.Barrier(12)

    def send(mine):
        try:
            start.wait()
            for person, code in mine:
                try:
                    reply.finish(wave=Wave.objects.get(pk=wave.pk), code=code, person=person)
                    outcomes.append("taken")
                except reply.AlreadyAnswered:
                    outcomes.append("already")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=(jobs[n::12],)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["already"] * 40 + ["taken"] * 8
    assert Turnout.objects.count() == Reply.objects.filter(finished=True).count() == 8


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_replies_on_their_way():
    """Twelve people send while the wave is closed and rewritten: each is counted whole, or not at all."""
    wave = WaveFactory()
    jobs = [(UserFactory(), reply.begin()) for _ in range(36)]
    for _person, code in jobs:
        save(wave, code)
    taken, start = [], threading.Barrier(13)

    def send(mine):
        try:
            start.wait()
            for person, code in mine:
                try:
                    reply.finish(wave=wave, code=code, person=person)
                    taken.append(person.pk)
                except reply.NotAccepted:
                    pass
        finally:
            connections.close_all()

    def close():
        try:
            start.wait()
            waves.reshuffle()
            waves.close_wave(wave_id=wave.pk, by=None)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=(jobs[n::12],)) for n in range(12)]
    threads.append(threading.Thread(target=close))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wave.refresh_from_db()
    assert wave.closed_at is not None
    assert set(Turnout.objects.values_list("person_id", flat=True)) == set(taken)
    assert Reply.objects.count() == len(taken)
    assert ReplyAnswer.objects.count() == 5 * len(taken)
    assert connection.vendor == "postgresql"
