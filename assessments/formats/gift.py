"""GIFT, Moodle's text format (docs.moodle.org, "GIFT format"): questions with their answers in braces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.formats.entry import (
    PICTURED,
    STEPPED,
    Entry,
    Option,
    Read,
    Skipped,
    has_media,
    named,
    number,
    plain,
    settled,
    shares,
    sounds,
    without_markers,
    written,
)
from assessments.formats.entry import lost as lost_of
from assessments.formats.images import Gallery, bytes_of, elsewhere, in_html
from assessments.markers import MARKER, blanks
from ui.sheets import decoded

ESCAPED = {"~": "\ue000", "=": "\ue001", "#": "\ue002", "{": "\ue003", "}": "\ue004", ":": "\ue005", "\\": "\ue006"}
BACK = {code: sign for sign, code in ESCAPED.items()}
YES, NO = {"T", "TRUE"}, {"F", "FALSE"}
WEIGHT = re.compile(r"^%(-?\d+(?:\.\d+)?)%")
PART = Decimal("0.001")
ANSWER = re.compile(r"([=~])((?:[^=~])*)", re.DOTALL)


def read(content: bytes) -> list[Read]:
    """Every question of a file, in order."""
    found: list[Read] = []
    topic, gallery = "", Gallery()
    for line, text in _paragraphs(decoded(content)):
        if text.startswith("$CATEGORY:"):
            topic = text.partition(":")[2].strip().split("\n")[0]
            text = text.partition("\n")[2].strip()
        if text:
            found.append(_question(text, line, topic.rpartition("/")[2], gallery))
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Parts of the file between empty lines, comments left out; an empty line within braces parts nothing."""
    kept: list[str] = []
    begins, depth = 1, 0
    for number_of, line in enumerate([*text.split("\n"), ""], start=1):
        if line.lstrip().startswith("//"):
            continue
        hidden = _hidden(line)
        if not line.strip() and depth <= 0:
            if kept:
                yield begins, "\n".join(kept).strip()
            kept, depth = [], 0
            continue
        begins = begins if kept else number_of
        kept.append(hidden)
        depth += hidden.count("{") - hidden.count("}")
    if kept:
        yield begins, "\n".join(kept).strip()


def _hidden(text: str) -> str:
    text = text.replace("\\n", "\n").replace("\\\\", ESCAPED["\\"])
    return re.sub(r"\\([~=#{}:])", lambda found: ESCAPED[found[1]], text)


def _bare(text: str) -> str:
    for code, sign in BACK.items():
        text = text.replace(code, sign)
    found = re.match(r"\s*\[(html|moodle|plain|markdown)\]", text)
    return text[found.end() :] if found else text


def _shown(text: str) -> str:
    return plain(_bare(text))


def _question(text: str, line: int, topic: str, gallery: Gallery) -> Read:
    title = re.match(r"::(.*?)::", text, re.DOTALL)
    name, text = (_shown(title[1]), text[title.end() :].strip()) if title else ("", text)
    opened, closed = text.find("{"), text.rfind("}")
    before, after = (text[:opened], text[closed + 1 :]) if 0 <= opened < closed else (text, "")
    gap = "[[1]]" if after.strip() else ""
    stem = _shown(without_markers(before) + gap + without_markers(after))
    name = named(name, blanks(stem))
    if opened < 0:
        return Skipped(name, line, "description", _("A description asks nothing."))
    if closed < opened:
        return Skipped(name, line, "gift", _("The closing brace is missing."))
    body, _sign, general = text[opened + 1 : closed].partition("####")
    if sounds(_bare(before + after)) or has_media(_bare(body)):
        return Skipped(name, line, "gift", str(PICTURED))
    entry = Entry(name, line, "", stem, topic=topic, explanation=_shown(general))
    for address, alt in in_html(_bare(before + after)):
        content = bytes_of(address)
        if content is None:
            elsewhere(entry, address)
        else:
            gallery.put(entry, "picture", content, alt)
    found = _answered(entry, body.strip(), bool(gap))
    if gap and isinstance(found, Entry):
        _inline(found)
    return found


