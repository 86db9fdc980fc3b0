"""Read CSV and TSV as cards, with Anki's `#` headers, with column names, or with neither.

Source: rslib/src/import_export/text/csv/metadata.rs of Anki for the headers and the order of the separators.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mlflash.errors import MlflashError
from mlflash.exchange.answer import foreign_card
from mlflash.exchange.foreign import (
    LEVELS,
    MOST_LINES,
    SEPARATOR,
    ForeignCard,
    ForeignDeck,
    NoticeKind,
    id_from_identity,
    is_id,
    level_field,
    tag_fields,
)
from mlflash.exchange.html_text import TextBlocks, html_blocks, plain_blocks
from mlflash.exchange.notetype import card_id_of
from mlflash.exchange.progress import OnProgress, counted, no_progress
from mlflash.exchange.table_headers import TableHeaders, read_headers
from mlflash.exchange.tables import LABELED

MOST_ID = 80
"""Characters of an id at most."""
MOST_ROWS = 200_000
"""Rows of a table at most."""
GUESSED = ("\t", "|", ";", ",")
"""The separators that are tried if no header names one, in Anki's order."""
OPEN_QUOTE = "a quote is opened and never closed"
NAMES: Mapping[str, str] = {
    **dict.fromkeys(("question", "front", "q", "term", "prompt", "text", "word"), "question"),
    **dict.fromkeys(("answer", "back", "a", "definition", "response", "extra"), "answer"),
    **dict.fromkeys(("tags", "tag"), "tags"),
    **dict.fromkeys(("deck", "section", "topic", "category", "chapter"), "section"),
    **dict.fromkeys(("guid",), "guid"),
    **dict.fromkeys(("id", "card_id", "slug"), "id"),
    **{name: name for name in ("difficulty", "likelihood", "hint", "pitfall", "intuition", "formula", "code")},
}
"""What a column holds, by its name in small letters."""
TEXT_FIELDS = ("hint", "pitfall", "intuition", "formula", "code")
"""Fields of a card that hold a text of their own."""
_MARKUP = re.compile(
    r"</?(?:b|i|u|br|div|p|ul|ol|li|img|a|span|pre|code|sub|sup|em|strong|table)\b[^<>]*>"
    r"|&(?:amp|lt|gt|nbsp|quot|#\d{1,6});",
    re.IGNORECASE,
)


def read_table(text: str, name: str, title: str, on_progress: OnProgress = no_progress) -> ForeignDeck:
    """The cards of a table; raises `MlflashError` for a text that is no table."""
    headers, first = read_headers(text)
    body = text.split("\n", first)[-1] if first else text
    separator = headers.separator or _guess(body)
    if separator is None:
        raise MlflashError(f"{name}: found no column separator (tab, comma or semicolon) that each row has")
    deck = ForeignDeck(title)
    roles: dict[int, str] = {}
    previous: ForeignCard | None = None
    lines = body.split("\n")
    for line, row in _rows(lines, separator, first, name, on_progress):
        place = f"{name}:{line}"
        if headers.is_present and row[0].startswith("#") and not lines[line - first - 1].startswith('"'):
            deck.skip(place, "a comment")
            continue
        if not roles:
            roles, is_names = _roles(row, headers)
            if is_names:
                continue
        if len(row) == 1 and separator == "\t" and previous is not None and row[0].strip():
            _continue(deck, previous, row[0], place)
            continue
        previous = _card(deck, row, roles, headers, place)
    return deck


def _guess(body: str) -> str | None:
    """The first separator that gives every row the same number of columns, else the first that most rows have."""
    usual = []
    sample = body[: 1 << 16]
    for separator in GUESSED:
        try:
            rows = [row for row in csv.reader(sample.splitlines(keepends=True), delimiter=separator) if any(row)]
        except csv.Error:
            continue
        rows = rows[:-1] if len(sample) < len(body) and len(rows) > 1 else rows
        counts = [len(row) for row in rows]
        if rows and min(counts) == max(counts) and counts[0] >= 2:
            return separator
        if sum(count >= 2 for count in counts) * 2 >= len(rows) > 0 or (
            separator == "\t" and max(counts, default=0) > 1
        ):
            usual.append(separator)
    return usual[0] if usual else None


def _rows(
    lines: Sequence[str], separator: str, first: int, name: str, on_progress: OnProgress
) -> Iterator[tuple[int, list[str]]]:
    """The rows with any text, each with its line in the file; raises `MlflashError` for an open quote."""
    reader = csv.reader((f"{line}\n" for line in counted(lines, on_progress)), delimiter=separator)
    line = first + 1
    try:
        for count, row in enumerate(reader):
            if count >= MOST_ROWS:
                raise MlflashError(f"{name}: holds more than {MOST_ROWS:,} rows")
            if reader.line_num >= len(lines) and "".join(lines[line - first - 1 :]).count('"') % 2:
                raise csv.Error(OPEN_QUOTE)
            if any(cell.strip() for cell in row):
                yield line, row
            line = first + reader.line_num + 1
    except csv.Error as error:
        problem = OPEN_QUOTE if "limit" in str(error) else str(error)
        raise MlflashError(f"{name}:{line}: {problem}") from None


