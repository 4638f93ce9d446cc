"""The book as a file: PDF or EPUB, in one language or two, made once for each published state."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handbook.enums import BookFormat, BookState


class Book(models.Model):
    """One file of one published state of the handbook. `beside` is the second language of a parallel edition.

    `content` is the digest of everything that the file shows; another one makes another file. `step` of `steps` is how
    far its making has come, `touched_at` when its maker last said so: who says nothing for long has died.
    """

    format = models.CharField(_("format"), max_length=5, choices=BookFormat)
    language = models.CharField(_("language"), max_length=5)
    beside = models.CharField(_("beside it"), max_length=5, blank=True)
    content = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=BookState, default=BookState.WAITING)
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    file = models.FileField(upload_to="books/", blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    of = models.DateTimeField(_("state of"), null=True, blank=True)
    touched_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(auto_now_add=True)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["format", "language", "beside", "content"], name="book_once_a_content"),
            models.CheckConstraint(
                condition=~Q(state=BookState.DONE) | (Q(made_at__isnull=False) & ~Q(file="")),
                name="book_done_has_a_file",
            ),
            models.CheckConstraint(condition=~Q(language=models.F("beside")), name="book_of_two_languages"),
        ]
        verbose_name = _("book")
        verbose_name_plural = _("books")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "format", "language", "beside", "content", "state", "step", "steps", "error", "file", "size",
            "sha256", "of", "touched_at", "asked_at", "made_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.format} {self.language} {self.beside}".strip()
