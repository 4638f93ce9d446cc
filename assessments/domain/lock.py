"""Locking a sitting's row, and only that one of all the rows that a query joins."""

from __future__ import annotations

from django.db import connection
from django.db.models import QuerySet

from assessments.models import Sitting


def locked(sittings: QuerySet[Sitting], *, skip: bool = False) -> QuerySet[Sitting]:
    """The same query with the sittings' rows locked FOR UPDATE; `skip` passes over those that somebody else holds.

    FOR UPDATE (not the weaker FOR NO KEY UPDATE) is what the FOR KEY SHARE of a save waits for.
    """
    features = connection.features
    return sittings.select_for_update(
        of=("self",) if features.has_select_for_update_of else (),
        skip_locked=skip and features.has_select_for_update_skip_locked,
    )
