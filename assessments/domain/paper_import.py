"""Taking in answers from paper: checked and scored against an assessment, all of a file or nothing, and repeatable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import kinds
from assessments.domain import corrections, scoring
from assessments.domain.paper_file import MOST_PROBLEMS, Problem, Row, Table, Unreadable, Value, problems_of, read
from assessments.enums import AssessmentKind
from assessments.kinds.base import Given
from assessments.models import Assessment, Edition, PaperExam, PaperSheet
from ledger import audit
from people.models import User
from ui.languages import codes

CODE = re.compile(r"[-a-zA-Z0-9_]{1,60}")
COMPARED = ("sex", "language", "scores", "chosen")


@dataclass(frozen=True)
class Asked:
    """What a column is scored by: what it is worth, and, where letters may stand in it, its kind and right answer."""

    points: Decimal
    choices: int = 0
    kind: str = ""
    key: dict[str, Any] | None = None
    right: tuple[int, ...] = ()


@dataclass(frozen=True)
class Taken:
    """What a file holds and what it changes: sheets read, added, changed, the same as before; questions."""

    assessment: str
    created: bool
    read: int
    added: int
    changed: int
    unchanged: int
    items: int


def take_in(*, code: str, content: bytes, by: User | None, create: bool = False, dry_run: bool = False) -> Taken:
    """Takes a file of answers into the assessment of that code. Raises Unreadable, having written nothing.

    `create` makes an assessment that stands for the paper alone, unless a file has made it before. A person's sheet
    that is there already is replaced where it differs. With `dry_run` everything is checked and nothing is kept.
    """
    table = read(content)
    with transaction.atomic():
        exam, created = _exam(code, table, create=create)
        asked = _asked(exam, table)
        found = [*_unknown(table, asked), *problems_of(table.rows), *_unscorable(table, asked)]
        if found:
            raise Unreadable(_("The file has mistakes; nothing was taken in."), found[:MOST_PROBLEMS])
        taken = _stored(exam, table, asked, created=created)
        if dry_run:
            transaction.set_rollback(True)
        elif taken.added or taken.changed or created:
            audit.record(actor=by, action="paper.import", subject=exam, assessment=code, added=taken.added)
    return taken


def forget(*, exam: PaperExam, by: User) -> int:
    """Drops all sheets of an assessment; returns how many there were. An assessment made for them stays, empty."""
    with transaction.atomic():
        dropped = exam.sheets.count()
        exam.sheets.all().delete()
        PaperExam.objects.filter(pk=exam.pk).update(changed_at=timezone.now())
        audit.record(actor=by, action="paper.forget", subject=exam, sheets=dropped)
    return dropped


def _exam(code: str, table: Table, *, create: bool) -> tuple[PaperExam, bool]:
    # Two files for one assessment: the second waits, then finds the first one's sheets.
    assessment = Assessment.objects.select_for_update().filter(code=code).first()
    if assessment is None:
        if not create:
            raise Unreadable(_("There is no assessment “%(code)s”.") % {"code": code})
        return _created(code, table), True
    if assessment.kind == AssessmentKind.SURVEY:
        raise Unreadable(_("“%(code)s” is a survey: it has no right answers.") % {"code": code})
    exam = PaperExam.objects.filter(assessment=assessment).first()
    if exam is not None and exam.scores_only:
        return exam, False
    if create:
        raise Unreadable(_("“%(code)s” exists already and has questions of its own.") % {"code": code})
    if assessment.current_id is None:
        raise Unreadable(_("“%(code)s” is not published yet: its answers can't be scored.") % {"code": code})
    return exam or PaperExam.objects.create(assessment=assessment), False


def _created(code: str, table: Table) -> PaperExam:
    if not CODE.fullmatch(code):
        raise Unreadable(_("A code has Latin letters, figures, dashes and underscores, at most 60."))
    titles = {f"title_{language}": code for language in codes()}
    try:
        with transaction.atomic():
            assessment = Assessment.objects.create(code=code, kind=AssessmentKind.EXAM, **titles)
    except IntegrityError:  # somebody else's file made it a moment ago
        raise Unreadable(
            _("“%(code)s” was made just now by somebody else: look at it first.") % {"code": code}
        ) from None
    columns = [{"key": key, "points": str(_worth(table, key))} for key in table.keys]
    return PaperExam.objects.create(assessment=assessment, scores_only=True, columns=columns)


def _worth(table: Table, key: str) -> Decimal:
    """What a question is worth: as the file says, else 1, or the most that anybody had if that is more."""
    said = table.points.get(key)
    if isinstance(said, Decimal) and said > 0:
        return said
    given = [row.values.get(key) for row in table.rows]
    return max([Decimal(1), *(value for value in given if isinstance(value, Decimal))])


def _asked(exam: PaperExam, table: Table) -> dict[str, Asked]:
    """The assessment's questions by key."""
    if exam.scores_only:
        return {
            column["key"]: Asked(Decimal(column["points"]), right=_numbers(table.right.get(column["key"])))
            for column in exam.columns
        }
    edition = Edition.objects.get(pk=exam.assessment.current_id)
    keys, found = corrections.keys(edition), dict[str, Asked]()
    for part, item in zip(edition.paper, edition.items.order_by("position"), strict=True):
        kind = kinds.get(part["answering"])
        lettered = kind.shape == "choices"
        key = keys[str(part["position"])]
        found[part["question"]] = Asked(item.points, len(part["choices"]) if lettered else 0, kind.code, key)
    return found


