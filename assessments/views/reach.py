"""Fetching within reach: one's own, or what one may sit; anything else is a 404 and a line in the security log."""

from __future__ import annotations

from uuid import UUID

from assessments.domain import reach
from assessments.models import Assessment, Sitting
from people.access import SignedIn, refused


def sittable(request: SignedIn, code: str) -> Assessment:
    """The assessment of that code, or 404."""
    try:
        return reach.sittable(code=code, user=request.user)
    except Assessment.DoesNotExist:
        raise refused(request, "assessment") from None


def own_sitting(request: SignedIn, public_id: UUID) -> Sitting:
    """The signed-in person's sitting, or 404."""
    try:
        return reach.own_sitting(public_id=public_id, user=request.user)
    except Sitting.DoesNotExist:
        raise refused(request, "sitting") from None
