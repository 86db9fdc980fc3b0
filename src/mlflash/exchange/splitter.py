"""Split a paragraph into the lines of an answer, never within mathematics, code, abbreviations or numbers."""

from __future__ import annotations

import re

from mlflash.exchange.placeholders import Placeholders

_WHOLE = re.compile(
    r"```.{1,4000}?```|`[^`\n]*`"
    r"|(?<!\\)\$\$.{1,1000}?\$\$|\\\[.{1,1000}?\\\]|\\\(.{1,1000}?\\\)"
    r"|(?<![\\$\w])\$[^\s$](?:[^$\n]{0,1000}?[^\s$\\])?\$(?![\d$])"
    r"|https?://[^\s<>\"]{0,2000}[^\s<>\".,;:!?)]",
    re.DOTALL,
)
"""Parts that are never split: programs, mathematics, addresses."""
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|[。！？]+[”’）」]*")
_ABBREVIATIONS_TEXT = """
e.g i.e etc vs cf eq eqs fig figs ref refs sec ch no nos vol pp p approx resp incl excl est al ca jr sr inc
ltd co dept viz w.r.t s.t i.i.d a.k.a u.s u.k ph.d jan feb mar apr jun jul aug sep sept oct nov dec
"""
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_TEXT.split())
_ENDS_SENTENCE_TOO = frozenset({"etc", "al", "no", "co", "inc", "ltd", "u.s", "u.k", "jr", "sr", "i.i.d", "a.k.a"})
"""Abbreviations that end a sentence where a capital letter follows."""
NEAR = 40
"""Characters on either side of a mark that decide whether it ends a sentence."""
_TITLES = frozenset({"Dr", "Mr", "Mrs", "Ms", "Prof", "St"})
_WORD = re.compile(r"[\w.&]+$")


def sentences(text: str) -> list[str]:
    """The sentences of a text, each on one line; only white space is lost."""
    placeholders = Placeholders()
    parts: list[str] = []
    hidden = " ".join(placeholders.hide(_WHOLE, text).split())
    start = 0
    for match in _END.finditer(hidden):
        is_number = hidden[start : match.start()].strip().isdigit()  # the number of an item: "1. First"
        if not is_number and _ends(hidden, match):
            parts.append(hidden[start : match.end()])
            start = match.end()
    parts.append(hidden[start:])
    return [sentence for part in parts if (sentence := placeholders.restore(part.strip()))]


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence ends with this mark."""
    if match[0][0] in "。！？":
        return match.end() < len(text)
    before, after = text[max(0, match.start() - NEAR) : match.start()], text[match.end() : match.end() + NEAR]
    after = after.lstrip()
    if not after:
        return False
    first = after.lstrip("\"'“‘([")[:1]
    if first.islower() or first in ",;:)":
        return False
    if match[0][0] != "." or match[0].startswith(".."):
        return True
    last = _WORD.search(before)
    written = last[0].strip(".") if last else ""
    word = written.casefold()
    if written in _TITLES:
        return False
    if word in _ABBREVIATIONS:
        return word in _ENDS_SENTENCE_TOO and first.isupper()
    return len(word) != 1 or not written.isupper() or word == "i"  # an initial, as in "J. Smith"