def _roles(row: Sequence[str], headers: TableHeaders) -> tuple[dict[int, str], bool]:
    """What each column holds, and whether this row is the names of the columns."""
    roles = dict(headers.special)
    names = headers.columns or [cell.strip() for cell in row]
    known = {at: NAMES[name.casefold()] for at, name in enumerate(names) if name.casefold() in NAMES}
    named = {"question", "answer"} <= set(known.values())
    if named and (headers.columns or (not headers.is_present and len(known) * 2 >= len(names))):
        roles = known | roles
        is_names = not headers.columns
    else:
        is_names = bool(headers.columns) and [cell.strip() for cell in row] == headers.columns
    width = max(len(row), len(names))
    free = [at for at in range(width) if at not in roles]
    if "question" not in roles.values() and free:
        roles[free.pop(0)] = "question"
        roles |= dict.fromkeys(free, "answer")
    return roles, is_names


def _continue(deck: ForeignDeck, card: ForeignCard, cell: str, place: str) -> None:
    """Add a row without a separator to the answer above it: a line break in a definition makes such rows."""
    lines = card.fields["answer"]
    if len(lines) < MOST_LINES:
        lines.append(cell.strip())
    else:
        lines[-1] = f"{lines[-1]}; {cell.strip()}"
    deck.note(NoticeKind.JOINED, place, "a row without a separator joined the answer above it")


def _card(
    deck: ForeignDeck, row: Sequence[str], roles: Mapping[int, str], headers: TableHeaders, place: str
) -> ForeignCard | None:
    """The card of a row."""
    values: dict[str, list[str]] = {}
    for at, cell in enumerate(row):
        if cell.strip():
            values.setdefault(roles.get(at, "answer"), []).append(cell)
    guid = "".join(values.get("guid", [])).strip()
    own_id = card_id_of(guid)
    column = "".join(values.get("id", [])).strip()
    card_id = own_id if own_id and is_id(own_id) else id_from_column(deck, column)
    if card_id is None and guid:
        card_id = id_from_identity("anki", guid)
    texts = {name: "\n".join(cells) for name, cells in values.items()}
    plain = {name: text if name == "code" else text.strip() for name, text in texts.items()}
    tags = " ".join([*values.get("tags", []), headers.tags]).replace(",", " ").split()
    more = further_fields(plain, tags)
    question = text_of(values.get("question", []), headers.html)
    answer = text_of(values.get("answer", []), headers.html)
    if own_id:
        more = _take_labeled(answer) | more
    answer.is_whole &= question.is_whole
    levels = "".join(values.get("section", [])) or headers.deck
    section = " / ".join(part for part in levels.split("::") if part.strip() and part != "mlflash")
    return foreign_card(deck, question.text, answer, place=place, section=section, card_id=card_id, more=more)


def _take_labeled(answer: TextBlocks) -> dict[str, str]:
    """Take the labeled texts below an answer's lines in this program's own tables, such as `Pitfall: …`."""
    more: dict[str, str] = {}
    lines = []
    for block in answer.blocks:
        name, _, text = block.text.partition(": ")
        if not block.is_item and not block.is_code and name in LABELED:
            more[name.lower()] = text
        else:
            lines.append(block)
    answer.blocks = lines
    more.pop("note", None)
    return more


def further_fields(texts: Mapping[str, str], tags: Iterable[str]) -> dict[str, Any]:
    """Difficulty, likelihood, tags and the further texts of a card, from what its columns or keys hold."""
    more = tag_fields(tags)
    for name in LEVELS:
        more |= level_field(name, texts.get(name, ""))
    return more | {name: texts[name] for name in TEXT_FIELDS if texts.get(name)}


def id_from_column(deck: ForeignDeck, identity: str) -> str | None:
    """The card's id from a column or key for ids: as it stands if a bank can have it; None if it is empty."""
    if not identity:
        return None
    if is_id(identity) and not identity.isdigit() and len(identity) <= MOST_ID:
        return identity
    return id_from_identity("id", deck.title + SEPARATOR + identity)


def text_of(cells: Sequence[str], html: bool | None) -> TextBlocks:
    """The text of some cells: HTML if the table says so, or if it says nothing and a cell looks like HTML."""
    if html or (html is None and any(map(_MARKUP.search, cells))):
        return html_blocks("<br>".join(cell.replace("\n", "<br>") for cell in cells))
    return plain_blocks("\n".join(cells))
