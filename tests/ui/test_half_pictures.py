"""Half a picture is none, whatever another library has told Pillow for the whole process."""

from io import BytesIO

import pytest
from PIL import Image, ImageFile

from ui import pictures

pytestmark = pytest.mark.once


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp"])
def test_half_a_picture_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, told: bool) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", told)
    content = BytesIO()
    Image.effect_noise((200, 120), 60).save(content, pictures.FORMATS[f".{name.split('.')[1]}"])
    assert pictures.drawn_anew(BytesIO(content.getvalue()), name)
    with pytest.raises(pictures.BROKEN):
        pictures.drawn_anew(BytesIO(content.getvalue()[: len(content.getvalue()) // 2]), name)
    assert ImageFile.LOAD_TRUNCATED_IMAGES is told
