"""Makes the fonts of everything printed: static instances of Noto, cut to Latin and Cyrillic, 5 files of about 60 KB.

    python3 -m venv /tmp/fonts && /tmp/fonts/bin/pip install fonttools==4.68.0 \
        fontpkg-noto-serif==2.15 fontpkg-noto-sans==2.15
    /tmp/fonts/bin/python site/ui/fonts/build.py

Run it only to change weights or letters; the files it makes are kept beside it. Drawing with the variable
fonts themselves would cost three times as much for each sheet, and WOFF2 five times.
"""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).resolve().parent
# Latin with its accents, Cyrillic with the letters of Tajik, Uzbek and Kyrgyz names, and the punctuation of
# three languages. Combining marks stay out: names are composed (NFC) before they are drawn.
RANGES = [
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x2BB, 0x2BC),
    (0x400, 0x45F),
    (0x490, 0x4FF),
    (0x2010, 0x2026),
    (0x2030, 0x203A),
    (0x2116, 0x2116),
    (0x2212, 0x2212),
]
INSTANCES = [
    ("fontpkg_noto_serif", "NotoSerif[wdth,wght].ttf", "NotoSerif-Regular", 400),
    ("fontpkg_noto_serif", "NotoSerif[wdth,wght].ttf", "NotoSerif-SemiBold", 600),
    ("fontpkg_noto_serif", "NotoSerif-Italic[wdth,wght].ttf", "NotoSerif-Italic", 400),
    ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf", "NotoSans-Regular", 400),
    ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf", "NotoSans-SemiBold", 600),
]


def folder_of(package: str) -> Path:
    """Where an installed font package keeps its files."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        sys.exit(f"{package} is not installed: see the top of this file.")
    return Path(spec.origin).parent


def build(package: str, source: str, name: str, weight: int) -> int:
    """Writes one static, subset font and returns its size in bytes."""
    font = TTFont(folder_of(package) / "files" / source, recalcTimestamp=False)
    font = instantiateVariableFont(font, {"wdth": 100, "wght": weight}, updateFontNames=True)
    options = Options(layout_features=["kern", "liga", "locl", "mark", "ccmp", "lnum", "tnum"], hinting=False)
    options.name_IDs, options.notdef_outline, options.recalc_timestamp = ["*"], True, False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[c for first, last in RANGES for c in range(first, last + 1)])
    subsetter.subset(font)
    font["name"].setName(name, 6, 3, 1, 0x409)  # a PostScript name of its own, or tools mix up the weights
    target = HERE / f"{name}.ttf"
    font.save(target)
    return target.stat().st_size


def main() -> None:
    for package, source, name, weight in INSTANCES:
        size = build(package, source, name, weight)
        sys.stdout.write(f"{name}.ttf {size} bytes\n")
    shutil.copyfile(folder_of("fontpkg_noto_serif") / "LICENSE", HERE / "OFL.txt")


if __name__ == "__main__":
    main()
