"""Rewriting rows so that the database itself cannot tell who said what.

PostgreSQL stamps a row with the transaction and command that wrote it (xmin, cmin), lays it after those written
before (ctid), and marks the person that a new turnout row points at (xmax). So whoever writes a turnout and a reply
writes a crowd of others with them: their rows are deleted and laid down again with the new one, by one INSERT, in an
order of chance and under new keys. On SQLite the key is the row's own number.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import SystemRandom
from typing import TypeVar

from django.db import connection
from django.db.models import QuerySet

from assessments.models import Reply, Turnout, Wave
from assessments.models.waves import random_hash, random_key

CROWD = 50
BATCH = 2000
_chance = SystemRandom()
Row = TypeVar("Row", Turnout, Reply)


def hold_open(wave: Wave) -> bool:
    """Keeps the wave from being closed or rewritten until this transaction ends; False when it is closed.

    The two actors: somebody who replies, and whoever closes the wave or rewrites it at night (`hold_alone`). The
    lock is shared among those who reply, who never wait for each other, and is always taken first.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Wave._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR KEY SHARE", [wave.pk])  # noqa: S608
    return Wave.objects.open().filter(pk=wave.pk).exists()


def hold_alone(wave_id: int) -> Wave:
    """Waits for replies on their way and keeps new ones waiting; returns the wave as it is now."""
    return Wave.objects.select_for_update().get(pk=wave_id)


def among_others(model: type[Row], wave: Wave, own: Row) -> None:
    """Writes `own` together with up to CROWD finished rows of the wave, so that nothing tells them apart."""
    crowd: list[Row] = _crowd(model, wave)
    keys = [row.pk for row in crowd] + ([own.pk] if not own._state.adding else [])
    _take_up(model._base_manager.filter(pk__in=keys))
    crowd.append(own)
    lay_down(model, crowd)


def everything(model: type[Row], wave: Wave) -> list[Row]:
    """Rewrites every finished row of a wave that is held alone, and returns the rows as they are now."""
    rows = list(_finished(model, wave))
    _take_up(_finished(model, wave))
    lay_down(model, rows)
    return rows


def _take_up(rows: QuerySet[Row]) -> None:
    """Deletes rows that nothing points at yet, in one statement."""
    rows.order_by()._raw_delete(rows.db)


def _finished(model: type[Row], wave: Wave) -> QuerySet[Row]:
    kept = {"finished": True} if model is Reply else {}
    return model._base_manager.filter(wave=wave, **kept)


def _crowd(model: type[Row], wave: Wave) -> list[Row]:
    """Others, taken from a place of chance among keys that are themselves chance.

    skip_locked: two people who reply at once take different crowds and never wait for each other.
    """
    skip = connection.features.has_select_for_update_skip_locked
    rows = _finished(model, wave).select_for_update(skip_locked=skip).order_by("pk")
    start = random_key()
    found = list(rows.filter(pk__gte=start)[:CROWD])
    if len(found) < CROWD:
        found += list(rows.filter(pk__lt=start)[: CROWD - len(found)])
    return found


def lay_down(model: type[Row], rows: Sequence[Row]) -> None:
    """Inserts the rows under new keys in an order of chance."""
    order = list(rows)
    _chance.shuffle(order)
    for row in order:
        row.pk = random_key()
        row._state.adding = True
        if isinstance(row, Reply):
            row.code_hash = random_hash()
    model._base_manager.bulk_create(order, batch_size=BATCH)


def sweep() -> None:
    """Removes the old versions of rewritten rows, which PostgreSQL keeps until it vacuums. Outside transactions."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        tables = ", ".join(connection.ops.quote_name(m._meta.db_table) for m in (Turnout, Reply))
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM {tables}")
