"""Fixed words of this app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BookFormat(models.TextChoices):
    PDF = "pdf", _("PDF")
    EPUB = "epub", _("EPUB")


class BookState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("being made")
    DONE = "done", _("ready")
    FAILED = "failed", _("failed")


class ReportState(models.TextChoices):
    OPEN = "open", _("open")
    MENDED = "mended", _("mended")
    DECLINED = "declined", _("left as it is")


class ChangeOf(models.TextChoices):
    TEXT = "text", _("text of the handbook")
    LAW = "law", _("law")