def _numbers(value: Value) -> tuple[int, ...]:
    return value if isinstance(value, tuple) else ()


def _unknown(table: Table, asked: dict[str, Asked]) -> Iterator[Problem]:
    for key in table.keys:
        if key not in asked:
            yield Problem(1, key, _("The assessment has no question of this key."))
        elif isinstance(said := table.points.get(key), Decimal) and said != asked[key].points:
            told = {"points": f"{asked[key].points.normalize():f}"}
            yield Problem(1, key, _("The question is worth %(points)s here, and something else in the file.") % told)


def _unscorable(table: Table, asked: dict[str, Asked]) -> Iterator[Problem]:
    for row in table.rows:
        for key, value in row.values.items():
            if key in asked and (wrong := _wrong_with(value, asked[key])):
                yield Problem(row.line, key, wrong)


def _wrong_with(value: Value, asked: Asked) -> str:
    if isinstance(value, Decimal):
        told = {"value": f"{value.normalize():f}", "points": f"{asked.points.normalize():f}"}
        return (
            _("%(value)s is more than the %(points)s that the question is worth.") % told
            if value > asked.points
            else ""
        )
    if not isinstance(value, tuple) or asked.right:
        return ""
    if asked.kind and not asked.choices:
        return _("Answers to this kind of question can only be taken in as points.")
    if not asked.kind:
        return _("There is no line “key” that says which choice is right.")
    return (
        _("The question has only %(count)s choices.") % {"count": asked.choices} if max(value) > asked.choices else ""
    )


def _points(value: Value, asked: Asked) -> Decimal | None:
    """What a cell earns; None where nothing was answered."""
    if not isinstance(value, tuple):
        return value
    if asked.kind and asked.key is not None:
        return scoring.points(corrections.share(kinds.get(asked.kind), Given(choices=value), asked.key), asked.points)
    return asked.points if value == asked.right else Decimal(0)


def _sheet(row: Row, asked: dict[str, Asked]) -> dict[str, Any]:
    points = {key: _points(value, asked[key]) for key, value in row.values.items()}
    return {
        "sex": row.sex,
        "language": row.language,
        "scores": {key: None if score is None else f"{score.normalize():f}" for key, score in points.items()},
        "chosen": {key: list(value) for key, value in row.values.items() if isinstance(value, tuple)},
    }


def _stored(exam: PaperExam, table: Table, asked: dict[str, Asked], *, created: bool) -> Taken:
    before = {sheet.person: sheet for sheet in exam.sheets.all()}
    new, changed = [], []
    for row in table.rows:
        told = _sheet(row, asked)
        held = before.get(row.person)
        if held is None:
            new.append(PaperSheet(exam=exam, person=row.person, **told))
        elif any(getattr(held, name) != told[name] for name in COMPARED):
            for name in COMPARED:
                setattr(held, name, told[name])
            changed.append(held)
    PaperSheet.objects.bulk_create(new, batch_size=500)
    PaperSheet.objects.bulk_update(changed, COMPARED, batch_size=200)
    if new or changed:
        PaperExam.objects.filter(pk=exam.pk).update(changed_at=timezone.now())
    same = len(table.rows) - len(new) - len(changed)
    return Taken(exam.assessment.code, created, len(table.rows), len(new), len(changed), same, len(table.keys))