def _inline(entry: Entry) -> None:
    """The answers stand within the text: a gap, unless it is of a kind that can be none."""
    if entry.answering not in ("gaps", "one"):
        entry.stem = blanks(entry.stem)
        return
    entry.answering, entry.details, entry.shuffle = "gaps", {"rule": "part"}, True


def _answered(entry: Entry, body: str, gap: bool) -> Read:
    word = re.split(r"[#\s]", body, maxsplit=1)[0].upper()
    if not body:
        entry.answering = "essay"
        return entry
    if body.startswith("#"):
        return _number(entry, body[1:])
    if word in YES | NO and not ANSWER.match(body):
        entry.answering, entry.details = "truth", {"answer": "true" if word in YES else "false"}
        _feedback(entry, [body])
        return entry
    answers = [(sign, said) for sign, said in ANSWER.findall(body) if said.strip()]
    if not answers:
        return Skipped(entry.name, entry.line, "gift", _("There are no answers in the braces."))
    if any("->" in said for sign, said in answers if sign == "="):
        return _pairs(entry, [said for _sign, said in answers])
    if all(sign == "=" for sign, _said in answers):
        return _words(entry, [said for _sign, said in answers], gap)
    return _choices(entry, answers, gap)


def _pairs(entry: Entry, answers: list[str]) -> Read:
    if not all("->" in said for said in answers):
        return Skipped(entry.name, entry.line, "matching", _("A pair has no arrow “->” between its two sides."))
    entry.answering, entry.details = "match", {"rule": "part"}
    sides = [said.partition("#")[0].partition("->") for said in answers]
    entry.options = [Option(_shown(left), match=_typed(right)) for left, _arrow, right in sides]
    _feedback(entry, answers)
    return entry


def _typed(text: str) -> str:
    """Words that are compared, not shown: no HTML."""
    return " ".join(_bare(text).split())


def _weighed(said: str, read: Callable[[str], str]) -> tuple[Decimal | None, str]:
    found = WEIGHT.match(said.strip())
    text = said.strip()[found.end() :] if found else said
    return (Decimal(found[1]) / 100 if found else None), read(text.partition("#")[0])


def _feedback(entry: Entry, answers: Iterable[str]) -> None:
    if any("#" in said for said in answers):
        entry.dropped.append(_("What is said to each answer: only one explanation is kept."))


def _words(entry: Entry, answers: list[str], gap: bool) -> Entry:
    weighed = [_weighed(said, _typed) for said in answers]
    _feedback(entry, answers)
    if gap:
        shares = [(Decimal(1) if weight is None else min(Decimal(1), weight), text) for weight, text in weighed]
        entry.answering = "gaps"
        entry.options = [Option(text, share.quantize(PART)) for share, text in shares if share > 0]
        return entry
    entry.answering = "text"
    entry.details["answers"] = "\n".join(text for weight, text in weighed if weight in (None, Decimal(1)))
    if any(weight not in (None, Decimal(1)) for weight, _text in weighed):
        entry.dropped.append(_("Answers that are right in part."))
    return entry


def _choices(entry: Entry, answers: list[tuple[str, str]], gap: bool) -> Entry:
    for sign, said in answers:
        weight, text = _weighed(said, _shown)
        share = weight if weight is not None else Decimal(int(sign == "="))
        entry.options.append(Option(text, max(Decimal(-1), min(Decimal(1), share)).quantize(PART)))
    _feedback(entry, [said for _sign, said in answers])
    right = sum(sign == "=" for sign, _said in answers)
    # Within a text one is chosen from a list, even when more than one would do.
    return settled(entry, several=right == 0 or (right > 1 and not gap))


def _number(entry: Entry, body: str) -> Read:
    first = body.lstrip("=~ \n").partition("#")[0]
    first = re.split(r"\s[=~]", WEIGHT.sub("", first.strip()))[0].strip().replace(BACK_COLON, ":")
    entry.answering = "number"
    if ".." in first:
        low, high = (number(part) for part in first.split("..", 1))
        if low is not None and high is not None and low <= high:
            entry.details = {"answer": written((low + high) / 2), "tolerance": written((high - low) / 2)}
            return _one_number(entry, body)
    else:
        answer, _colon, tolerance = first.partition(":")
        if number(answer) is not None and number(tolerance or "0") is not None:
            entry.details = {"answer": written(number(answer) or Decimal(0))}
            entry.details |= {"tolerance": written(number(tolerance) or Decimal(0))} if tolerance else {}
            return _one_number(entry, body)
    return Skipped(entry.name, entry.line, "numerical", _("“%(text)s” is no number.") % {"text": first[:40]})


