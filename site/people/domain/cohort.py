"""Cohorts: who learns together, and who trains them. A cohort is never deleted; it may be emptied."""

from collections.abc import Iterable

from django.db import transaction

from ledger import audit
from people.models import Cohort, User


def keep(*, cohort: Cohort, members: Iterable[User], trainers: Iterable[User], by: User | None) -> Cohort:
    """Saves a cohort, new or changed, with exactly these members and trainers.

    Whoever is added is in no course for that: a cohort is enrolled in courses of its own.
    """
    with transaction.atomic():
        action = "cohort.opened" if cohort.pk is None else "cohort.changed"
        cohort.full_clean()
        cohort.save()
        cohort.members.set(members)
        cohort.trainers.set(trainers)
        counts = {"members": cohort.members.count(), "trainers": cohort.trainers.count()}
        audit.record(actor=by, action=action, subject=cohort, **counts)
    return cohort
