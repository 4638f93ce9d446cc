"""Where a person is in the handbook, kept across visits and languages, and which sections they have read.

Nothing of this goes into the audit trail: what somebody reads, and when, is nobody's business but theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from handbook.models import Reading, SectionPage
from people.models import User


@dataclass(frozen=True)
class Visits:
    """What one person has read: by section, in the order of the last visit; nothing for who isn't signed in."""

    by_section: Mapping[int, Reading] = field(default_factory=dict)

    @property
    def read(self) -> set[int]:
        """The sections that were read to the end."""
        return {pk for pk, reading in self.by_section.items() if reading.read_at}

    def place_in(self, section: SectionPage) -> str:
        """The block where this person stopped, if the section still has it and it isn't the first."""
        reading = self.by_section.get(section.pk)
        later = [block.id for block in section.body][1:]
        return reading.block if reading and reading.block in later else ""


def visits(person: object) -> Visits:
    """Everything that this person has read; one query, none for who isn't signed in."""
    if not isinstance(person, User):
        return Visits()
    found = Reading.objects.filter(person=person).order_by("-seen_at")
    return Visits({reading.section_id: reading for reading in found})


def last(person: User) -> Reading | None:
    """The last place of this person in a section that is still published."""
    readings = Reading.objects.filter(person=person, section__live=True).select_related("section")
    found: Reading | None = readings.defer("section__body").order_by("-seen_at").first()
    return found


@transaction.atomic
def keep_place(*, section: SectionPage, block: str, by: User) -> Reading:
    """Keeps the block that was read last; the newest word counts, whichever device it came from."""
    reading, _made = Reading.objects.update_or_create(
        person=by, section=section, defaults={"block": block, "seen_at": timezone.now()}
    )
    return reading


@transaction.atomic
def mark(*, section: SectionPage, read: bool, by: User) -> Reading:
    """Marks a section as read, or as not read yet; marking again keeps the first time."""
    now = timezone.now()
    reading, made = Reading.objects.get_or_create(
        person=by, section=section, defaults={"seen_at": now, "read_at": now if read else None}
    )
    if not made and bool(reading.read_at) != read:
        reading.read_at = now if read else None
        reading.save(update_fields=["read_at"])
    return reading
