"""Interactions of QTI as kinds of question."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessments.formats.entry import Entry, Option, number, settled, truth_of, written
from assessments.formats.qti_xml import declared, every, get, mapped, name_of, right, right_or_mapped, said

INLINE = {"inlinechoiceinteraction", "textentryinteraction"}


def answered(item: Any, body: Any, found: list[Any], entry: Entry) -> str:
    """Puts the answers of an item in; why it can't be, or ""."""
    kinds = [name_of(one) for one in found]
    if not kinds:
        return _("A description asks nothing.")
    if set(kinds) <= INLINE and (len(kinds) > 1 or kinds[0] == "inlinechoiceinteraction" or _within(item, found[0])):
        return _gaps(item, body, found, entry)
    if len(kinds) > 1:
        return _("It asks several things at once.")
    if kinds[0] == "gapmatchinteraction":
        return _gap_match(item, body, found[0], entry)
    if kinds[0] not in KINDS:
        return _("Questions of the kind “%(kind)s” aren't taken in.") % {"kind": kinds[0].removesuffix("interaction")}
    return KINDS[kinds[0]](item, found[0], entry)


def _within(item: Any, interaction: Any) -> bool:
    """Whether words are to be written within a sentence, not below the question."""
    told, parent = declared(item, interaction), interaction.getparent()
    words = told is not None and get(told, "basetype", "string") == "string"
    return bool(words and name_of(parent) != "itembody" and "".join(parent.itertext()).strip())


def _choices(item: Any, interaction: Any, entry: Entry) -> str:
    told, choices = declared(item, interaction), every(interaction, "simplechoice")
    correct, scores = right_or_mapped(told), mapped(told)
    ids = [get(one, "identifier") for one in choices]
    if not correct or not set(correct) <= set(ids):
        return _("It doesn't say which choice is right.")
    several = told is not None and get(told, "cardinality") == "multiple"
    entry.shuffle = get(interaction, "shuffle") == "true"
    whole = {one: Decimal(int(one in correct)) for one in ids}
    earned = {one: _share(scores.get(one, Decimal(0))) for one in ids} if scores else whole
    entry.options = [Option(said(one), earned[get(one, "identifier")]) for one in choices]
    words = [truth_of(option.text) for option in entry.options]
    if not several and sorted(words) == ["false", "true"]:
        entry.answering, entry.details, entry.shuffle = "truth", {"answer": words[ids.index(correct[0])]}, True
        entry.options = []
    elif several and not scores:
        entry.answering, entry.details = "many", {"rule": "all"}
    else:
        settled(entry, several=several)
    return ""


def _share(value: Decimal) -> Decimal:
    return max(Decimal(-1), min(Decimal(1), value)).quantize(Decimal("0.001"))


def _order(item: Any, interaction: Any, entry: Entry) -> str:
    choices = {get(one, "identifier"): said(one) for one in every(interaction, "simplechoice")}
    correct = right(declared(item, interaction))
    if sorted(correct) != sorted(choices):
        return _("It doesn't say the right order of all of its choices.")
    entry.answering = "order"
    entry.options = [Option(choices[name]) for name in correct]
    return ""


def _entered(item: Any, interaction: Any, entry: Entry) -> str:
    told = declared(item, interaction)
    answers = [text for text, _score in _typed(told)]
    if not answers:
        return _("The right answer is missing.")
    if get(told, "basetype") in ("float", "integer") and (value := number(answers[0])) is not None:
        entry.answering, entry.details = "number", {"answer": written(value)}
        for equal in every(item, "equal"):
            tolerance = number((get(equal, "tolerance").split() or [""])[0])
            if tolerance and get(equal, "tolerancemode") == "absolute":
                entry.details["tolerance"] = written(tolerance)
        return ""
    entry.answering, entry.details = "text", {"answers": "\n".join(answers)}
    return ""


def _typed(told: Any) -> list[tuple[str, Decimal]]:
    """The words that count, each with what it earns; the right ones first."""
    found = {text: Decimal(1) for text in right(told)}
    found |= {text: _share(score) for text, score in mapped(told).items() if score > 0}
    return list(found.items())


# ---- gaps ----


def _gaps(item: Any, body: Any, found: list[Any], entry: Entry) -> str:
    entry.answering, entry.details = "gaps", {"rule": "part"}
    entry.stem = said(body, without=["rubricblock"], marked=[name_of(one) for one in found])
    for gap, interaction in enumerate(found, 1):
        told = declared(item, interaction)
        if name_of(interaction) == "textentryinteraction":
            options = [Option(text, score, part=gap) for text, score in _typed(told)]
        else:
            options = _inline(told, interaction, gap)
        if not any(option.score > 0 for option in options):
            return _("Gap %(number)s has no right answer.") % {"number": gap}
        entry.options += options
    return ""


def _inline(told: Any, interaction: Any, gap: int) -> list[Option]:
    correct, scores = right_or_mapped(told), mapped(told)
    found = []
    for one in every(interaction, "inlinechoice"):
        name = get(one, "identifier")
        score = _share(scores[name]) if name in scores else Decimal(int(name in correct))
        found.append(Option(said(one), score, part=gap))
    return found


def _gap_match(item: Any, body: Any, interaction: Any, entry: Entry) -> str:
    texts = {get(one, "identifier"): said(one) for one in every(interaction, "gaptext")}
    pairs = [value.split() for value in right_or_mapped(declared(item, interaction))]
    wanted = {pair[1]: pair[0] for pair in pairs if len(pair) == 2}
    entry.answering, entry.details = "gaps", {"rule": "part"}
    entry.stem = said(body, without=["gaptext", "rubricblock"], marked=["gap"])
    for n, gap in enumerate(every(interaction, "gap"), 1):
        mine = wanted.get(get(gap, "identifier"))
        if mine not in texts:
            return _("Gap %(number)s has no right answer.") % {"number": n}
        entry.options += [Option(text, Decimal(int(name == mine)), part=n) for name, text in texts.items()]
    return ""


