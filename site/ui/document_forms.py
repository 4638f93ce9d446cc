"""The form that takes documents: Wagtail's, which takes a file's word for what it is, and a look at its content."""

from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

from ui.documents import SOUND, head, seconds
from ui.uploads import MB, Limits, RefusedFile, checked_size, checked_zip

PACKED = {"docx", "xlsx", "odt"}
MOST = 20 * MB


class DocumentForm(BaseDocumentForm):
    """A document whose content is what its name says."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not self.files.get(self.add_prefix("file")):
            return file
        try:
            _check(file, file.name.rpartition(".")[2].lower())
        except RefusedFile as refusal:
            raise ValidationError(str(refusal)) from refusal
        return file


def _check(file: Any, extension: str) -> None:
    checked_size(file, MOST)
    if extension in SOUND and seconds(file) is None:
        raise RefusedFile(_("This is no Opus recording. Export it as Opus (16 to 24 kbit/s are enough for speech)."))
    if extension in PACKED:
        checked_zip(file, limits=Limits(file_bytes=MOST))
    begin = head(file, 5)
    if extension == "pdf" and begin != b"%PDF-":
        raise RefusedFile(_("This is no PDF."))
    if extension in {"txt", "csv"}:
        _check_text(file)


def _check_text(file: BinaryIO) -> None:
    content = file.read()
    file.seek(0)
    try:
        whole = "\0" not in content.decode()
    except UnicodeDecodeError:
        whole = False
    if not whole:
        raise RefusedFile(_("This is no text in UTF-8."))
