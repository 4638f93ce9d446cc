"""The door of an assessment: when it is open, until when one may answer, and from which networks."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from uuid import UUID

from django.core.cache import cache

from assessments.models import Assessment, Sitting

# A change of the networks reaches pages that are open already within this time.
KEPT_SECONDS = 30


class Door(StrEnum):
    """How the door stands at a moment."""

    EARLY = "early"
    OPEN = "open"
    OVER = "over"


class NotNow(Exception):
    """The assessment isn't open yet, or not any more; `door` says which."""

    def __init__(self, door: Door) -> None:
        super().__init__(door.value)
        self.door = door


def door(assessment: Assessment, now: datetime) -> Door:
    """How the door stands. It opens at `opens_at` exactly, and is shut at `closes_at` exactly."""
    if assessment.opens_at and now < assessment.opens_at:
        return Door.EARLY
    return Door.OVER if assessment.closes_at and now >= assessment.closes_at else Door.OPEN


def must_be_open(assessment: Assessment, now: datetime) -> None:
    """Raises NotNow outside the opening times."""
    found = door(assessment, now)
    if found != Door.OPEN:
        raise NotNow(found)


def deadline(assessment: Assessment, minutes: int | None, now: datetime) -> datetime | None:
    """When a sitting that begins now ends: after its minutes, extra ones included, and never after the closing time."""
    ends = [now + timedelta(minutes=minutes)] if minutes else []
    return min([*ends, *([assessment.closes_at] if assessment.closes_at else [])], default=None)


def networks(text: str) -> list[IPv4Network | IPv6Network]:
    """The networks of a list, one a line. Raises ValueError with the line that isn't one."""
    found: list[IPv4Network | IPv6Network] = []
    for line in (line.strip() for line in text.splitlines()):
        if line:
            try:
                found.append(ip_network(line, strict=False))
            except ValueError:
                raise ValueError(line) from None
    return found


def is_inside(listed: str, address: str) -> bool:
    """Whether an address lies in one of the networks; an empty list lets everybody in, an unreadable address nobody."""
    if not listed.strip():
        return True
    try:
        asked = ip_address(address.strip())
    except ValueError:
        return False
    # A server that listens on IPv6 may see IPv4 visitors as ::ffff:10.0.0.1.
    plain = getattr(asked, "ipv4_mapped", None) or asked
    return any(plain in network for network in networks(listed))


def networks_of(public_id: UUID) -> str:
    """The list of networks of a sitting's assessment; kept for a while, so that a save stays one statement."""
    key = f"networks:{public_id}"
    kept: str | None = cache.get(key)
    if kept is None:
        listed = Sitting.objects.filter(public_id=public_id).values_list("assessment__networks", flat=True)
        kept = listed.first() or ""
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def remember_networks(sitting: Sitting) -> None:
    """Keeps the list of a sitting whose assessment has been fetched anyway."""
    cache.set(f"networks:{sitting.public_id}", sitting.assessment.networks, KEPT_SECONDS)
