"""QR codes as small black and white pictures."""

import zlib
from struct import pack

from courses.stamping import bits


def png(text: str) -> bytes:
    """A QR code as a 1-bit PNG."""
    rows = bits.rows(text)
    head = pack(">IIBBBBB", len(rows), len(rows), 1, 0, 0, 0, 0)
    packed = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + name + content + pack(">I", zlib.crc32(name + content))
