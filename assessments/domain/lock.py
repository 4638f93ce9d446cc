"""Locking a row (mostly a sitting's), and only that one of all the rows that a query joins."""

from __future__ import annotations

from typing import TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def locked(rows: QuerySet[Row], *, skip: bool = False) -> QuerySet[Row]:
    """The same query with its own rows locked FOR UPDATE; `skip` passes over those that somebody else holds.

    FOR UPDATE (not the weaker FOR NO KEY UPDATE) is what the FOR KEY SHARE of a save waits for.
    """
    features = connection.features
    return rows.select_for_update(
        of=("self",) if features.has_select_for_update_of else (),
        skip_locked=skip and features.has_select_for_update_skip_locked,
    )
