"""The `#` headers that Anki writes above a table.

Source: rslib/src/import_export/text/csv/metadata.rs of Anki.
"""

from __future__ import annotations

import csv
import re
from contextlib import suppress
from dataclasses import dataclass, field

SEPARATORS = {"tab": "\t", "pipe": "|", "semicolon": ";", "colon": ":", "comma": ",", "space": " "}
NAMES = frozenset(
    {"separator", "html", "notetype", "deck", "tags", "columns", "if matches", "match scope"}
    | {f"{role} column" for role in ("tags", "guid", "deck", "notetype")}
)
"""The headers that Anki knows, one of which the first line must be."""
MOST_HEADERS = 50
"""Headers that are read at most."""
_HEADER = re.compile(r"#\s*([a-z ]+?)\s*:(.*)", re.IGNORECASE)
_COLUMN = re.compile(r"[1-9][0-9]{0,3}")
"""The number of a column, from 1."""


@dataclass
class TableHeaders:
    """What the lines above a table say."""

    separator: str | None = None
    """The character between columns; None where it has to be guessed."""
    html: bool | None = None
    """Whether the cells are HTML; None where no header says."""
    deck: str = ""
    """The deck of all rows."""
    tags: str = ""
    """The tags of all rows."""
    columns: list[str] = field(default_factory=list)
    """The names of the columns."""
    special: dict[int, str] = field(default_factory=dict)
    """What the columns hold that are not fields of a note, by index."""
    is_present: bool = False
    """Whether the table has any header."""


def read_headers(text: str) -> tuple[TableHeaders, int]:
    """The headers above a table, and how many lines they take."""
    headers = TableHeaders()
    count = 0
    for row in text.split("\n", MOST_HEADERS)[:MOST_HEADERS]:
        header = _HEADER.fullmatch(row.strip())
        if header is None or (count == 0 and header[1].lower() not in NAMES):
            break
        count += 1
        headers.is_present = True
        _add_header(headers, header[1].lower(), header[2])
    return headers, count


def _add_header(headers: TableHeaders, name: str, raw: str) -> None:
    """Add one header; a spreadsheet may have put separators at its end."""
    value = raw.strip().rstrip(",;\t ")
    match name:
        case "separator":
            headers.separator = SEPARATORS.get(value.lower()) or _separator(raw)
        case "html":
            headers.html = value.lower() == "true"
        case "deck":
            headers.deck = value
        case "tags":
            headers.tags = value
        case "columns":
            with suppress(csv.Error):  # one name is longer than the limit of a cell: the table goes without names
                cells = next(csv.reader([raw], delimiter=headers.separator or "\t"), [])
                headers.columns = [cell.strip() for cell in cells]
        case "tags column" | "guid column" | "deck column" | "notetype column" if _COLUMN.fullmatch(value):
            role = name.removesuffix(" column")
            headers.special[int(value) - 1] = "section" if role == "deck" else role


def _separator(raw: str) -> str | None:
    """The character that a header names as separator; None where a table cannot have it."""
    first = raw.strip(" ")[:1]
    return first if first and first not in '"\r\n' else None
