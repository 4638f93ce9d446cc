"""Rich text as translators get it: the markup of content files, with links, and back again. Pure.

Paragraphs have an empty line between them; «- » and «1. » begin items of lists, two spaces more each level down;
**bold**, *italic*, [words](where) with https://…, mailto:…, page:12 or document:3; a backslash before one of these
signs takes its meaning away. Stars turn a style on and off, so every nesting of the two can be said.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import escape
from html.parser import HTMLParser
from itertools import groupby, pairwise

INDENT = "  "
_SIGNS = re.compile(r"([\\*\[\]])")
_ITEM = re.compile(r"^((?: {2})*)(?:-|(\d+)\.) +(.*)$", re.DOTALL)
_LOOKS_LIKE_ITEM = re.compile(r"^(\d*)([-.]) ")
_TOKEN = re.compile(
    r"\\(?P<kept>[^\n])|(?P<stars>\*+)|(?P<open>\[)|\]\((?P<where>[^()\s]*)\)|(?P<close>\])|(?P<text>[^\\*\[\]]+|\\)",
    re.DOTALL,
)
_KEPT_LINKS = {"page": "page", "document": "document"}


class BrokenMarkup(ValueError):
    """A star or bracket without its other half."""


@dataclass(frozen=True)
class Run:
    """Text of one style; where: what it links to, "" for nothing."""

    text: str
    bold: bool = False
    italic: bool = False
    where: str = ""


@dataclass
class Block:
    """A paragraph (kind "p") or an item of a list ("ul", "ol"); `number` tells lists apart that follow each other."""

    kind: str
    depth: int = 0
    number: int = 0
    runs: list[Run] = field(default_factory=list)


class _Reader(HTMLParser):
    """Stored rich text as blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.lists: list[str] = []
        self.count = 0
        self.block: Block | None = None
        self.style = Run("")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ul", "ol"}:
            self.count += not self.lists
            self.lists.append(tag)
        elif tag == "li":
            self._begin(Block((self.lists or ["ul"])[-1], max(0, len(self.lists) - 1), self.count))
        elif tag == "p" and not self.lists:
            self._begin(Block("p"))
        elif tag == "br":
            self._add("\n")
        elif tag == "a":
            self.style = replace(self.style, where=_where(dict(attrs)))
        else:
            self._restyle(tag, True)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        elif tag in {"p", "li"}:
            self.block = None
        elif tag == "a":
            self.style = replace(self.style, where="")
        else:
            self._restyle(tag, False)

    def handle_data(self, data: str) -> None:
        text = re.sub(r"[ \t\r\n]+", " ", data)
        if self.block is not None or text.strip():
            self._add(text)

    def _restyle(self, tag: str, on: bool) -> None:
        if tag in {"b", "strong"}:
            self.style = replace(self.style, bold=on)
        elif tag in {"i", "em"}:
            self.style = replace(self.style, italic=on)

    def _begin(self, block: Block) -> None:
        self.block = block
        self.blocks.append(block)

    def _add(self, text: str) -> None:
        if self.block is None:
            self._begin(Block("p"))
        self.block.runs.append(replace(self.style, text=text))  # type: ignore[union-attr]


