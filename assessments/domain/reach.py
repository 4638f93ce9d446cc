"""What of assessments a person may reach: what they may sit, and their own sittings."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from assessments import access
from assessments.models import Assessment, Sitting
from people.models import User
from people.scope import people_with_results


def sittable(*, code: str, user: User) -> Assessment:
    """The published assessment of that code, if some rule lets this person sit it.

    Raises Assessment.DoesNotExist otherwise. Its edition comes along without paper and key.
    """
    found = Assessment.with_rehearsals.exclude(current=None).select_related("current")
    assessment: Assessment = found.defer("current__paper", "current__key").get(code=code)
    if not access.may_sit(user, assessment):
        raise Assessment.DoesNotExist
    return assessment


def own_sitting(*, public_id: UUID, user: User) -> Sitting:
    """A person's own sitting, open or closed, without paper and key. Raises Sitting.DoesNotExist."""
    mine = Sitting.objects.of(user).select_related("assessment", "edition")
    return mine.defer("edition__paper", "edition__key").get(public_id=public_id)


def closed_sitting(*, public_id: UUID, viewer: User) -> Sitting:
    """A closed sitting of one's own, or of somebody whose results one may see. Raises Sitting.DoesNotExist."""
    theirs = Q(candidate=viewer) | Q(candidate__in=people_with_results(viewer))
    found = Sitting.objects.filter(theirs, closed_at__isnull=False).select_related("assessment", "edition", "candidate")
    return found.defer("edition__paper", "edition__key").get(public_id=public_id)


def own_sittings(*, assessment: Assessment, user: User) -> QuerySet[Sitting]:
    """A person's sittings of one assessment, newest first, with their results."""
    return (
        Sitting.objects.of(user)
        .filter(assessment=assessment)
        .order_by("-number")
        .select_related("assessment")
        .prefetch_related("results")
    )
