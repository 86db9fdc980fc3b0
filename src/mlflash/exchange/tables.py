"""Write cards as a table, tab- or comma-separated, that Anki imports without a question asked.

Two columns of content fit Anki's plain notetype whatever it is called there. Every cell is quoted and every row
has all columns: unquoted, a `#` at the beginning of a row would make it a comment, and the first row decides how
many columns are read. Source of the headers: docs.ankiweb.net/importing/text-files.html, rslib csv/metadata.rs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mlflash.exchange.anki_schema import deck_name
from mlflash.exchange.notetype import FIELDS, guid_of, note_fields, note_tags, prose_html
from mlflash.exchange.outgoing import OutgoingCard

SEPARATORS = {"tsv": ("tab", "\t"), "csv": ("comma", ",")}
"""What each kind of table separates its cells by: Anki's word and the character."""
HEADERS = ("#html:true", "#tags column:3", "#guid column:4", "#deck column:5")
LABELED = ("Note", "Intuition", "Pitfall")
"""The fields that stand below the answer, each after its name."""


def anki_table(cards: Iterable[OutgoingCard], kind: str) -> str:
    """The cards as rows of question, answer, tags, guid and deck, under Anki's headers."""
    word, separator = SEPARATORS[kind]
    rows = (separator.join(map(_quoted, cells)) for cells in _rows(cards))
    return "\n".join([f"#separator:{word}", *HEADERS, *rows]) + "\n"


def _rows(cards: Iterable[OutgoingCard]) -> Iterator[tuple[str, ...]]:
    for one in cards:
        tags = " ".join(note_tags(one.card, flagged=one.state.flagged))
        yield prose_html(one.card.question), _answer(one), tags, guid_of(one.card.id), deck_name(one.section)


def _answer(one: OutgoingCard) -> str:
    """The answer in one field: a numbered list, then what else is to be known of the card."""
    fields = dict(zip(FIELDS, note_fields(one.card, one.lines, one.note), strict=True))
    parts = [f"<ol>{''.join(f'<li>{prose_html(line)}</li>' for line in one.lines)}</ol>"]
    parts += [f"<pre>{fields[name]}</pre>" for name in ("Formula", "Code") if fields[name]]
    parts += [f"<p>{name}: {fields[name]}</p>" for name in LABELED if fields[name]]
    return "".join(parts)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'
