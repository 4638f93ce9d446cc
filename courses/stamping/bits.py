"""A QR code as bits: eight pixels a byte, 1 for white."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any

import zxingcpp

SCALE = 8  # pixels a module


def rows(text: str) -> list[bytes]:
    """The rows of a QR code of medium correction with its quiet zone; upper-case text makes the smallest."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    pixels: Any = barcode.to_image(scale=SCALE)
    height, width = pixels.shape
    raw = bytes(memoryview(pixels))
    modules = [_packed(raw[row * width : (row + 1) * width]) for row in range(0, height, SCALE)]
    return [row for row in modules for _pixel in range(SCALE)]


@lru_cache(maxsize=8)
def code_bits(text: str) -> tuple[int, bytes]:
    """Pixels a side, and the rows compressed."""
    found = rows(text)
    return len(found), zlib.compress(b"".join(found), 9)


def _packed(row: bytes) -> bytes:
    bits = "".join("1" if value else "0" for value in row).ljust(-(-len(row) // 8) * 8, "1")
    return int(bits, 2).to_bytes(len(bits) // 8, "big")
