"""The hierarchy and the ranks, loaded from the tables in `people/data`: names change often, so they are data."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils.text import slugify

from people.enums import UnitKind
from people.models import Rank, Unit

DATA = Path(__file__).resolve().parents[1] / "data"
MINISTRY, ACADEMY = "MIA", "ACADEMY"
TOP = [
    (
        MINISTRY,
        UnitKind.MINISTRY,
        "",
        None,
        "Вазорати корҳои дохилӣ",
        "Министерство внутренних дел",
        "Ministry of Internal Affairs",
    ),  # fmt: skip
    (
        ACADEMY,
        UnitKind.ACADEMY,
        "TJ-DU",
        MINISTRY,
        "Академияи ВКД",
        "Академия МВД",
        "Academy of the Ministry of Internal Affairs",
    ),  # fmt: skip
    ("TJ-DU", UnitKind.REGION, "TJ-DU", MINISTRY, "Душанбе", "Душанбе", "Dushanbe"),
    ("TJ-SU", UnitKind.REGION, "TJ-SU", MINISTRY, "Вилояти Суғд", "Согдийская область", "Sughd Region"),
    ("TJ-KT", UnitKind.REGION, "TJ-KT", MINISTRY, "Вилояти Хатлон", "Хатлонская область", "Khatlon Region"),
    (
        "TJ-RA",
        UnitKind.REGION,
        "TJ-RA",
        MINISTRY,
        "Ноҳияҳои тобеи ҷумҳурӣ",
        "Районы республиканского подчинения",
        "Districts of Republican Subordination",
    ),  # fmt: skip
    (
        "TJ-GB",
        UnitKind.REGION,
        "TJ-GB",
        MINISTRY,
        "Вилояти Мухтори Кӯҳистони Бадахшон",
        "Горно-Бадахшанская автономная область",
        "Gorno-Badakhshan Autonomous Region",
    ),  # fmt: skip
]


def load() -> dict[str, int]:
    """Loads what is missing and renames what was renamed; returns how many units and ranks there are now.

    Rows are known by their code, never deleted (old sittings and certificates point at them), and units or ranks
    that somebody added by hand are left alone.
    """
    with transaction.atomic():
        units = {unit.code: unit for unit in Unit.objects.all()}
        for code, kind, region, parent, *names in TOP:
            above = units[parent] if parent else None
            _keep(units, Unit, code, kind=kind, region=region, parent_id=above and above.pk, **_named(names))
        for row in _rows("districts.csv"):
            code, above, names = (
                f"{row['iso']}-{slugify(row['en'])}",
                units[row["iso"]],
                [row["tg"], row["ru"], row["en"]],
            )
            _keep(units, Unit, code, kind=row["kind"], region=row["iso"], parent_id=above.pk, **_named(names))
        ranks = {rank.code: rank for rank in Rank.objects.all()}
        for row in _rows("ranks.csv"):
            words = _named([row["tg"], row["ru"], row["en"]])
            _keep(ranks, Rank, slugify(row["en"]), order=int(row["order"]), group=row["group"], **words)
    return {"units": Unit.objects.count(), "ranks": Rank.objects.count()}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _named(names: list[str]) -> dict[str, str]:
    return dict(zip(["name_tg", "name_ru", "name_en"], names, strict=True))


def _keep(rows: dict[str, Any], model: type[models.Model], code: str, **fields: Any) -> None:
    """Makes the row of this code, or changes it where it differs, so that loading again writes nothing."""
    row = rows.setdefault(code, model(code=code))
    if not row._state.adding and all(getattr(row, name) == value for name, value in fields.items()):
        return
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
