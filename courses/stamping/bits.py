"""A QR code as bits, a bit a module."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any

import zxingcpp

SCALE = 8


@lru_cache(maxsize=8)
def code_bits(text: str) -> tuple[int, bytes]:
    """Pixels a side (8 a module, quiet zone included), and the rows packed into bytes, 1 for white; then compressed."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    pixels: Any = barcode.to_image(scale=SCALE)
    height, width = pixels.shape
    raw = bytes(memoryview(pixels))
    rows = [_packed(raw[row * width : (row + 1) * width]) * SCALE for row in range(0, height, SCALE)]
    return width, zlib.compress(b"".join(rows), 9)


def _packed(row: bytes) -> bytes:
    bits = "".join("1" if value else "0" for value in row).ljust(-(-len(row) // 8) * 8, "1")
    return int(bits, 2).to_bytes(len(bits) // 8, "big")