def to_markup(html: str) -> str:
    """Stored rich text in the markup."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [(block, _line(block)) for block in reader.blocks]
    said = [(block, line) for block, line in lines if line.strip()]
    out = ""
    for before, (block, line) in zip([None, *[block for block, _ in said]], said, strict=False):
        together = before is not None and block.kind != "p" != before.kind and block.number == before.number
        out += ("" if before is None else "\n" if together else "\n\n") + line
    return out


def from_markup(text: str) -> str:
    """The markup as rich text to be stored. Raises BrokenMarkup."""
    return "".join(_lists(part) if isinstance(part, list) else f"<p>{_html(part)}</p>" for part in _parts(text))


def links(text: str) -> frozenset[str]:
    """Where the links of a text in the markup lead. Raises BrokenMarkup."""
    parts = ([part] if isinstance(part, str) else [said for _, _, said in part] for part in _parts(text))
    return frozenset(run.where for part in parts for said in part for run in _runs(said) if run.where)


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip("\n")


def _where(attrs: dict[str, str | None]) -> str:
    kind = _KEPT_LINKS.get(attrs.get("linktype") or "")
    where = f"{kind}:{attrs.get('id')}" if kind else attrs.get("href") or ""
    return re.sub(r"[()\s]", lambda found: f"%{ord(found.group()):02X}", where)


def _line(block: Block) -> str:
    text = _inline(_trimmed(block.runs))
    if block.kind == "p":
        lines = [line.strip() for line in text.split("\n") if line.strip()]  # an empty one would end the paragraph
        return "\n".join(_LOOKS_LIKE_ITEM.sub(r"\1\\\2 ", line) for line in lines)
    # A break inside an item has no sign of its own: it reads on after a space.
    return INDENT * block.depth + ("- " if block.kind == "ul" else "1. ") + " ".join(text.split("\n"))


def _trimmed(runs: list[Run]) -> list[Run]:
    """Without spaces at either end; styles and links on nothing but spaces are left out, since nobody sees them."""
    said: list[Run] = []
    for where, part in groupby(runs, key=lambda run: run.where):
        linked = list(part)
        kept = where if any(run.text.strip() for run in linked) else ""
        said += [replace(run if run.text.strip() else Run(run.text), where=kept) for run in linked]
    while said and not said[0].text.strip():
        said.pop(0)
    while said and not said[-1].text.strip():
        said.pop()
    if said:
        said[0] = replace(said[0], text=said[0].text.lstrip())
        said[-1] = replace(said[-1], text=said[-1].text.rstrip())
    for place, (before, run) in enumerate(pairwise(said), 1):
        if before.text.endswith(" "):
            said[place] = replace(run, text=run.text.lstrip(" "))
    return [run for run in said if run.text]


def _inline(runs: Iterable[Run]) -> str:
    """Styles end before the link that they stand in, and begin after its bracket."""
    out, last = "", Run("")
    for run in [*runs, Run("")]:
        out += _stars(last.bold and not run.bold, last.italic and not run.italic)
        if run.where != last.where:
            out += (f"]({last.where})" if last.where else "") + ("[" if run.where else "")
        out += _stars(run.bold and not last.bold, run.italic and not last.italic)
        out += _SIGNS.sub(r"\\\1", run.text)
        last = run
    return out


def _stars(bold: bool, italic: bool) -> str:
    return "*" * (2 * bold + italic)


def _runs(text: str) -> Iterator[Run]:
    style, inside = Run(""), None
    for token in _TOKEN.finditer(text):
        said = token["kept"] or token["text"]
        if said is not None:
            run = replace(style, text=said)
            if inside is None:
                yield run
            else:
                inside.append(run)
        elif token["stars"]:
            style = _turned(style, len(token["stars"]))
        elif token["open"]:
            inside = _opened(inside)
        else:
            yield from _linked(inside, token["where"])
            inside = None
    if style.bold or style.italic or inside is not None:
        raise BrokenMarkup(text)


def _turned(style: Run, stars: int) -> Run:
    if stars > 3:
        raise BrokenMarkup("*" * stars)
    return replace(style, bold=style.bold != (stars >= 2), italic=style.italic != (stars % 2 == 1))


def _opened(inside: list[Run] | None) -> list[Run]:
    if inside is not None:
        raise BrokenMarkup("[")
    return []


def _linked(inside: list[Run] | None, where: str | None) -> list[Run]:
    if not inside or not where or not "".join(run.text for run in inside).strip():
        raise BrokenMarkup("]")
    return [replace(run, where=where) for run in inside]


def _parts(text: str) -> Iterator[str | list[tuple[int, str, str]]]:
    """Paragraphs, and lists as their items: depth, kind, text. Styles and links reach over the lines of each."""
    for chunk in re.split(r"\n\n+", _tidy(text)):
        for is_list, part in groupby(chunk.split("\n") if chunk else [], key=lambda line: bool(_ITEM.match(line))):
            if is_list:
                found = [item for item in map(_ITEM.match, part) if item]
                yield [(len(item[1]) // 2, "ol" if item[2] else "ul", item[3]) for item in found]
            else:
                yield "\n".join(line.strip() for line in part)


def _lists(items: list[tuple[int, str, str]]) -> str:
    """Items as nested lists; an item may be one level below the one before it, no more."""
    html = ""
    open_lists: list[str] = []
    for asked, kind, text in items:
        depth = min(asked, len(open_lists))
        while len(open_lists) > depth + 1:
            html += f"</li></{open_lists.pop()}>"
        if len(open_lists) == depth + 1 and open_lists[-1] == kind:
            html += "</li>"
        else:
            if len(open_lists) == depth + 1:
                html += f"</li></{open_lists.pop()}>"
            open_lists.append(kind)
            html += f"<{kind}>"
        html += f"<li>{_html(text)}"
    return html + "".join(f"</li></{kind}>" for kind in reversed(open_lists))


def _html(text: str) -> str:
    html = ""
    for where, runs in groupby(_runs(text), key=lambda run: run.where):
        inner = "".join(_styled(style, "".join(run.text for run in part)) for style, part in groupby(runs, key=_style))
        html += f"<a {_attributes(where)}>{inner}</a>" if where else inner
    return html


def _style(run: Run) -> tuple[bool, bool]:
    return run.bold, run.italic


def _styled(style: tuple[bool, bool], text: str) -> str:
    html = escape(text, quote=False).replace("\n", "<br/>")
    html = f"<i>{html}</i>" if style[1] else html
    return f"<b>{html}</b>" if style[0] else html


def _attributes(where: str) -> str:
    kind, _colon, number = where.partition(":")
    if kind in _KEPT_LINKS and number.isdecimal():
        return f'id="{int(number)}" linktype="{kind}"'
    return f'href="{escape(where)}"'
