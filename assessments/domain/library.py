"""Pictures of questions that come with a file, or go out with one, and the picture library."""

from __future__ import annotations

from hashlib import sha1
from io import BytesIO
from pathlib import PurePosixPath

from django.core.files.images import ImageFile
from wagtail.images.models import Image

from assessments.formats.entry import Picture
from assessments.models import Question
from people.models import User


def digest_of(picture: Picture) -> str:
    """The digest under which the library knows a picture, or will."""
    found = _found(picture)
    return str(found.file_hash) if found else _sha1(picture.content)


def kept(picture: Picture, *, by: User | None) -> Image:
    """The picture in the library, where it is put if it isn't there."""
    found = _found(picture)
    if found is None:
        title = PurePosixPath(picture.name).stem
        found = Image(title=title, uploaded_by_user=by, file=ImageFile(BytesIO(picture.content), name=picture.name))
        found._set_image_file_metadata()
        found.save()
    return found


def of(question: Question) -> Picture | None:
    """The picture of a question; None when it has none, or the library has lost its file."""
    if question.picture is None:
        return None
    try:
        with question.picture.open_file() as file:
            content = file.read()
    except OSError:
        return None
    name = PurePosixPath(question.picture.file.name).name
    return Picture(name, content, _sha1(content), question.picture.width, question.picture.height)


def _found(picture: Picture) -> Image | None:
    """One with these pixels, or with the very bytes that came: such as a picture that went out from here has."""
    found: Image | None = Image.objects.filter(file_hash__in=[picture.came, _sha1(picture.content)]).first()
    return found


def _sha1(content: bytes) -> str:
    return sha1(content, usedforsecurity=False).hexdigest()
