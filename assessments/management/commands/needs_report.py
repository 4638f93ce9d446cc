"""What a closed wave says of training needs, as everybody may see it."""

from typing import Any

from django.core.management.base import CommandParser

from assessments.domain.report import Cell, NoReport, Report, Row
from assessments.models import Wave
from ui.command import JsonCommand, Refused

NUMBERS = ("n", "importance", "level", "gap", "mwds", "rds")


class Command(JsonCommand):
    help = "What a closed wave says of training needs; small groups, and what would give them away, are null."

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("--wave", required=True, help="code of the wave")
        parser.add_argument("--by", action="append", default=[], help="region, rank_group (or both), or service")
        parser.add_argument(
            "--floor", type=int, default=None, help="smallest group shown, at least 5; default: the wave's"
        )

    def act(self, **options: Any) -> dict[str, Any]:
        wave = Wave.objects.filter(code=options["wave"]).select_related("edition").first()
        if wave is None:
            raise Refused(f"There is no wave “{options['wave']}”.", wave=options["wave"])
        by = list(dict.fromkeys(options["by"]))
        try:
            report = Report(wave, floor=options["floor"], language=self.speaks)
            cross = self._cross(report, by) if by else None
        except NoReport as refusal:
            raise Refused(str(refusal), wave=wave.code) from None
        return {
            "wave": wave.code,
            "floor": report.floor,
            "replies": report.replies,
            "items": [self._item(row) for row in report.items],
            "cross": cross,
        }

    @staticmethod
    def _cross(report: Report, by: list[str]) -> dict[str, Any]:
        cells, margins = report.cross(by)

        def shown(cell: Cell) -> dict[str, Any]:
            return {**cell.group, "n": cell.n}

        return {"by": by, "cells": [shown(cell) for cell in cells], "margins": [shown(cell) for cell in margins]}

    @staticmethod
    def _item(row: Row) -> dict[str, Any]:
        need = row.need
        if need is None:
            hidden = dict.fromkeys((*NUMBERS, "mwds_interval"))
            return {"item": row.item.code, **hidden, "rank": None}
        return {
            "item": row.item.code,
            "n": need.n,
            "importance": float(need.importance),
            "level": float(need.level),
            "gap": float(need.gap),
            "mwds": float(need.mwds),
            "mwds_interval": list(need.mwds_interval or ()),
            "rds": float(need.rds),
            "rank": row.rank,
        }

    def words(self, document: dict[str, Any]) -> str:
        """A table for the terminal; a dash where something is hidden to protect people."""
        heading = f"{'rank':>4} {'item':<5} {'n':>6} {'import.':>7} {'level':>6} {'gap':>6} {'MWDS':>7} {'RDS':>7}"
        lines = [
            f"{document['wave']}: replies {_or_dash(document['replies'], 'd')}, floor {document['floor']}",
            heading,
        ]
        for item in sorted(document["items"], key=lambda i: (i["rank"] or 999, i["item"])):
            cells = [f"{_or_dash(item['rank'], 'd'):>4} {item['item']:<5} {_or_dash(item['n'], 'd'):>6}"]
            wide = (("importance", 7), ("level", 6), ("gap", 6), ("mwds", 7), ("rds", 7))
            cells += [f"{_or_dash(item[name], '.2f'):>{width}}" for name, width in wide]
            lines.append(" ".join(cells))
        for cell in [*document["cross"]["cells"], *document["cross"]["margins"]] if document["cross"] else []:
            names = ", ".join(str(value) for key, value in cell.items() if key != "n") or "all"
            lines.append(f"{names}: {_or_dash(cell['n'], 'd')}")
        return "\n".join(lines)


def _or_dash(value: Any, form: str) -> str:
    return "-" if value is None else format(value, form)
