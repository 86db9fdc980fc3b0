"""Write cards as a study sheet in Markdown, to print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from mlflash.bank.text import has_bare_tex
from mlflash.exchange.outgoing import OutgoingCard

_SPECIAL = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])"  # a backslash that would escape the next character
    r"|[`*\[\]]|~(?=~)|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word an underscore means nothing
)
_ROW_START = re.compile(r"(?m)^(\s*)(?:([-+>=~#|])|(\d{1,9})([.)])(?=\s|$))")
_MATHS = re.compile(r"\$\$.+?\$\$|(?<![\\$\w])\$[^\s$](?:[^$\n]*?[^\s$\\])?\$(?![\d$])", re.DOTALL)


def study_sheet(title: str, cards: Iterable[OutgoingCard]) -> str:
    """The cards by section, each with its id in a comment, so that the sheet can be imported."""
    blocks = [f"# {_one_row(title)}"]
    for section, group in groupby(cards, lambda outgoing: outgoing.section):
        blocks.append(f"## {_one_row(section)}")
        for outgoing in group:
            blocks += _card_blocks(outgoing)
    return "\n\n".join(blocks) + "\n"


def markdown(text: str) -> str:
    """A text escaped for Markdown; mathematics between dollar signs stays as it is."""
    parts, at = [], 0
    for maths in _MATHS.finditer(text):
        parts += [_SPECIAL.sub(r"\\\g<0>", text[at : maths.start()]), maths[0]]
        at = maths.end()
    escaped = "".join(parts) + _SPECIAL.sub(r"\\\g<0>", text[at:])
    return _ROW_START.sub(lambda row: f"{row[1]}\\{row[2]}" if row[2] else rf"{row[1]}{row[3]}\{row[4]}", escaped)


def _card_blocks(outgoing: OutgoingCard) -> Iterator[str]:
    """The blocks of one card."""
    card = outgoing.card
    yield f"### {_one_row(card.question)}\n<!-- id: {card.id} -->"
    yield "\n".join(f"{number}. {_rows(line)}" for number, line in enumerate(outgoing.lines, 1))
    if card.formula:
        language = "latex" if has_bare_tex(card.formula) else "text"
        yield markdown(card.formula) if "$" in card.formula else _fenced(card.formula, language)
    if card.code:
        yield _fenced(card.code, "python")
    for name, text in (("Note", outgoing.note), ("Intuition", card.intuition), ("Pitfall", card.pitfall)):
        if text:
            yield f"> **{name}:** {markdown(' '.join(text.split()))}"


def _one_row(text: str) -> str:
    return markdown(" ".join(text.split()))


def _rows(text: str) -> str:
    """A text as an item of a numbered list: its rows indented, without empty rows, which would end the item."""
    return "\\\n   ".join(markdown(row.strip()) for row in text.split("\n") if row.strip())


def _fenced(text: str, language: str) -> str:
    """A text in a fence that is longer than any fence in the text."""
    longest = max(map(len, re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.removesuffix(chr(10))}\n{fence}"
