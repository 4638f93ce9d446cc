"""Statistics in plain words and as shapes: what a trainer should do about a question, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.domain.item_report import ItemReport, Row
from assessments.domain.statistics import classical, dif, irt
from assessments.domain.statistics.abilities import Option
from assessments.domain.statistics.verdicts import Verdict, Word
from assessments.models.bank import excerpt
from ui.languages import current, fallbacks, own_name

PLAIN = {
    Word.KEY: lambda: _("The best cadets get this wrong: check the key."),
    Word.WEAK: lambda: _(
        "It hardly tells those who know from those who don't: look for a second right answer or a vague word."
    ),
    Word.HARD: lambda: _("Hardly anybody gets it right: was this taught, and is the key right?"),
    Word.EASY: lambda: _(
        "Nearly everybody gets it right: it tells nobody apart. Keep it only if everybody must know it."
    ),
    Word.UNREACHED: lambda: _("Many didn't get this far: there may be too little time."),
}


def letter(number: int) -> str:
    """A choice's number as a letter, A for 1."""
    return chr(64 + number) if 1 <= number <= 26 else str(number)


def letters(numbers: tuple[int, ...]) -> str:
    """Several, with commas."""
    return ", ".join(map(letter, numbers))


def advice(row: Row) -> Iterator[str]:
    """What is to be done about a question, the gravest first; nothing where nothing stands out."""
    return (sentence(verdict) for verdict in row.verdicts)


def sentence(verdict: Verdict) -> str:
    """One verdict in words."""
    if verdict.word == Word.RIVAL:
        return _("The best cadets choose %(letters)s more often than the right answer: check the key.") % {
            "letters": letters(verdict.about)
        }
    if verdict.word == Word.IDLE:
        return _("Almost nobody chooses %(letters)s: write a wrong answer that somebody could believe.") % {
            "letters": letters(verdict.about)
        }
    if verdict.word == Word.TRANSLATION:
        told = {"harder": own_name(verdict.harder_in), "easier": own_name(verdict.easier_in)}
        return (
            _("As able, yet it is harder in %(harder)s than in %(easier)s: likely mistranslated. Compare the texts.")
            % told
        )
    if verdict.word == Word.SEXES:
        harder = pgettext("harder for", "women") if verdict.harder_in == "f" else pgettext("harder for", "men")
        return _("As able, yet it is harder for %(group)s: look at the case it tells and its words.") % {
            "group": harder
        }
    return PLAIN[verdict.word]()


def text_in(texts: Any) -> tuple[str, str]:
    """A text in the language shown now, or the nearest that it has, and which that is; the whole of it."""
    for code in fallbacks(current()):
        if texts.get(code):
            return texts[code], code
    return "", ""


@dataclass(frozen=True)
class Line:
    """A question as the table shows it. `advice`: sentences, and whether each is grave; `idle_only`: nothing is said
    of it but that choices do nothing; `x`, `y`, `bar`: percent of a chart's width and height."""

    row: Row
    text: str
    language: str
    advice: tuple[tuple[str, bool], ...]
    grave: bool
    idle_only: bool
    bar: str
    x: str
    y: str


def lines(report: ItemReport) -> list[Line]:
    """All questions in their order."""
    return [_line(row) for row in report.rows]


def _line(row: Row) -> Line:
    text, language = text_in(row.column.stem)
    figures = row.figures
    # The chart goes from -0.5 to 1; correlations below that are drawn at its edge.
    height = max(-0.5, figures.point_biserial or 0.0)
    return Line(
        row,
        excerpt(text) if text else row.column.key,
        language,
        tuple((sentence(verdict), verdict.grave) for verdict in row.verdicts),
        any(verdict.grave for verdict in row.verdicts),
        all(verdict.word == Word.IDLE for verdict in row.verdicts),
        bar=_percent(figures.facility or 0.0),
        x=_percent(figures.facility or 0.0),
        y=_percent((1 - height) / 1.5),
    )


def _percent(share: float) -> str:
    """For an attribute of SVG: a point for the decimals in every language."""
    return f"{100 * share:.2f}%"


