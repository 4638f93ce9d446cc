"""GIFT, Moodle's text format (docs.moodle.org, "GIFT format"): questions with their answers in braces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.formats.entry import (
    FALSE,
    PICTURED,
    TRUE,
    Entry,
    Option,
    Read,
    Skipped,
    decoded,
    has_media,
    named,
    number,
    plain,
    written,
)

ESCAPED = {"~": "\ue000", "=": "\ue001", "#": "\ue002", "{": "\ue003", "}": "\ue004", ":": "\ue005", "\\": "\ue006"}
BACK = {code: sign for sign, code in ESCAPED.items()}
YES, NO = {"T", "TRUE"}, {"F", "FALSE"}
WEIGHT = re.compile(r"^%(-?\d+(?:\.\d+)?)%")
ANSWER = re.compile(r"([=~])((?:[^=~])*)", re.DOTALL)


def read(content: bytes) -> list[Read]:
    """Every question of a file, in order."""
    found: list[Read] = []
    topic = ""
    for line, text in _paragraphs(decoded(content)):
        if text.startswith("$CATEGORY:"):
            topic = text.partition(":")[2].strip().split("\n")[0]
            text = text.partition("\n")[2].strip()
        if text:
            found.append(_question(text, line, topic.rpartition("/")[2]))
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


def _shown(text: str) -> str:
    for code, sign in BACK.items():
        text = text.replace(code, sign)
    found = re.match(r"\s*\[(html|moodle|plain|markdown)\]", text)
    return plain(text[found.end() :] if found else text)


def _question(text: str, line: int, topic: str) -> Read:
    title = re.match(r"::(.*?)::", text, re.DOTALL)
    name, text = (_shown(title[1]), text[title.end() :].strip()) if title else ("", text)
    opened, closed = text.find("{"), text.rfind("}")
    before, after = (text[:opened], text[closed + 1 :]) if 0 <= opened < closed else (text, "")
    gap = " _____ " if after.strip() else ""
    stem = _shown(before + gap + after)
    name = named(name, stem)
    if has_media(text):
        return Skipped(name, line, "gift", str(PICTURED))
    if opened < 0:
        return Skipped(name, line, "description", _("A description asks nothing."))
    if closed < opened:
        return Skipped(name, line, "gift", _("The closing brace is missing."))
    body, _sign, general = text[opened + 1 : closed].partition("####")
    entry = Entry(name, line, "", stem, topic=topic, explanation=_shown(general))
    return _answered(entry, body.strip())


def _answered(entry: Entry, body: str) -> Read:
    word = re.split(r"[#\s]", body, maxsplit=1)[0].upper()
    if not body:
        return Skipped(entry.name, entry.line, "essay", _("An essay is marked by a person; that isn't taken in."))
    if body.startswith("#"):
        return _number(entry, body[1:])
    if word in YES | NO and not ANSWER.match(body):
        return _true_false(entry, word in YES)
    answers = [(sign, said) for sign, said in ANSWER.findall(body) if said.strip()]
    if not answers:
        return Skipped(entry.name, entry.line, "gift", _("There are no answers in the braces."))
    if any("->" in said for sign, said in answers if sign == "="):
        return Skipped(entry.name, entry.line, "matching", _("Matching questions aren't taken in yet."))
    if all(sign == "=" for sign, _said in answers):
        return _words(entry, [said for _sign, said in answers])
    return _choices(entry, answers)


def _true_false(entry: Entry, right: bool) -> Entry:
    entry.answering, entry.shuffle = "one", False
    entry.options = [
        Option(TRUE, Decimal(int(right))),
        Option(FALSE, Decimal(int(not right))),
    ]
    return entry


def _weighed(said: str) -> tuple[Decimal | None, str]:
    found = WEIGHT.match(said.strip())
    text = said.strip()[found.end() :] if found else said
    return (Decimal(found[1]) / 100 if found else None), _shown(text.partition("#")[0])


def _feedback(entry: Entry, answers: Iterable[str]) -> None:
    if any("#" in said for said in answers):
        entry.dropped.append(_("What is said to each answer: only one explanation is kept."))


def _words(entry: Entry, answers: list[str]) -> Entry:
    entry.answering = "text"
    weighed = [_weighed(said) for said in answers]
    entry.details["answers"] = "\n".join(text for weight, text in weighed if weight in (None, Decimal(1)))
    if any(weight not in (None, Decimal(1)) for weight, _text in weighed):
        entry.dropped.append(_("Answers that are right in part."))
    _feedback(entry, answers)
    return entry


def _choices(entry: Entry, answers: list[tuple[str, str]]) -> Entry:
    for sign, said in answers:
        weight, text = _weighed(said)
        share = weight if weight is not None else Decimal(int(sign == "="))
        entry.options.append(Option(text, max(Decimal(-1), min(Decimal(1), share)).quantize(Decimal("0.001"))))
    _feedback(entry, [said for _sign, said in answers])
    return settled(entry, several=sum(sign == "=" for sign, _said in answers) != 1)


def settled(entry: Entry, *, several: bool) -> Entry:
    """Options with their shares as one right answer, or as several that count in part."""
    entry.answering = "many" if several else "one"
    if several:
        entry.details["rule"] = "part"
        shares = {option.score for option in entry.options if option.score > 0}
        if len(shares) > 1:
            entry.dropped.append(_("Different weights of right answers: here they all count the same."))
        entry.options = [Option(option.text, Decimal(int(option.score > 0))) for option in entry.options]
    else:
        best = max((option.score for option in entry.options), default=Decimal(0))
        entry.options = [
            Option(option.text, Decimal(1) if option.score == best > 0 else max(Decimal(0), option.score))
            for option in entry.options
        ]
    return entry


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


def can_hold(entry: Entry) -> str:
    """Why GIFT can't hold an entry, in words; "" when it can."""
    return _("GIFT has no questions about an order.") if entry.answering == "order" else ""


def _out(text: str) -> str:
    text = re.sub(r"([\\~=#{}:])", r"\\\1", text)
    return text.replace("\n", "\\n")


def _written(entry: Entry) -> str:
    lines = [f"$CATEGORY: {_out(entry.topic)}\n\n"] if entry.topic else []
    lines.append(f"::{_out(entry.name)}::[markdown]{_out(entry.stem)} {{\n")
    if entry.answering == "number":
        tolerance = entry.details.get("tolerance") or "0"
        lines.append(f"#{entry.details['answer']}:{tolerance}\n")
    elif entry.answering == "text":
        lines += [f"={_out(line)}\n" for line in entry.details["answers"].splitlines()]
    else:
        right = sum(option.score > 0 for option in entry.options) or 1
        lines += [_option(entry, option, right) for option in entry.options]
    if entry.explanation:
        lines.append(f"####{_out(entry.explanation)}\n")
    return "".join(lines) + "}"


def _option(entry: Entry, option: Option, right: int) -> str:
    if entry.answering == "many":
        share = Decimal(100) / right if option.score > 0 else Decimal(-100) / max(1, len(entry.options) - right)
        return f"~%{share:.5f}%{_out(option.text)}\n"
    if option.score in (0, 1):
        return f"{'=' if option.score else '~'}{_out(option.text)}\n"
    return f"~%{written(option.score * 100)}%{_out(option.text)}\n"
