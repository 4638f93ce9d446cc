"""Reading an archive of the handbook: every part is judged before anything of it is used."""

import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from handbook.domain.archive import DATES, FORMAT, INDEX, LAWS, MANIFEST, PICTURES, PLAIN, TERMS, VERSION
from handbook.domain.archive_text import judge_made, judge_text, judged
from ui import languages
from ui.pictures import clean_problem
from ui.uploads import MB, Limits, RefusedFile, checked_zip, unpacked

LIMITS = Limits(
    file_bytes=60 * MB,
    entries=8000,
    entry_bytes=10 * MB,
    total_bytes=200 * MB,
    depth=3,
    suffixes=frozenset({".json", ".webp", ".png", ".jpg", ".jpeg", ".gif"}),
)
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,199}", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9_-]{1,60}", re.ASCII)
_PAGE = re.compile(r"pages/([a-z0-9][a-z0-9_-]*)(?:/([a-z0-9][a-z0-9_-]*))?\.json", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}")
TEXTS = {"index": {"heading", "summary"}, "section": {"heading", "summary"}}
TEXTS["chapter"] = TEXTS["index"] | {"content_note"}


@dataclass(frozen=True)
class Archive:
    """What a judged archive holds: pages by name in the order of the tree, the rest by code or digest."""

    pages: dict[str, dict[str, Any]]
    laws: dict[str, dict[str, Any]]
    terms: dict[str, dict[str, Any]]
    pictures: dict[str, dict[str, Any]]
    files: dict[str, bytes]


def read(file: Any) -> Archive:
    """The archive in a file. Raises RefusedFile, having used nothing of it."""
    parts = dict(unpacked(file, checked_zip(file, limits=LIMITS)))
    _judge_manifest(parts)
    pictures = _pictures(parts)
    pages = {name: _page(name, _json(parts, name), pictures) for name in parts if name.startswith("pages/")}
    if set(parts) - set(pages) - {one["file"] for one in pictures.values()} - {MANIFEST, LAWS, TERMS, PICTURES}:
        raise RefusedFile(_("There are files in the archive that do not belong in it."))
    return Archive(
        pages=_ordered(pages),
        laws=_coded(_json(parts, LAWS), LAWS, {"name"}),
        terms=_coded(_json(parts, TERMS), TERMS, {"name", "meaning"}),
        pictures=pictures,
        files={one["file"]: parts[one["file"]] for one in pictures.values()},
    )


def read_bytes(content: bytes) -> Archive:
    """The same from memory."""
    return read(io.BytesIO(content))


def _judge_manifest(parts: Mapping[str, bytes]) -> None:
    manifest = _json(parts, MANIFEST)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise RefusedFile(_("This is not an archive of a handbook."))
    if manifest.get("version") != VERSION:
        raise RefusedFile(_("The archive was made by another version of Dastur, whose format we do not read."))
    if set(manifest.get("languages") or []) - set(languages.codes()):
        raise RefusedFile(_("The archive holds languages that this system does not have."))
    told = manifest.get("sha256")
    found = {name: hashlib.sha256(content).hexdigest() for name, content in parts.items() if name != MANIFEST}
    if told != found:
        raise RefusedFile(_("The archive is not whole: its files are not those that it lists."))


def _json(parts: Mapping[str, bytes], name: str) -> Any:
    try:
        return json.loads(parts[name].decode())
    except KeyError:
        raise RefusedFile(_("This is not an archive of a handbook.")) from None
    except (ValueError, RecursionError):
        raise RefusedFile(_("%(name)s in the archive cannot be read.") % {"name": name}) from None


