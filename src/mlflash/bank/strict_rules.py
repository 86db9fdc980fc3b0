"""The style rules of the bundled bank, for `mlflash check --strict`: whether a candidate can say a card aloud.

Every rule looks at one card alone and yields a place on the card with a message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf

from mlflash.bank.lint_rules import LINE_LENGTH, YES_NO, Finding
from mlflash.bank.schema import Question
from mlflash.bank.text import cells

SPOKEN_LENGTH = 150
"""Characters of an answer line, or of an intuition, at most."""
MOST_WORDS = 28
"""Words of an answer line at most, so that it can be said in one breath."""
MOST_SENTENCES = 2
"""Sentences of an answer line, or of an intuition, at most."""
MOST_REFERENCES = 6
"""References of a card at most."""
CODE_ROWS, CODE_COLUMNS = 25, 72
"""Rows and columns of a card's code at most."""
CODING = "coding"
"""The section whose cards hold code."""

_SENTENCE_END = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bcf)[.!?][)\"”’']*(?=\s+[A-Z\"“(]|\s*$)")
_COLON = re.compile(r":(?=\s|$)")
_SQUARED = re.compile(r"O\([^()]*\)")
_UNSPOKEN = re.compile(
    "[√‖∂∑∏∈∝≈≤≥±×⊗→⇒≠∞=<>^_"  # signs nobody reads out
    "\u0370-\u03ff"  # Greek letters
    "²³¹\u2070-\u209f\u1d2c-\u1d6a]"  # raised and lowered signs
)
_PRONOUN = re.compile(r"(?:It|They|This|That|These|Those|Its|Their|Both|All)\b")
_LABEL = re.compile(r"(?:The )?[\w-]+(?: [\w-]+)?: ")
_NUMBER = re.compile(r"(?<![\w.,-])\d[\d,.]*")
_REASON = re.compile(r"(?:Why|What happens|What do you)\b")
_CONDITION = re.compile(r"\bif\b", re.IGNORECASE)
_CHOICE = re.compile(r"(?:^Which\b[^?]*|[,:–—]\s[^,?]*)\bor\b[^,?]*\?$")
_OPEN = re.compile(r"(?:Why|How|What happens|What do you)\b")
"""The beginning of a question that holds an `or` and is no choice between two answers."""
_MONTH = re.compile(r"\d{4}-\d{2}")


def strict_rules(card: Question, section: str) -> Iterator[Finding]:
    """Every style rule that the card breaks, with its place on the card."""
    yield from _lines(card)
    yield from _intuition(card)
    yield from _probes(card)
    yield from _code(card, section)
    yield from _sources(card)
    if not card.hint:
        yield ("hint",), "is missing, expected cues for the four lines"


def doubts(card: Question) -> Iterator[Finding]:
    """Possible faults of style, which a person has to judge."""
    for i, line in enumerate(card.answer):
        numbers = _NUMBER.findall(line)
        if len(numbers) > 1:
            yield ("answer", i), f"found {len(numbers)} numbers, expected one, or a pair of the same quantity"
        if label := _LABEL.match(line):
            yield ("answer", i), f"found {label[0].strip()!r} at the start, expected a sentence and no label"


def sentences(text: str) -> int:
    """How many sentences a text has."""
    return len(_SENTENCE_END.findall(text))


def _lines(card: Question) -> Iterator[Finding]:
    for i, line in enumerate(card.answer):
        for message in _unsayable(line, LINE_LENGTH[1]):  # longer ones break a rule for every bank
            yield ("answer", i), message
        words = len(line.split())
        if words > MOST_WORDS:
            yield ("answer", i), f"found {words} words, expected at most {MOST_WORDS}"
        if ";" in line:
            yield ("answer", i), "found a semicolon, expected two sentences or one thought"
        colons = len(_COLON.findall(line))
        if colons > 1:
            yield ("answer", i), f"found {colons} colons, expected at most one"
        signs = _UNSPOKEN.findall(_SQUARED.sub(lambda order: order[0].replace("²", ""), line))
        if signs:
            yield ("answer", i), f"found {' '.join(dict.fromkeys(signs))}, expected words that can be said"
    if pronoun := _PRONOUN.match(card.answer[0]):
        yield ("answer", 0), f"found {pronoun[0]!r} at the start, expected the name of the subject"


def _unsayable(text: str, longest: float = inf) -> Iterator[str]:
    """Why a text cannot be said in one breath; its length only counts up to the `longest`."""
    if SPOKEN_LENGTH < len(text) <= longest:
        yield f"found {len(text)} characters, expected at most {SPOKEN_LENGTH}"
    count = sentences(text)
    if count > MOST_SENTENCES:
        yield f"found {count} sentences, expected at most {MOST_SENTENCES}"


def _intuition(card: Question) -> Iterator[Finding]:
    if card.intuition is not None:
        for message in _unsayable(card.intuition):
            yield ("intuition",), message
    elif not card.personal:
        yield ("intuition",), "is missing, expected an everyday picture of the core idea"


def _probes(card: Question) -> Iterator[Finding]:
    for i, probe in enumerate(card.probes):
        if YES_NO.search(probe.q):
            yield ("probes", i, "q"), "found a yes/no question, expected one that asks what, why or how"
        elif _CHOICE.search(probe.q) and not _OPEN.match(probe.q):
            yield ("probes", i, "q"), "found a choice between options, expected an open question"
    if card.probes and not any(_REASON.match(p.q) or _CONDITION.search(p.q) for p in card.probes):
        message = "found none that begins Why, What happens or What do you do, or that holds an if"
        yield ("probes",), message


def _code(card: Question, section: str) -> Iterator[Finding]:
    if card.code is None:
        if section == CODING:
            yield ("code",), f"is missing, expected a program on a card of the section {CODING}"
        return
    lines = card.code.removesuffix("\n").split("\n")
    if len(lines) > CODE_ROWS:
        yield ("code",), f"found {len(lines)} rows, expected at most {CODE_ROWS}"
    widest = max(map(cells, lines))
    if widest > CODE_COLUMNS:
        yield ("code",), f"found {widest} columns, expected at most {CODE_COLUMNS}"
    if unprintable := sorted({char for line in lines for char in line if not char.isprintable()}):
        names = ", ".join(f"U+{ord(char):04X}" for char in unprintable)
        yield ("code",), f"found {names}, expected printable characters only"


def _sources(card: Question) -> Iterator[Finding]:
    if len(card.references) > MOST_REFERENCES:
        yield ("references",), f"found {len(card.references)}, expected at most {MOST_REFERENCES}"
    if card.as_of is None:
        return
    if not _MONTH.fullmatch(card.as_of):
        yield ("as_of",), f"found {card.as_of}, expected year and month, such as {card.as_of[:4]}-11"
    year = int(card.as_of[:4])
    recent = any(r.year is not None and r.year >= year - 1 for r in card.references)
    if not recent and card.as_of_note is None:
        message = f"found no reference of {year - 1} or {year}, expected one, or an as_of_note that says why not"
        yield ("as_of",), message
