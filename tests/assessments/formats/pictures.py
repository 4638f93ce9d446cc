"""Pictures for files of questions, small."""

import base64
import io
import struct
import zlib

from PIL import Image

from assessments.formats.entry import Entry
from assessments.formats.images import Gallery

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def drawn(kind: str = "PNG", size: tuple[int, int] = (200, 120)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (10, 120, 90)).save(out, kind)
    return out.getvalue()


def in_base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def taken(name: str = "plan.png"):
    """A picture as an entry has it."""
    entry = Entry("", 1, "", "")
    Gallery().put(entry, name, drawn())
    return entry.picture


def huge(width: int, height: int) -> bytes:
    """A PNG of few bytes that says it has that many pixels."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b""))
    packed = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)
