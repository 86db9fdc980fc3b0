"""Write cards as one whole bank in YAML or JSON, which loads as the same cards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mlflash.bank.card_yaml import dump_mapping
from mlflash.bank.catalog import BankHead, Catalog, SectionHead
from mlflash.exchange.foreign import MOST_LINES
from mlflash.exchange.outgoing import OutgoingCard

MOST_TITLE = 500
"""Characters that a bank allows a title."""
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that YAML refuses and JSON allows: our JSON has to be YAML, too."""


def bank_fields(catalog: Catalog, cards: Sequence[OutgoingCard], *, whole: bool) -> dict[str, Any]:
    """A bank as plain data: the heads of the banks in use joined, and these cards by section.

    With `whole`, sections without a card stay.
    """
    by_section: dict[str, list[dict[str, Any]]] = {}
    for outgoing in cards:
        by_section.setdefault(outgoing.card.section, []).append(_card_fields(outgoing))
    sections = [
        _section_fields(section) | {"questions": by_section.get(section.id, [])}
        for section in catalog.sections.values()
        if whole or section.id in by_section
    ]
    exported = {outgoing.card.id for outgoing in cards}
    return (
        {"version": 1}
        | _head_fields(catalog.banks)
        | _not_empty(start=[card_id for card_id in catalog.start if card_id in exported])
        | {"sections": sections}
    )


def bank_yaml(bank: Mapping[str, Any]) -> str:
    """A bank as YAML, in the layout of a bank written by hand."""
    head = {name: value for name, value in bank.items() if name != "sections"}
    return dump_mapping(head) + "\n".join(["sections:", *section_rows(bank["sections"])]) + "\n"


def bank_json(bank: Mapping[str, Any]) -> str:
    """A bank as JSON that is also YAML, so that the file itself can be used as a bank."""
    text = json.dumps(bank, ensure_ascii=False, indent=1)
    return _UNPRINTABLE.sub(lambda char: f"\\u{ord(char[0]):04x}", text) + "\n"


def section_rows(sections: Iterable[Mapping[str, Any]], indent: str = "  ") -> list[str]:
    """Sections as rows of a bank in YAML, their hyphens after an indent."""
    rows: list[str] = []
    for section in sections:
        rows += item_rows({name: value for name, value in section.items() if name != "questions"}, indent)
        if section["questions"]:
            rows.append(f"{indent}  questions:")
            rows += [row for card in section["questions"] for row in item_rows(card, f"{indent}    ")]
    return rows


def _card_fields(outgoing: OutgoingCard) -> dict[str, Any]:
    """A card as its author wrote it, with its outgoing lines; those beyond the eighth are joined with it."""
    rest = "; ".join(outgoing.lines[MOST_LINES - 1 :])
    return outgoing.card.written() | {"answer": [*outgoing.lines[: MOST_LINES - 1], *([rest] if rest else [])]}


def _head_fields(heads: Sequence[BankHead]) -> dict[str, Any]:
    resources = dict.fromkeys(resource for head in heads for resource in head.resources)
    title = " and ".join(dict.fromkeys(head.title for head in heads))
    return {"title": title[:MOST_TITLE]} | _not_empty(
        about="\n\n".join(head.about for head in heads if head.about),
        chosen="\n\n".join(head.chosen for head in heads if head.chosen),
        resources=_resources(resources),
    )


def _section_fields(section: SectionHead) -> dict[str, Any]:
    return {"id": section.id, "title": section.title} | _not_empty(
        about=section.about, notes=section.notes, resources=_resources(section.resources)
    )


def _resources(resources: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"title": title, "url": url} for title, url in resources]


def _not_empty(**fields: object) -> dict[str, object]:
    """The fields that are not empty."""
    return {name: value for name, value in fields.items() if value}


def item_rows(fields: Mapping[str, Any], indent: str) -> list[str]:
    """A card, or the head of a section, as rows of a list in YAML, its hyphen after an indent."""
    first, *rest = dump_mapping(fields).removesuffix("\n").split("\n")
    return [f"{indent}- {first}", *(f"{indent}  {row}" if row else "" for row in rest)]
