"""Write the chosen cards as one whole bank, in YAML or JSON, that loads as what it was."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mlflash.bank.card_yaml import dump_mapping
from mlflash.bank.catalog import BankHead, Catalog, SectionHead
from mlflash.exchange.outgoing import OutgoingCard

MOST_LINES = 8
"""Lines that a bank allows an answer."""
MOST_TITLE = 500
"""Characters that a bank allows a title."""
_INDENT = " " * 6
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What JSON may hold as it is and YAML, of which our JSON has to be a part, may not."""


def bank_fields(catalog: Catalog, cards: Sequence[OutgoingCard], *, whole: bool) -> dict[str, Any]:
    """A bank as plain data: heads of the banks in use joined, and these cards by section.

    `whole` keeps sections that have no card.
    """
    by_section: dict[str, list[dict[str, Any]]] = {}
    for one in cards:
        by_section.setdefault(one.card.section, []).append(_card_fields(one))
    sections = [
        _section_fields(section) | {"questions": by_section.get(section.id, [])}
        for section in catalog.sections.values()
        if whole or section.id in by_section
    ]
    exported = {one.card.id for one in cards}
    return (
        {"version": 1}
        | _head_fields(catalog.banks)
        | _given(start=[card_id for card_id in catalog.start if card_id in exported])
        | {"sections": sections}
    )


def bank_yaml(bank: Mapping[str, Any]) -> str:
    """A bank as YAML, laid out as one that is written by hand."""
    head = {name: value for name, value in bank.items() if name != "sections"}
    return dump_mapping(head) + "sections:\n" + "".join(_section_rows(bank["sections"]))


def bank_json(bank: Mapping[str, Any]) -> str:
    """A bank as JSON that is also YAML, and so can be used as a bank where it lies."""
    text = json.dumps(bank, ensure_ascii=False, indent=1)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _card_fields(one: OutgoingCard) -> dict[str, Any]:
    """A card as its author wrote it, with the lines that go out; what is beyond the last one is joined with it."""
    rest = "; ".join(one.lines[MOST_LINES - 1 :])
    return one.card.written() | {"answer": [*one.lines[: MOST_LINES - 1], *([rest] if rest else [])]}


def _head_fields(heads: Sequence[BankHead]) -> dict[str, Any]:
    resources = dict.fromkeys(resource for head in heads for resource in head.resources)
    title = " and ".join(dict.fromkeys(head.title for head in heads))
    return {"title": title[:MOST_TITLE]} | _given(
        about="\n\n".join(head.about for head in heads if head.about),
        chosen="\n\n".join(head.chosen for head in heads if head.chosen),
        resources=_resources(resources),
    )


def _section_fields(section: SectionHead) -> dict[str, Any]:
    return {"id": section.id, "title": section.title} | _given(
        about=section.about, notes=section.notes, resources=_resources(section.resources)
    )


def _resources(resources: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"title": title, "url": url} for title, url in resources]


def _given(**fields: object) -> dict[str, object]:
    """The fields that are not empty."""
    return {name: value for name, value in fields.items() if value}


def _section_rows(sections: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for section in sections:
        yield _item({name: value for name, value in section.items() if name != "questions"}, "  ")
        if section["questions"]:
            yield "    questions:\n"
            for card in section["questions"]:
                yield _item(card, _INDENT)


def _item(fields: Mapping[str, Any], indent: str) -> str:
    """A mapping as an item of a YAML list."""
    first, *rest = dump_mapping(fields).removesuffix("\n").split("\n")
    rows = [f"{indent}- {first}", *(f"{indent}  {row}" if row else "" for row in rest)]
    return "\n".join(rows) + "\n"
