"""Pictures that lie on the lines of a spreadsheet (XLSX): found by the cell that their corner is in, and put there."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Mapping
from typing import Any

from PIL import Image

from assessments.formats.entry import Entry
from assessments.formats.images import Drawn
from ui.uploads import safe_xml

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
ON = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
BOOK = "xl/workbook.xml"
HIGH = 110  # pixels of a line with a picture
Parts = Mapping[str, bytes]


def found(parts: Parts) -> dict[int, list[Drawn]]:
    """The pictures of the first sheet by the number of their line, from 1. Raises RefusedFile for unsafe XML."""
    if BOOK not in parts:
        return {}
    sheets = [one for one in safe_xml(parts[BOOK]).iter() if str(one.tag).endswith("}sheet")]
    first = _links(parts, BOOK).get(sheets[0].get(f"{R}id", ""), "") if sheets else ""
    placed: dict[int, list[Drawn]] = {}
    for target in _links(parts, first).values():
        if target.startswith("xl/drawings/") and target.endswith(".xml") and target in parts:
            links = _links(parts, target)
            for anchor in safe_xml(parts[target]):
                line, drawn = _anchored(anchor, links, parts)
                placed.setdefault(line, []).extend(drawn)
    return placed


def _anchored(anchor: Any, links: Mapping[str, str], parts: Parts) -> tuple[int, list[Drawn]]:
    row = (anchor.findtext(f"{ON}from/{ON}row") or "").strip()
    drawn = []
    for picture in anchor.iter(f"{ON}pic"):
        named = picture.find(f"{ON}nvPicPr/{ON}cNvPr")
        name = next((links.get(blip.get(f"{R}embed", ""), "") for blip in picture.iter(BLIP)), "")
        drawn.append(Drawn(name, parts.get(name), "" if named is None else named.get("descr", "")))
    return (int(row) + 1 if row.isascii() and row.isdigit() else 0), drawn


def _links(parts: Parts, name: str) -> dict[str, str]:
    """What a part of the file refers to within it: names by the ids of its links."""
    folder, file = posixpath.split(name)
    links = f"{folder}/_rels/{file}.rels"
    if links not in parts:
        return {}
    inside = [link for link in safe_xml(parts[links]) if link.get("TargetMode") != "External"]
    return {
        link.get("Id", ""): posixpath.normpath(posixpath.join(f"/{folder}", link.get("Target", ""))).lstrip("/")
        for link in inside
    }


def put(sheet: Any, line: int, column: int, entry: Entry) -> None:
    """Lays the picture of an entry on its line (from 0)."""
    if entry.picture is None:
        return
    content, name = entry.picture.content, entry.picture.name
    if name.lower().endswith(".webp"):  # spreadsheets know none
        out = io.BytesIO()
        with Image.open(io.BytesIO(content)) as image:
            image.save(out, "PNG")
        content, name = out.getvalue(), f"{name[:-5]}.png"
    scale = min(1.0, HIGH / entry.picture.height)
    told = {"x_scale": scale, "y_scale": scale, "description": entry.picture_alt, "decorative": not entry.picture_alt}
    sheet.set_row_pixels(line, HIGH)
    sheet.insert_image(line, column, name, {"image_data": io.BytesIO(content), "object_position": 1, **told})