def _one_number(entry: Entry, body: str) -> Entry:
    if len(re.findall(r"=", body)) > 1:
        entry.dropped.append(_("Further numbers that are right, or right in part."))
    _feedback(entry, [body])
    return entry


BACK_COLON = ESCAPED[":"]


# ---- out ----


def write(entries: Iterable[Entry]) -> bytes:
    """Entries as a file; those of a kind that GIFT hasn't (an order) are to be left out before."""
    return ("\n\n".join(_written(entry) for entry in entries) + "\n").encode()


NONE_OF = {
    "order": gettext_lazy("GIFT has no questions about an order."),
    "file": gettext_lazy("GIFT has no questions to which a file is handed in."),
    "spot": gettext_lazy("GIFT has no pictures."),
    "scenario": STEPPED,
}
HOLDS = {"topic", "explanation"}


def can_hold(entry: Entry) -> str:
    """Why GIFT can't hold an entry, in words; "" when it can."""
    if entry.answering in NONE_OF:
        return str(NONE_OF[entry.answering])
    said = [entry.details.get("answers", ""), *(text for o in entry.options for text in (o.text, o.match))]
    if any("->" in text for text in said):
        return _("GIFT takes an arrow “->” in an answer for that of a pair.")
    if entry.answering == "gaps" and (len(MARKER.findall(entry.stem)) != 1 or not MARKER.split(entry.stem)[-1].strip()):
        return _("GIFT holds one gap only, with text after it.")
    return ""


def lost(entry: Entry) -> list[str]:
    """What of an entry GIFT leaves out, in words."""
    return lost_of(entry, HOLDS)


def _said(text: str) -> str:
    """Text that is shown, and may hold HTML there."""
    return _out(text.replace("&", "&amp;").replace("<", "&lt;"))


def _out(text: str) -> str:
    text = re.sub(r"([\\~=#{}:])", r"\\\1", text)
    return text.replace("\n", "\\n")


def _written(entry: Entry) -> str:
    lines = [f"$CATEGORY: {_out(entry.topic)}\n\n"] if entry.topic else []
    pieces = MARKER.split(entry.stem) if entry.answering == "gaps" else [entry.stem + " "]
    lines.append(f"::{_out(entry.name)}::[markdown]{_said(pieces[0])}{{\n")
    lines += [f"{line}\n" for line in _answers(entry)]
    if entry.explanation:
        lines.append(f"####{_said(entry.explanation)}\n")
    return "".join(lines) + "}" + _said(pieces[-1] if len(pieces) > 1 else "")


def _answers(entry: Entry) -> list[str]:
    if entry.answering == "number":
        return [f"#{entry.details['answer']}:{entry.details.get('tolerance') or '0'}"]
    if entry.answering == "truth":
        return [entry.details["answer"].upper()]
    if entry.answering == "text":
        return [f"={_out(line)}" for line in entry.details["answers"].splitlines()]
    if entry.answering == "match":
        return [f"={_said(option.text)} -> {_out(option.match)}" for option in entry.options]
    if entry.answering == "many":
        pairs = zip(entry.options, shares(entry), strict=True)
        return [f"~%{share * 100:.5f}%{_said(option.text)}" for option, share in pairs]
    typed = entry.answering == "gaps" and all(option.score > 0 for option in entry.options)
    return [_option(option, typed) for option in entry.options]


def _option(option: Option, typed: bool) -> str:
    text = _out(option.text) if typed else _said(option.text)
    if option.score in (0, 1):
        return f"{'=' if option.score else '~'}{text}"
    return f"{'=' if typed else '~'}%{written(option.score * 100)}%{text}"