# ---- pairs ----


def _match(item: Any, interaction: Any, entry: Entry) -> str:
    sets = [_named(one) for one in every(interaction, "simplematchset")]
    if len(sets) != 2:
        return _("It has no two sides to match.")
    return _paired(item, interaction, entry, sets[0], sets[1])


def _associate(item: Any, interaction: Any, entry: Entry) -> str:
    known = _named(interaction)
    lefts = [value.split()[0] for value in right_or_mapped(declared(item, interaction)) if len(value.split()) == 2]
    left = {name: known[name] for name in lefts if name in known}
    return _paired(item, interaction, entry, left, {n: text for n, text in known.items() if n not in left})


def _named(element: Any) -> dict[str, str]:
    return {get(one, "identifier"): said(one) for one in every(element, "simpleassociablechoice")}


def _paired(item: Any, interaction: Any, entry: Entry, left: dict[str, str], other: dict[str, str]) -> str:
    told = declared(item, interaction)
    pairs: dict[str, str] = {}
    for value in right_or_mapped(told):
        ends = value.split() if len(value.split()) == 2 else ["", ""]
        one, match = ends if ends[0] in left else ends[::-1]
        if one not in left or match not in other or one in pairs:
            return _("Something in it goes with none or with several; here each goes with one.")
        pairs[one] = match
    if set(pairs) != set(left):
        return _("Something in it goes with none or with several; here each goes with one.")
    entry.answering, entry.shuffle = "match", get(interaction, "shuffle") == "true"
    entry.details = {"rule": "part" if mapped(told) else "all"}
    entry.options = [Option(text, match=other[pairs[name]]) for name, text in left.items()]
    entry.options += [Option("", match=text) for name, text in other.items() if name not in pairs.values()]
    return ""


# ---- those that people mark, and places on a picture ----


def _essay(_item: Any, _interaction: Any, entry: Entry) -> str:
    entry.answering = "essay"
    return ""


def _file(_item: Any, _interaction: Any, entry: Entry) -> str:
    entry.answering = "file"
    return ""


def _spot(item: Any, interaction: Any, entry: Entry) -> str:
    told, places = declared(item, interaction), every(interaction, "hotspotchoice")
    correct = right_or_mapped(told)
    picture = next(iter(every(interaction, "img", "object")), None)
    size = _size(picture, entry)
    if size is None:
        return " ".join([_("The picture is missing."), *entry.dropped])
    if not correct or not set(correct) <= {get(one, "identifier") for one in places}:
        return _("It doesn't say which choice is right.")
    for n, one in enumerate(places, 1):
        area = _area(one, size)
        if not area:
            return _("The area of a place can't be read.")
        text = get(one, "hotspotlabel") or get(one, "arialabel") or str(n)
        entry.options.append(Option(text, Decimal(int(get(one, "identifier") in correct)), area=area))
    if any(get(one, "shape") != "rect" for one in places):
        entry.dropped.append(_("Round or many-cornered areas: here they are rectangles around them."))
    several = get(told, "cardinality") == "multiple"
    entry.answering, entry.shuffle = "spot", True
    entry.details = {"rule": "one" if not several else "part" if mapped(told) else "all"}
    return ""


def _size(picture: Any, entry: Entry) -> tuple[int, int] | None:
    """Width and height that the areas count in; None without a picture."""
    if picture is None or entry.picture is None:
        return None
    told = get(picture, "width"), get(picture, "height")
    if all(text.isascii() and text.isdigit() and 0 < int(text) < 100_000 for text in told):
        return int(told[0]), int(told[1])
    return entry.picture.width, entry.picture.height


def _area(place: Any, size: tuple[int, int]) -> str:
    """Left, top, width and height in percent of the rectangle around an area; "" when it makes no sense."""
    numbers = [number(text) for text in get(place, "coords").split(",")]
    points = [float(value) for value in numbers if value is not None]
    if len(points) != len(numbers):
        return ""
    box = _box(get(place, "shape"), points)
    if box is None:
        return ""
    sides = [max(0, min(100, round(100 * at / size[n % 2]))) for n, at in enumerate(box)]
    left, top = min(sides[0], 99), min(sides[1], 99)
    return f"{left} {top} {max(1, sides[2] - left)} {max(1, sides[3] - top)}"


def _box(shape: str, points: list[float]) -> tuple[float, float, float, float] | None:
    """Left, top, right and bottom."""
    if shape == "rect" and len(points) == 4:
        return points[0], points[1], points[2], points[3]
    if shape == "circle" and len(points) == 3:
        return points[0] - points[2], points[1] - points[2], points[0] + points[2], points[1] + points[2]
    if shape == "ellipse" and len(points) == 4:
        return points[0] - points[2], points[1] - points[3], points[0] + points[2], points[1] + points[3]
    if shape == "poly" and len(points) >= 6 and len(points) % 2 == 0:
        return min(points[::2]), min(points[1::2]), max(points[::2]), max(points[1::2])
    return None


KINDS: dict[str, Callable[[Any, Any, Entry], str]] = {
    "choiceinteraction": _choices,
    "orderinteraction": _order,
    "textentryinteraction": _entered,
    "matchinteraction": _match,
    "associateinteraction": _associate,
    "extendedtextinteraction": _essay,
    "uploadinteraction": _file,
    "hotspotinteraction": _spot,
}
