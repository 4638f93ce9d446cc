"""Cohorts: who learns together, and who trains them. A cohort is never deleted; it may be emptied."""

from collections.abc import Iterable

from django.db import transaction

from ledger import audit, outbox
from people.models import Cohort, User


def keep(*, cohort: Cohort, members: Iterable[User], trainers: Iterable[User], by: User | None) -> Cohort:
    """Saves a cohort, new or changed, with exactly these members and trainers.

    What the cohort learns is not known here: `cohort.kept` is promised, and whoever joined is enrolled by its handler.
    """
    with transaction.atomic():
        action = "cohort.opened" if cohort.pk is None else "cohort.changed"
        cohort.full_clean()
        cohort.save()
        cohort.members.set(members)
        cohort.trainers.set(trainers)
        counts = {"members": cohort.members.count(), "trainers": cohort.trainers.count()}
        event = audit.record(actor=by, action=action, subject=cohort, **counts)
        outbox.promise("cohort.kept", str(event.pk), cohort_id=cohort.pk)
    return cohort
