"""Write cards as a study sheet in Markdown, to print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from mlflash.bank.text import has_bare_tex
from mlflash.exchange.outgoing import OutgoingCard

_SPECIAL = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])"  # a backslash before a character that it would take the meaning from
    r"|[`*\[\]]|~(?=~)|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word an underscore means nothing
)
_ROW_START = re.compile(r"(?m)^(\s*)(?:([-+>=~#|])|(\d{1,9})([.)])(?=\s|$))")
_MATHS = re.compile(r"\$\$.+?\$\$|(?<![\\$\w])\$[^\s$](?:[^$\n]*?[^\s$\\])?\$(?![\d$])", re.DOTALL)


def study_sheet(title: str, cards: Iterable[OutgoingCard]) -> str:
    """The cards by section; a comment keeps the id of each, so that the sheet can be read back."""
    blocks = [f"# {_one_row(title)}"]
    for section, group in groupby(cards, lambda one: one.section):
        blocks.append(f"## {_one_row(section)}")
        for one in group:
            blocks += _card_blocks(one)
    return "\n\n".join(blocks) + "\n"


def markdown(text: str) -> str:
    """A text that Markdown shows as it is; mathematics between dollar signs is left to those that know it."""
    parts, at = [], 0
    for found in _MATHS.finditer(text):
        parts += [_SPECIAL.sub(r"\\\g<0>", text[at : found.start()]), found[0]]
        at = found.end()
    escaped = "".join(parts) + _SPECIAL.sub(r"\\\g<0>", text[at:])
    return _ROW_START.sub(lambda row: f"{row[1]}\\{row[2]}" if row[2] else rf"{row[1]}{row[3]}\{row[4]}", escaped)


def _card_blocks(one: OutgoingCard) -> Iterator[str]:
    card = one.card
    yield f"### {_one_row(card.question)}\n<!-- id: {card.id} -->"
    yield "\n".join(f"{number}. {_rows(line)}" for number, line in enumerate(one.lines, 1))
    if card.formula:
        yield markdown(card.formula) if "$" in card.formula else _fenced(card.formula, _language(card.formula))
    if card.code:
        yield _fenced(card.code, "python")
    for name, text in (("Note", one.note), ("Intuition", card.intuition), ("Pitfall", card.pitfall)):
        if text:
            yield f"> **{name}:** {markdown(' '.join(text.split()))}"


def _language(formula: str) -> str:
    return "latex" if has_bare_tex(formula) else "text"


def _one_row(text: str) -> str:
    return markdown(" ".join(text.split()))


def _rows(text: str) -> str:
    """A text as an item of a numbered list: its rows indented, none of them empty, which would end the item."""
    return "\\\n   ".join(markdown(row.strip()) for row in text.split("\n") if row.strip())


def _fenced(text: str, language: str) -> str:
    """A text as it stands, in a fence longer than any within it."""
    longest = max(map(len, re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.removesuffix(chr(10))}\n{fence}"