def fairness(report: ItemReport) -> dict[str, Any]:
    """What is said of differential functioning: what was compared, what stands out, what had too few people."""
    pairs = list(dict.fromkeys((one.by, one.reference, one.focal) for one in report.dif))
    judged = [one for one in report.dif if one.category is not None]
    compared = {(one.by, one.reference, one.focal) for one in judged}
    numbers = {row.column.key: row.number for row in report.rows}
    shown = sorted((one for one in judged if one.category != "A"), key=lambda one: -abs(one.delta or 0))
    return {
        "compared": [pair_words(*pair) for pair in pairs if pair in compared],
        "too_few": [pair_words(*pair) for pair in pairs if pair not in compared],
        "found": [(numbers[one.key], pair_words(one.by, one.reference, one.focal), one) for one in shown],
        "least": dif.LEAST,
    }


def pair_words(by: str, reference: str, focal: str) -> str:
    """Two groups that are compared, in words."""
    if by == "sex":
        return _("women and men")
    return _("%(focal)s and %(reference)s") % {"focal": own_name(focal), "reference": own_name(reference)}


def test_words(report: ItemReport) -> list[str]:
    """What the figures of the whole test mean, in sentences."""
    test, found = report.test, []
    if test.alpha is not None and test.n >= classical.LEAST_FOR_WORDS:
        found.append(_reliability(test.alpha))
    if test.sem is not None and test.n >= classical.LEAST_FOR_WORDS:
        told = {"points": formats.number_format(1.96 * test.sem, 1)}
        found.append(
            _("A cadet's points could as well have been up to %(points)s more or fewer, by chance alone.") % told
        )
    return found


def _reliability(alpha: float) -> str:
    if alpha >= 0.8:
        return _("The order of cadets by points can be relied on.")
    if alpha >= 0.6:
        return _("The order of cadets by points is rough: it does for a lesson quiz, not to decide about a person.")
    return _("The order of cadets by points can't be relied on: too few questions, or too many that tell nobody apart.")


def model_words(report: ItemReport) -> str:
    """Which response model was fitted, or how many people one needs."""
    if report.model.model is None:
        return _("A response model needs %(least)s people; so far there are %(n)s.") % {
            "least": irt.LEAST_RASCH,
            "n": report.test.n,
        }
    if not report.model.converged:
        return _("The response model found no stable answer: its figures are left without errors.")
    if report.model.model == irt.TWO:
        return _("Two-parameter model: each question has its difficulty and its steepness.")
    return _("Rasch's model: each question has its difficulty, and all share one steepness.")


@dataclass(frozen=True)
class Choice:
    """A choice as the table of a question shows it; `shares`: percent of each third, and as widths of bars."""

    option: Option
    letter: str
    text: str
    language: str
    right: bool
    thirds: tuple[tuple[int, int | None, str], ...]


def choices(row: Row) -> list[Choice]:
    """Every choice of a question, those that nobody made included, and «no answer»; none where answers have none."""
    made = {option.number: option for option in row.picture.options}
    if not made:
        return []
    numbers = [*sorted({*row.column.choices, *made} - {0}), 0]
    return [_choice(row, made.get(number, Option(number, (0, 0, 0)))) for number in numbers]


def _choice(row: Row, option: Option) -> Choice:
    text, language = text_in(row.column.choices.get(option.number, {}))
    thirds = []
    for count, size in zip(option.counts, row.picture.sizes, strict=True):
        share = count / size if size else None
        thirds.append((count, None if share is None else round(100 * share), _percent(share or 0.0)))
    return Choice(
        option,
        letter(option.number) if option.number else "",
        text,
        language,
        option.number in row.column.right,
        tuple(thirds),
    )


def thirds_words(row: Row) -> list[tuple[str, int, float | None, str]]:
    """The three groups of ability: name, people, facility in percent, width of the bar."""
    names = [_("lowest third"), _("middle third"), _("best third")]
    return [
        (name, size, None if share is None else 100 * share, _percent(share or 0.0))
        for name, size, share in zip(names, row.picture.sizes, row.picture.facility, strict=True)
    ]
