"""Opening a wave of a survey, closing it, and the rewriting in between that keeps replies apart from people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain import shuffle
from assessments.domain.disclosure import BREAKDOWNS, LOWEST_FLOOR, UNKNOWN
from assessments.domain.instrument import SILENT, Instrument, Item
from assessments.enums import AssessmentKind, Stance
from assessments.models import Assessment, EditionItem, RatingCount, Reply, ReplyAnswer, Turnout, Wave
from ledger import audit
from people.models import User
from ui.languages import current

BATCH = 5000
LONGEST_CODE = 60
RESERVED = frozenset({"open", "protection"})  # addresses of their own


class WaveRefused(Exception):
    """A wave can't be opened or closed so; the message says why."""


def surveys() -> list[Assessment]:
    """Published surveys, of which a wave can be opened."""
    found = Assessment.objects.filter(kind=AssessmentKind.SURVEY, current__isnull=False)
    return list(found.select_related("current").order_by("code"))


def find(code: str) -> Wave | None:
    """The wave of this code, with its edition but never the edition's key."""
    return _with_edition(Wave.objects.filter(code=code)).first()


def open_to() -> list[Wave]:
    """Waves that take replies now; everybody with an account may answer."""
    return list(_with_edition(Wave.objects.open()).defer("edition__paper"))


def every(language: str) -> list[tuple[Wave, str]]:
    """All waves and the titles of their surveys, the newest first."""
    found = _with_edition(Wave.objects.all()).defer("edition__paper")
    return [(wave, Instrument.say_in(wave.edition.rules.get("title"), language)) for wave in found]


def _with_edition(waves: QuerySet[Wave]) -> QuerySet[Wave]:
    return waves.select_related("edition").defer("edition__key")


@transaction.atomic
def report_opened(*, wave: Wave, by: User, breakdown: str) -> None:
    """Records that somebody looked at the results of a wave, and by what."""
    audit.record(actor=by, action="report.opened", subject=wave, wave=wave.code, breakdown=breakdown)


def checked_code(code: str) -> str:
    """A code that a wave may have. Raises WaveRefused."""
    try:
        validate_slug(code)
    except ValidationError:
        raise WaveRefused(_("A code has Latin letters, figures, dashes and underscores only.")) from None
    if len(code) > LONGEST_CODE:
        raise WaveRefused(_("This code is too long."))
    if code in RESERVED:
        raise WaveRefused(_("The code “%(code)s” is taken by the system itself.") % {"code": code})
    return code


@transaction.atomic
def open_wave(
    *,
    survey: str,
    code: str,
    by: User | None,
    floor: int = 10,
    closes_at: datetime | None = None,
    demo: bool = False,
) -> Wave:
    """Opens an empty wave of the survey's current edition, now. Raises WaveRefused."""
    checked_code(code)
    if floor < LOWEST_FLOOR:
        raise WaveRefused(_("The smallest group shown is never below %(floor)s.") % {"floor": LOWEST_FLOOR})
    assessment = Assessment.objects.filter(code=survey, kind=AssessmentKind.SURVEY).select_related("current").first()
    if assessment is None:
        raise WaveRefused(_("There is no survey “%(code)s”.") % {"code": survey})
    if assessment.current is None:
        raise WaveRefused(_("The survey “%(code)s” has not been published yet.") % {"code": survey})
    if closes_at is not None and closes_at <= timezone.now():
        raise WaveRefused(_("A wave can't close before it opens."))
    wave, made = Wave.objects.get_or_create(
        code=code, defaults={"edition": assessment.current, "floor": floor, "closes_at": closes_at, "demo": demo}
    )
    if not made:
        raise WaveRefused(_("There is a wave “%(code)s” already.") % {"code": code})
    audit.record(actor=by, action="wave.open", subject=wave, wave=code, survey=survey, floor=floor)
    return wave


