"""What the numbers say of an assessment's questions: classical figures, differential functioning, a response model."""

from typing import Any

from django.core.management.base import CommandParser

from assessments.domain import gather
from assessments.domain.item_report import ItemReport, report
from assessments.domain.statistics.irt import RASCH, TWO
from assessments.models import Assessment
from assessments.statistics_presenters import advice
from ui.command import JsonCommand, Refused

TEST = ("n", "items", "mean", "sd", "alpha", "sem", "error_ratio")
ITEM = (
    "key", "n", "facility", "sd", "discrimination_index", "discrimination_efficiency", "point_biserial",
    "effective_weight",
)  # fmt: skip
MODEL = ("key", "a", "b", "se_a", "se_b")


class Command(JsonCommand):
    help = "Figures of an assessment's questions; null where too few people answered (statistics.md)."

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("--assessment", required=True, help="code of the assessment")
        parser.add_argument("--edition", type=int, default=None, help="default: the newest that anybody has finished")
        parser.add_argument("--model", choices=[RASCH, TWO], default=None, help="default: 2pl from 500 people")

    def act(self, **options: Any) -> dict[str, Any]:
        code = options["assessment"]
        try:
            found = report(gather.by_code(code), options["edition"], model=options["model"])
        except Assessment.DoesNotExist:
            raise Refused(f"There is no assessment “{code}” with right answers.", assessment=code) from None
        except gather.NothingToCount as refusal:
            raise Refused(str(refusal), assessment=code) from None
        self.told = [(row.column.key, sentence) for row in found.rows for sentence in advice(row)]
        return document(found)

    def words(self, document: dict[str, Any]) -> str:
        """A table for the terminal, and what to look at; a dash where too few have answered."""
        test = document["test"]
        lines = [
            " ".join(f"{name} {_shown(test[name], 3)}" for name in TEST),
            f"{'key':<20} {'n':>6} {'facil.':>7} {'sd':>7} {'d.ind.':>7} {'d.eff.':>7} {'p.bis.':>7} {'weight':>7}",
        ]
        for item in document["items"]:
            digits = (0, 3, 3, 1, 1, 3, 1)
            cells = [f"{_shown(item[name], d):>7}" for name, d in zip(ITEM[1:], digits, strict=True)]
            lines.append(f"{item['key']:<20}" + " ".join(cells))
        return "\n".join([*lines, *(f"{key}: {sentence}" for key, sentence in self.told)])


def _shown(value: Any, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def document(found: ItemReport) -> dict[str, Any]:
    """The document of --json: unrounded, and null where a figure isn't known."""
    return {
        "test": {name: getattr(found.test, name) for name in TEST},
        "items": [{name: getattr(row.figures, name) for name in ITEM} for row in found.rows],
        "dif": [
            {
                "key": one.key,
                "by": one.by,
                "reference": one.reference,
                "focal": one.focal,
                "n": one.n,
                "alpha_mh": one.alpha_mh,
                "delta": one.delta,
                "class": one.category,
                "flagged": one.flagged,
            }
            for one in found.dif
        ],
        "irt": {
            "model": found.model.model,
            "converged": found.model.converged,
            "items": [{name: getattr(one, name) for name in MODEL} for one in found.model.items],
        },
    }
