"""The model courses' banks and final examinations: a folder a course in assessments/content, with a file a topic."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from assessments.domain.bank_content import CONTENT, localized, question
from assessments.domain.publish import publish
from assessments.enums import AssessmentKind, Shows
from assessments.models import Assessment, BlueprintRow
from people.models import User
from ui.content import BadContent, load

SETTINGS = "exam.toml"


def load_demo(*, by: User | None = None, content: Path = CONTENT) -> dict[str, int]:
    """Loads the questions and examinations that aren't there yet, and publishes; what is there is left as it is.

    Each folder holds exam.toml (code, minutes, pass_percent, max_sittings, title, intro, and [[topics]] with file, name
    and count: so many questions of it are drawn) and its topics' files. Raises BadContent, which says what is missing
    where. An examination is published with what its questions cite, so the handbook comes first.
    """
    folders = sorted(path.parent for path in content.glob(f"*/{SETTINGS}"))
    return {"examinations": len(folders), "questions": sum(_bank(folder, by) for folder in folders)}


@transaction.atomic
def _bank(folder: Path, by: User | None) -> int:
    """One bank; how many questions it holds."""
    told, count = load(folder / SETTINGS), 0
    for topic in told["topics"]:
        file = folder / f"{topic['file']}.toml"
        for one in load(file)["questions"]:
            try:
                question(one, topic=topic["name"])
                count += 1
            except KeyError as error:
                raise BadContent(f"{folder.name}/{file.name}, {one.get('key')}: {error} is missing") from error
    publish(assessment_id=_examination(told).pk, by=by)
    return count


def _examination(told: Mapping[str, Any]) -> Assessment:
    exam: Assessment
    exam, made = Assessment.objects.get_or_create(
        code=told["code"],
        defaults={
            "kind": AssessmentKind.EXAM,
            "minutes": told["minutes"],
            "pass_percent": told["pass_percent"],
            "max_sittings": told["max_sittings"],
            "shows": Shows.ANSWERS,  # not the right ones: the bank asks the next attempt too
            **localized("title", told["title"]),
            **localized("intro", told["intro"]),
        },
    )
    if made:
        BlueprintRow.objects.bulk_create(
            BlueprintRow(assessment=exam, order=order, topic=topic["name"], count=topic["count"])
            for order, topic in enumerate(told["topics"], 1)
        )
    return exam
