"""The question bank and files: questions in one language taken in from a file, and given out into one."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from types import ModuleType

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from assessments import kinds, markers
from assessments.domain import library
from assessments.formats import aiken, docx, gift, moodle_xml, qti, sheet
from assessments.formats.entry import Entry, Option, Skipped, Unreadable, named
from assessments.models import Bank, Choice, Question
from ledger import audit
from people.models import User
from ui.content import plain
from ui.languages import codes

READERS: dict[str, ModuleType] = {
    "moodle-xml": moodle_xml, "gift": gift, "aiken": aiken, "qti": qti, "xlsx": sheet, "docx": docx,
}  # fmt: skip
WRITERS: dict[str, ModuleType] = {"moodle-xml": moodle_xml, "gift": gift, "qti3": qti, "xlsx": sheet}
SUFFIXES = {"moodle-xml": "xml", "gift": "gift.txt", "qti3": "zip", "xlsx": "xlsx"}
MOST_BYTES = 20 * 1024 * 1024
# Kinds of question that can be in a file; the others belong to surveys.
KINDS = {
    "one", "many", "text", "number", "order", "truth", "match", "gaps", "spot", "essay", "file", "scenario",
}  # fmt: skip
PART = Decimal("0.001")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Dropped:
    """What of a question was left out, in words."""

    name: str
    line: int
    what: str


@dataclass
class Report:
    """What became of a file: so many questions read, so many taken (given), with pictures; what not, why."""

    read: int = 0
    taken: int = 0
    pictures: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)
    skipped: list[Skipped] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)


class UnknownFormat(ValueError):
    """Nobody can tell what kind of file this is."""


def format_of(content: bytes, name: str = "") -> str:
    """What kind of file it is, by what is in it. Raises UnknownFormat."""
    if content.startswith(b"PK"):
        return _packed(content)
    head = content[:4096].decode("utf-8", "ignore").lstrip("\ufeff \r\n\t")
    if head.startswith("<"):
        return "moodle-xml" if "<quiz" in head else "qti"
    text = content.decode("utf-8", "ignore")
    if "{" in text:
        return "gift"
    if any(aiken.RIGHT.match(line) for line in text.splitlines()) or name.lower().endswith(".aiken"):
        return "aiken"
    if name.lower().endswith(".gift") or text.lstrip().startswith(("::", "//", "$CATEGORY")):
        return "gift"
    raise UnknownFormat(_("It can't be told what kind of file this is. Choose its format."))


def _packed(content: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        names = []
    for begins, found in (("word/", "docx"), ("xl/", "xlsx")):
        if any(name.startswith(begins) for name in names):
            return found
    if any(name.lower().endswith(".xml") for name in names):
        return "qti"
    raise UnknownFormat(_("The archive holds no questions in a format that is known here."))


# ---- in ----


@transaction.atomic
def take(
    *,
    content: bytes,
    form: str,
    bank: str,
    language: str,
    source: str,
    by: User | None,
    dry_run: bool = False,
) -> Report:
    """Takes the questions of a file into a bank, which is made when it isn't there; a dry run only says what would be.

    Each question stands in `language`; what can't be taken is skipped, with the reason. Raises Unreadable.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is too big: %(most)s MB at most.") % {"most": MOST_BYTES // 1024**2})
    found = READERS[form].read(content)
    drawer = Bank.objects.filter(name=bank).first() or Bank(name=bank)
    if not dry_run and drawer.pk is None:
        drawer.save()
    taking = _Taking(drawer, language, source, None if dry_run else by, dry_run)
    for one in found:
        taking.one(one)
    report = taking.report
    report.read = len(found)
    if not dry_run and report.taken:
        audit.record(actor=by, action="questions.import", subject=drawer, questions=report.taken, form=form)
    return report


class _Taking:
    def __init__(self, bank: Bank, language: str, source: str, by: User | None, dry_run: bool) -> None:
        self.bank, self.language, self.source, self.by, self.dry_run = bank, language, source, by, dry_run
        self.report = Report()
        there = bank.questions.select_related("picture").prefetch_related("choices") if bank.pk else []
        self.known = {_print(question, language, _digest(question)) for question in there}

    def one(self, found: Entry | Skipped) -> None:
        if isinstance(found, Skipped):
            self.report.skipped.append(found)
            return
        question = self._question(found)
        mark = _print(question, self.language, library.digest_of(found.picture) if found.picture else "")
        problems = [] if found.stem.strip() else [_("The question is missing.")]
        problems += kinds.get(found.answering).problems(question)
        if mark in self.known:
            problems.append(_("The same question is in the bank already."))
        if problems:
            # Why a picture was refused is part of why a question that needs one can't be taken.
            said = [*problems, *(found.dropped if question.answering == "spot" and found.picture is None else [])]
            self.report.skipped.append(Skipped(found.name, found.line, found.answering, " ".join(said)))
            return
        self.known.add(mark)
        if not self.dry_run:
            question.picture = library.kept(found.picture, by=self.by) if found.picture else None
            question.save()
        self.report.pictures += found.picture is not None
        self.report.taken += 1
        self.report.by_kind[found.answering] += 1
        self.report.dropped += [Dropped(found.name, found.line, what) for what in found.dropped]

    def _question(self, found: Entry) -> Question:
        code = self.language
        details = dict(found.details)
        if "answers" in details:
            details[f"answers_{code}"] = details.pop("answers")
        question = Question(
            bank=self.bank if self.bank.pk else None,
            answering=found.answering,
            details=details,
            topic=found.topic[:200],
            source=self.source[:200],
            shuffle=found.shuffle,
            # Until the picture is kept, this says no more than that there is one.
            picture_id=0 if found.picture else None,
            **{f"stem_{code}": found.stem, f"explanation_{code}": found.explanation, f"unit_{code}": found.unit},
            **{f"picture_alt_{code}": found.picture_alt},
        )
        question.choices = [self._choice(order, option) for order, option in enumerate(found.options, 1)]
        return question

    def _choice(self, order: int, option: Option) -> Choice:
        return Choice(
            order=order,
            score=option.score.quantize(PART),
            part=option.part,
            leads=option.leads,
            area=option.area,
            **{f"text_{self.language}": option.text, f"match_{self.language}": option.match},
        )


