"""Files that candidates hand in: checked, kept out of reach, and named by the answer."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain.save import Receipt, Saved, save
from assessments.domain.sheet import resume
from assessments.models import Sitting, Upload
from ui import pictures, uploads

KINDS = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MOST = 8 * uploads.MB
MOST_OF_A_SITTING = 40
NAME = 120


class NotAsked(Exception):
    """The sitting is over, or no file is asked for at that place."""


def asked(*, sitting: Sitting, position: int) -> None:
    """Raises NotAsked unless a file is asked for there and the sitting is open."""
    place = sitting.answers.filter(position=position, item__answering="file")
    if sitting.closed_at is not None or sitting.is_overdue(timezone.now()) or not place.exists():
        raise NotAsked


def hand_in(*, sitting: Sitting, position: int, file: Any, name: str) -> Receipt:
    """Keeps a file and makes it the answer; earlier ones stay as evidence.

    Raises NotAsked; uploads.RefusedFile with a sentence for the candidate.
    """
    asked(sitting=sitting, position=position)
    suffix = uploads.suffix_of(name, KINDS)
    content = checked(file, suffix)
    # Several at once from one candidate only ever exceed this by as many as there are at once.
    if sitting.uploads.count() >= MOST_OF_A_SITTING:
        raise uploads.RefusedFile(_("Too many files were handed in. Speak to your trainer."))
    kept_name = PurePosixPath(name.replace("\\", "/")).name[-NAME:]
    with transaction.atomic():
        upload = Upload(
            sitting=sitting,
            position=position,
            name=kept_name,
            kind=KINDS[suffix],
            size=len(content),
            digest=sha256(content).hexdigest(),
        )
        upload.file.save(kept_name, ContentFile(content), save=False)
        upload.save(force_insert=True)
        epoch = resume(public_id=sitting.public_id, candidate=sitting.candidate).epoch
        value = {"text": f"{upload.public_id}/{kept_name}"}
        entry = Saved(position, epoch, 1, value)
        return save(public_id=sitting.public_id, candidate=sitting.candidate, batch=[entry])


def upload_of(*, sitting_id: int, text: str) -> Upload:
    """The upload that an answer's text names. Raises Upload.DoesNotExist."""
    name = text.partition("/")[0]
    try:
        found: Upload = Upload.objects.get(public_id=UUID(name), sitting_id=sitting_id)
    except ValueError:
        raise Upload.DoesNotExist from None
    return found


def checked(file: Any, suffix: str) -> bytes:
    """The file's bytes: pictures drawn anew, documents looked into. Raises uploads.RefusedFile."""
    uploads.checked_size(file, MOST)
    if KINDS[suffix].startswith("image/"):
        try:
            return pictures.drawn_anew(file, f"x{suffix}")
        except pictures.BROKEN as error:
            raise uploads.RefusedFile(_("This picture is damaged or is none.")) from error
    content: bytes = file.read()
    if suffix == ".docx":
        uploads.checked_zip(BytesIO(content), limits=uploads.Limits(file_bytes=MOST))
    elif not content.startswith(b"%PDF-"):
        raise uploads.RefusedFile(_("This is no PDF."))
    return content
