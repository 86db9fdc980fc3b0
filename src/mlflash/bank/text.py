"""Make a bank's text safe to show, and measure it as a terminal shows it.

Sources: Unicode Bidirectional Algorithm (UAX #9) for the direction controls, UTS #51 for joined emoji.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

HIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 except tab and newline, delete, C1
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners and fillers without ink
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # zero widths, line separators, directions
    "\u3164\ufeff\uffa0\ufff0-\ufffb"  # fillers, byte order mark, interlinear marks
    "\ud800-\udfff"  # halves of a surrogate pair
    "\U000e0000-\U000e0fff"  # tags and the variation selectors of no known sequence
)
_HIDDEN = re.compile(f"[{HIDDEN}]")
_JOINED = re.compile(
    "(?<=[\U0001f000-\U0001faff\u2190-\u2bff\ufe0f])\u200d(?=[\U0001f000-\U0001faff\u2190-\u2bff])"
)
_JOINABLE = re.compile("[\u0600-\u0dff]")
_COMMAND = re.compile(r"\\[A-Za-z]{2}")
_GROUP = re.compile(r"[_^]\{")


def visible(text: str) -> str:
    """The text with control and hidden characters written out; newlines and tabs stay.

    Control characters become their pictures (␛), the rest ⟨U+202E⟩. A joiner within an emoji, and one
    between letters of the Arabic and Indic scripts that need it, stays; so do combining marks.
    """
    return _HIDDEN.sub(_shown, text)


def one_line(text: str) -> str:
    """The text made visible on a single line, newlines and tabs as their pictures."""
    return visible(text).replace("\n", "␊").replace("\t", "␉")


def readable(text: str, raw: bool = False) -> str:
    """A card's text as it is shown: TeX as Unicode unless `raw`, and without hidden characters."""
    if not raw and has_tex(text):
        from mlflash.bank.latex import latex_to_unicode

        text = latex_to_unicode(text)
    return visible(text)


def has_tex(text: str) -> bool:
    """Whether the text holds anything that could be TeX."""
    return "$" in text or "\\(" in text or "\\[" in text


def readable_formula(text: str, raw: bool = False) -> str:
    """A formula as it is shown: TeX without dollar signs is converted, too; plain Unicode stays as it is."""
    shown = readable(text, raw)
    if raw or shown != visible(text) or not has_bare_tex(text):
        return shown
    from mlflash.bank.latex import math_to_unicode

    rows = ((row, math_to_unicode(row)) for row in text.splitlines())
    return visible("\n".join(maths for row, maths in rows if maths or not row.strip()))


def has_bare_tex(formula: str) -> bool:
    """Whether a formula holds TeX that is recognized without dollar signs: a command, a group."""
    return _COMMAND.search(formula) is not None or (formula.isascii() and _GROUP.search(formula) is not None)


def hidden(text: str) -> Iterator[str]:
    """Every character that `visible` writes out."""
    return (match[0] for match in _HIDDEN.finditer(text) if _shown(match) != match[0])


def _shown(match: re.Match[str]) -> str:
    char, text, at = match[0], match.string, match.start()
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if char == "\u200d" and _JOINED.match(text, at):
        return char
    if char in "\u200c\u200d" and _JOINABLE.match(text, at - 1) and _JOINABLE.match(text, at + 1):
        return char
    return f"⟨U+{code:04X}⟩"


def cells(text: str) -> int:
    """Columns the text takes in a terminal: wide characters two, combining marks none."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_cells, text))


def _cells(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def rows(text: str, width: int) -> int:
    """Rows the text takes when wrapped between words to a width in columns."""
    return sum(_rows(line, width) for line in text.split("\n"))


def _rows(line: str, width: int) -> int:
    count, used = 1, 0
    for word in line.split():
        need = cells(word)
        if used and used + 1 + need <= width:
            used += 1 + need
            continue
        if used:
            count += 1
        count += (need - 1) // width
        used = (need - 1) % width + 1
    return count