@transaction.atomic
def close_wave(*, wave_id: int, by: User | None) -> Wave:
    """Closes a wave for good and settles it; only then may its results be looked at. Raises WaveRefused.

    Drafts are forgotten; every reply and turnout is rewritten under a new key in an order of chance; ratings become
    rows, and the counts that needs tables are read from are made.
    """
    wave = shuffle.hold_alone(wave_id)
    if wave.closed_at is not None:
        raise WaveRefused(_("The wave “%(code)s” is closed already.") % {"code": wave.code})
    Reply.objects.filter(wave=wave, finished=False).delete()
    shuffle.everything(Turnout, wave)
    _settle(wave, shuffle.everything(Reply, wave))
    wave.closed_at = timezone.now()
    wave.save(update_fields=["closed_at"])
    audit.record(actor=by, action="wave.close", subject=wave, wave=wave.code)
    transaction.on_commit(shuffle.sweep, robust=True)
    return wave


def close_overdue(*, now: datetime | None = None) -> int:
    """Closes the waves whose end has passed; returns how many."""
    due = list(Wave.objects.overdue(now).values_list("pk", flat=True))
    for wave_id in due:
        close_wave(wave_id=wave_id, by=None)
    return len(due)


def reshuffle() -> int:
    """Rewrites every finished reply and turnout of each open wave; every night. Returns how many waves."""
    waves = list(Wave.objects.filter(closed_at=None).values_list("pk", flat=True))
    for wave_id in waves:
        with transaction.atomic():
            wave = shuffle.hold_alone(wave_id)
            if wave.closed_at is None:
                shuffle.everything(Turnout, wave)
                shuffle.everything(Reply, wave)
    shuffle.sweep()
    return len(waves)


def _settle(wave: Wave, replies: list[Reply]) -> None:
    """Turns the answers of finished replies into rows and counts, and empties them."""
    instrument = Instrument(wave.edition, current())
    ids = dict(EditionItem.objects.filter(edition=wave.edition).values_list("position", "pk"))
    _store(_ratings(replies, ids))
    RatingCount.objects.bulk_create(
        (
            RatingCount(wave=wave, item=item, breakdown=breakdown, group=group, importance=i, level=c, n=n)
            for (item, breakdown, group, i, c), n in counted(instrument.items, replies).items()
        ),
        batch_size=BATCH,
    )
    Reply.objects.filter(wave=wave).update(answers={})


def _ratings(replies: Iterable[Reply], ids: dict[int, int]) -> Iterator[tuple[int, int, int | None, str]]:
    for reply in replies:
        for position, value in reply.answers.items():
            if value in SILENT:
                yield reply.pk, ids[int(position)], None, SILENT[value].value
            else:
                yield reply.pk, ids[int(position)], value, Stance.ANSWERED.value


def _store(ratings: Iterator[tuple[int, int, int | None, str]]) -> None:
    """Inserts ratings, plainly: a census of 30,000 has 1.7 million, too many to make an object of each."""
    table = connection.ops.quote_name(ReplyAnswer._meta.db_table)
    insert = f"INSERT INTO {table} (reply_id, item_id, number, stance) VALUES (%s, %s, %s, %s)"  # noqa: S608
    with connection.cursor() as cursor:
        while batch := list(islice(ratings, BATCH)):
            cursor.executemany(insert, batch)


def counted(items: list[Item], replies: Iterable[Reply]) -> Counter[tuple[str, str, str, int, int]]:
    """Complete pairs of (item, breakdown, group, importance, level), for the whole and for each margin."""
    places = [(item.code, str(item.importance), str(item.level)) for item in items]
    counts: Counter[tuple[str, str, str, int, int]] = Counter()
    for reply in replies:
        groups = [("total", ""), *((what, getattr(reply, what) or UNKNOWN) for what in BREAKDOWNS)]
        for code, first, second in places:
            importance, level = reply.answers.get(first), reply.answers.get(second)
            if isinstance(importance, int) and isinstance(level, int):
                counts.update((code, what, group, importance, level) for what, group in groups)
    return counts
