"""The rules of the bundled bank, checked card by card: lengths, form, sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from mlflash.bank.faults import quoted
from mlflash.bank.schema import Question
from mlflash.bank.text import cells, rows
from mlflash.bank.yaml_tree import Location

LINES = 4
LINE_LENGTH = (40, 200)
QUESTION_LENGTH = PROBE_LENGTH = PITFALL_LENGTH = 160
PROBES = (2, 4)
FORMULA_COLUMNS = 100
MOST_TAGS = MOST_RELATED = 3
ANSWER_ROWS = 12
UNSOURCED = "behavioral"
"""The section whose cards need no reference: they ask about the reader."""
CARD_ROWS = 19
"""Rows that question, answer and formula take at most, so that a revealed card fits 80×24."""
QUESTION_WIDTH, ANSWER_WIDTH = 72, 70
"""Columns the drill gives them on a screen of 80."""

_IMPERATIVE = re.compile(
    r"(?:^|[.:;?!,]\s+)(?:analyze|argue|build|calculate|choose|code|compare|compute|contrast|debug|define|derive|describe|design"
    r"|discuss|estimate|explain|formulate|give|implement|list|name|outline|plan|propose|prove|show|sketch|state"
    r"|suppose|tell|walk|write)\b[^?]*\.$",
    re.IGNORECASE | re.DOTALL,
)
YES_NO = re.compile(
    r"(?:^|[.:;?!]\s+)(?:am|are|is|was|were|do|does|did|can|could|should|would|will|shall|has|have|had|may"
    r"|might|must)(?:n['’]t)?\s[^?]*\?$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:[-*+•·–—▪‣]|\(?\d{1,2}[.)])\s")
_UNFINISHED = re.compile(r"\b(?:TBC|TBD|TODO|FIXME|XXX)\b")
_TEX = re.compile(r"\\[A-Za-z]+|\\[({\[]|\$[^$\s][^$]*[\\^_][^$]*\$")
_ADVANCES = re.compile(r"\brecent (?:\w+ )?advances\b", re.IGNORECASE)
_ARXIV = re.compile(r"https://arxiv\.org/abs/(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})")
_HOSTS = re.compile(
    r"(?:^|\.)(?:(?:medium|towardsdatascience|stackexchange|stackoverflow|quora|reddit|zhihu|jianshu"
    r"|news\.ycombinator)\.com|(?:csdn|mathoverflow)\.net)$"
)
_FORUM = re.compile(r"(?:^|\.)(?:forums?|discuss|discourse|community)\.")

Finding = tuple[Location, str]


def card_rules(card: Question, section: str, tex: bool = False) -> Iterator[Finding]:
    """Every rule that the card breaks, with its place on the card; `tex` allows TeX."""
    yield from _question(card)
    yield from _answer(card)
    yield from _probes(card)
    yield from _pitfall(card)
    yield from _references(card, section)
    yield from _extras(card)
    yield from _texts(card, tex)
    taken = card_rows(card)
    if taken > CARD_ROWS:
        yield (), f"takes {taken} rows at 80 columns, expected at most {CARD_ROWS}"


def card_rows(card: Question) -> int:
    """Rows that question, answer and formula take on a screen of 80 columns; the other fields fold."""
    taken = rows(card.question, QUESTION_WIDTH) + answer_rows(card)
    return taken + (rows(card.formula, ANSWER_WIDTH) if card.formula else 0)


def answer_rows(card: Question) -> int:
    """Rows the answer takes on a screen of 80 columns."""
    return sum(rows(line, ANSWER_WIDTH) for line in card.answer)


def address_rules(url: str) -> Iterator[str]:
    """What is wrong with a link: an arXiv address out of form, or a host that is no primary source."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    if not host:
        yield f"found {url!r}, expected an address with a host"
    elif host == "arxiv.org" or host.endswith(".arxiv.org"):
        if not _ARXIV.fullmatch(url):
            yield f"found {url}, expected the form https://arxiv.org/abs/1234.56789"
    elif _HOSTS.search(host) or _FORUM.search(host):
        yield f"found a link to {host}, expected the paper or the project's documentation"


