"""All that the numbers say of one assessment, kept for an hour while nothing changes."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace
from hashlib import sha256

from django.core.cache import cache

from assessments.domain.gather import Column, gather, stamp
from assessments.domain.statistics import abilities, classical, dif, irt, verdicts
from assessments.domain.statistics.abilities import Picture
from assessments.domain.statistics.classical import ItemFigures, TestFigures
from assessments.domain.statistics.dif import Dif
from assessments.domain.statistics.irt import ItemModel, Model
from assessments.domain.statistics.verdicts import Verdict
from assessments.models import Assessment

HOUR = 3600


@dataclass(frozen=True)
class Row:
    """Everything about one question."""

    number: int
    column: Column
    figures: ItemFigures
    picture: Picture
    model: ItemModel
    dif: tuple[Dif, ...]
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True)
class ItemReport:
    """Everything about an assessment: the test, its questions in order, differential functioning, the model."""

    test: TestFigures
    rows: tuple[Row, ...]
    dif: tuple[Dif, ...]
    model: Model
    edition: int | None
    sittings: int
    sheets: int

    @property
    def enough(self) -> bool:
        """Whether there is anything to show."""
        return self.test.n >= classical.LEAST


def report(assessment: Assessment, number: int | None = None, *, model: str | None = None) -> ItemReport:
    """Counts it all. Raises gather.NothingToCount."""
    found = gather(assessment, number)
    data = found.data
    between = tuple(dif.between_all(data))
    model_found = irt.fitted(data, model)
    parts = zip(found.columns, classical.items(data), abilities.pictures(data), model_found.items, strict=True)
    rows = []
    for place, (column, figures, picture, one) in enumerate(parts, 1):
        own = tuple(each for each in between if each.key == column.key)
        row = Row(place, column, figures, picture, one, own, ())
        told = verdicts.of(figures, picture, own, right=column.right, choices=tuple(column.choices))
        rows.append(replace(row, verdicts=tuple(told)))
    return ItemReport(
        classical.whole(data), tuple(rows), between, model_found, found.edition, found.sittings, found.sheets
    )


def kept(assessment: Assessment, number: int | None = None) -> ItemReport:
    """The same, counted once while nothing changes. Raises gather.NothingToCount."""
    key = "item-report-" + sha256(stamp(assessment, number).encode()).hexdigest()
    stored = cache.get(key)
    if stored is not None:
        return pickle.loads(stored)  # type: ignore[no-any-return]  # noqa: S301 (we wrote it)
    counted = report(assessment, number)
    cache.set(key, pickle.dumps(counted), HOUR)
    return counted
