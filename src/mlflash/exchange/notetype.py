"""Anki's notetype for our cards: its fixed ids, fields and template, and cards as notes and back.

Anki takes a notetype that gains a field for another one and then updates none of its notes: the fields are
frozen, and three spare fields are kept for later. The guid of a note names its card, so that an import finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from html import escape, unescape
from typing import Any
from unicodedata import normalize

from mlflash.bank.card import Card
from mlflash.bank.catalog import DIFFICULTIES, LIKELIHOODS
from mlflash.exchange.foreign import is_id
from mlflash.exchange.maths import anki_formula, anki_maths
from mlflash.hashing import blake2b

NAME = "mlflash"
"""The notetype's name."""
LINE_FIELDS = ("Line 1", "Line 2", "Line 3", "Line 4")
FIELDS = (
    *("Question", *LINE_FIELDS, "More lines", "Intuition", "Formula", "Code", "Hint", "Pitfall", "Probes"),
    *("Sources", "Note", "Id", "Spare 1", "Spare 2", "Spare 3"),
)
"""The fields in their order; Anki sorts by the first."""
GUID = "mlflash/"
"""The beginning of a note's guid; the card's id follows."""
TEMPLATE = "Card 1"
"""The name of the one template."""
PERSONAL, FLAGGED = "mlflash::personal", "mlflash::flagged"
"""The tags of a card whose lines the reader writes, and of a card that the reader flagged."""
DIFFICULTY, LIKELIHOOD, AS_OF = "difficulty::", "likelihood::", "as-of::"
"""The beginnings of tags that hold a field of the card; the tags of a bank have no colon."""
TEMPLATE_CHANGED = datetime(2026, 11, 30, tzinfo=UTC)
"""When template and style last changed: Anki replaces its own only if this is later."""
INDENT = "   "
"""The indent of all rows of a text but the first, in a field that holds several texts."""
NO_YEAR = "n.d."
"""The year of a source that has none."""

FRONT = """\
<div class="question">{{Question}}</div>
{{#Hint}}<details class="hint"><summary>Hint</summary>{{Hint}}</details>{{/Hint}}"""
BACK = """\
<div class="question">{{Question}}</div>
<hr id="answer">
<ol class="lines">
{{#Line 1}}<li>{{Line 1}}</li>{{/Line 1}}
{{#Line 2}}<li>{{Line 2}}</li>{{/Line 2}}
{{#Line 3}}<li>{{Line 3}}</li>{{/Line 3}}
{{#Line 4}}<li>{{Line 4}}</li>{{/Line 4}}
</ol>
{{#More lines}}<div class="more">{{More lines}}</div>{{/More lines}}
{{#Formula}}<div class="formula">{{Formula}}</div>{{/Formula}}
{{#Code}}<pre class="code tex2jax_ignore">{{Code}}</pre>{{/Code}}
{{#Note}}<div class="part"><b>Note</b> {{Note}}</div>{{/Note}}
{{#Intuition}}<div class="part"><b>Intuition</b> {{Intuition}}</div>{{/Intuition}}
{{#Pitfall}}<div class="part"><b>Pitfall</b> {{Pitfall}}</div>{{/Pitfall}}
{{#Probes}}<details><summary>Probes</summary>{{Probes}}</details>{{/Probes}}
{{#Sources}}<details><summary>Sources</summary>{{Sources}}</details>{{/Sources}}"""
CSS = """\
.card { font-family: sans-serif; font-size: 20px; line-height: 1.4; max-width: 44em; margin: auto; }
.question { font-weight: bold; white-space: pre-wrap; }
.lines li, .more, .formula, .part, details { white-space: pre-wrap; margin: .5em 0; }
.more { padding-left: 1em; }
.formula, .code { font-family: monospace; overflow-x: auto; }
.code { text-align: left; white-space: pre; font-size: 16px; }
.part, details { font-size: 17px; }
summary { cursor: pointer; }"""

_CONTROL = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"}
_BREAK = re.compile(r"<br\s*/?>|</div>\s*<div[^>]*>|<div[^>]*>|</p>\s*<p[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z!][^>]*>")
_MEDIA = re.compile(r"\[(?=sound:|anki:|latex\]|\$\$?\])")
_NUMBERED = re.compile(r"\d+\. ")
_SOURCE = re.compile(r"(?P<title>.*?)(?: \((?P<year>\d{4}|n\.d\.)\))? (?P<url>https?://\S+)", re.DOTALL)


def stable_id(name: str) -> int:
    """An id of 13 digits that is always the same for a name: one of Anki's would be a time in milliseconds."""
    return 10**12 + int.from_bytes(blake2b(name.encode(), digest_size=8).digest()) % (6 * 10**11)


NOTETYPE_ID, TEMPLATE_ID = stable_id("notetype mlflash"), stable_id("template mlflash Card 1")
FIELD_IDS = tuple(stable_id(f"field mlflash {name}") for name in FIELDS)


def guid_of(card_id: str) -> str:
    """The guid of a card's note."""
    return GUID + card_id


def card_id_of(guid: str) -> str | None:
    """The card's id in a guid; None for the guid of a note that was not exported from here."""
    return guid.removeprefix(GUID) if guid.startswith(GUID) and guid != GUID else None


