"""The guard of uploaded archives and XML: what is too big, too many, too dense or misnamed is refused unread.

Pure: a file in, its entries or its root element out, nothing written. Refusals are sentences for whoever uploaded.
"""

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from lxml import etree

MB = 1024 * 1024
# Smaller entries are let through however dense: spreadsheets hold some that say little at length.
DENSE_FROM = 64 * 1024
# The end record of a zip file without a comment: signature, disks, entries, size and place of the directory.
_END = struct.Struct("<4s4H2LH")
_ZIP64 = b"PK\x06\x07"
_ENTRY = 46  # bytes of the directory an entry takes at least, its name aside
_HIDDEN = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\\:*?\"<>|]")
_DECLARED = re.compile(rb"^<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']", re.IGNORECASE)


class RefusedFile(ValueError):
    """An uploaded file isn't taken; the message says why, to whoever uploaded it."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Limits:
    """How much an archive may hold. suffixes: those that its entries may have, with the dot; None lets all through."""

    file_bytes: int = 20 * MB
    entries: int = 2000
    entry_bytes: int = 20 * MB
    total_bytes: int = 100 * MB
    ratio: int = 100
    name_length: int = 200
    depth: int = 8
    suffixes: frozenset[str] | None = None


def suffix_of(name: str, allowed: Iterable[str]) -> str:
    """The last suffix of a file's name, in small letters. Raises RefusedFile when it isn't one of `allowed`."""
    suffix = PurePosixPath(name).suffix.lower()
    known = sorted(allowed)
    if suffix not in known:
        raise RefusedFile(_("Choose a file of one of these kinds: %(kinds)s.") % {"kinds": ", ".join(known)})
    return suffix


def checked_size(file: BinaryIO, most: int) -> int:
    """How many bytes a file holds; it is left at its beginning. Raises RefusedFile when there are more than `most`."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > most:
        raise RefusedFile(_("The file is too big: %(most)s MB at most.") % {"most": most // MB or 1})
    return size


def checked_zip(file: BinaryIO, *, limits: Limits) -> list[zipfile.ZipInfo]:
    """The entries of a zip archive, folders left out; nothing is unpacked.

    What entries declare of their size holds for `unpacked`, which reads no further; hand other readers
    `clean_copy`. Raises RefusedFile.
    """
    size = checked_size(file, limits.file_bytes)
    _check_directory(file, size, limits)
    try:
        with zipfile.ZipFile(file) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, struct.error, ValueError) as error:
        raise RefusedFile(_("The file is not a whole zip archive.")) from error
    _check_sizes(found, size, limits)
    seen: set[str] = set()
    for info in found:
        _check_name(info, limits)
        _check_kind(info, limits)
        _check_alone(info.filename, seen)
    return [info for info in found if not info.is_dir()]


def unpacked(file: BinaryIO, entries: Iterable[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each of the checked `entries`, never more bytes than it declares. Raises RefusedFile."""
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        for info in entries:
            try:
                content = archive.read(info)
            except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
                raise RefusedFile(_("The archive is damaged: «%(name)s».") % {"name": info.filename}) from error
            yield info.filename, content


def clean_copy(contents: Iterable[tuple[str, bytes]]) -> io.BytesIO:
    """An archive of just these, stored as they are: for a reader that doesn't hold to declared sizes."""
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as archive:
        for name, content in contents:
            archive.writestr(zipfile.ZipInfo(name), content)
    copy.seek(0)
    return copy


def safe_xml(data: bytes, *, most: int = 20 * MB) -> Any:
    """The root element of a small, plain XML document: UTF-8, without DTD or entities of its own, not deep.

    Raises RefusedFile. Nothing is fetched, and nothing can grow: entities need a DTD, which is refused unparsed.
    """
    if len(data) > most:
        raise RefusedFile(_("The file is too big: %(most)s MB at most.") % {"most": most // MB or 1})
    _check_encoding(data)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise RefusedFile(_("The file declares a document type or entities, which is not allowed."))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise RefusedFile(_("The file is not well-formed XML.")) from error


def _check_encoding(data: bytes) -> None:
    text = data.removeprefix(b"\xef\xbb\xbf")
    declared = _DECLARED.match(text)
    try:
        text.decode()
    except UnicodeDecodeError:
        declared = None
        known = False
    else:
        known = b"\x00" not in text
    if not known or (declared and declared.group(1).lower() not in {b"utf-8", b"utf8", b"us-ascii"}):
        raise RefusedFile(_("The file is not in UTF-8."))


def _check_directory(file: BinaryIO, size: int, limits: Limits) -> None:
    """Refuses by the end record alone what has too many entries, before a list of them is made."""
    if size < _END.size:
        raise RefusedFile(_("The file is not a whole zip archive."))
    file.seek(max(0, size - _END.size - 20))
    tail = file.read()
    file.seek(0)
    signature, *numbers, directory, _offset, comment = _END.unpack(tail[-_END.size :])
    if signature != b"PK\x05\x06" or comment:
        raise RefusedFile(_("The file is not a whole zip archive."))
    if tail.startswith(_ZIP64) or 0xFFFF in numbers or directory == 0xFFFFFFFF:
        raise RefusedFile(_("Archives in the zip64 format are not taken."))
    if numbers[3] > limits.entries or directory > limits.entries * (_ENTRY + 2 * limits.name_length):
        raise RefusedFile(_("The archive holds too many files: %(most)s at most.") % {"most": limits.entries})


def _check_sizes(found: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    if len(found) > limits.entries:
        raise RefusedFile(_("The archive holds too many files: %(most)s at most.") % {"most": limits.entries})
    too_big = any(info.file_size > limits.entry_bytes for info in found)
    if too_big or sum(info.file_size for info in found) > limits.total_bytes:
        raise RefusedFile(_("The archive would be too big unpacked."))
    # Entries that share their bytes are how a small file unpacks to a huge one without being dense.
    dense = any(info.file_size > DENSE_FROM and info.file_size > limits.ratio * info.compress_size for info in found)
    if dense or sum(info.compress_size for info in found) > size:
        raise RefusedFile(_("The archive is packed more densely than real content can be."))


def _check_name(info: zipfile.ZipInfo, limits: Limits) -> None:
    """A relative path with forward slashes, of plain parts; the name before zipfile cut it at a null is judged too."""
    name = info.orig_filename
    parts = name.removesuffix("/").split("/")
    bad_part = any(part in {"", ".", ".."} or part != part.strip() or part.endswith(".") for part in parts)
    if bad_part or _HIDDEN.search(name) or len(name) > limits.name_length or len(parts) > limits.depth:
        raise RefusedFile(_("A file in the archive has a name that is not allowed."))


def _check_kind(info: zipfile.ZipInfo, limits: Limits) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise RefusedFile(_("The archive holds a link or a device: «%(name)s».") % {"name": info.filename})
    if info.flag_bits & 0x41:
        raise RefusedFile(_("The archive is locked with a password."))
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise RefusedFile(_("The archive is packed in a way that is not taken; use plain zip."))
    suffix = PurePosixPath(info.filename).suffix.lower()
    if limits.suffixes is not None and not info.is_dir() and suffix not in limits.suffixes:
        raise RefusedFile(
            _("The archive holds a file of a kind not expected in it: «%(name)s».") % {"name": info.filename}
        )


def _check_alone(name: str, seen: set[str]) -> None:
    """No two entries that one file system or another would take for the same."""
    same = unicodedata.normalize("NFC", name).casefold().removesuffix("/")
    if same in seen:
        raise RefusedFile(_("The archive holds «%(name)s» twice.") % {"name": name})
    seen.add(same)
