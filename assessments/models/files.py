"""Pictures of published questions, and files that candidates handed in."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.sittings import Sitting
from ledger.models import AppendOnly


def private_files() -> FileSystemStorage:
    """A folder that no address leads to: files are given out by views that ask who wants them."""
    return FileSystemStorage(location=Path(settings.DATA_DIR) / "answers", base_url=None)


def upload_path(upload: Upload, _name: str) -> str:
    """A path that says nothing of what the file was called."""
    return f"{upload.sitting_id}/{upload.public_id}"


class Picture(AppendOnly):
    """A picture of published questions, kept by its digest, so that editions can't change with the picture library.

    In the database, because it is given out only to those who sit the edition, and must be there when its paper is.
    """

    digest = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    kind = models.CharField(max_length=40, default="image/webp")

    class Meta:
        verbose_name = _("picture of published questions")
        verbose_name_plural = _("pictures of published questions")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "digest", "content", "kind"}

    def __str__(self) -> str:
        return self.digest


class Upload(AppendOnly):
    """A file that a candidate handed in for one question; the answer names the one that counts."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="uploads")
    position = models.PositiveSmallIntegerField()
    file = models.FileField(storage=private_files, upload_to=upload_path, max_length=200)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sitting_id", "id"]
        verbose_name = _("file of a candidate")
        verbose_name_plural = _("files of candidates")

    class Privacy:
        subject = "sitting__candidate"
        withheld = {"file"}
        personal = {
            "public_id": "names one person's file in an address",
            "sitting": "leads to the person",
            "file": "what they answered",
            "name": "may name the person",
            "received_at": "when they answered",
        }
        plain = {"id", "position", "kind", "size", "digest"}

    def __str__(self) -> str:
        return f"{self.sitting_id}/{self.position} {self.name}"
