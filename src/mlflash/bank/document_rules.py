"""The checks of a bank as a document: text that YAML drops, hidden characters, the ids in `start`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from mlflash.bank.bank_files import decode, read_bytes
from mlflash.bank.faults import BankFaults
from mlflash.bank.loading import LoadedBank
from mlflash.bank.text import hidden
from mlflash.bank.yaml_tree import Location, Node, double_quoted, plain, scalar, scalars

Finding = tuple[LoadedBank, Location, str]
"""A bank, a location in it, and the fault there."""

_TEXTS = frozenset(
    ("title", "about", "notes", "question", "answer", "hint", "intuition", "formula", "pitfall", "q", "a")
)
_ANCHOR = re.compile(r"(?:^|[-:] +)&(\S+) ")
_TAG = re.compile(r"(?:^|[-:] +)(!\S*) ")
_QUOTE = ": put the text in quotes"

_ESCAPES = {"\x07": r"\a", "\x08": r"\b", "\t": r"\t", "\x0b": r"\v", "\x0c": r"\f", "\r": r"\r", "\x1b": r"\e"}
_BROKEN = re.compile(r"\n(abla|eq|e|eg|i|ot|u|earrow)\b")
"""The rest of a TeX command whose \\n was read as a line break."""


def document_findings(loaded: Sequence[LoadedBank]) -> Iterator[Finding]:
    """Text that YAML drops or that cannot be seen, and wrong ids in `start`."""
    for one in loaded:
        yield from _start(one)
        yield from _swallowed(one)
        for location, node in scalars(one.root):
            text = scalar(node) or ""
            if location[-1] == "code":
                text = text.replace("\t", " ").replace("\n", " ")
            chars = sorted({*hidden(text), *({"\t"} & set(text))})
            if chars:
                names = ", ".join(f"U+{ord(char):04X}" for char in chars)
                yield one, location, f"found {names}, expected text that can be seen{_meant(chars, node)}"
            elif double_quoted(node) and (broken := _BROKEN.search(text)):
                message = f"found a line break and {broken[1]!r}, expected TeX in single quotes"
                yield one, location, message


def _swallowed(one: LoadedBank) -> Iterator[Finding]:
    """Text that YAML reads as a comment, tag or anchor, so that the card lacks it without an error."""
    try:
        text = decode(read_bytes(one.path), str(one.path))
    except BankFaults:
        return
    lines = text.splitlines()
    for location, node in scalars(one.root):
        if plain(node) and next(step for step in reversed(location) if isinstance(step, str)) in _TEXTS:
            end, start = node.end_mark, node.start_mark
            rest = lines[end.line][end.column :] if end.line < len(lines) else ""
            if rest.startswith(" #"):
                yield one, location, f"text after ' #' is a comment and is not on the card{_QUOTE}"
            row = lines[start.line] if start.line < len(lines) else ""
            before = row[: start.column] + row[start.column :].split(" ")[0] + " "
            if tag := _TAG.search(before):
                yield one, location, f"{tag[1]} is a tag and is not on the card{_QUOTE}"
            if (anchor := _ANCHOR.search(before)) and f"*{anchor[1]}" not in text:
                yield one, location, f"&{anchor[1]} is an anchor and is not on the card{_QUOTE}"


def _meant(chars: Collection[str], node: Node) -> str:
    """The probable origin of control characters: a backslash that was meant as TeX."""
    letters = [_ESCAPES[char] for char in chars if char in _ESCAPES] if double_quoted(node) else []
    if not letters:
        return ""
    return f": in double quotes {' and '.join(letters)} is a control character, in single quotes it is text"


def _start(one: LoadedBank) -> Iterator[Finding]:
    """Ids in `start` that no card of the bank has, or that are there twice."""
    ids, seen = {question.id for question in one.bank.questions}, set[str]()
    for i, card_id in enumerate(one.bank.start):
        if card_id not in ids:
            yield one, ("start", i), f"found {card_id!r}, expected the id of a card of this bank"
        elif card_id in seen:
            yield one, ("start", i), f"found {card_id!r} again, expected every card once"
        seen.add(card_id)
