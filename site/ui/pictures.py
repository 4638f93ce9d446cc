"""Pictures that people bring: drawn anew, so that nothing hides in them: no place where a photograph was taken, no
camera, no words, no second file behind the picture.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageFile, ImageOps, ImageSequence
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

FORMATS = {".gif": "GIF", ".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
# What a file may say of itself beside its pixels.
PLAIN = {
    "jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "transparency", "gamma", "srgb", "chromaticity",
    "background", "loop", "duration", "timestamp", "version", "extension", "progressive", "progression", "interlace",
    "aspect", "disposal",
}  # fmt: skip
QUALITY: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90},
    "WEBP": {"quality": 90, "method": 4},
    "PNG": {"optimize": True},
    "GIF": {},
}
BROKEN = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, ImageCms.PyCMSError)
_ONE_AT_A_TIME = threading.RLock()
_PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"


class PictureField(WagtailImageField):
    """Wagtail's, which looks at the size of whatever begins like a picture: what it can't open then is no picture."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except BROKEN as error:
            raise ValidationError(_("This picture is damaged or is none."), code="invalid_image") from error


class PictureForm(BaseImageForm):
    """Wagtail's form of an image, at every door through which images come."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (field := self.fields.get("file")) is not None:
            self.fields["file"] = PictureField(label=field.label, required=field.required, widget=field.widget)

    def clean_file(self) -> Any:
        """The picture drawn anew. Raises ValidationError for one that can't be drawn."""
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        try:
            content = drawn_anew(file, file.name or "")
        except BROKEN as error:
            raise ValidationError(_("This picture is damaged or is none."), code="invalid_image") from error
        return SimpleUploadedFile(file.name or "picture", content, content_type=file.content_type or "")


@contextmanager
def whole_pictures() -> Iterator[None]:
    """Half a picture is none here. WeasyPrint, once loaded, tells Pillow otherwise for the whole process."""
    with _ONE_AT_A_TIME:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def drawn_anew(file: Any, name: str) -> bytes:
    """The pixels of a picture, upright, in the format that its name says. Raises one of BROKEN."""
    file.seek(0)
    kind = FORMATS[PurePosixPath(name).suffix.lower()]
    with whole_pictures(), Image.open(file, formats=sorted({*FORMATS.values(), "MPO"} & set(_known()))) as image:
        if kind in {"GIF", "WEBP"} and getattr(image, "n_frames", 1) > 1:
            return _moving(image, kind)
        return _still(image, kind)


def clean_problem(content: bytes, name: str) -> str:
    """Why a picture isn't taken as it is; "" for one that holds its pixels and nothing else."""
    kind = FORMATS.get(PurePosixPath(name).suffix.lower(), "")
    try:
        with whole_pictures(), Image.open(BytesIO(content)) as image:
            width, height = image.size
            if width * height * getattr(image, "n_frames", 1) > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                return _("This picture has too many pixels.")
            hidden = image.format != kind or set(map(str, image.info)) - PLAIN or len(image.getexif())
            image.load()
    except BROKEN:
        return _("This picture is damaged or is none.")
    return _("More than a picture is in this file.") if hidden or not _ends(content, kind) else ""


def _known() -> list[str]:
    Image.init()
    return Image.ID


def _still(image: Image.Image, kind: str) -> bytes:
    upright = _in_plain_colours(ImageOps.exif_transpose(image) or image)
    if kind == "JPEG" and upright.mode not in {"L", "RGB"}:
        upright = upright.convert("RGB")
    out = BytesIO()
    _bare(upright).save(out, kind, **QUALITY[kind])
    return out.getvalue()


def _moving(image: Image.Image, kind: str) -> bytes:
    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        durations.append(int(frame.info.get("duration", 100)))
        frames.append(_bare(frame.convert("RGBA")))
    out = BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=durations, loop=0, **QUALITY[kind])
    return out.getvalue()


def _in_plain_colours(image: Image.Image) -> Image.Image:
    """In the colours of every screen: the profile that said otherwise does not stay."""
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    source = image if image.mode in {"L", "RGB", "RGBA", "CMYK"} else image.convert("RGBA")
    mode = "RGBA" if source.mode == "RGBA" else "RGB"
    try:
        wanted = ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(source, ImageCms.ImageCmsProfile(BytesIO(profile)), wanted, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        turned = None  # a profile that doesn't fit its picture says nothing
    return turned or source.convert(mode)


def _bare(image: Image.Image) -> Image.Image:
    copy = image.copy()
    copy.info = {name: value for name, value in image.info.items() if name == "transparency"}
    return copy


def _ends(content: bytes, kind: str) -> bool:
    """Whether the file ends where the picture does."""
    if kind == "WEBP":
        return len(content) == int.from_bytes(content[4:8], "little") + 8
    return content.endswith({"PNG": _PNG_END, "JPEG": b"\xff\xd9", "GIF": b";"}[kind])