def _pictures(parts: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    told = _json(parts, PICTURES)
    if not isinstance(told, dict):
        raise _odd(PICTURES)
    for digest, one in told.items():
        _judge_picture(digest, one, parts)
    return told


def _judge_picture(digest: str, one: Any, parts: Mapping[str, bytes]) -> None:
    if not isinstance(one, dict) or set(one) != {"file", "title", "description", "focal_point"}:
        raise _odd(PICTURES)
    name, focal = one["file"], one["focal_point"]
    whole = focal is None or (
        isinstance(focal, list) and len(focal) == 4 and all(type(n) is int and 0 <= n < 100_000 for n in focal)
    )
    if not whole or not isinstance(name, str) or name not in parts or not name.startswith(f"pictures/{digest}."):
        raise _odd(PICTURES)
    if not _DIGEST.fullmatch(digest) or hashlib.sha256(parts[name]).hexdigest() != digest:
        raise _odd(PICTURES)
    for text in (one["title"], one["description"]):
        if len(judge_text(text, PICTURES)) > 255:
            raise _odd(PICTURES)
    if problem := clean_problem(parts[name], name):
        raise RefusedFile(f"{name}: {problem}")


def _page(name: str, told: Any, pictures: Mapping[str, Any]) -> dict[str, Any]:
    found = _PAGE.fullmatch(name)
    keys = {"kind", "slug", "live", "children", "content", "draft", *DATES}
    if found is None or not isinstance(told, dict) or set(told) != keys or type(told["live"]) is not bool:
        raise _odd(name)
    expected = "index" if name == INDEX else ("section" if found.group(2) else "chapter")
    slug = told["slug"]
    if told["kind"] != expected or not isinstance(slug, str) or not _SLUG.fullmatch(slug):
        raise _odd(name)
    if expected != "index" and slug != (found.group(2) or found.group(1)):
        raise _odd(name)
    children = told["children"]
    if not isinstance(children, list) or not all(isinstance(one, str) for one in children):
        raise _odd(name)
    for date_name in DATES:
        _moment(told[date_name], name)
    for content in [told["content"], *([told["draft"]] if told["draft"] is not None else [])]:
        _judge_content(content, expected, name, pictures)
    return told


def _judge_content(content: Any, kind: str, name: str, pictures: Mapping[str, Any]) -> None:
    keys = {"source_language", "made", "texts", *PLAIN[kind]} | ({"body"} if kind == "section" else set())
    if not isinstance(content, dict) or set(content) != keys or content["source_language"] not in languages.codes():
        raise _odd(name)
    _judge_fields(content["texts"], content["made"], kind, name)
    for number in PLAIN[kind]:
        if type(content[number]) is not int or not 0 <= content[number] <= 1000:
            raise _odd(name)
    if kind == "section":
        judged(content["body"], name, pictures)


def _judge_fields(fields: Any, made: Any, kind: str, name: str) -> None:
    """The translated fields of a page; one heading at least."""
    if not isinstance(made, dict) or not set(made) <= TEXTS[kind]:
        raise _odd(name)
    if not isinstance(fields, dict) or set(fields) != TEXTS[kind]:
        raise _odd(name)
    for one in made.values():
        judge_made(one, name)
    for texts in fields.values():
        _judge_texts(texts, name)
    if not any(fields["heading"].values()) or max(map(len, fields["heading"].values())) > 255:
        raise _odd(name)


def _judge_texts(texts: Any, name: str) -> None:
    if not isinstance(texts, dict) or not set(texts) <= set(languages.codes()):
        raise _odd(name)
    for text in texts.values():
        judge_text(text, name)


def _coded(told: Any, name: str, translated: set[str]) -> dict[str, dict[str, Any]]:
    plain = {"number", "date"} if name == LAWS else {"forms"}
    if not isinstance(told, list):
        raise _odd(name)
    for one in told:
        if not isinstance(one, dict) or set(one) != {"code", "sure", *plain, *translated}:
            raise _odd(name)
        if not isinstance(one["code"], str) or not _CODE.fullmatch(one["code"]) or type(one["sure"]) is not bool:
            raise _odd(name)
        for field in translated:
            _judge_texts(one[field], name)
            if max(map(len, one[field].values()), default=0) > (400 if name == LAWS else 4000):
                raise _odd(name)
        _judge_law(one) if name == LAWS else _judge_forms(one["forms"])
    found = {one["code"]: one for one in told}
    if len(found) != len(told):
        raise _odd(name)
    return found


def _judge_law(one: Mapping[str, Any]) -> None:
    if len(judge_text(one["number"], LAWS)) > 20:
        raise _odd(LAWS)
    try:
        date.fromisoformat(one["date"]) if one["date"] is not None else None
    except (TypeError, ValueError):
        raise _odd(LAWS) from None


def _judge_forms(forms: Any) -> None:
    if not isinstance(forms, dict) or not set(forms) <= set(languages.codes()):
        raise _odd(TERMS)
    for listed in forms.values():
        if not isinstance(listed, list) or len(listed) > 100:
            raise _odd(TERMS)
        for one in listed:
            judge_text(one, TERMS)


def _moment(told: Any, name: str) -> None:
    try:
        if told is not None and datetime.fromisoformat(told).tzinfo is None:
            raise _odd(name)
    except (TypeError, ValueError):
        raise _odd(name) from None


def _ordered(pages: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The pages from the front page down, as each lists those below it. Raises RefusedFile when one has no place."""
    if INDEX not in pages:
        raise _odd(INDEX)
    names = [INDEX]
    for chapter in pages[INDEX]["children"]:
        name = f"pages/{chapter}.json"
        names.append(name)
        names += [f"pages/{chapter}/{slug}.json" for slug in pages.get(name, {}).get("children", [])]
    if len(set(names)) != len(names) or set(names) != set(pages):
        raise RefusedFile(_("The archive is not whole: its files are not those that it lists."))
    return {name: pages[name] for name in names}


def _odd(name: str) -> RefusedFile:
    return RefusedFile(_("%(where)s does not have the shape that we know.") % {"where": name})
