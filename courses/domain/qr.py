"""QR codes as small black and white pictures."""

import zlib
from struct import pack
from typing import Any

import zxingcpp

SCALE = 8


def png(text: str) -> bytes:
    """A QR code of medium correction with its quiet zone, as a 1-bit PNG; upper-case text makes the smallest."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    pixels: Any = barcode.to_image(scale=SCALE)
    height, width = pixels.shape
    raw = bytes(memoryview(pixels))
    rows = b"".join(b"\0" + _packed(raw[y * width : (y + 1) * width]) for y in range(height))
    head = pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")


def _packed(row: bytes) -> bytes:
    """Eight pixels a byte, white is 1."""
    bits = "".join("1" if value else "0" for value in row).ljust(-(-len(row) // 8) * 8, "1")
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def _chunk(name: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + name + content + pack(">I", zlib.crc32(name + content))