def _print(question: Question, language: str, picture: str) -> tuple[str, ...]:
    """What makes two questions the same: kind, text, answers and picture, without regard to spaces and capitals."""
    said = [question.answering, getattr(question, f"stem_{language}") or "", picture]
    for choice in question.choices.all():
        said += [getattr(choice, f"text_{language}") or "", getattr(choice, f"match_{language}") or "", choice.area]
    said += [str(value) for _name, value in sorted(question.details.items())]
    return tuple(" ".join(text.split()).casefold() for text in said)


def _digest(question: Question) -> str:
    return question.picture.file_hash if question.picture else ""


# ---- out ----


def give(*, bank: Bank, form: str, language: str, by: User | None) -> tuple[bytes, Report]:
    """A file with the questions of a bank in one language, and what it doesn't hold. Retired questions stay."""
    writer, report, entries = WRITERS[form], Report(), []
    asked = bank.questions.filter(retired_at=None).select_related("picture").prefetch_related("choices").order_by("pk")
    for number, question in enumerate(asked, start=1):
        entry = _entry(question, language, number)
        reason = _unheld(question, entry, language) or writer.can_hold(entry)
        if reason:
            report.skipped.append(Skipped(entry.name, number, question.answering, reason))
            continue
        entries.append(entry)
        report.by_kind[entry.answering] += 1
        report.dropped += [Dropped(entry.name, number, what) for what in writer.lost(entry)]
        if question.cites or question.competency_id:
            report.dropped.append(Dropped(entry.name, number, _("Its competency and what it cites.")))
    report.read, report.taken = len(entries) + len(report.skipped), len(entries)
    audit.record(actor=by, action="questions.export", subject=bank, questions=report.taken, form=form)
    with translation.override(language):  # a format may need words, such as those for true and false
        return writer.write(entries), report


def _unheld(question: Question, entry: Entry, language: str) -> str:
    if question.answering not in KINDS:
        return _("Questions of the kind “%(kind)s” aren't known here.") % {"kind": question.answering}
    if not entry.stem or _lacks(question, language):
        return _("It isn't there in this language.")
    if question.answering == "text" and not entry.details.get("answers"):
        return _("It has no right answer in this language.")
    if problems := kinds.get(question.answering).problems(question):
        return " ".join(problems)
    return ""


def _lacks(question: Question, language: str) -> bool:
    """Whether a choice has a text in another language but not in this one."""
    pairs = [(choice, name) for choice in question.choices.all() for name in kinds.get(question.answering).texts]
    return any(
        not getattr(choice, f"{name}_{language}") and any(getattr(choice, f"{name}_{code}") for code in codes())
        for choice, name in pairs
    )


def _entry(question: Question, language: str, number: int) -> Entry:
    stem = _said(question, "stem", language)
    details = {name: _clean(str(value)) for name, value in question.details.items() if value}
    if question.answering == "text":
        details["answers"] = details.get(f"answers_{language}", "")
    return Entry(
        name=named("", plain(markers.blanks(stem))),
        line=number,
        answering=question.answering,
        stem=stem,
        options=[_option(choice, language) for choice in question.choices.all()],
        details=details,
        explanation=_said(question, "explanation", language),
        unit=_said(question, "unit", language),
        topic=_clean(question.topic),
        shuffle=question.shuffle,
        picture=library.of(question),
        picture_alt=_said(question, "picture_alt", language),
    )


def _option(choice: Choice, language: str) -> Option:
    return Option(
        _said(choice, "text", language),
        choice.score,
        match=_said(choice, "match", language),
        part=choice.part,
        leads=choice.leads,
        area=choice.area,
    )


def _said(row: Question | Choice, name: str, language: str) -> str:
    return _clean(getattr(row, f"{name}_{language}") or "")


def _clean(text: str) -> str:
    """Without signs that no XML can hold."""
    return UNWRITABLE.sub("", text)
