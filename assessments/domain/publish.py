"""Publishing: what is wrong with a draft, and freezing one that is right into an edition."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from assessments import kinds
from assessments.domain import blueprint, pictures, translate
from assessments.enums import AssessmentKind
from assessments.models import Assessment, AssessmentItem, Choice, Edition, EditionChoice, EditionItem, Question
from ledger import audit
from people.models import User
from ui import citations
from ui.languages import codes, own_name

Document = dict[str, Any]


@dataclass(frozen=True)
class Problem:
    """One reason not to publish: where it is, what it is, and the question to mend if it is in one."""

    where: str
    what: str
    question_id: int | None = None


class NotPublishable(Exception):
    """The draft has problems; `problems` says which."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{p.where}: {p.what}" for p in problems))
        self.problems = problems


@dataclass
class Frozen:
    """A draft as it would be published: the documents, and what the index rows are made of."""

    rules: Document
    paper: list[Document] = field(default_factory=list)
    key: Document = field(default_factory=dict)
    placed: list[tuple[AssessmentItem, list[Choice]]] = field(default_factory=list)

    def checksum(self) -> str:
        """SHA-256 over the canonical JSON of rules, paper and key."""
        document = [self.rules, self.paper, self.key]
        return sha256(json.dumps(document, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def problems(assessment: Assessment) -> list[Problem]:
    """Everything that keeps a draft from being published, in the order in which an author would mend it.

    Of an examination that is also what its questions cite: nobody is examined on a text that their language lacks.
    """
    items, strata = _asked(assessment)
    found = [
        *(Problem(where, what) for where, what in blueprint.too_small(strata)),
        *_rule_problems(assessment, len(items)),
        *_language_problems(assessment.languages, _("Assessment"), assessment),
    ]
    for place, item in enumerate(items, 1):
        where = _("Question %(number)s") % {"number": place}
        found += _question_problems(assessment, item.question, where)
    return found + (_cited_problems(assessment, items) if assessment.kind == AssessmentKind.EXAM else [])


def warnings(assessment: Assessment) -> list[Problem]:
    """What an author should know and may publish with: of an examination the questions that nobody has reviewed, of
    a quiz or a survey the state of what its questions cite."""
    asked = _asked(assessment)[0]
    if assessment.kind == AssessmentKind.EXAM:
        return [
            Problem(
                _("Question %(number)s") % {"number": place}, _("No second trainer has reviewed it."), item.question_id
            )
            for place, item in enumerate(asked, 1)
            if not item.question.reviewed_at
        ]
    return _cited_problems(assessment, asked)


def question_problems(question: Question) -> list[Problem]:
    """What is wrong with one question by itself, in every language of the system."""
    found = [Problem("", what, question.pk) for what in kinds.get(question.answering).problems(question)]
    return found + _language_problems(codes(), "", question)


@transaction.atomic
def publish(*, assessment_id: int, by: User | None) -> Edition:
    """Freezes the draft into the next edition and makes it current; an unchanged draft returns the current one.

    Raises NotPublishable when the draft has problems. `by` is None only for demo content, made by the system.
    """
    # Two publishers, or a publisher and another: the second waits here, then finds the first one's edition.
    assessment: Assessment = Assessment.objects.select_for_update().get(pk=assessment_id)
    # A publisher and an editor of a question: whoever comes second waits, so no edition holds half of an edit.
    asked = blueprint.asked(assessment_id).order_by("pk")
    of = ("self",) if connection.features.has_select_for_update_of else ()
    list(asked.select_for_update(of=of).values_list("pk"))
    found = problems(assessment)
    if found:
        raise NotPublishable(found)
    frozen = freeze(assessment)
    current: Edition | None = assessment.current
    if current is not None and current.checksum == frozen.checksum():
        return current
    edition = _stored(assessment, frozen, by)
    Assessment.objects.filter(pk=assessment.pk).update(current=edition)
    audit.record(actor=by, action="edition.publish", subject=edition, assessment=assessment.code, number=edition.number)
    return edition


def freeze(assessment: Assessment) -> Frozen:
    """The documents of an edition. `paper` holds what may be seen, `key` what may not; choices are numbered from 1."""
    languages = assessment.languages
    rules = {
        "kind": assessment.kind,
        "title": _in_languages(assessment, "title", languages),
        "intro": _in_languages(assessment, "intro", languages),
        "minutes": assessment.minutes,
        "pass_percent": assessment.pass_percent,
        "max_sittings": assessment.max_sittings,
        "draw": assessment.draw,
        "languages": languages,
        "instrument": assessment.instrument,
    }
    items, strata = _asked(assessment)
    if strata:
        rules |= blueprint.rules(strata, len(items) - sum(len(stratum.pool) for stratum in strata))
    frozen = Frozen(rules=rules)
    for position, item in enumerate(items, 1):
        _freeze_item(frozen, position, item, languages)
    return frozen


def _freeze_item(frozen: Frozen, position: int, item: AssessmentItem, languages: list[str]) -> None:
    question, kind = item.question, kinds.get(item.question.answering)
    ordered = kind.ordered(question)
    frozen.placed.append((item, ordered))
    frozen.paper.append(
        {
            "position": position,
            "question": question.key,
            "answering": kind.code,
            "facet": item.facet,
            "stem": _in_languages(question, "stem", languages),
            "shuffle": question.shuffle or kind.always_shuffled,
            "choices": [
                {"n": number, "text": _in_languages(choice, "text", languages)}
                for number, choice in enumerate(ordered, 1)
            ],
            **({"picture": pictures.frozen(question, languages)} if question.picture_id else {}),
            **kind.show(question),
        }
    )
    frozen.key[str(position)] = {
        "points": str(item.points),
        "explanation": _in_languages(question, "explanation", languages),
        "cites": question.cites,
        **kind.key(question),
    }


def _stored(assessment: Assessment, frozen: Frozen, by: User | None) -> Edition:
    pictures.keep([item.question for item, _choices in frozen.placed])
    newest = assessment.editions.order_by("-number").values_list("number", flat=True).first() or 0
    edition = Edition.objects.create(
        assessment=assessment,
        number=newest + 1,
        checksum=frozen.checksum(),
        rules=frozen.rules,
        paper=frozen.paper,
        key=frozen.key,
        published_by=by,
    )
    items = EditionItem.objects.bulk_create(
        EditionItem(
            edition=edition,
            question=item.question,
            facet=item.facet,
            position=position,
            answering=item.question.answering,
            points=item.points,
        )
        for position, (item, _choices) in enumerate(frozen.placed, 1)
    )
    EditionChoice.objects.bulk_create(
        EditionChoice(item=row, bank_choice=choice.pk, position=number, score=choice.score)
        for row, (_item, choices) in zip(items, frozen.placed, strict=True)
        for number, choice in enumerate(choices, 1)
    )
    return edition


def _items(assessment: Assessment) -> list[AssessmentItem]:
    """The draft's questions with their choices, as stored: an unsaved edit in a form is not published."""
    items = AssessmentItem.objects.filter(assessment_id=assessment.pk).order_by("order", "id")
    return list(items.select_related("question").prefetch_related("question__choices"))


def _asked(assessment: Assessment) -> tuple[list[AssessmentItem], list[blueprint.Stratum]]:
    """The fixed questions, then those that the blueprint's rows could draw; and the rows, if there are any."""
    fixed, rows = _items(assessment), blueprint.rows_of(assessment)
    if not rows:
        return fixed, []
    strata = blueprint.strata(rows, fixed, lambda question: not _question_problems(assessment, question, ""))
    return fixed + blueprint.items(assessment, strata), strata


def _in_languages(subject: Assessment | Question | Choice, name: str, languages: list[str]) -> dict[str, str]:
    return {language: getattr(subject, f"{name}_{language}") or "" for language in languages}


def _rule_problems(assessment: Assessment, pool: int) -> Iterator[Problem]:
    where = _("Assessment")
    if not pool:
        yield Problem(where, _("There are no questions in it yet."))
    if assessment.draw and assessment.blueprint.exists():
        yield Problem(where, _("The blueprint says how many questions are drawn: leave «questions drawn» empty."))
    elif assessment.draw and assessment.draw > pool:
        yield Problem(
            where,
            _("%(draw)s questions are to be drawn, but there are only %(pool)s.")
            % {"draw": assessment.draw, "pool": pool},
        )
    unknown = sorted(set(assessment.languages) - set(codes()))
    if unknown or not assessment.languages:
        yield Problem(where, _("It must be in one language at least, and only in languages of this system."))
    if assessment.kind == AssessmentKind.EXAM and not assessment.minutes:
        yield Problem(where, _("An examination needs a time limit."))


def _question_problems(assessment: Assessment, question: Question, where: str) -> list[Problem]:
    found = [Problem(where, what, question.pk) for what in kinds.get(question.answering).problems(question)]
    if question.retired_at:
        found.append(Problem(where, _("The question is retired."), question.pk))
    if kinds.get(question.answering).scored == (assessment.kind == AssessmentKind.SURVEY):
        found.append(
            Problem(where, _("This kind of question doesn't belong into this kind of assessment."), question.pk)
        )
    return found + _language_problems(assessment.languages, where, question)


def _language_problems(languages: list[str], where: str, subject: translate.Translated) -> list[Problem]:
    """Texts that are missing or stale in one of the languages. A text that no language has is left out."""
    key = subject.pk if isinstance(subject, Question) else None
    columns = list(zip(*(translate.texts(subject, language) for language in codes()), strict=True))
    # The first text (title, stem) is needed; the others if they are anywhere. An empty choice is its kind's matter.
    needed = [index == 0 or any(column) for index, column in enumerate(columns)]
    found = []
    for language in (code for code in languages if code in codes()):
        texts = translate.texts(subject, language)
        if any(need and not text.strip() for need, text in zip(needed, texts, strict=True)):
            found.append(
                Problem(where, _("A text is missing in %(language)s.") % {"language": own_name(language)}, key)
            )
        if translate.is_stale(subject, language):
            message = _("The %(language)s text is older than its source: confirm or change it.")
            found.append(Problem(where, message % {"language": own_name(language)}, key))
    return found


def _cited_problems(assessment: Assessment, items: list[AssessmentItem]) -> list[Problem]:
    """What is wrong with what the questions cite, in each language of the assessment; a few queries a language."""
    refs = list(dict.fromkeys(ref for item in items for ref in item.question.cites))
    by_language = {code: citations.resolve_many(refs, code) for code in assessment.languages if code in codes()}
    found = []
    for place, item in enumerate(items, 1):
        where = _("Question %(number)s") % {"number": place}
        told = [what for ref in item.question.cites for what in _wrong_with(ref, by_language)]
        found += [Problem(where, what, item.question_id) for what in told]
    return found


def _wrong_with(ref: str, by_language: dict[str, dict[str, citations.Citation]]) -> Iterator[str]:
    """What is wrong with one reference, in sentences that name it, and the language where it is one's."""
    if not any(ref in cited for cited in by_language.values()):
        yield _("It cites %(ref)s, where nothing is published.") % {"ref": ref}
        return
    for language, cited in by_language.items():
        told = {"ref": ref, "title": cited[ref].title, "language": own_name(language)}
        if cited[ref].missing:
            yield _("It cites “%(title)s” (%(ref)s), of which a text is missing in %(language)s.") % told
        if cited[ref].stale:
            yield _("It cites “%(title)s” (%(ref)s), whose %(language)s text is older than its source.") % told