def _question(card: Question) -> Iterator[Finding]:
    text = card.question
    yield from _length(("question",), text, QUESTION_LENGTH)
    if YES_NO.search(text):
        yield ("question",), "found a yes/no question, expected one that asks what, why or how"
    elif not text.endswith("?") and not _IMPERATIVE.search(text):
        yield ("question",), "found neither a question mark nor an imperative such as Explain … or Describe …."
    if _ADVANCES.search(text) and card.as_of is None:
        yield ("as_of",), "is missing, expected the year up to which a card on advances holds"


def _answer(card: Question) -> Iterator[Finding]:
    if len(card.answer) != LINES:
        yield ("answer",), f"found {len(card.answer)} lines, expected exactly {LINES}"
    low, high = LINE_LENGTH
    for i, line in enumerate(card.answer):
        if not low <= len(line) <= high:
            yield ("answer", i), f"found {len(line)} characters, expected {low} to {high}"
        if _BULLET.match(line):
            yield ("answer", i), f"found a leading bullet {line.split()[0]!r}, expected the line alone"
    if answer_rows(card) > ANSWER_ROWS:
        yield ("answer",), f"takes {answer_rows(card)} rows at 80 columns, expected at most {ANSWER_ROWS}"


def _probes(card: Question) -> Iterator[Finding]:
    low, high = PROBES
    if not low <= len(card.probes) <= high:
        yield ("probes",), f"found {len(card.probes)} probes, expected {low} to {high}"
    for i, probe in enumerate(card.probes):
        if not probe.q.endswith("?"):
            yield ("probes", i, "q"), f"found {probe.q[-20:]!r} at the end, expected a question mark"
        yield from _length(("probes", i, "a"), probe.a, PROBE_LENGTH)


def _pitfall(card: Question) -> Iterator[Finding]:
    if card.pitfall is None:
        if card.likelihood != "low":
            yield ("pitfall",), f"is missing, expected one where likelihood is {card.likelihood}"
    else:
        yield from _length(("pitfall",), card.pitfall, PITFALL_LENGTH)


def _references(card: Question, section: str) -> Iterator[Finding]:
    if not card.references and not card.personal and section != UNSOURCED:
        yield ("references",), "is missing, expected at least one"
    for i, reference in enumerate(card.references):
        for message in address_rules(reference.url):
            yield ("references", i, "url"), message
        if reference.year is None:
            yield ("references", i, "year"), "is missing, expected the year it appeared"


def _extras(card: Question) -> Iterator[Finding]:
    for name, values, most in (("tags", card.tags, MOST_TAGS), ("related", card.related, MOST_RELATED)):
        if len(values) > most:
            yield (name,), f"found {len(values)}, expected at most {most}"
        if len(set(values)) < len(values):
            yield (name,), "found one twice, expected each once"
    for line in (card.formula or "").split("\n"):
        if cells(line) > FORMULA_COLUMNS:
            yield ("formula",), f"found {cells(line)} columns, expected at most {FORMULA_COLUMNS}"


def _texts(card: Question, tex: bool) -> Iterator[Finding]:
    for location, text in _written(card.model_dump(exclude={"code"})):
        if found := _UNFINISHED.search(text):
            yield location, f"found {found[0]}, expected finished text"
        if not tex and (found := _TEX.search(text)):
            yield location, f"found the TeX {quoted(found[0], 40)}, expected plain Unicode mathematics"
        if "\n" in text and location[0] != "formula":
            yield location, "found a line break, expected a single line"


def _written(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _written(part, (*at, key))
    elif isinstance(value, list | tuple):
        for i, part in enumerate(value):
            yield from _written(part, (*at, i))


def _length(location: Location, text: str, most: int) -> Iterator[Finding]:
    if len(text) > most:
        yield location, f"found {len(text)} characters, expected at most {most}"