def note_fields(card: Card, lines: Sequence[str] | None = None, note: str | None = None) -> tuple[str, ...]:
    """The note's fields in HTML, in the order of `FIELDS`; `lines` and `note` are the reader's own."""
    lines = card.answer if lines is None else lines
    first = [*lines[: len(LINE_FIELDS)], *[""] * (len(LINE_FIELDS) - len(lines))]
    more = [_rows(f"{number}. ", line) for number, line in enumerate(lines[4:], len(LINE_FIELDS) + 1)]
    probes = [f"{_rows('Q: ', probe.question)}\n{_rows('A: ', probe.answer)}" for probe in card.probes]
    sources = [_rows("", f"{source.title} ({source.year or NO_YEAR}) {source.url}") for source in card.references]
    prose = [card.question, *first, "\n".join(more), card.intuition]
    after = [card.hint, card.pitfall, "\n".join(probes)]
    return (
        *(prose_html(text or "") for text in prose),
        _html(anki_formula(card.formula or "")),
        _html(card.code or ""),
        *(prose_html(text or "") for text in after),
        _html("\n".join(sources)),
        prose_html(note or ""),
        card.id,
        *("", "", ""),
    )


def note_tags(card: Card, *, flagged: bool = False) -> tuple[str, ...]:
    """The note's tags: difficulty, likelihood, the card's own tags and marks."""
    return (
        f"{DIFFICULTY}{card.difficulty}",
        f"{LIKELIHOOD}{card.likelihood}",
        *card.tags,
        *([f"{AS_OF}{card.as_of}"] if card.as_of else []),
        *([PERSONAL] if card.personal else []),
        *([FLAGGED] if flagged else []),
    )


def prose_html(text: str) -> str:
    """A text as a field of a note, its TeX as Anki reads it."""
    return _html(anki_maths(text))


def field_text(field: str) -> str:
    """The text of a field, as it was before it became HTML; changes made in Anki's editor are kept."""
    return unescape(_TAG.sub("", _BREAK.sub("\n", field)).replace("&nbsp;", " "))


def written_card(texts: Mapping[str, str], tags: Iterable[str]) -> dict[str, Any]:
    """A card as a bank writes it (`Card.written`), from the texts of a note's fields by name, and its tags.

    Nothing is checked: fields that the notetype lacks are absent, and the answer may be empty.
    """
    own = {name: text for name in FIELDS if (text := texts.get(name, "").strip("\n"))}
    lines = [own[name].strip() for name in LINE_FIELDS if name in own]
    lines += [_NUMBERED.sub("", line, count=1) for line in _items(own.get("More lines", ""))]
    card: dict[str, Any] = {"id": own.get("Id", "").strip(), "question": own.get("Question", "")}
    card |= _marks(tags)
    card["answer"] = [line for line in lines if line.strip()]
    for name in ("Hint", "Intuition", "Formula", "Pitfall"):
        if name in own:
            card[name.lower()] = own[name]
    if texts.get("Code", "").strip():
        card["code"] = texts["Code"]
    if probes := list(_probes(own.get("Probes", ""))):
        card["probes"] = probes
    if sources := list(_sources(own.get("Sources", ""))):
        card["references"] = sources
    return card


def _html(text: str) -> str:
    """A text as Anki stores it: HTML in Unicode's composed form, with nothing that Anki would take for media."""
    plain = normalize("NFC", text).translate(_CONTROL)
    return _MEDIA.sub("&#91;", escape(plain, quote=False)).replace("\n", "<br>")


def _rows(lead: str, text: str) -> str:
    """A text after its lead, with all further rows indented."""
    return lead + text.replace("\n", f"\n{INDENT}")


def _items(text: str) -> list[str]:
    """The texts that `_rows` wrote, one for each row that is not indented."""
    items: list[str] = []
    for row in text.split("\n"):
        if items and row.startswith(INDENT):
            items[-1] += f"\n{row.removeprefix(INDENT)}"
        elif row.strip():
            items.append(row)
    return items


def _probes(text: str) -> Iterator[dict[str, str]]:
    question = None
    for item in _items(text):
        if item.startswith("Q: "):
            question = item.removeprefix("Q: ")
        elif item.startswith("A: ") and question is not None:
            yield {"q": question, "a": item.removeprefix("A: ")}
            question = None


def _sources(text: str) -> Iterator[dict[str, Any]]:
    for item in _items(text):
        if match := _SOURCE.fullmatch(item.strip()):
            source: dict[str, Any] = {"title": match["title"], "url": match["url"]}
            if match["year"] and match["year"] != NO_YEAR:
                source["year"] = int(match["year"])
            yield source


def _marks(tags: Iterable[str]) -> dict[str, Any]:
    """The fields of a card that its note's tags hold; tags that a bank cannot hold are left out."""
    marks: dict[str, Any] = {}
    own = []
    for tag in tags:
        name, _, value = tag.rpartition("::")
        match f"{name}::":
            case "difficulty::" if value in DIFFICULTIES:
                marks["difficulty"] = value
            case "likelihood::" if value in LIKELIHOODS:
                marks["likelihood"] = value
            case "as-of::":
                marks["as_of"] = value
            case "mlflash::":
                if tag == PERSONAL:
                    marks["personal"] = True
            case "::" if is_id(value):
                own.append(value)
    return marks | ({"tags": own} if own else {})
