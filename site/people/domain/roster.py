"""What a list of people would change: who is new, who is known, what isn't clear. Nothing is written here."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from people.models import Rank, Unit, User
from people.rosters import columns, logins
from people.rosters.reading import Entry, Reading
from ui.folding import fold

NEW, CHANGE, SAME, SKIP, ASK = "new", "change", "same", "skip", "ask"
PLAIN = ("service_number", "birth_year", "sex", "language", "email")
MILITIA = {"милитсия", "милиции", "милиция", "militia", "of"}
# What is written before and after the name of a place.
AROUND = {
    "шкд", "рвкд", "раесати", "шуъбаи", "шуьбаи", "ровд", "гувд", "увд", "омвд", "дар", "нохияи", "нохия", "шахри",
    "шахр", "вилояти", "вилоят", "область", "области", "района", "район", "города", "город", "г", "н", "ш", "р",
    "district", "city", "region", "по", "вкд", "мвд", "of", "the",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of the plan. `changes`: field -> (before, after) as values of User; `candidates`: who it may be."""

    entry: Entry
    action: str
    person: User | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    candidates: tuple[User, ...] = ()
    reason: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What a list would do, line by line."""

    rows: list[Row]

    def of(self, action: str) -> list[Row]:
        """The lines with this action."""
        return [row for row in self.rows if row.action == action]

    @property
    def digest(self) -> str:
        """The same for plans that do the same: what was looked at is what is done."""
        doing = [row for row in self.rows if row.action not in (SKIP, ASK)]
        told = [[row.entry.line, row.action, row.person and row.person.pk, _told(row.changes)] for row in doing]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False, default=str).encode()).hexdigest()


def _told(changes: Mapping[str, tuple[Any, Any]]) -> list[list[str]]:
    return [[name, str(before), str(after)] for name, (before, after) in sorted(changes.items())]


@dataclass(frozen=True)
class Known:
    """The people, ranks and units that there are, by what a list may call them."""

    by_number: dict[str, User]
    by_name: dict[str, list[User]]
    by_two: dict[str, list[User]]
    ranks: dict[str, Rank]
    units: dict[str, Unit]


def plan(reading: Reading, *, unit: Unit | None = None, decisions: Mapping[int, str] | None = None) -> Plan:
    """What the list would change. `unit`: where those serve of whom the list doesn't say it.

    `decisions` by line: "skip", "new", or the number (pk) of the person that it is.
    """
    known = _known()
    numbers: dict[str, int] = {}
    names: dict[tuple[str, int | None], int] = {}
    rows = []
    for entry in reading.entries:
        said = (decisions or {}).get(entry.line, "")
        row = _row(entry, known, unit, said, _earlier(entry, numbers, names) if said != NEW else 0)
        rows.append(row)
        if row.action != SKIP:
            numbers.setdefault(entry.service_number, entry.line)
            names.setdefault((fold(entry.name), entry.birth_year), entry.line)
    return Plan(rows)


def _earlier(entry: Entry, numbers: dict[str, int], names: dict[tuple[str, int | None], int]) -> int:
    """The number of an earlier line that is the same person, or 0."""
    if entry.service_number and entry.service_number in numbers:
        return numbers[entry.service_number]
    if entry.service_number and entry.birth_year is None:
        return 0
    return names.get((fold(entry.name), entry.birth_year), 0)


def _row(entry: Entry, known: Known, unit: Unit | None, said: str, earlier: int) -> Row:
    if entry.problem:
        return Row(entry, SKIP, reason=entry.problem)
    if earlier:
        return Row(entry, SKIP, reason=_("The same person stands in line %(line)s.") % {"line": earlier})
    if said == SKIP:
        return Row(entry, SKIP, reason=_("Passed over by decision."))
    person, candidates, reason = _who(entry, known)
    if candidates and said != NEW:
        person = next((one for one in candidates if str(one.pk) == said), None)
        if person is None:
            return Row(entry, ASK, candidates=tuple(candidates), reason=reason)
    elif candidates:
        person = None
    values, notes = _values(entry, known, unit, person)
    if person is None:
        return Row(entry, NEW, changes={name: (None, value) for name, value in values.items()}, notes=notes)
    changes = {name: (getattr(person, name), value) for name, value in values.items() if getattr(person, name) != value}
    return Row(entry, CHANGE if changes else SAME, person=person, changes=changes, notes=notes)


def _who(entry: Entry, known: Known) -> tuple[User | None, list[User], str]:
    """Who a line is: somebody known for sure, or nobody known, or people who may be meant, and why it isn't sure."""
    folded = fold(entry.name)
    holder = known.by_number.get(entry.service_number) if entry.service_number else None
    if holder:
        if _two(fold(holder.full_name_tg or holder.full_name)) & _two(folded):
            return holder, [], ""
        return None, [holder], _("Somebody with another name has this service number.")
    namesakes = [one for one in known.by_name.get(folded, []) if not _another(one, entry)]
    sure = [one for one in namesakes if entry.birth_year and one.birth_year == entry.birth_year]
    if len(sure) == 1:
        return sure[0], [], ""
    if namesakes:
        return None, namesakes, _("Somebody with this name is known; the list doesn't say whether it is the same.")
    close = [one for one in known.by_two.get(" ".join(folded.split()[:2]), []) if not _another(one, entry)]
    close = [one for one in close if _agree(folded, fold(one.full_name_tg or one.full_name))]
    if close:
        return None, close, _("Somebody with almost this name is known.")
    return None, [], ""


