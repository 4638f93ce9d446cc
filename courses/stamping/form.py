"""The form field of a signature in a tagged PDF: invisible, told to screen readers, and in the structure (PDF/UA-1)."""

from __future__ import annotations

from typing import Any

import pydyf

TOLD = "Digital signature of the Police Academy"


def with_signature(pdf: Any) -> int:
    """Adds a signature's field to a document of pydyf; the number of the signature's own object, left empty."""
    page, document = _of(pdf, "Type", "/Page"), _of(pdf, "S", "/Document")
    root = _of(pdf, "Type", "/StructTreeRoot")
    numbers = pdf.objects[int(bytes(root["ParentTree"]).split()[0])]["Nums"]
    place = max(int(number) for number in numbers[::2]) + 1
    signature, field = pydyf.Dictionary(), pydyf.Dictionary()
    pdf.add_object(signature)
    pdf.add_object(field)
    element, points_at = pydyf.Dictionary(), pydyf.Dictionary()
    pdf.add_object(element)
    pdf.add_object(points_at)
    field.update(
        {"Type": "/Annot", "Subtype": "/Widget", "FT": "/Sig", "T": pydyf.String("Signature"), "F": 132,
         "TU": pydyf.String(TOLD), "Rect": pydyf.Array([0, 0, 0, 0]), "P": page.reference, "V": signature.reference,
         "StructParent": place}
    )  # fmt: skip
    element.update(
        {"Type": "/StructElem", "S": "/Form", "P": document.reference, "Pg": page.reference,
         "K": pydyf.Array([points_at.reference])}
    )  # fmt: skip
    points_at.update({"Type": "/OBJR", "Obj": field.reference, "Pg": page.reference})
    document["K"].append(element.reference)
    numbers.extend([place, element.reference])
    page["Annots"] = pydyf.Array([*page.get("Annots", []), field.reference])
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([field.reference]), "SigFlags": 3})
    return int(signature.number)


def _of(pdf: Any, name: str, value: str) -> Any:
    """The first object with such an entry."""
    return next(one for one in pdf.objects if isinstance(one, dict) and one.get(name) == value)


def with_empty_signature(pdf: Any, content: bytes) -> None:
    """The same with the signature's object, to be signed when the document is written: `content` as it is, never
    packed."""
    made = _Raw()
    made.data, made.number = content, with_signature(pdf)
    pdf.objects[made.number] = made


class _Raw(pydyf.Object):  # type: ignore[misc]  # pydyf has no types
    """An object whose bytes are given, and stay as they are."""

    compressible = False
    data = b""
