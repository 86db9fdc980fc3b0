"""One card as a YAML document: the file a reader edits to change a card of a bank that is not theirs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from mlflash.bank import yaml_tree
from mlflash.bank.faults import BankFaults, Fault
from mlflash.bank.schema import Question
from mlflash.bank.validation_faults import faults_of
from mlflash.bank.yaml_values import build

_ORDER = ("section", "section_title", *Question.model_fields)


Written = TypeVar("Written", bound=Question)


def load_card(data: bytes, path: Path, model: type[Written]) -> Written:
    """A card from its YAML, read as a `model`; raises `BankFaults` with every fault at its line."""
    name = str(path)
    root = yaml_tree.compose(data, name)
    value, faults = build(root, name)
    if not isinstance(value, dict):
        raise BankFaults([Fault(name, 1, "", "expected a mapping with id, question and answer")])
    try:
        card = model.model_validate(value)
    except ValidationError as error:
        problems = error.errors(include_url=False)
        for fault, problem in zip(faults_of(value, root, name, error), problems, strict=False):
            if problem["type"] == "extra_forbidden" and len(problem["loc"]) == 1:
                fault = fault._replace(message=f"is no key of a card; there are {', '.join(model.model_fields)}")
            faults.append(fault)
    if faults:
        raise BankFaults(sorted(faults, key=lambda fault: fault.line))
    return card


def dump_card(card: Mapping[str, object]) -> str:
    """A card, as `Card.written` gives it, as YAML for `load_card`; keys in the order of a bank."""
    return dump_mapping({key: card[key] for key in sorted(card, key=_place)})


def _place(key: str) -> int:
    return _ORDER.index(key) if key in _ORDER else len(_ORDER)


def dump_mapping(fields: Mapping[str, object]) -> str:
    """Plain data as a YAML mapping, in the same order; every text loads as the same characters."""
    rows = []
    for key, field in fields.items():
        match field:
            case list() as items if items and isinstance(items[0], dict):
                rows.append(f"{key}:")
                for item in items:
                    lead = "  - "
                    for name, value in item.items():
                        rows.append(f"{lead}{name}: {_scalar(value)}")
                        lead = "    "
            case list() as items if key in ("tags", "related"):
                rows.append(f"{key}: [{', '.join(map(_scalar, items))}]")
            case list() as items:
                rows += [f"{key}:", *(f"  - {_scalar(item)}" for item in items)]
            case str() as text if _fits_block(text):
                first, *rest = _block(text)
                rows += [f"{key}: {first}", *rest]
            case value:
                rows.append(f"{key}: {_scalar(value)}")
    return "\n".join(rows) + "\n"


def _block(text: str) -> list[str]:
    """A YAML block of several rows, without its key."""
    rows = text.removesuffix("\n").split("\n")
    return ["|2" if text.endswith("\n") else "|2-", *(f"  {row}" if row else "" for row in rows)]


def _fits_block(text: str) -> bool:
    """Whether a text loads unchanged from a block: printable rows, and at most one line feed at the end."""
    rows = text.removesuffix("\n").split("\n")
    return "\n" in text and bool(rows[-1].strip()) and all(row.isprintable() for row in rows)


def _scalar(value: object) -> str:
    """A number or truth value bare, text in quotes: in single quotes if it holds a backslash."""
    if isinstance(value, str) and "\\" in value and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    quoted = json.dumps(value, ensure_ascii=False)
    # YAML takes some characters that JSON leaves bare for line breaks, and refuses others.
    return "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in quoted)