def _two(folded: str) -> set[str]:
    """Surname and name, in whichever order."""
    return set(folded.split()[:2])


def _agree(one: str, other: str) -> bool:
    """Whether one of two names goes on where the other ends: a patronymic that is left out."""
    return one.startswith(other) or other.startswith(one)


def _another(person: User, entry: Entry) -> bool:
    """Whether somebody is surely another person than the line says: another number, or another year of birth."""
    if person.service_number and entry.service_number and person.service_number != entry.service_number:
        return True
    return bool(person.birth_year and entry.birth_year and person.birth_year != entry.birth_year)


def _values(
    entry: Entry, known: Known, unit: Unit | None, person: User | None
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What the list says of a person, as values of User; what is empty in the list changes nothing."""
    notes = list(entry.notes)
    rank = known.ranks.get(_rank_key(entry.rank)) if entry.rank else None
    if entry.rank and rank is None:
        notes.append(_("The rank “%(rank)s” is not known.") % {"rank": entry.rank[:60]})
    place = known.units.get(_unit_key(entry.unit)) if entry.unit else unit
    if entry.unit and place is None:
        notes.append(_("The unit “%(unit)s” is not known.") % {"unit": entry.unit[:60]})
        place = unit
    values: dict[str, Any] = {"full_name_tg": entry.name, "full_name_ru": entry.name_ru, "full_name_en": entry.name_en}
    values |= {name: getattr(entry, name) for name in PLAIN} | {"rank": rank}
    if place is not None and (entry.unit or person is None or person.unit_id is None):
        values["unit"] = place
    return {name: value for name, value in values.items() if value not in (None, "")}, tuple(notes)


def _known() -> Known:
    by_number, by_name, by_two = {}, defaultdict(list), defaultdict(list)
    for person in User.objects.filter(rehearsal=False).select_related("unit", "rank").order_by("pk"):
        if person.service_number:
            by_number[person.service_number.upper()] = person
        for name in {fold(n) for n in (person.full_name_tg, person.full_name_ru, person.full_name_en) if n}:
            by_name[name].append(person)
            by_two[" ".join(name.split()[:2])].append(person)
    ranks = {_rank_key(name): rank for rank in Rank.objects.all() for name in _names(rank)}
    units = {_unit_key(name): unit for unit in Unit.objects.order_by("-pk") for name in _names(unit)}
    return Known(by_number, by_name, by_two, ranks, units)


def _names(row: Any) -> Iterable[str]:
    return [name for name in (row.name_tg, row.name_ru, row.name_en, row.code) if name]


def _rank_key(text: str) -> str:
    """A rank as it is compared: without "of militia", short forms written out, izofat left off (лейтенанти калони)."""
    written = fold(text)
    for short, whole in HYPHENED.items():
        written = written.replace(short, f" {whole} ")
    words = [SHORT.get(word, word) for word in columns.plain(written).split()]
    return " ".join(word.rstrip("и") for word in words if word not in MILITIA)


HYPHENED = {
    "п/п-к": "подполковник", "пп-к": "подполковник", "п-к": "полковник", "л-т": "лейтенант", "м-р": "майор",
    "к-н": "капитан", "с-т": "сержант",
}  # fmt: skip
SHORT = {
    "мл": "младший", "ст": "старший", "л": "лейтенант", "лт": "лейтенант", "серж": "сержант", "кап": "капитан",
    "подп": "подполковник", "полк": "полковник", "пр": "прапорщик",
}  # fmt: skip


def _unit_key(text: str) -> str:
    """A unit as it is compared: without the words for "department", "district" and "town"."""
    words = [word for word in columns.plain(text).split() if word not in AROUND]
    return " ".join(word.rstrip("и") for word in words) or columns.plain(text)


def login_for(row: Row, taken: set[str]) -> str:
    """A login that nobody has: the list's own, or surname and first letter in Latin letters."""
    return logins.free(row.entry.username or logins.from_name(row.entry.name), taken)
