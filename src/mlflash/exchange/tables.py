"""Write cards as a table, tab- or comma-separated, that Anki imports without further settings.

Question and answer fit the two fields of Anki's basic notetype, whatever its name is there. Every cell is quoted,
because a `#` at the beginning of a row makes it a comment. Every row has all columns, because the first row
decides how many are read.

Source of the headers: docs.ankiweb.net/importing/text-files.html, rslib csv/metadata.rs.
"""

from __future__ import annotations

from collections.abc import Iterable

from mlflash.exchange.anki_schema import deck_name
from mlflash.exchange.notetype import FIELDS, guid_of, note_fields, note_tags, prose_html
from mlflash.exchange.outgoing import OutgoingCard

SEPARATORS = {"tsv": ("tab", "\t"), "csv": ("comma", ",")}
"""The separator of each kind of table: its name in Anki, and the character."""
HEADERS = ("#html:true", "#tags column:3", "#guid column:4", "#deck column:5")
LABELED = ("Note", "Intuition", "Pitfall")
"""The fields below the answer, each after its name."""


def anki_table(cards: Iterable[OutgoingCard], kind: str) -> str:
    """The cards as rows of question, answer, tags, guid and deck, under Anki's headers."""
    word, separator = SEPARATORS[kind]
    rows = [f"#separator:{word}", *HEADERS]
    for outgoing in cards:
        card = outgoing.card
        tags = " ".join(note_tags(card, flagged=outgoing.state.flagged))
        cells = prose_html(card.question), _answer(outgoing), tags, guid_of(card.id), deck_name(outgoing.section)
        rows.append(separator.join(map(_quoted, cells)))
    return "\n".join(rows) + "\n"


def _answer(outgoing: OutgoingCard) -> str:
    """The answer in one field: a numbered list of the lines, then the other fields of the card."""
    texts = note_fields(outgoing.card, outgoing.lines, outgoing.note)
    fields = dict(zip(FIELDS, texts, strict=True))
    parts = [f"<ol>{''.join(f'<li>{prose_html(line)}</li>' for line in outgoing.lines)}</ol>"]
    parts += [f"<pre>{fields[name]}</pre>" for name in ("Formula", "Code") if fields[name]]
    parts += [f"<p>{name}: {fields[name]}</p>" for name in LABELED if fields[name]]
    return "".join(parts)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'
