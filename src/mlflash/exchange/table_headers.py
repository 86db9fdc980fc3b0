"""The `#` headers that Anki writes above a table.

Source: rslib/src/import_export/text/csv/metadata.rs of Anki.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field

SEPARATORS = {"tab": "\t", "pipe": "|", "semicolon": ";", "colon": ":", "comma": ",", "space": " "}
_HEADER = re.compile(r"#\s*([a-z ]+?)\s*:(.*)", re.IGNORECASE)


@dataclass
class TableHeaders:
    """What the lines above a table say."""

    separator: str | None = None
    """What stands between columns; None where it is to be guessed."""
    html: bool | None = None
    """Whether the cells are HTML; None where it is not said."""
    deck: str = ""
    """The deck of all rows."""
    tags: str = ""
    """The tags of all rows."""
    columns: list[str] = field(default_factory=list)
    """The names of the columns."""
    special: dict[int, str] = field(default_factory=dict)
    """What the columns hold that are no fields, by their index."""
    notetype: str = ""
    """The name of the notetype of all rows."""
    given: bool = False
    """Whether there are any."""


def read_headers(text: str) -> tuple[TableHeaders, int]:
    """What the lines that begin with `#` say, and how many there are."""
    found = TableHeaders()
    count = 0
    for row in text.split("\n", 50)[:50]:
        header = _HEADER.fullmatch(row.strip())
        if header is None or (count == 0 and header[1].lower() not in ("separator", "html", "notetype", "deck",
                              "tags", "columns", "tags column", "guid column", "deck column", "notetype column",
                              "if matches", "match scope")):  # fmt: skip
            break
        count += 1
        found.given = True
        _take(found, header[1].lower(), header[2])
    return found, count


def _take(found: TableHeaders, name: str, raw: str) -> None:
    """Take in one header; a spreadsheet may have added separators at its end."""
    value = (
        raw.strip() if name == "separator" and raw.strip() in SEPARATORS.values() else raw.strip().rstrip(",;\t ")
    )
    match name:
        case "separator":
            found.separator = SEPARATORS.get(value.lower()) or (raw.strip(" ")[:1] or None)
        case "html":
            found.html = value.lower() == "true"
        case "deck":
            found.deck = value
        case "tags":
            found.tags = value
        case "notetype":
            found.notetype = value
        case "columns":
            cells = next(csv.reader([raw], delimiter=found.separator or "\t"), [])
            found.columns = [cell.strip() for cell in cells]
        case "tags column" | "guid column" | "deck column" | "notetype column" if value.isdigit():
            role = {"tags": "tags", "guid": "guid", "deck": "section", "notetype": "notetype"}[name.split()[0]]
            found.special[int(value) - 1] = role
